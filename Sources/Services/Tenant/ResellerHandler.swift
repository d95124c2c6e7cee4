import CivilTime
import MadoAPI
import RPC
import SQLite
import Storage

extension Tenancies.ResellerServiceCreateRequest: MutationRequest {}
extension Tenancies.AssignTenantRequest: MutationRequest {}
extension Tenancies.SetStaffRequest: MutationRequest {}

/// Serves `mado.tenant.v1.ResellerService`.
struct ResellerHandler: Tenancies.ResellerService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  func create(
    _ request: Tenancies.ResellerServiceCreateRequest, _ call: CallContext
  ) async throws -> Tenancies.ResellerServiceCreateResponse {
    let now = clock.now.seconds
    let row = ResellerRow(
      id: freshID("reseller", at: now), name: request.reseller?.name ?? "", createdAt: now)
    return try await mutations.perform(request, call) { transaction in
      guard try ResellerStore(transaction.connection).add(row) else {
        throw RPCError(
          .alreadyExists, "a reseller is called \"\(row.name)\" already: give another name",
          reason: "NAME_TAKEN", metadata: ["name": row.name])
      }
      let made = try Self.message(row, transaction.connection)
      return Change(
        "reseller", row.id, to: made,
        answer: Tenancies.ResellerServiceCreateResponse(reseller: made))
    }
  }

  func assignTenant(
    _ request: Tenancies.AssignTenantRequest, _ call: CallContext
  ) async throws -> Tenancies.AssignTenantResponse {
    let tenant = TenantID(request.tenantId)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let store = ResellerStore(connection)
      guard try TenantRegister(connection).contains(tenant) else {
        throw RPCError.noTenant(tenant.text)
      }
      let before = try store.reseller(of: tenant).flatMap { try store.reseller($0) }
      let after = try request.resellerId.isEmpty ? nil : Self.reseller(request.resellerId, store)
      let old = try before.map { try Self.message($0, connection) }
      try store.assign(tenant, to: after?.id)
      let new = try after.map { try Self.message($0, connection) }
      return Change(
        "tenant-reseller", tenant.text, from: old, to: new, in: tenant,
        answer: Tenancies.AssignTenantResponse(reseller: new))
    }
  }

  func setStaff(
    _ request: Tenancies.SetStaffRequest, _ call: CallContext
  ) async throws -> Tenancies.SetStaffResponse {
    try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let store = ResellerStore(connection)
      let row = try Self.reseller(request.resellerId, store)
      let before = try Self.message(row, connection)
      let people = PeopleStore(.ofTheVendor, connection)
      for user in request.userIds where try people.user(user) == nil {
        throw UserHandler.notFound(user)
      }
      try store.setMembers(request.userIds, of: row.id)
      let after = try Self.message(row, connection)
      return Change(
        "reseller", row.id, from: before, to: after,
        answer: Tenancies.SetStaffResponse(reseller: after))
    }
  }

  func list(
    _ request: Tenancies.ResellerServiceListRequest, _ call: CallContext
  ) async throws -> Tenancies.ResellerServiceListResponse {
    let size = PageSize(request.pageSize)
    let token = PageToken(of: ["resellers"], secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        try ResellerStore(connection).list(after: after, limit: size.rows + 1).map {
          try Self.message($0, connection)
        }
      }
    }
    let page = found.prefix(size.rows)
    return Tenancies.ResellerServiceListResponse(
      resellers: Array(page),
      nextPageToken: found.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }

  // MARK: -

  private static func message(
    _ row: ResellerRow, _ connection: Connection
  ) throws -> Tenancies.Reseller {
    let store = ResellerStore(connection)
    return Tenancies.Reseller(
      id: row.id, name: row.name, tenantIds: try store.tenants(of: row.id),
      userIds: try store.members(of: row.id), createTime: .init(seconds: row.createdAt))
  }

  /// - Throws: NOT_FOUND when there is none of that id.
  static func reseller(_ id: String, _ store: ResellerStore) throws -> ResellerRow {
    if let row = try store.reseller(id) { return row }
    throw RPCError(
      .notFound, "there is no reseller \"\(id)\": check the id", reason: "RESELLER_NOT_FOUND",
      metadata: ["id": id])
  }
}
