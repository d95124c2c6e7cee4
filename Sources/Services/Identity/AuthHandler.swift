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
      tenant: request.tenantId, login: request.login, peer: call.peer)
    try guards.begin(attempt, at: now)
    let tenancy = Tenancy.claimed(TenantID(request.tenantId))
    let account = try await account(request.login, tenancy, call)
    // The same work for an account that does not exist.
    let isRight = try await passwords.matches(request.password, account?.password)
    guard isRight, let account, !account.isSuspended else { throw Self.refused }
    guards.succeeded(attempt)
    let tokens = SessionTokens(at: now)
    let id = "session-\(Hex.encode(SecureRandom.bytes(8)))"
    let ended = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        let ended = try store.removeOldSessions(
          of: account.user, before: now, keeping: Self.sessionsMax - 1)
        try store.addSession(id, of: account.user, tokens, at: now)
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
      tenant: request.tenantId, login: request.login, peer: call.peer)
    try guards.begin(attempt, at: now, isOfAccount: false)
    let tenancy = Tenancy.claimed(TenantID(request.tenantId))
    let account = try await account(request.login, tenancy, call)
    // Hashed in any case: the time tells nothing of whether the code was right.
    let hash = try await passwords.hash(request.password)
    let code = Token.hash(request.code)
    guard let account, !account.isSuspended, let known = account.code, known.hash == code,
      now < known.end
    else { throw Self.refused }
    let isSet = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        try store.removeSessions(of: account.user)
        return try store.setPassword(hash, of: account.user, spending: code)
      }
    }
    guard isSet else { throw Self.refused }
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

  /// One answer for whatever was not right.
  private static let refused = RPCError(
    .unauthenticated, "tenant, login and secret do not belong together: check all three",
    reason: "SIGN_IN_REFUSED")

  // MARK: Going on

  func refresh(
    _ request: Identity.RefreshRequest, _ call: CallContext
  ) async throws -> Identity.RefreshResponse {
    let (now, hash) = (clock.now.seconds, Token.hash(request.refreshToken))
    let tokens = SessionTokens(at: now)
    let outcome = try await call.awaitingStorage {
      try await database.write { transaction -> Outcome in
        let connection = transaction.connection
        switch try TokenStore(connection).refreshToken(hash) {
        case nil: return .unknown
        case .spent(let session, let tenant):
          let store = SessionStore(.claimed(tenant), connection)
          let access = try store.accessToken(of: session)
          try store.removeSession(session)
          return .reused(ended: access)
        case .current(_, _, _, let end) where end <= now: return .unknown
        case .current(let session, _, let tenant, _):
          let store = SessionStore(.claimed(tenant), connection)
          let access = try store.accessToken(of: session)
          try store.rotate(session, hash, tokens)
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
    let ended = try await call.awaitingStorage {
      try await database.write {
        let store = SessionStore(tenancy, $0.connection)
        let access = try store.accessToken(of: session)
        try store.removeSession(session)
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
    try await call.awaitingStorage {
      try await database.write {
        try SessionStore(tenancy, $0.connection).removeSessions(of: user)
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
