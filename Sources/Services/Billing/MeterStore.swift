import CivilTime
import SQLite

/// A usage event as it is kept.
struct UsageEventRow: Sendable, Hashable {
  var id: String
  var meter: String
  var quantity: Int64
  /// In seconds since 1970.
  var at: Int64
}

/// What a meter comes to, of a day or of a month.
struct UsageRow: Sendable, Hashable {
  var meter: String
  /// Nil of a month.
  var day: CivilDate?
  var quantity: Int64
  var eventCount: Int64
}

/// What a tenant has used: events, each once, and the sums of days, which invoices are made from.
struct MeterStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  enum Outcome: Sendable {
    case counted
    case known
    /// The id stands for another event.
    case differs
  }

  /// Counts an event, unless it is counted already.
  func count(_ event: UsageEventRow, on day: CivilDate, of contract: String) throws -> Outcome {
    let isNew = try rows.run(
      """
      INSERT INTO usage_event (tenant_id, contract_id, event_id, meter, quantity, at)
      VALUES (:tenant, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, contract, event.id, event.meter, event.quantity, event.at)
    guard isNew > 0 else {
      let known = try rows.first(
        """
        SELECT meter, quantity, at FROM usage_event
        WHERE contract_id = ? AND event_id = ? AND tenant_id = :tenant
        """, contract, event.id
      ) {
        UsageEventRow(
          id: event.id, meter: try $0.read(0), quantity: try $0.read(1), at: try $0.read(2))
      }
      return known == event ? .known : .differs
    }
    try rows.run(
      """
      INSERT INTO usage_day (tenant_id, contract_id, day, meter, quantity, event_count)
      VALUES (:tenant, ?, ?, ?, ?, 1)
      ON CONFLICT (tenant_id, contract_id, day, meter) DO UPDATE
      SET quantity = usage_day.quantity + excluded.quantity,
        event_count = usage_day.event_count + 1
      """, contract, day.description, event.meter, event.quantity)
    return .counted
  }

  /// The sums of days, by meter in their order.
  func sums(of contract: String, in days: ClosedRange<CivilDate>) throws -> [UsageRow] {
    try rows.query(
      """
      SELECT meter, SUM(quantity), SUM(event_count) FROM usage_day
      WHERE contract_id = ? AND day >= ? AND day <= ? AND tenant_id = :tenant
      GROUP BY meter ORDER BY meter
      """, contract, days.lowerBound.description, days.upperBound.description
    ) {
      UsageRow(meter: try $0.read(0), quantity: try $0.read(1), eventCount: try $0.read(2))
    }
  }

  /// What a filter compares. Days compare as they are written.
  static let filterFields = [
    Filter.Field("meter", column: "meter"), Filter.Field("day", column: "day", isOrdered: true),
  ]

  /// Days behind a place, in the order of days and meters.
  func days(
    _ filter: Filter, of contract: String, after place: (day: String, meter: String), limit: Int
  ) throws -> [UsageRow] {
    let conditions =
      ["contract_id = ?", "(day, meter) > (?, ?)", "tenant_id = :tenant"] + filter.conditions
    let values: [any Bindable] = [contract, place.day, place.meter] + filter.values + [limit]
    return try rows.query(
      """
      SELECT meter, day, quantity, event_count FROM usage_day
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY day, meter LIMIT ?
      """, values: values
    ) {
      UsageRow(
        meter: try $0.read(0), day: CivilDate(try $0.read(1, as: String.self)),
        quantity: try $0.read(2), eventCount: try $0.read(3))
    }
  }
}
