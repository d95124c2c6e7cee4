import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import StandardAPI
import Storage

/// Serves `mado.contract.v1.ContractService`: here what reads, and what all that changes a contract has in common.
struct ContractHandler: Contracts.ContractService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let scheduler: Scheduler
  let outbox: Outbox
  let feed: ChangeFeed
  let pageTokenSecret: [UInt8]

  // MARK: Reading

  func get(
    _ request: Contracts.ContractServiceGetRequest, _ call: CallContext
  ) async throws -> Contracts.ContractServiceGetResponse {
    let (customers, today) = (try Customers(of: call), JST.date(of: clock.now))
    let contract = try await call.awaitingStorage {
      try await database.read { try Self.contract(request.id, customers, $0).row }
    }
    return Contracts.ContractServiceGetResponse(
      contract: Contracts.Contract(contract, on: today),
      trace: contract.standing(on: today).trace.message)
  }

  func list(
    _ request: Contracts.ContractServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.ContractServiceListResponse {
    let (customers, today) = (try Customers(of: call), JST.date(of: clock.now))
    let filter = try Filter(request.filter, of: ContractStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["contracts", customers.principal.home.text, request.tenantId, request.filter],
      secret: pageTokenSecret)
    let contracts = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try customers.tenancy(named: request.tenantId, connection)
        return try ContractStore(tenancy, connection).list(
          filter, after: page.place ?? "", limit: page.limit)
      }
    }
    let shown = page.cut(contracts) { $0.id }
    return Contracts.ContractServiceListResponse(
      contracts: shown.rows.map { Contracts.Contract($0, on: today) },
      nextPageToken: shown.next)
  }

  func listChanges(
    _ request: Contracts.ContractServiceListChangesRequest, _ call: CallContext
  ) async throws -> Contracts.ContractServiceListChangesResponse {
    let customers = try Customers(of: call)
    let tenancy = try await call.awaitingStorage {
      try await database.read { try customers.tenancy(named: request.tenantId, $0) }
    }
    let changes = try await feed.changes(
      of: "contract", tenancy, since: request.sinceToken, wait: request.wait.duration,
      request.pageSize, call)
    let contracts = try await call.awaitingStorage {
      try await database.read { connection in
        let store = ContractStore(tenancy, connection)
        return try changes.ids.compactMap { try store.contract($0) }
      }
    }
    let today = JST.date(of: clock.now)
    return Contracts.ContractServiceListChangesResponse(
      contracts: contracts.map { Contracts.Contract($0, on: today) }, nextSinceToken: changes.next)
  }

  /// A contract that the caller may see, and whose it is.
  ///
  /// - Throws: NOT_FOUND when there is none.
  static func contract(
    _ id: String, _ customers: Customers, _ connection: Connection
  ) throws -> (tenancy: Tenancy, row: ContractRow) {
    guard let tenancy = try customers.tenancy(of: .contract, id, connection),
      let row = try ContractStore(tenancy, connection).contract(id)
    else {
      throw RPCError(
        .notFound, "there is no contract \"\(id)\" that you may see: check the id",
        reason: "CONTRACT_NOT_FOUND", metadata: ["id": id])
    }
    return (tenancy, row)
  }

  // MARK: Changing

  /// Changes a contract that was seen in its present state: what time has done to it counts, what is due of it is
  /// planned anew, and the log of its tenant has it.
  func act<Request: ContractAction, Found, Answer: Message>(
    _ request: Request, _ call: CallContext, keeping: Mutations.Keeping = .threeDays,
    _ action: @escaping @Sendable (inout ContractRow, inout ContractScene) throws -> Found,
    answer: @escaping @Sendable (Contracts.Contract, Found) -> Answer
  ) async throws -> Answer {
    let (customers, now) = (try Customers(of: call), clock.now)
    let hasMailer = outbox.hasMailer
    return try await mutations.perform(request, call, keeping: keeping) { transaction in
      let connection = transaction.connection
      var (tenancy, row) = try Self.contract(request.contractId, customers, connection)
      try row.etag.check(request.etag, "etag")
      var scene = try ContractScene(row, tenancy, customers, now, hasMailer, connection)
      let before = Contracts.Contract(row, on: scene.today)
      row.state = row.standing(on: scene.today).state
      let found = try action(&row, &scene)
      row.version += 1
      try scene.keep(row)
      let after = Contracts.Contract(row, on: scene.today)
      let alteration = Alteration("contract", row.id, from: before, to: after, in: tenancy.tenant)
      return Change([alteration] + scene.alterations, answer: answer(after, found))
    }
  }
}

/// A request to do something to a contract.
protocol ContractAction: MutationRequest {
  var contractId: String { get }
  var etag: String { get }
}

/// Where something is done to a contract.
struct ContractScene {
  let tenancy: Tenancy
  let customers: Customers
  let connection: Connection
  let now: CivilTime.Instant
  let today: CivilDate
  let hasMailer: Bool
  /// The version of the catalogue by which it was concluded.
  let version: CatalogueVersion
  let product: Product
  /// What is done beside.
  var alterations: [Alteration] = []

  init(
    _ contract: ContractRow, _ tenancy: Tenancy, _ customers: Customers, _ now: CivilTime.Instant,
    _ hasMailer: Bool, _ connection: Connection
  ) throws {
    guard let version = try CatalogueStore(connection).version(contract.catalogue),
      let product = version[contract.product]
    else { throw DamagedRow(table: "contract") }
    (self.tenancy, self.customers, self.connection) = (tenancy, customers, connection)
    (self.now, today, self.hasMailer) = (now, JST.date(of: now), hasMailer)
    (self.version, self.product) = (version, product)
  }

  var store: ContractStore { ContractStore(tenancy, connection) }

  /// Keeps a changed contract, and plans what is due of it.
  func keep(_ contract: ContractRow) throws {
    try store.replace(contract)
    try ContractTimetable.plan(contract, after: now, connection)
  }

  /// Tells the tenant.
  mutating func tell(_ notice: ContractNotice, of contract: ContractRow) throws {
    alterations += try notice.send(
      of: contract, at: now.seconds, hasMailer: hasMailer, connection)
  }

  /// A day of the request, today where it has none.
  func day(_ date: GoogleType.Date?, _ field: String) throws(RPCError) -> CivilDate {
    guard let date else { return today }
    return try CivilDate(date, at: field)
  }
}

extension Shared.Trace {
  /// What several rules did, one after another.
  init(_ traces: Rules.Trace...) {
    let messages = traces.map(\.message)
    self.init(
      steps: messages.flatMap(\.steps), warnings: messages.flatMap(\.warnings),
      calendarVersion: messages.last { !$0.calendarVersion.isEmpty }?.calendarVersion ?? "")
  }
}
