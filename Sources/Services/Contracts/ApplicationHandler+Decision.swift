import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

// What becomes of applications.

extension Contracts.ApproveRequest: MutationRequest {}
extension Contracts.RefuseRequest: MutationRequest {}

extension ApplicationHandler {
  /// Changes an application by a mutation whose answer is made of it alone.
  ///
  /// - Parameter etag: nil where none is asked for.
  func change<Request: MutationRequest>(
    _ id: String, _ etag: String?, _ request: Request, _ call: CallContext,
    by change: @escaping @Sendable (inout ApplicationRow, Connection) throws -> Void
  ) async throws -> Contracts.Application {
    let customers = try Customers(of: call)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      var (tenancy, row) = try Self.application(id, customers, connection)
      if let etag { try row.etag.check(etag, "etag") }
      let before = Contracts.Application(row)
      try change(&row, connection)
      row.version += 1
      try ApplicationStore(tenancy, connection).replace(row)
      let after = Contracts.Application(row)
      return Change(
        "application", row.id, from: before, to: after, in: tenancy.tenant, answer: after)
    }
  }

  func refuse(
    _ request: Contracts.RefuseRequest, _ call: CallContext
  ) async throws -> Contracts.RefuseResponse {
    let now = clock.now.seconds
    return Contracts.RefuseResponse(
      application: try await change(request.id, request.etag, request, call) { row, _ in
        _ = try ContractLife.apply(.refuse, in: row.life).granted()
        (row.state, row.refusal) = (.refused, request.reason)
        (row.note, row.decidedAt) = (request.note, now)
      })
  }

  func approve(
    _ request: Contracts.ApproveRequest, _ call: CallContext
  ) async throws -> Contracts.ApproveResponse {
    let (customers, now, hasMailer) = (try Customers(of: call), clock.now, outbox.hasMailer)
    let today = JST.date(of: now)
    let day =
      try request.concludeDate.map { date throws(RPCError) in
        try CivilDate(date, at: "conclude_date")
      } ?? today
    let expiry = try request.licenceExpiry.map { date throws(RPCError) in
      try CivilDate(date, at: "licence_expiry")
    }
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let connection = transaction.connection
      var (tenancy, row) = try Self.application(request.id, customers, connection)
      try row.etag.check(request.etag, "etag")
      let before = Contracts.Application(row)
      let moved = try ContractLife.apply(.conclude, in: row.life).granted()
      try Self.checkDocuments(of: row)
      let done: (contract: ContractRow, trace: Shared.Trace, net: Yen, alterations: [Alteration])
      if let order = row.order {
        done = try Self.conclude(row, order, on: day, expiry, moved.trace, now, tenancy, connection)
      } else {
        done = try Self.alter(row, customers, tenancy, now, hasMailer, connection)
      }
      (row.state, row.contract) = (.approved, done.contract.id)
      (row.note, row.decidedAt, row.version) = (request.note, now.seconds, row.version + 1)
      try ApplicationStore(tenancy, connection).replace(row)
      let after = Contracts.Application(row)
      return Change(
        [Alteration("application", row.id, from: before, to: after, in: tenancy.tenant)]
          + done.alterations,
        answer: Contracts.ApproveResponse(
          application: after, contract: Contracts.Contract(done.contract, on: today),
          trace: done.trace, netYen: done.net.amount))
    }
  }

  /// The signed and sealed form has come (TEL-10).
  private static func checkDocuments(of row: ApplicationRow) throws(RPCError) {
    let hasForm = row.documents.contains { $0.kind == .sealedForm && $0.receiveDate != nil }
    guard !hasForm else { return }
    throw RPCError(
      .failedPrecondition,
      "the signed and sealed form has not been received: add it, with the day on which it came",
      reason: "MISSING_DOCUMENT", metadata: ["document": "SEALED_FORM"])
  }

  /// Enters the contract that was applied for, by the catalogue of the day (COM-13).
  private static func conclude(
    _ row: ApplicationRow, _ order: Contracts.Order, on day: CivilDate, _ expiry: CivilDate?,
    _ moved: Rules.Trace, _ now: CivilTime.Instant, _ tenancy: Tenancy, _ connection: Connection
  ) throws -> (ContractRow, Shared.Trace, Yen, [Alteration]) {
    let (version, product) = try CatalogueStore(connection).product(order.product, on: day)
    _ = try Contracts.Price(order, on: try order.supply(otherwise: day), by: version)
    let start = try ContractStart.conclude(product, on: day, licenceExpiry: expiry).granted()
    var contract = ContractRow(
      id: freshID("contract", at: now.seconds), tenant: tenancy.tenant,
      reseller: try Reselling.reseller(row.reseller ?? "", of: product, tenancy.tenant, connection),
      catalogue: version.id, order: order, licences: Int64(order.licences),
      billedLicences: Int64(order.licences), renewal: product.renewal, state: .concluded,
      concluded: day, createdAt: now.seconds)
    contract.begin(start)
    try ContractStore(tenancy, connection).add(contract)
    try ContractTimetable.plan(contract, after: now, connection)
    let made = Contracts.Contract(contract, on: JST.date(of: now))
    return (
      contract, Shared.Trace(moved, start.trace), .zero,
      [Alteration("contract", contract.id, to: made, in: tenancy.tenant)]
    )
  }

  /// Changes the contract as was applied for (TEL-12).
  private static func alter(
    _ row: ApplicationRow, _ customers: Customers, _ tenancy: Tenancy, _ now: CivilTime.Instant,
    _ hasMailer: Bool, _ connection: Connection
  ) throws -> (ContractRow, Shared.Trace, Yen, [Alteration]) {
    var contract = try ContractHandler.contract(row.contract ?? "", customers, connection).row
    let scene = try ContractScene(contract, tenancy, customers, now, hasMailer, connection)
    let before = Contracts.Contract(contract, on: scene.today)
    contract.state = contract.standing(on: scene.today).state
    let change = try ContractDesk.change(&contract, scene, as: row.wish ?? ContractWish())
    contract.version += 1
    try scene.keep(contract)
    let after = Contracts.Contract(contract, on: scene.today)
    return (
      contract, change.trace.message, change.net,
      [Alteration("contract", contract.id, from: before, to: after, in: tenancy.tenant)]
        + scene.alterations
    )
  }
}
