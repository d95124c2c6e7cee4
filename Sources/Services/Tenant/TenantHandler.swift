import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI
import Storage

extension Tenancies.TenantServiceCreateRequest: MutationRequest {}
extension Tenancies.TenantServiceUpdateRequest: MutationRequest {}
extension Tenancies.CloseRequest: MutationRequest {}

/// Serves `mado.tenant.v1.TenantService`.
struct TenantHandler: Tenancies.TenantService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let authenticator: Authenticator
  let erasures: Erasures
  let pageTokenSecret: [UInt8]

  // MARK: Changing

  func create(
    _ request: Tenancies.TenantServiceCreateRequest, _ call: CallContext
  ) async throws -> Tenancies.TenantServiceCreateResponse {
    let (now, given) = (clock.now.seconds, request.tenant ?? .init())
    let tenant = TenantRow(
      id: given.id, name: given.name, corporateNumber: given.corporateNumber,
      locale: given.locale, systemID: Self.newSystemID(), createdAt: now)
    try tenant.check()
    let tenancy = Tenancy.ofWhomItConcerns(TenantID(tenant.id))
    let first = request.administrator ?? .init()
    let administrator = UserRow(
      id: freshID("user", at: now), login: first.login, name: first.name,
      reading: first.reading, locale: first.locale, roles: [.admin], isSuspended: false,
      createdAt: now, version: 1)
    let code = IssuedCode(at: now)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      guard try TenantRegister(connection).add(tenant) else {
        throw RPCError(
          .alreadyExists, "there is a tenant \"\(tenant.id)\" already: check the customer number",
          reason: "TENANT_EXISTS", metadata: ["id": tenant.id])
      }
      _ = try PeopleStore(tenancy, connection).add(administrator)
      _ = try SessionStore(tenancy, connection).setCode(SignInRow.Code(code), of: administrator.id)
      let (made, first) = (Tenancies.Tenant(tenant), Identity.User(administrator))
      return Change(
        [
          Alteration("tenant", tenant.id, to: made, in: tenancy.tenant),
          Alteration("user", administrator.id, to: first, in: tenancy.tenant),
        ],
        answer: Tenancies.TenantServiceCreateResponse(
          tenant: made, administrator: first, code: request.validateOnly ? "" : code.text,
          codeExpireTime: .init(seconds: code.end)))
    }
  }

  /// Ten random digits.
  private static func newSystemID() -> String {
    let number = String(SecureRandom.integer() % 10_000_000_000)
    return String(repeating: "0", count: 10 - number.count) + number
  }

  func update(
    _ request: Tenancies.TenantServiceUpdateRequest, _ call: CallContext
  ) async throws -> Tenancies.TenantServiceUpdateResponse {
    let given = request.tenant ?? .init()
    let mask = try UpdateMask(request.updateMask, of: ["name", "corporate_number", "locale"])
    return try await mutations.perform(request, call) { transaction in
      let register = TenantRegister(transaction.connection)
      guard var tenant = try register.tenant(TenantID(given.id)) else {
        throw RPCError.noTenant(given.id)
      }
      guard tenant.state != .erased else {
        throw RPCError(
          .failedPrecondition,
          "the tenant \"\(tenant.id)\" has been erased: there is nothing to change",
          reason: "TENANT_ERASED", metadata: ["id": tenant.id])
      }
      try tenant.etag.check(given.etag, "tenant.etag")
      let before = Tenancies.Tenant(tenant)
      if mask.contains("name") { tenant.name = given.name }
      if mask.contains("corporate_number") { tenant.corporateNumber = given.corporateNumber }
      if mask.contains("locale") { tenant.locale = given.locale }
      try tenant.check()
      tenant.version += 1
      try register.replace(tenant)
      let after = Tenancies.Tenant(tenant)
      return Change(
        "tenant", tenant.id, from: before, to: after, in: TenantID(tenant.id),
        answer: Tenancies.TenantServiceUpdateResponse(tenant: after))
    }
  }

  func close(
    _ request: Tenancies.CloseRequest, _ call: CallContext
  ) async throws -> Tenancies.CloseResponse {
    let end = request.contractEnd ?? .init()
    guard let date = CivilDate(end), let eraseFrom = Erasure.compute(contractEnd: date).answer?.from
    else {
      throw RPCError.invalid([
        .init(
          field: "contract_end", description: "contract_end is no day: give year, month and day")
      ])
    }
    let isDue = eraseFrom <= JST.date(of: clock.now)
    let response = try await mutations.perform(request, call) { transaction in
      let register = TenantRegister(transaction.connection)
      guard var tenant = try register.tenant(TenantID(request.id)) else {
        throw RPCError.noTenant(request.id)
      }
      guard tenant.state == .active else {
        throw RPCError(
          .failedPrecondition,
          "the tenant \"\(tenant.id)\" is closed already: nothing is left to do",
          reason: "TENANT_CLOSED", metadata: ["id": tenant.id])
      }
      guard !isDue || request.eraseAtOnce else {
        throw RPCError(
          .failedPrecondition,
          "what is kept of \"\(tenant.id)\" was to be erased from \(eraseFrom) on: it would go at once, and for "
            + "good; check contract_end, or set erase_at_once", reason: "ERASURE_AT_ONCE",
          metadata: ["contract_end": date.description, "erase_from": eraseFrom.description])
      }
      let before = Tenancies.Tenant(tenant)
      tenant.state = .closed
      tenant.contractEnd = date.description
      tenant.version += 1
      try register.replace(tenant)
      try ErasureStore(transaction.connection).schedule(TenantID(tenant.id), from: eraseFrom)
      let after = Tenancies.Tenant(tenant)
      return Change(
        "tenant", tenant.id, from: before, to: after, in: TenantID(tenant.id),
        answer: Tenancies.CloseResponse(tenant: after))
    }
    authenticator.changed()
    erasures.wake()
    return response
  }

  // MARK: Reading

  func get(
    _ request: Tenancies.TenantServiceGetRequest, _ call: CallContext
  ) async throws -> Tenancies.TenantServiceGetResponse {
    var id = TenantID(request.id)
    if case .tenant(let tenancy) = try call.caller.reach {
      guard request.id.isEmpty || id == tenancy.tenant else { throw RPCError.noTenant(request.id) }
      id = tenancy.tenant
    }
    let tenant = try await call.awaitingStorage { [id] in
      try await database.read { try TenantRegister($0).tenant(id) }
    }
    guard let tenant else { throw RPCError.noTenant(request.id) }
    return Tenancies.TenantServiceGetResponse(tenant: Tenancies.Tenant(tenant))
  }

  func list(
    _ request: Tenancies.TenantServiceListRequest, _ call: CallContext
  ) async throws -> Tenancies.TenantServiceListResponse {
    let filter = try Filter(request.filter, of: TenantRegister.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(of: ["tenants", request.filter], secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let tenants = try await call.awaitingStorage {
      try await database.read {
        try TenantRegister($0).list(filter, after: after, limit: size.rows + 1)
      }
    }
    let page = tenants.prefix(size.rows)
    return Tenancies.TenantServiceListResponse(
      tenants: page.map(Tenancies.Tenant.init),
      nextPageToken: tenants.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }
}

extension RPCError {
  /// That there is no such tenant, or none for who asks.
  static func noTenant(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no tenant \"\(id)\" that you may see: check the id",
      reason: "TENANT_NOT_FOUND", metadata: ["id": id])
  }
}

extension TenantRow {
  /// Throws INVALID_ARGUMENT unless it is a right tenant. Its id was right when it was entered.
  fileprivate func check() throws(RPCError) {
    let violations = Tenancies.Tenant(self).violations().all.filter { $0.field != "id" }
    guard violations.isEmpty else {
      throw .invalid(
        violations.map {
          .init(field: "tenant.\($0.field)", description: $0.message, reason: $0.rule)
        })
    }
    guard corporateNumber.isEmpty || CorporateNumber(corporateNumber) != nil else {
      throw .invalid(
        [
          .init(
            field: "tenant.corporate_number",
            description:
              "the first digit of \(corporateNumber) does not check the others: copy it anew")
        ], reason: "CHECK_DIGIT")
    }
  }
}

extension Tenancies.Tenant {
  /// A kept tenant in the schema's words.
  init(_ tenant: TenantRow) {
    let contractEnd = tenant.contractEnd.flatMap { CivilDate($0) }
    let state: Tenancies.TenantState =
      switch tenant.state {
      case .active: .active
      case .closed: .closed
      case .erased: .erased
      }
    self.init(
      id: tenant.id, name: tenant.name, corporateNumber: tenant.corporateNumber,
      locale: tenant.locale, systemId: tenant.systemID,
      state: state, createTime: .init(seconds: tenant.createdAt),
      contractEnd: contractEnd?.message, etag: tenant.etag.text,
      eraseFrom: contractEnd.flatMap { Erasure.compute(contractEnd: $0).answer?.from.message })
  }
}
