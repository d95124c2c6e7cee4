import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Storage

/// Serves `mado.identity.v1.AuthService`.
struct AuthHandler: Identity.AuthService {
  let database: Database
  let clock: any Clock
  let authenticator: Authenticator
  let trail: AuditTrail
  let passwords: Passwords
  let guards: SignInGuard

  /// Sessions that a user may have; the oldest go first.
  private static let sessionsMax = 20

  // MARK: Signing in

  func login(
    _ request: Identity.LoginRequest, _ call: CallContext
  ) async throws -> Identity.LoginResponse {
    let now = clock.now.seconds
    let attempt = SignInGuard.Try(
      tenant: request.tenantId, login: request.login, host: call.peerHost)
    try guards.begin(attempt, at: now)
    let tenancy = Tenancy.claimed(TenantID(request.tenantId))
    let account = try await account(request.login, tenancy, call)
    // The same work for an account that does not exist.
    let isRight = try await passwords.matches(request.password, account?.password)
    guard isRight, let account, !account.isSuspended else {
      throw try await refused(request.tenantId, account, call)
    }
    guards.succeeded(attempt)
    let tokens = SessionTokens(at: now)
    let id = "session-\(Hex.encode(SecureRandom.bytes(8)))"
    let record = try AuditRecord(
      call, by: tenancy.user(account.user), at: clock.now, on: "session/\(id)")
    let ended = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        let ended = try store.removeOldSessions(
          of: account.user, before: now, keeping: Self.sessionsMax - 1)
        try store.addSession(id, of: account.user, tokens, at: now)
        trail.leave(record, in: transaction)
        return ended
      }
    }
    for token in ended { authenticator.changed(token) }
    return Identity.LoginResponse(session: Identity.Session(tokens))
  }

  func setPassword(
    _ request: Identity.SetPasswordRequest, _ call: CallContext
  ) async throws -> Identity.SetPasswordResponse {
    let now = clock.now.seconds
    let attempt = SignInGuard.Try(
      tenant: request.tenantId, login: request.login, host: call.peerHost)
    try guards.begin(attempt, at: now, isOfAccount: false)
    let tenancy = Tenancy.claimed(TenantID(request.tenantId))
    let account = try await account(request.login, tenancy, call)
    // Hashed in any case: the time tells nothing of whether the code was right.
    let hash = try await passwords.hash(request.password)
    let code = Token.hash(request.code)
    guard let account, !account.isSuspended, let known = account.code, known.hash == code,
      now < known.end
    else { throw try await refused(request.tenantId, account, call) }
    let record = try AuditRecord(
      call, by: tenancy.user(account.user), at: clock.now, on: "password/\(account.user)")
    let isSet = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        try store.removeSessions(of: account.user)
        let isSet = try store.setPassword(hash, of: account.user, spending: code)
        if isSet { trail.leave(record, in: transaction) }
        return isSet
      }
    }
    guard isSet else { throw try await refused(request.tenantId, account, call) }
    guards.succeeded(attempt)
    authenticator.changed()
    return Identity.SetPasswordResponse()
  }

  private func account(
    _ login: String, _ tenancy: Tenancy, _ call: CallContext
  ) async throws -> SignInRow? {
    try await call.awaitingStorage {
      try await database.read { try SessionStore(tenancy, $0).account(login) }
    }
  }

  /// One answer for whatever was not right, once the try is on record: of whom, if there is somebody. What was
  /// typed is not kept, since people type passwords there.
  private func refused(
    _ tenant: String, _ account: SignInRow?, _ call: CallContext
  ) async throws -> RPCError {
    var record = try AuditRecord(call, at: clock.now, on: "user/\(account?.user ?? "")")
    record.refusal = "SIGN_IN_REFUSED"
    try await call.awaitingStorage {
      try await database.write { [record] transaction in
        var record = record
        let isKnown = try TenantRegister(transaction.connection).contains(TenantID(tenant))
        record.tenant = isKnown ? tenant : ""
        trail.leave(record, in: transaction)
      }
    }
    return RPCError(
      .unauthenticated, "tenant, login and secret do not belong together: check all three",
      reason: "SIGN_IN_REFUSED")
  }

  // MARK: Going on

  func refresh(
    _ request: Identity.RefreshRequest, _ call: CallContext
  ) async throws -> Identity.RefreshResponse {
    let (now, hash) = (clock.now.seconds, Token.hash(request.refreshToken))
    let tokens = SessionTokens(at: now)
    let record = try AuditRecord(call, at: clock.now)
    let outcome = try await call.awaitingStorage {
      try await database.write { transaction -> Outcome in
        let connection = transaction.connection
        switch try TokenStore(connection).refreshToken(hash) {
        case nil: return .unknown
        case .spent(let session, let tenant):
          let store = SessionStore(.claimed(tenant), connection)
          let access = try store.accessToken(of: session)
          try store.removeSession(session)
          let reuse = record.of(session, in: tenant, refused: "TOKEN_REUSED")
          trail.leave(reuse, in: transaction)
          return .reused(ended: access)
        case .current(_, _, _, let end) where end <= now: return .unknown
        case .current(let session, let user, let tenant, _):
          let store = SessionStore(.claimed(tenant), connection)
          let access = try store.accessToken(of: session)
          try store.rotate(session, hash, tokens)
          trail.leave(record.of(session, in: tenant, by: user), in: transaction)
          return .rotated(ended: access)
        }
      }
    }
    switch outcome {
    case .rotated(let ended):
      if let ended { authenticator.changed(ended) }
      return Identity.RefreshResponse(session: Identity.Session(tokens))
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
    case rotated(ended: SHA256.Digest?)
    case reused(ended: SHA256.Digest?)
  }

  // MARK: Signing out

  func logout(
    _ request: Identity.LogoutRequest, _ call: CallContext
  ) async throws -> Identity.LogoutResponse {
    let tenancy = try call.tenancy
    guard let session = try call.caller.principal.session else {
      throw RPCError(
        .failedPrecondition, "the call's token is of no session: there is nothing to end",
        reason: "NO_SESSION")
    }
    let record = try AuditRecord(call, at: clock.now, on: "session/\(session)")
    let ended = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        let access = try store.accessToken(of: session)
        try store.removeSession(session)
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
    let (tenancy, user) = (try call.tenancy, try call.caller.principal.subject)
    let record = try AuditRecord(call, at: clock.now, on: "sessions/\(user)")
    try await call.awaitingStorage {
      try await database.write { transaction in
        try SessionStore(tenancy, transaction.connection).removeSessions(of: user)
        trail.leave(record, in: transaction)
      }
    }
    authenticator.changed()
    return Identity.LogoutAllResponse()
  }
}

extension Identity.Session {
  init(_ tokens: SessionTokens) {
    self.init(
      accessToken: tokens.access.secret, accessExpireTime: .init(seconds: tokens.accessEnd),
      refreshToken: tokens.refresh.secret, refreshExpireTime: .init(seconds: tokens.refreshEnd))
  }
}

extension Tenancy {
  /// A user of the tenant who has just shown that he is.
  fileprivate func user(_ id: String) -> Principal {
    Principal(.tenant(tenant, []), subject: id)
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
