import RPC
import SQLite

/// Which customers a call may concern: of a tenant's own people theirs; of the vendor all; of a reseller those in its
/// care (CARD-10).
struct Customers: Sendable {
  /// Whose call it is.
  let principal: Principal
  /// Within which a tenant's people stay; nil on the vendor's side.
  private let own: Tenancy?

  init(of call: CallContext) throws(RPCError) {
    principal = try call.caller.principal
    if case .tenant(let tenancy) = try call.caller.reach { own = tenancy } else { own = nil }
  }

  /// Whether the vendor calls, and no reseller.
  var isVendors: Bool { own == nil && !isResellers }

  /// Whether a reseller calls, who reaches the tenants in his care.
  var isResellers: Bool {
    guard case .vendor(let roles) = principal.side else { return false }
    return roles.isDisjoint(with: [.admin, .billing, .superBilling, .agent])
  }

  /// The tenant that a request names, or the caller's own.
  ///
  /// - Throws: INVALID_ARGUMENT when the vendor names none, NOT_FOUND when there is none that he may see.
  func tenancy(named tenant: String, _ connection: Connection) throws -> Tenancy {
    if let own {
      guard tenant.isEmpty || tenant == own.tenant.text else { throw RPCError.noTenant(tenant) }
      return own
    }
    guard !tenant.isEmpty else {
      throw RPCError.invalid([
        .init(
          field: "tenant_id", description: "tenant_id is missing: say which customer it is about",
          reason: "required")
      ])
    }
    let id = TenantID(tenant)
    guard try TenantRegister(connection).contains(id), try reaches(id, connection) else {
      throw RPCError.noTenant(tenant)
    }
    return .ofWhomItConcerns(id)
  }

  /// The tenant to whom something belongs; nil when there is nothing of that id that the caller may see.
  func tenancy(
    of kind: ContractRegister.Kind, _ id: String, _ connection: Connection
  ) throws -> Tenancy? {
    if let own { return own }
    guard let tenant = try ContractRegister(connection).tenant(of: kind, id),
      try reaches(tenant, connection)
    else { return nil }
    return .ofWhomItConcerns(tenant)
  }

  private func reaches(_ tenant: TenantID, _ connection: Connection) throws -> Bool {
    guard isResellers else { return true }
    let store = ResellerStore(connection)
    guard let reseller = try store.reseller(ofUser: principal.subject) else { return false }
    return try store.reseller(of: tenant) == reseller
  }

  /// Throws PERMISSION_DENIED unless the vendor calls: papers come to him, and only he says when (TEL-14, CARD-07).
  ///
  /// - Parameter fields: those of the request that somebody else may not set, by name, with whether they are set.
  func requireVendor(for fields: KeyValuePairs<String, Bool>) throws(RPCError) {
    guard !isVendors, let field = fields.first(where: { $0.value })?.key else { return }
    throw RPCError(
      .permissionDenied, "\(field) is for the vendor to say: leave it out",
      reason: "ONLY_THE_VENDOR_SAYS", metadata: ["field": field])
  }
}
