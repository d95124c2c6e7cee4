import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

extension Contracts.SubmitRequest: MutationRequest {}
extension Contracts.AddDocumentRequest: MutationRequest {}
extension Contracts.WithdrawRequest: MutationRequest {}

/// Serves `mado.contract.v1.ApplicationService`: here what applicants do, beside it what the vendor decides.
struct ApplicationHandler: Contracts.ApplicationService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let outbox: Outbox
  let pageTokenSecret: [UInt8]

  // MARK: Applying

  func submit(
    _ request: Contracts.SubmitRequest, _ call: CallContext
  ) async throws -> Contracts.SubmitResponse {
    let (customers, now, hasMailer) = (try Customers(of: call), clock.now, outbox.hasMailer)
    try Self.checkFields(of: request)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let tenancy = try customers.tenancy(named: request.tenantId, connection)
      var row = ApplicationRow(
        id: freshID("application", at: now.seconds), tenant: tenancy.tenant, kind: request.kind,
        state: .submitted, createdAt: now.seconds)
      row.reseller = try Self.reseller(request.resellerId, customers, connection)
      var response = Contracts.SubmitResponse()
      let product: String
      if request.kind == .new {
        let (order, price) = try Self.order(request, JST.date(of: now), connection)
        (row.order, response.price, product) = (order, price, order.product)
      } else {
        var (owner, contract) = try ContractHandler.contract(
          request.contractId, customers, connection)
        guard owner.tenant == tenancy.tenant else { throw RPCError.noTenant(request.tenantId) }
        let scene = try ContractScene(contract, tenancy, customers, now, hasMailer, connection)
        contract.state = contract.standing(on: scene.today).state
        let wish = ContractWish(request)
        let change = try ContractDesk.judge(contract, scene, as: wish)
        (row.contract, row.wish, product) = (contract.id, wish, contract.product)
        (response.trace, response.netYen) = (change.trace.message, change.net.amount)
        response.contract = Contracts.Contract(change.contract, on: scene.today)
      }
      let accepted = try TermsDesk.accept(
        request.termsIds, of: product, customers.principal, tenancy, now, connection)
      try ApplicationStore(tenancy, connection).add(row)
      let made = Contracts.Application(row)
      response.application = made
      return Change(
        [Alteration("application", row.id, to: made, in: tenancy.tenant)] + accepted,
        answer: response)
    }
  }

  private static func checkFields(of request: Contracts.SubmitRequest) throws(RPCError) {
    var violations = FieldViolations()
    if request.kind == .new {
      if request.order == nil { violations.add("order", "it is missing: say what is ordered") }
      if !request.contractId.isEmpty {
        violations.add("contract_id", "it is of a change only: leave it out")
      }
      let others = [
        ("licences", request.licences != 0), ("price_yen", request.priceYen != nil),
        ("quantities", !request.quantities.isEmpty), ("prices_yen", !request.pricesYen.isEmpty),
        ("at_renewal", request.atRenewal), ("co_term", request.coTerm),
      ]
      for (field, isGiven) in others where isGiven {
        violations.add(field, "it is of a change only: say in order what is ordered")
      }
    } else {
      if request.order != nil {
        violations.add("order", "it is of a new contract only: leave it out")
      }
      if request.contractId.isEmpty {
        violations.add("contract_id", "it is missing: say which contract is to be changed")
      }
    }
    try violations.refuse()
    if request.kind == .change { try ContractWish(request).check() }
  }

  /// With whom it is filed: a reseller's own is his.
  private static func reseller(
    _ named: String, _ customers: Customers, _ connection: Connection
  ) throws -> String? {
    let store = ResellerStore(connection)
    if customers.isResellers { return try store.reseller(ofUser: customers.principal.subject) }
    return named.isEmpty ? nil : try ResellerHandler.reseller(named, store).id
  }

  private static func order(
    _ request: Contracts.SubmitRequest, _ today: CivilDate, _ connection: Connection
  ) throws -> (Contracts.Order, Contracts.Price) {
    var order = request.order ?? .init()
    let day = try order.supply(otherwise: today)
    order.supplyDate = day.message
    let version = try CatalogueStore(connection).product(order.product, on: today).version
    return (order, try Contracts.Price(order, on: day, by: version))
  }

  func addDocument(
    _ request: Contracts.AddDocumentRequest, _ call: CallContext
  ) async throws -> Contracts.AddDocumentResponse {
    let (customers, document) = (try Customers(of: call), request.document ?? .init())
    try customers.requireVendor(for: ["document.receive_date": document.receiveDate != nil])
    let today = JST.date(of: clock.now)
    if let date = document.receiveDate {
      guard try CivilDate(date, at: "document.receive_date") <= today else {
        throw RPCError.invalid([
          .init(
            field: "document.receive_date",
            description: "it has not come yet: give \(today) or earlier")
        ])
      }
    }
    let changed = try await change(request.id, nil, request, call) { row, _ in
      _ = try ContractLife.apply(.withdraw, in: row.life).granted()
      row.documents.removeAll { $0.kind == document.kind }
      row.documents.append(document)
    }
    return Contracts.AddDocumentResponse(application: changed)
  }

  func withdraw(
    _ request: Contracts.WithdrawRequest, _ call: CallContext
  ) async throws -> Contracts.WithdrawResponse {
    let now = clock.now.seconds
    return Contracts.WithdrawResponse(
      application: try await change(request.id, request.etag, request, call) { row, _ in
        _ = try ContractLife.apply(.withdraw, in: row.life).granted()
        (row.state, row.decidedAt) = (.withdrawn, now)
      })
  }

  // MARK: Reading

  func get(
    _ request: Contracts.ApplicationServiceGetRequest, _ call: CallContext
  ) async throws -> Contracts.ApplicationServiceGetResponse {
    let customers = try Customers(of: call)
    let row = try await call.awaitingStorage {
      try await database.read { try Self.application(request.id, customers, $0).row }
    }
    return Contracts.ApplicationServiceGetResponse(application: Contracts.Application(row))
  }

  func list(
    _ request: Contracts.ApplicationServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.ApplicationServiceListResponse {
    let customers = try Customers(of: call)
    let filter = try Filter(request.filter, of: ApplicationStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["applications", customers.principal.home.text, request.tenantId, request.filter],
      secret: pageTokenSecret)
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try customers.tenancy(named: request.tenantId, connection)
        return try ApplicationStore(tenancy, connection).list(
          filter, before: page.place, limit: page.limit)
      }
    }
    let shown = page.cut(found) { $0.id }
    return Contracts.ApplicationServiceListResponse(
      applications: shown.rows.map(Contracts.Application.init), nextPageToken: shown.next)
  }

  // MARK: -

  /// An application that the caller may see, and whose it is.
  static func application(
    _ id: String, _ customers: Customers, _ connection: Connection
  ) throws -> (tenancy: Tenancy, row: ApplicationRow) {
    guard let tenancy = try customers.tenancy(of: .application, id, connection),
      let row = try ApplicationStore(tenancy, connection).application(id)
    else {
      throw RPCError(
        .notFound, "there is no application \"\(id)\" that you may see: check the id",
        reason: "APPLICATION_NOT_FOUND", metadata: ["id": id])
    }
    return (tenancy, row)
  }
}

extension ContractWish {
  fileprivate init(_ request: Contracts.SubmitRequest) {
    self.init(
      licences: request.licences == 0 ? nil : Int(request.licences),
      atRenewal: request.atRenewal, price: request.priceYen.map { Yen($0) },
      quantities: request.quantities.mapValues { Int($0) },
      prices: request.pricesYen.mapValues { Yen($0) }, isCoTerm: request.coTerm)
  }
}
