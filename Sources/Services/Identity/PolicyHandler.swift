import MadoAPI
import Protobuf
import RPC
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
    let mask = try UpdateMask(request.updateMask, of: ["require_mfa", "session_life"])
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

extension PolicyRow {
  func etag(of tenant: TenantID) -> Etag { Etag(version: version, of: "policy \(tenant.text)") }
}

extension Identity.Policy {
  /// A kept policy in the schema's words.
  init(_ policy: PolicyRow, of tenant: TenantID) {
    self.init(
      requireMfa: policy.requiresMFA, sessionLife: .init(seconds: policy.sessionSeconds),
      etag: policy.etag(of: tenant).text)
  }
}
