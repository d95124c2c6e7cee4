import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Storage

extension Identity.RevokeSessionRequest: MutationRequest {}

extension AuthHandler {
  // MARK: Going on

  func refresh(
    _ request: Identity.RefreshRequest, _ call: CallContext
  ) async throws -> Identity.RefreshResponse {
    let (instant, hash) = (clock.now, Token.hash(request.refreshToken))
    let (now, address, keys) = (instant.seconds, call.peerHost, database.keys)
    let record = try AuditRecord(call, at: instant)
    let outcome = try await call.awaitingStorage {
      try await database.write { transaction -> Outcome in
        let connection = transaction.connection
        switch try TokenStore(connection).refreshToken(hash) {
        case nil: return .unknown
        case .spent(let session, let tenant):
          let store = SessionStore(.claimed(tenant), connection)
          let access = try store.accessToken(of: session)
          try store.removeSession(session, at: now)
          let reuse = record.of(session, in: tenant, refused: "TOKEN_REUSED")
          trail.leave(reuse, in: transaction)
          return .reused(ended: access)
        case .current(let session, let user, let tenant, let createdAt, let end):
          let tenancy = Tenancy.claimed(tenant)
          let policy = try PolicyStore(tenancy, connection).policy()
          // The policy may have become stricter since.
          let end = min(end, createdAt + policy.sessionSeconds)
          guard now < end else { return .unknown }
          let store = SessionStore(tenancy, connection)
          let tokens = SessionTokens(at: now, until: end)
          let access = try store.accessToken(of: session)
          let record = record.of(session, in: tenant, by: user)
          if try store.rotate(session, hash, tokens, at: now, from: address) {
            try SharedUseWatch(tenancy, connection).warn(
              of: user, at: instant, trail, record, in: transaction)
          }
          trail.leave(record, in: transaction)
          let isEnrolled = try SecondFactorStore(tenancy, transaction, keys).isEnrolled(user)
          return .rotated(
            Identity.Session(tokens, mustEnrol: policy.requiresMFA && !isEnrolled), ended: access)
        }
      }
    }
    switch outcome {
    case .rotated(let session, let ended):
      if let ended { authenticator.changed(ended) }
      return Identity.RefreshResponse(session: session)
    case .unknown:
      throw RPCError(
        .unauthenticated, "the refresh token is unknown or has ended: sign in again",
        reason: "SESSION_ENDED")
    case .reused(let ended):
      if let ended { authenticator.changed(ended) }
      throw RPCError(
        .unauthenticated,
        "the refresh token was used before, so somebody else has it: the session has been ended, "
          + "sign in again", reason: "TOKEN_REUSED")
    }
  }

  private enum Outcome: Sendable {
    case unknown
    case rotated(Identity.Session, ended: SHA256.Digest?)
    case reused(ended: SHA256.Digest?)
  }

  // MARK: Listing

  func listSessions(
    _ request: Identity.ListSessionsRequest, _ call: CallContext
  ) async throws -> Identity.ListSessionsResponse {
    let (tenancy, principal) = (try call.tenancy, try call.caller.principal)
    let now = clock.now.seconds
    let user = request.userId.isEmpty ? principal.subject : request.userId
    let page = try Page(
      request.pageSize, request.pageToken, of: ["sessions", tenancy.tenant.text, user],
      secret: pageTokenSecret)
    let place = try page.place(words: 2) { words in
      Int64(words[0]).map { (refreshedAt: $0, id: words[1]) }
    }
    let sessions = try await call.awaitingStorage {
      try await database.read {
        try SessionStore(tenancy, $0).list(of: user, after: place, at: now, limit: page.limit)
      }
    }
    let shown = page.cut(sessions) { "\($0.refreshedAt) \($0.id)" }
    return Identity.ListSessionsResponse(
      sessions: shown.rows.map { Identity.SessionInfo($0, isCurrent: $0.id == principal.session) },
      nextPageToken: shown.next)
  }

  // MARK: Ending

  func revokeSession(
    _ request: Identity.RevokeSessionRequest, _ call: CallContext
  ) async throws -> Identity.RevokeSessionResponse {
    let (tenancy, now) = (try call.tenancy, clock.now.seconds)
    let response = try await mutations.perform(request, call) { transaction in
      let store = SessionStore(tenancy, transaction.connection)
      guard try store.shows(request.id), try store.removeSession(request.id, at: now) else {
        throw RPCError(
          .notFound, "there is no session \"\(request.id)\" that you may end: check the id",
          reason: "SESSION_NOT_FOUND", metadata: ["id": request.id])
      }
      return Change("session", request.id, answer: Identity.RevokeSessionResponse())
    }
    authenticator.changed()
    return response
  }

  func logout(
    _ request: Identity.LogoutRequest, _ call: CallContext
  ) async throws -> Identity.LogoutResponse {
    let tenancy = try call.tenancy
    guard let session = try call.caller.principal.session else {
      throw RPCError(
        .failedPrecondition, "the call's token is of no session: there is nothing to end",
        reason: "NO_SESSION")
    }
    let now = clock.now
    let record = try AuditRecord(call, at: now, on: "session/\(session)")
    let ended = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        let access = try store.accessToken(of: session)
        try store.removeSession(session, at: now.seconds)
        trail.leave(record, in: transaction)
        return access
      }
    }
    if let ended { authenticator.changed(ended) }
    return Identity.LogoutResponse()
  }

  func logoutAll(
    _ request: Identity.LogoutAllRequest, _ call: CallContext
  ) async throws -> Identity.LogoutAllResponse {
    let (tenancy, user, now) = (try call.tenancy, try call.caller.principal.subject, clock.now)
    let record = try AuditRecord(call, at: now, on: "sessions/\(user)")
    try await call.awaitingStorage {
      try await database.write { transaction in
        try SessionStore(tenancy, transaction.connection)
          .removeSessions(of: user, at: now.seconds)
        trail.leave(record, in: transaction)
      }
    }
    authenticator.changed()
    return Identity.LogoutAllResponse()
  }
}

extension Identity.SessionInfo {
  /// A kept session in the schema's words.
  init(_ session: SessionRow, isCurrent: Bool) {
    self.init(
      id: session.id, userId: session.user, createTime: .init(seconds: session.createdAt),
      refreshTime: .init(seconds: session.refreshedAt), expireTime: .init(seconds: session.end),
      address: session.address, userAgent: session.userAgent, isCurrent: isCurrent)
  }
}

extension Identity.SessionUse {
  init(_ use: SessionUse) {
    self.init(
      sessionId: use.session, address: use.device.address, userAgent: use.device.userAgent,
      startTime: .init(seconds: use.from), endTime: .init(seconds: use.until))
  }
}

extension AuditRecord {
  /// Of a session that is known only once its token has been looked up.
  fileprivate func of(
    _ session: String, in tenant: TenantID, by user: String = "", refused reason: String = ""
  ) -> AuditRecord {
    var record = self
    record.tenant = tenant.text
    record.target = "session/\(session)"
    record.actor = user
    record.refusal = reason
    return record
  }
}
