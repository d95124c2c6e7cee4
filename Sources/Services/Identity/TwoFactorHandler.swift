import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Storage

extension Identity.BeginTotpRequest: MutationRequest {}
extension Identity.ConfirmTotpRequest: MutationRequest {}
extension Identity.DisableTotpRequest: MutationRequest {}
extension Identity.RegenerateRecoveryCodesRequest: MutationRequest {}

/// Serves `mado.identity.v1.TwoFactorService`.
struct TwoFactorHandler: Identity.TwoFactorService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  let guards: SignInGuard

  /// Whom authenticators show as asking.
  private static let issuer = "Mado"
  private static let secretCount = 20

  func beginTotp(
    _ request: Identity.BeginTotpRequest, _ call: CallContext
  ) async throws -> Identity.BeginTotpResponse {
    let secret = SecureRandom.bytes(Self.secretCount)
    return try await change(request, call) { [clock] account, factors in
      if try factors.isEnrolled(account.id) {
        try factors.accept(request.code, of: account.id, at: clock.now.seconds)
      }
      try factors.begin(secret, of: account.id)
      let codes = OneTimeCodes(secret: secret)
      guard !request.validateOnly else { return Identity.BeginTotpResponse() }
      return Identity.BeginTotpResponse(
        uri: codes.link(account: account.login, issuer: Self.issuer), secret: codes.secretText)
    }
  }

  func confirmTotp(
    _ request: Identity.ConfirmTotpRequest, _ call: CallContext
  ) async throws -> Identity.ConfirmTotpResponse {
    let response = try await change(request, call) { [clock] account, factors in
      try factors.confirm(request.code, of: account.id, at: clock.now.seconds)
      let codes = try factors.makeRecoveryCodes(of: account.id)
      return Identity.ConfirmTotpResponse(recoveryCodes: request.validateOnly ? [] : codes)
    }
    authenticator.changed()
    return response
  }

  func disableTotp(
    _ request: Identity.DisableTotpRequest, _ call: CallContext
  ) async throws -> Identity.DisableTotpResponse {
    let tenancy = try call.tenancy
    let policy = try await call.awaitingStorage {
      try await database.read { try PolicyStore(tenancy, $0).policy() }
    }
    guard !policy.requiresMFA else {
      throw RPCError(
        .failedPrecondition,
        "a second factor is asked for: enrol a new one by BeginTotp in the place of this one",
        reason: "POLICY_REQUIRES_MFA")
    }
    return try await change(request, call) { [clock] account, factors in
      try factors.accept(request.code, of: account.id, at: clock.now.seconds)
      try factors.remove(of: account.id)
      return Identity.DisableTotpResponse()
    }
  }

  func regenerateRecoveryCodes(
    _ request: Identity.RegenerateRecoveryCodesRequest, _ call: CallContext
  ) async throws -> Identity.RegenerateRecoveryCodesResponse {
    try await change(request, call) { [clock] account, factors in
      try factors.accept(request.code, of: account.id, at: clock.now.seconds)
      let codes = try factors.makeRecoveryCodes(of: account.id)
      return Identity.RegenerateRecoveryCodesResponse(
        recoveryCodes: request.validateOnly ? [] : codes)
    }
  }

  /// A change of the caller's second factor, with its codes guarded as they are when he signs in.
  private func change<Request: MutationRequest, Response: Message>(
    _ request: Request, _ call: CallContext,
    _ effect: @escaping @Sendable (UserRow, SecondFactorStore) throws -> Response
  ) async throws -> Response {
    let (tenancy, user) = (try call.tenancy, try call.caller.principal.subject)
    let attempt = SignInGuard.Try(.secondFactor(user: user), host: call.peerHost)
    try await call.awaitingStorage { try await guards.begin(attempt) }
    let keys = database.keys
    do {
      let response = try await mutations.perform(request, call) { transaction in
        guard let account = try PeopleStore(tenancy, transaction.connection).user(user) else {
          throw RPCError(
            .failedPrecondition, "the call's token is of no user: sign in as one",
            reason: "NO_ACCOUNT")
        }
        let answer = try effect(account, SecondFactorStore(tenancy, transaction, keys))
        return Change("second-factor", account.id, answer: answer)
      }
      try await call.awaitingStorage { try await guards.succeeded(attempt) }
      return response
    } catch let error as RPCError where error.code != .unauthenticated {
      // It failed before the code was looked at, or the code was right.
      try await call.awaitingStorage { try await guards.withdraw(attempt) }
      throw error
    }
  }
}
