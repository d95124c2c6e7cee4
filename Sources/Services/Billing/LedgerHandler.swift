import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import StandardAPI
import Storage

extension Billing.PurchaseLotsRequest: MutationRequest {}
extension Billing.ConsumeRequest: MutationRequest {}
extension Billing.ReverseRequest: MutationRequest {}
extension Billing.RunExpiryRequest: MutationRequest {}

/// Serves `mado.billing.v1.LedgerService`.
struct LedgerHandler: Billing.LedgerService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  /// Lots that are shown with a balance.
  private static let lotsShown = 500
  /// Lots that one call writes off.
  private static let expiredMax = 1_000

  // MARK: Reading

  func getBalance(
    _ request: Billing.GetBalanceRequest, _ call: CallContext
  ) async throws -> Billing.GetBalanceResponse {
    let (tenancy, today) = (try call.tenancy(named: request.tenantId), JST.date(of: clock.now))
    let key = LedgerKey(contract: request.contractId, item: request.item)
    return try await call.awaitingStorage {
      try await database.read { connection in
        try Self.check(key, tenancy, connection)
        let (standing, count) = try UnitLedger(key, tenancy, connection).standing(on: today)
        let store = LedgerStore(tenancy, connection)
        let lots = try standing.lots.prefix(Self.lotsShown).compactMap { try store.lot($0.id) }
        return Billing.GetBalanceResponse(
          available: Int64(standing.available), waiting: Int64(standing.waiting),
          balance: Int64(standing.balance), nextExpiry: standing.nextExpiry.known,
          lots: lots.map(Billing.Lot.init), entryCount: count, trace: standing.trace.message)
      }
    }
  }

  func listEntries(
    _ request: Billing.ListEntriesRequest, _ call: CallContext
  ) async throws -> Billing.ListEntriesResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    let key = LedgerKey(contract: request.contractId, item: request.item)
    let filter = try Filter(request.filter, of: LedgerStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["ledger entries", tenancy.tenant.text, key.contract, key.item, request.filter],
      secret: pageTokenSecret)
    let before = try page.place(words: 1) { Int64($0[0]) } ?? .max
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        try Self.check(key, tenancy, connection)
        let store = LedgerStore(tenancy, connection)
        guard let ledger = try store.ledger(key) else { return [EntryRow]() }
        return try store.entries(filter, of: ledger, before: before, limit: page.limit)
      }
    }
    let shown = page.cut(found) { "\($0.position)" }
    return Billing.ListEntriesResponse(
      entries: shown.rows.map(Billing.Entry.init), nextPageToken: shown.next)
  }

  /// Throws NOT_FOUND unless the contract is the tenant's.
  private static func check(
    _ key: LedgerKey, _ tenancy: Tenancy, _ connection: Connection
  ) throws {
    _ = try BilledContract.find(key.contract, tenancy, connection)
  }

  // MARK: Buying

  func purchaseLots(
    _ request: Billing.PurchaseLotsRequest, _ call: CallContext
  ) async throws -> Billing.PurchaseLotsResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    let isOfVendor = if case .vendor = try call.caller.reach { true } else { false }
    guard isOfVendor || request.unitPriceYen == nil else {
      throw RPCError(
        .permissionDenied, "a price is given by the vendor alone: leave unit_price_yen out",
        reason: "PRICE_IS_THE_VENDORS")
    }
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let connection = transaction.connection
      let contract = try BilledContract.find(request.contractId, tenancy, connection)
      try contract.checkRunning(on: JST.date(of: now))
      let purchase = try Self.purchase(
        request, of: contract, on: JST.date(of: now), rates: TaxStore(connection).table())
      let lot = LotRow(
        id: freshID("lot", at: now.seconds), units: Int64(purchase.answer.units),
        left: Int64(purchase.answer.units),
        usableFrom: purchase.answer.usable?.lowerBound ?? JST.date(of: now),
        usableThrough: purchase.answer.usable?.upperBound, boughtLots: Int64(purchase.lots),
        netYen: purchase.answer.price.net.amount, reference: request.reference,
        postedAt: now.seconds)
      let ledger = UnitLedger(request.item, of: contract.id, tenancy, connection)
      let posted = try ledger.post(lot)
      let (standing, _) = try ledger.standing(on: JST.date(of: now))
      let shown = Billing.Lot(try LedgerStore(tenancy, connection).lot(lot.id) ?? lot)
      var trace = purchase.trace
      trace.append(posted.trace)
      return Change(
        "unit-lot", lot.id, to: shown, in: tenancy.tenant,
        answer: Billing.PurchaseLotsResponse(
          lot: shown, price: purchase.answer.price.message,
          entries: posted.entries.map(Billing.Entry.init), balance: Int64(standing.balance),
          trace: contract.traced(trace)))
    }
  }

  /// What is bought, and how many lots that is.
  private static func purchase(
    _ request: Billing.PurchaseLotsRequest, of contract: BilledContract, on day: CivilDate,
    rates: TaxTable
  ) throws -> (answer: LotPurchase.Answer, lots: Int, trace: Rules.Trace) {
    guard let item = contract.product[request.item] else {
      throw RPCError.invalid([
        .init(
          field: "item",
          description:
            "\(contract.product.code) has no item \"\(request.item)\": give one of its items")
      ])
    }
    guard (request.lots > 0) != (request.units > 0) else {
      throw RPCError.invalid([
        .init(
          field: "lots",
          description: "it is \(request.lots), and units is \(request.units): give one of both")
      ])
    }
    let counted =
      request.units > 0
      ? try LotPurchase.lots(ofUnits: Int(request.units), item: item).granted() : nil
    let lots = counted?.lots ?? Int(request.lots)
    let price = request.unitPriceYen.map { Yen($0) } ?? contract.prices[item.code]
    let answer = try LotPurchase.compute(
      lots, of: item, unitPrice: price, bought: day, rounding: contract.rounding, rates: rates
    ).granted(naming: ["prices.\(item.code)": "unit_price_yen", "prices": "unit_price_yen"])
    var trace = counted?.trace ?? Rules.Trace()
    trace.append(answer.trace)
    return (answer, lots, trace)
  }

  // MARK: Taking and taking back

  func consume(
    _ request: Billing.ConsumeRequest, _ call: CallContext
  ) async throws -> Billing.ConsumeResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    let key = LedgerKey(contract: request.contractId, item: request.item)
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      try Self.check(key, tenancy, transaction.connection)
      let ledger = UnitLedger(key, tenancy, transaction.connection)
      let taken = try ledger.consume(request.units, for: request.reference, at: now)
      let (standing, _) = try ledger.standing(on: JST.date(of: now))
      let entry = Billing.Entry(taken.entry)
      return Change(
        "unit-entry", "\(key.contract)/\(key.item)/\(entry.position)", to: entry,
        in: tenancy.tenant,
        answer: Billing.ConsumeResponse(
          entry: entry, balance: Int64(standing.balance), nextExpiry: standing.nextExpiry.known,
          trace: taken.trace.message))
    }
  }

  func reverse(
    _ request: Billing.ReverseRequest, _ call: CallContext
  ) async throws -> Billing.ReverseResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    let key = LedgerKey(contract: request.contractId, item: request.item)
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      try Self.check(key, tenancy, transaction.connection)
      let ledger = UnitLedger(key, tenancy, transaction.connection)
      let reversal = try ledger.reverse(request.position, because: request.reason, at: now)
      let (standing, _) = try ledger.standing(on: JST.date(of: now))
      let entry = Billing.Entry(reversal.entry)
      return Change(
        "unit-entry", "\(key.contract)/\(key.item)/\(entry.position)", to: entry,
        in: tenancy.tenant,
        answer: Billing.ReverseResponse(
          entry: entry, balance: Int64(standing.balance), trace: reversal.trace.message))
    }
  }

  func runExpiry(
    _ request: Billing.RunExpiryRequest, _ call: CallContext
  ) async throws -> Billing.RunExpiryResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let connection = transaction.connection
      let lots = try LedgerStore(tenancy, connection).lapsedLots(
        before: JST.date(of: now), limit: Self.expiredMax)
      var writeOffs: [Billing.WriteOff] = []
      for lot in lots {
        guard let lapsed = try UnitLedger.expire(lot.id, at: now, tenancy, connection) else {
          continue
        }
        try DueStore(connection).cancel(.lotExpiry, lot.id, of: tenancy.tenant)
        writeOffs.append(
          Billing.WriteOff(
            contractId: lapsed.key.contract, item: lapsed.key.item,
            entry: Billing.Entry(lapsed.entry), trace: lapsed.trace.message))
      }
      return Change(
        writeOffs.map {
          Alteration("unit-lot", $0.entry?.reference ?? "", to: $0.entry, in: tenancy.tenant)
        },
        answer: Billing.RunExpiryResponse(writeOffs: writeOffs))
    }
  }
}

extension Optional where Wrapped == CivilDate {
  /// On the wire, where a lot that never expires has no last day.
  fileprivate var known: GoogleType.Date? { self == .max ? nil : self?.message }
}
