import CivilTime
import MadoAPI
import Protobuf
import RPC
import Storage

extension Tenancies.SetRequest: MutationRequest {}

/// Serves `mado.tenant.v1.AdminContactService`.
struct AdminContactHandler: Tenancies.AdminContactService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let trail: AuditTrail
  let guards: SignInGuard

  func set(
    _ request: Tenancies.SetRequest, _ call: CallContext
  ) async throws -> Tenancies.SetResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let store = ContactStore(tenancy, transaction.connection)
      let before = Tenancies.SetResponse(contacts: try store.all().map(Tenancies.AdminContact.init))
      try store.set(
        request.contacts.map {
          ContactRow(name: $0.name, department: $0.department, email: $0.email)
        })
      let after = Tenancies.SetResponse(contacts: try store.all().map(Tenancies.AdminContact.init))
      return Change(
        "admin-contacts", tenancy.tenant.text, from: before, to: after, answer: after)
    }
  }

  func list(
    _ request: Tenancies.AdminContactServiceListRequest, _ call: CallContext
  ) async throws -> Tenancies.AdminContactServiceListResponse {
    let tenancy = try call.tenancy
    let contacts = try await call.awaitingStorage {
      try await database.read { try ContactStore(tenancy, $0).all() }
    }
    return Tenancies.AdminContactServiceListResponse(
      contacts: contacts.map(Tenancies.AdminContact.init))
  }

  func verifyCaller(
    _ request: Tenancies.VerifyCallerRequest, _ call: CallContext
  ) async throws -> Tenancies.VerifyCallerResponse {
    // Whoever guesses has the agent type it: who is held back besides the system is the agent, not his desk.
    let attempt = SignInGuard.Try(
      .caller(system: request.systemId), host: "desk \(try call.caller.principal.subject)")
    try await call.awaitingStorage { try await guards.begin(attempt) }
    let name = Self.plain(request.name)
    let found = try await call.awaitingStorage {
      try await database.read { connection -> (tenant: TenantID, isVerified: Bool)? in
        guard let tenant = try TenantRegister(connection).tenant(systemID: request.systemId) else {
          return nil
        }
        let contacts = try ContactStore(.claimed(tenant), connection).all()
        return (tenant, contacts.contains { Self.plain($0.name) == name })
      }
    }
    let isVerified = found?.isVerified == true
    if isVerified { try await call.awaitingStorage { try await guards.succeeded(attempt) } }
    var record = try AuditRecord(call, at: clock.now, in: found?.tenant, on: "caller/")
    if !isVerified { record.refusal = "CALLER_NOT_VERIFIED" }
    try await trail.note(record, call)
    return Tenancies.VerifyCallerResponse(
      isVerified: isVerified, tenantId: isVerified ? found?.tenant.text ?? "" : "")
  }

  /// A name without the blanks, wide or not, that some write between its parts.
  private static func plain(_ name: String) -> String { name.filter { !$0.isWhitespace } }
}

extension Tenancies.AdminContact {
  /// A kept contact in the schema's words.
  init(_ contact: ContactRow) {
    self.init(name: contact.name, department: contact.department, email: contact.email)
  }
}
