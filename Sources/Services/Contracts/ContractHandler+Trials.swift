import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite

// Trials (CARD-28): lent for a time, and not billed.

extension Contracts.StartTrialRequest: MutationRequest {}
extension Contracts.ConvertTrialRequest: ContractAction {}
extension Contracts.EndTrialRequest: ContractAction {}

extension ContractHandler {
  func startTrial(
    _ request: Contracts.StartTrialRequest, _ call: CallContext
  ) async throws -> Contracts.StartTrialResponse {
    let (customers, now) = (try Customers(of: call), clock.now)
    let (today, order) = (JST.date(of: now), request.order ?? .init())
    let end = try CivilDate(request.endDate ?? .init(), at: "end_date")
    guard end >= today else {
      throw RPCError.invalid([
        .init(field: "end_date", description: "\(end) has passed: give \(today) or later")
      ])
    }
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      let tenancy = try customers.tenancy(named: request.tenantId, connection)
      let (version, product) = try CatalogueStore(connection).product(order.product, on: today)
      let licences = try LicenceCount.judge(Int(order.licences), minimum: 1).granted(
        naming: Contracts.Order.fields)
      let row = ContractRow(
        id: freshID("contract", at: now.seconds), tenant: tenancy.tenant,
        reseller: try Reselling.reseller(
          request.resellerId, of: product, tenancy.tenant, connection), catalogue: version.id,
        order: order, licences: Int64(licences.licences), billedLicences: Int64(licences.licences),
        renewal: product.renewal, state: .trial, trialEnd: end, createdAt: now.seconds)
      try ContractStore(tenancy, connection).add(row)
      try ContractTimetable.plan(row, after: now, connection)
      let made = Contracts.Contract(row, on: today)
      return Change(
        "contract", row.id, to: made, in: tenancy.tenant,
        answer: Contracts.StartTrialResponse(
          contract: made, trace: row.standing(on: today).trace.message))
    }
  }

  func convertTrial(
    _ request: Contracts.ConvertTrialRequest, _ call: CallContext
  ) async throws -> Contracts.ConvertTrialResponse {
    try await act(request, call, keeping: .fourHundredDays) { row, scene in
      let moved = try ContractLife.apply(.convertTrial, in: row.state).granted()
      let day = try scene.day(request.concludeDate, "conclude_date")
      // Not by the version of the trial, but by that of the conclusion (COM-13).
      let (version, product) = try CatalogueStore(scene.connection).product(row.product, on: day)
      _ = try Contracts.Price(row.order, on: day, by: version)
      let start = try ContractStart.conclude(product, on: day).granted()
      (row.state, row.catalogue, row.renewal) = (moved.state, version.id, product.renewal)
      (row.concluded, row.trialEnd) = (day, nil)
      row.begin(start)
      return Shared.Trace(moved.trace, start.trace)
    } answer: {
      Contracts.ConvertTrialResponse(contract: $0, trace: $1)
    }
  }

  func endTrial(
    _ request: Contracts.EndTrialRequest, _ call: CallContext
  ) async throws -> Contracts.EndTrialResponse {
    try await act(request, call) { row, scene in
      let moved = try ContractLife.apply(.endTrial, in: row.state).granted()
      (row.state, row.trialEnd) = (moved.state, scene.today)
      return moved.trace.message
    } answer: {
      Contracts.EndTrialResponse(contract: $0, trace: $1)
    }
  }
}

extension CatalogueStore {
  /// A product of the version by which contracts are concluded on a day.
  ///
  /// - Throws: INVALID_ARGUMENT when there is none of that code, OUT_OF_RANGE before the first version.
  func product(
    _ code: String, on day: CivilDate
  ) throws -> (version: CatalogueVersion, product: Product) {
    guard let version = try version(on: day) else {
      throw RPCError(
        .outOfRange, "no catalogue is in effect on \(day): give a later day",
        reason: "NO_CATALOGUE", metadata: ["date": day.description])
    }
    guard let product = version[code] else {
      throw RPCError.refusing(
        [Quote.Rejection.productUnknown(code).fault], naming: Contracts.Order.fields)
    }
    return (version, product)
  }
}

/// Who bills a contract (CARD-10, TEL-20).
enum Reselling {
  /// The reseller of a contract: the one that is named, else the one in whose care the tenant is where the product is billed
  /// by resellers; nil where the vendor bills.
  ///
  /// - Throws: FAILED_PRECONDITION where there has to be one and is none, INVALID_ARGUMENT where there may be none.
  static func reseller(
    _ named: String, of product: Product, _ tenant: TenantID, _ connection: Connection
  ) throws -> String? {
    let store = ResellerStore(connection)
    if !named.isEmpty {
      let row = try ResellerHandler.reseller(named, store)
      guard product.billedBy != .vendor else {
        throw RPCError.invalid([
          .init(
            field: "reseller_id",
            description: "\(product.code) is billed by the vendor alone: leave it out")
        ])
      }
      return row.id
    }
    guard product.billedBy == .reseller else { return nil }
    if let own = try store.reseller(of: tenant) { return own }
    throw RPCError(
      .failedPrecondition,
      "\(product.code) is billed by resellers: name one, or put the tenant into the care of one",
      reason: "RESELLER_MISSING", metadata: ["product": product.code])
  }
}
