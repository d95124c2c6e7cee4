import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Storage

/// Serves `mado.identity.v1.AuthService`: here signing in, sessions beside it.
struct AuthHandler: Identity.AuthService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  let trail: AuditTrail
  let passwords: Passwords
  let guards: SignInGuard
  let pageTokenSecret: [UInt8]

  // MARK: Signing in

  func login(
    _ request: Identity.LoginRequest, _ call: CallContext
  ) async throws -> Identity.LoginResponse {
    let now = clock.now.seconds
    let attempt = SignInGuard.Try(
      .password(tenant: request.tenantId, login: request.login), host: call.peerHost)
    try await call.awaitingStorage { try await guards.begin(attempt) }
    let tenancy = Tenancy.claimed(TenantID(request.tenantId))
    let account = try await account(request.login, tenancy, call)
    // The same work for an account that does not exist.
    let isRight = try await passwords.matches(request.password, account?.password)
    guard isRight, let account, !account.isSuspended else {
      throw try await refused(request.tenantId, account, call)
    }
    try await call.awaitingStorage { try await guards.succeeded(attempt) }
    let opening = try SessionOpening(of: account.user, tenancy, call, at: clock.now, trail)
    let keys = database.keys
    let outcome = try await call.awaitingStorage {
      try await database.write { transaction -> Shown in
        let factors = SecondFactorStore(tenancy, transaction, keys)
        guard try factors.isEnrolled(account.user) else {
          return .enough(try opening.open(in: transaction, keys))
        }
        let challenge = Token()
        try factors.challenge(account.user, by: challenge, until: now + Self.challengeSeconds)
        return .half(challenge)
      }
    }
    switch outcome {
    case .enough(let opened): return Identity.LoginResponse(session: finished(opened))
    case .half(let challenge):
      return Identity.LoginResponse(
        mfaChallenge: .init(
          token: challenge.secret, expireTime: .init(seconds: now + Self.challengeSeconds)))
    }
  }

  /// What a right password is.
  private enum Shown: Sendable {
    case enough(SessionOpening.Opened)
    /// The second factor is wanted too.
    case half(Token)
  }

  /// Seconds in which a challenge has to be answered.
  private static let challengeSeconds: Int64 = 300

  func verifyTotp(
    _ request: Identity.VerifyTotpRequest, _ call: CallContext
  ) async throws -> Identity.VerifyTotpResponse {
    let now = clock.now.seconds
    let (session, _) = try await answer(request.challenge, call) { factors, user in
      try factors.acceptShown(request.code, of: user, at: now)
    }
    return Identity.VerifyTotpResponse(session: session)
  }

  func useRecoveryCode(
    _ request: Identity.UseRecoveryCodeRequest, _ call: CallContext
  ) async throws -> Identity.UseRecoveryCodeResponse {
    let (session, left) = try await answer(request.challenge, call) { factors, user in
      try factors.acceptRecovery(request.code, of: user)
    }
    return Identity.UseRecoveryCodeResponse(session: session, codesLeft: Int32(clamping: left))
  }

  /// Answers a challenge by a code, which is spent together with it.
  private func answer(
    _ challenge: String, _ call: CallContext,
    by accept: @escaping @Sendable (SecondFactorStore, String) throws -> Void
  ) async throws -> (Identity.Session, recoveryCodesLeft: Int) {
    let (now, hash) = (clock.now.seconds, Token.hash(challenge))
    let known = try await call.awaitingStorage {
      try await database.read { try TokenStore($0).challenged(hash) }
    }
    let target = known.map { SignInGuard.Target.secondFactor(user: $0.user) } ?? .code
    let attempt = SignInGuard.Try(target, host: call.peerHost)
    try await call.awaitingStorage { try await guards.begin(attempt) }
    guard let (user, tenant) = known else { throw SecondFactorStore.unknownChallenge }
    let tenancy = Tenancy.claimed(tenant)
    let opening = try SessionOpening(of: user, tenancy, call, at: clock.now, trail)
    let keys = database.keys
    let outcome = try await call.awaitingStorage {
      do {
        return try await database.write { transaction in
          let factors = SecondFactorStore(tenancy, transaction, keys)
          try factors.spend(hash, of: user, at: now)
          try accept(factors, user)
          return (
            try opening.open(in: transaction, keys), try factors.recoveryCodesLeft(of: user)
          )
        }
      } catch let error as RPCError {
        try await note(error, tenant.text, user, call)
        throw error
      }
    }
    let (opened, left) = outcome
    try await call.awaitingStorage { try await guards.succeeded(attempt) }
    return (finished(opened), left)
  }

  private func finished(_ opened: SessionOpening.Opened) -> Identity.Session {
    for token in opened.ended { authenticator.changed(token) }
    return opened.session
  }

  // MARK: Passwords

  func setPassword(
    _ request: Identity.SetPasswordRequest, _ call: CallContext
  ) async throws -> Identity.SetPasswordResponse {
    let now = clock.now.seconds
    let attempt = SignInGuard.Try(.code, host: call.peerHost)
    try await call.awaitingStorage { try await guards.begin(attempt) }
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
    let keys = database.keys
    let isSet = try await call.awaitingStorage {
      try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        guard try store.setPassword(hash, of: account.user, spending: code) else { return false }
        try store.removeSessions(of: account.user, at: now)
        let factors = SecondFactorStore(tenancy, transaction, keys)
        try factors.removeChallenge(of: account.user)
        if known.resetsSecondFactor { try factors.remove(of: account.user) }
        trail.leave(record, in: transaction)
        return true
      }
    }
    guard isSet else { throw try await refused(request.tenantId, account, call) }
    authenticator.changed()
    try await call.awaitingStorage {
      try await guards.succeeded(attempt)
      try await guards.forget(.password(tenant: request.tenantId, login: request.login))
      if known.resetsSecondFactor { try await guards.forget(.secondFactor(user: account.user)) }
    }
    return Identity.SetPasswordResponse()
  }

  func changePassword(
    _ request: Identity.ChangePasswordRequest, _ call: CallContext
  ) async throws -> Identity.ChangePasswordResponse {
    let (tenancy, principal) = (try call.tenancy, try call.caller.principal)
    let user = try await call.awaitingStorage {
      try await database.read { try PeopleStore(tenancy, $0).user(principal.subject) }
    }
    let account = try await account(user?.login ?? "", tenancy, call)
    guard let user, let account, let known = account.password else {
      throw RPCError(
        .failedPrecondition, "the call's token is of nobody who has a password: sign in as a user",
        reason: "NO_ACCOUNT")
    }
    let target = SignInGuard.Target.password(tenant: tenancy.tenant.text, login: user.login)
    let attempt = SignInGuard.Try(target, host: call.peerHost)
    try await call.awaitingStorage { try await guards.begin(attempt) }
    guard try await passwords.matches(request.currentPassword, known) else {
      throw try await refused(tenancy.tenant.text, account, call)
    }
    let hash = try await passwords.hash(request.newPassword)
    let now = clock.now
    let record = try AuditRecord(call, at: now, on: "password/\(user.id)")
    let keys = database.keys
    let isSet = try await call.awaitingStorage {
      try await guards.succeeded(attempt)
      return try await database.write { transaction in
        let store = SessionStore(tenancy, transaction.connection)
        guard try store.setPassword(hash, of: user.id, insteadOf: known) else { return false }
        try store.removeSessions(of: user.id, keeping: principal.session, at: now.seconds)
        try SecondFactorStore(tenancy, transaction, keys).removeChallenge(of: user.id)
        trail.leave(record, in: transaction)
        return true
      }
    }
    guard isSet else { throw try await refused(tenancy.tenant.text, account, call) }
    authenticator.changed()
    return Identity.ChangePasswordResponse()
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
    let error = RPCError(
      .unauthenticated, "tenant, login and secret do not belong together: check all three",
      reason: "SIGN_IN_REFUSED")
    try await note(error, tenant, account?.user ?? "", call)
    return error
  }

  /// Puts a try that was refused on record.
  private func note(
    _ error: RPCError, _ tenant: String, _ user: String, _ call: CallContext
  ) async throws {
    var record = try AuditRecord(call, at: clock.now, on: "user/\(user)")
    record.refusal = error.reason
    try await call.awaitingStorage {
      try await database.write { [record] transaction in
        var record = record
        let isKnown = try TenantRegister(transaction.connection).contains(TenantID(tenant))
        record.tenant = isKnown ? tenant : TenantID.vendor.text
        trail.leave(record, in: transaction)
      }
    }
  }
}

extension Tenancy {
  /// A user of the tenant, or of the vendor's staff, who has just shown that he is.
  func user(_ id: String) -> Principal {
    Principal(tenant == .vendor ? .vendor([]) : .tenant(tenant, []), subject: id)
  }
}
