import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

extension Identity.UpdatePolicyRequest: MutationRequest {}

/// Serves `mado.identity.v1.PolicyService`.
struct PolicyHandler: Identity.PolicyService {
  let database: Database
  let mutations: Mutations
  let authenticator: Authenticator

  func getPolicy(
    _ request: Identity.GetPolicyRequest, _ call: CallContext
  ) async throws -> Identity.GetPolicyResponse {
    let tenancy = try call.tenancy
    let policy = try await call.awaitingStorage {
      try await database.read { try PolicyStore(tenancy, $0).policy() }
    }
    return Identity.GetPolicyResponse(policy: Identity.Policy(policy, of: tenancy.tenant))
  }

  func updatePolicy(
    _ request: Identity.UpdatePolicyRequest, _ call: CallContext
  ) async throws -> Identity.UpdatePolicyResponse {
    let tenancy = try call.tenancy
    let mask = try UpdateMask(
      request.updateMask,
      of: ["require_mfa", "session_life", "geo", "allowed_countries", "agreement_id"])
    let given = request.policy ?? .init()
    let response = try await mutations.perform(request, call) { transaction in
      let store = PolicyStore(tenancy, transaction.connection)
      var policy = try store.policy()
      try policy.etag(of: tenancy.tenant).check(given.etag, "policy.etag")
      let before = Identity.Policy(policy, of: tenancy.tenant)
      if mask.contains("require_mfa") { policy.requiresMFA = given.requireMfa }
      if mask.contains("session_life") {
        policy.sessionSeconds = given.sessionLife?.seconds ?? PolicyRow().sessionSeconds
      }
      try policy.territory.apply(given, mask)
      policy.version += 1
      try store.set(policy)
      let after = Identity.Policy(policy, of: tenancy.tenant)
      return Change(
        "policy", tenancy.tenant.text, from: before, to: after,
        answer: Identity.UpdatePolicyResponse(policy: after))
    }
    authenticator.changed()
    return response
  }
}

extension Territory {
  /// Takes what an update names; what has to be agreed in writing names the agreement.
  fileprivate mutating func apply(
    _ given: Identity.Policy, _ mask: UpdateMask
  ) throws(RPCError) {
    if mask.contains("geo") {
      policy =
        switch given.geo {
        case .off: .off
        case .warn: .warn
        case .block, .unspecified, .unrecognized: .block
        }
    }
    if mask.contains("allowed_countries") { allowed = Set(given.allowedCountries) }
    if mask.contains("agreement_id") { agreement = given.agreementId }
    guard !lacksAgreement else {
      throw RPCError(
        .failedPrecondition,
        "calls from abroad are to be agreed in writing: give the agreement's id as policy.agreement_id",
        reason: "AGREEMENT_REQUIRED")
    }
  }
}

extension PolicyRow {
  func etag(of tenant: TenantID) -> Etag { Etag(version: version, of: "policy \(tenant.text)") }
}

extension Identity.Policy {
  /// A kept policy in the schema's words.
  init(_ policy: PolicyRow, of tenant: TenantID) {
    let geo: Identity.GeoPolicy =
      switch policy.territory.policy {
      case .off: .off
      case .warn: .warn
      case .block: .block
      }
    self.init(
      requireMfa: policy.requiresMFA, sessionLife: .init(seconds: policy.sessionSeconds),
      etag: policy.etag(of: tenant).text, geo: geo,
      allowedCountries: policy.territory.allowed.sorted(),
      agreementId: policy.territory.agreement)
  }
}
