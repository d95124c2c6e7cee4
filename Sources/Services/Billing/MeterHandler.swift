import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

/// Serves `mado.billing.v1.MeterService`.
struct MeterHandler: Billing.MeterService {
  let database: Database
  let clock: any Clock
  let trail: AuditTrail
  let pageTokenSecret: [UInt8]

  // MARK: Counting

  func recordUsage(
    _ request: Billing.RecordUsageRequest, _ call: CallContext
  ) async throws -> Billing.RecordUsageResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    var record = try AuditRecord(call, at: now, on: "usage/\(request.contractId)")
    record.tenant = tenancy.tenant.text
    let verdicts = try await call.awaitingStorage { [record, trail] in
      try await database.write { transaction in
        let connection = transaction.connection
        let contract = try BilledContract.find(request.contractId, tenancy, connection)
        let counter = UsageCounter(
          contract: contract, meters: MeterStore(tenancy, connection),
          invoices: InvoiceStore(tenancy, connection), now: now)
        let verdicts = try request.events.map { try counter.verdict(of: $0) }
        trail.leave(record, in: transaction)
        return verdicts
      }
    }
    return Billing.RecordUsageResponse(verdicts: verdicts)
  }

  // MARK: Reading

  func getUsage(
    _ request: Billing.GetUsageRequest, _ call: CallContext
  ) async throws -> Billing.GetUsageResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    let month = try BillingMonth(request.month, field: "month")
    return try await call.awaitingStorage {
      try await database.read { connection in
        let contract = try BilledContract.find(request.contractId, tenancy, connection)
        let sums = try MeterStore(tenancy, connection).sums(of: contract.id, in: month.days)
        return Billing.GetUsageResponse(usage: sums.map { Billing.Usage($0, of: contract.product) })
      }
    }
  }

  func listUsage(
    _ request: Billing.ListUsageRequest, _ call: CallContext
  ) async throws -> Billing.ListUsageResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    let filter = try Filter(request.filter, of: MeterStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["usage", tenancy.tenant.text, request.contractId, request.filter],
      secret: pageTokenSecret)
    let place = try page.place(words: 2) { (day: $0[0], meter: $0[1]) } ?? (day: "", meter: "")
    let (found, product) = try await call.awaitingStorage {
      try await database.read { connection in
        let contract = try BilledContract.find(request.contractId, tenancy, connection)
        return (
          try MeterStore(tenancy, connection).days(
            filter, of: contract.id, after: place, limit: page.limit), contract.product
        )
      }
    }
    let shown = page.cut(found) { "\($0.day?.description ?? "") \($0.meter)" }
    return Billing.ListUsageResponse(
      usage: shown.rows.map { Billing.Usage($0, of: product) }, nextPageToken: shown.next)
  }
}

extension Billing.Usage {
  fileprivate init(_ row: UsageRow, of product: Product) {
    self.init(
      meter: row.meter, ruleId: product[row.meter]?.rule.rawValue ?? "",
      day: row.day?.message, quantity: row.quantity, eventCount: row.eventCount)
  }
}

/// Says of usage events what becomes of them.
private struct UsageCounter {
  let contract: BilledContract
  let meters: MeterStore
  let invoices: InvoiceStore
  let now: CivilTime.Instant

  /// Bytes of an event's id.
  private static let idBytesMax = 200
  private static let quantityMax: Int64 = 1_000_000_000
  /// How far a clock may be ahead of the server's.
  private static let aheadMax = Duration.seconds(300)

  /// Counts an event, if it is right.
  func verdict(of event: Billing.UsageEvent) throws -> Billing.UsageVerdict {
    guard let (row, day) = read(event) else { return rejection(of: event) }
    let month = BillingMonth(of: day)
    guard try invoices.invoice(of: contract.id, in: month) == nil else {
      return rejected(
        event, "MONTH_CLOSED", "\(month.text) is invoiced: it is to be charged by an extra line")
    }
    if let last = contract.row.lastDay, day > last {
      return rejected(
        event, "CONTRACT_ENDED", "the contract ended on \(last): report it of another")
    }
    switch try meters.count(row, on: day, of: contract.id) {
    case .counted: return Billing.UsageVerdict(eventId: event.eventId, outcome: .accepted)
    case .known: return Billing.UsageVerdict(eventId: event.eventId, outcome: .duplicate)
    case .differs:
      return rejected(
        event, "EVENT_DIFFERS",
        "event_id \(event.eventId) stands for another event: give each an id of its own")
    }
  }

  /// The event and its day in Japan; nil when something is wrong with it.
  private func read(_ event: Billing.UsageEvent) -> (row: UsageEventRow, day: CivilDate)? {
    guard (1...Self.idBytesMax).contains(event.eventId.utf8.count),
      let item = contract.product[event.meter], UsageCharges.isMetered(item),
      (1...Self.quantityMax).contains(event.quantity),
      let time = event.time.flatMap({ CivilTime.Instant($0) }),
      time <= now.advanced(by: Self.aheadMax)
    else { return nil }
    let row = UsageEventRow(
      id: event.eventId, meter: event.meter, quantity: event.quantity, at: time.seconds)
    return (row, JST.date(of: time))
  }

  /// What is wrong with an event that cannot be read: the first of it.
  private func rejection(of event: Billing.UsageEvent) -> Billing.UsageVerdict {
    guard (1...Self.idBytesMax).contains(event.eventId.utf8.count) else {
      return rejected(
        event, "EVENT_ID_INVALID",
        "event_id has \(event.eventId.utf8.count) bytes: give 1 to \(Self.idBytesMax)")
    }
    let meters = contract.product.items.filter(UsageCharges.isMetered).map(\.code)
    guard meters.contains(event.meter) else {
      let known = meters.isEmpty ? "it has none" : "give one of \(meters.joined(separator: ", "))"
      return rejected(
        event, "METER_UNKNOWN",
        "\"\(event.meter)\" is no meter of \(contract.product.code): \(known)")
    }
    guard (1...Self.quantityMax).contains(event.quantity) else {
      return rejected(
        event, "QUANTITY_INVALID",
        "quantity is \(event.quantity): give 1 to \(Self.quantityMax)")
    }
    return rejected(
      event, "TIME_INVALID",
      "time is missing, no instant, or more than 5 minutes ahead of \(now): give when it was used")
  }

  private func rejected(
    _ event: Billing.UsageEvent, _ reason: String, _ message: String
  ) -> Billing.UsageVerdict {
    Billing.UsageVerdict(
      eventId: String(event.eventId.prefix(Self.idBytesMax)), outcome: .rejected, reason: reason,
      message: message)
  }
}
