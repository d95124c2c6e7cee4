import CivilTime
import Rules
import SQLite

/// A handling as it is kept.
struct HandlingRow: Sendable, Hashable {
  var id: String
  var caseID: String
  var contract: String
  var agent: String
  var start: Instant
  /// Nil while it runs.
  var end: Instant?
  /// Time spent; less than from start to end where handlings were merged.
  var spent: Duration = .zero
  var state: State
  var units: Int64 = 0
  var minutes: Int64 = 0
  /// When the contractor was told of it.
  var reported: Instant?
  /// Into which it was merged; empty otherwise.
  var mergedInto = ""
  var reversalReason = ""

  enum State: String, Sendable {
    case running = "RUNNING"
    case stopped = "STOPPED"
    case reported = "REPORTED"
    case merged = "MERGED"
    case reversed = "REVERSED"
  }

  /// As the rules see it; nil while it runs.
  var handling: WorkLog.Handling? {
    end.map {
      WorkLog.Handling(
        id, case: caseID, start: start, end: $0, spent: spent, reportedAt: reported)
    }
  }
}

/// The handlings of a tenant's cases.
struct HandlingStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ row: HandlingRow) throws {
    try rows.run(
      """
      INSERT INTO support_handling (\(HandlingRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.id, row.caseID, row.contract, row.agent, try row.start.stored(),
      try row.end?.stored(), row.spent.storedNanoseconds, row.state.rawValue, row.units,
      row.minutes, try row.reported?.stored(), row.mergedInto, row.reversalReason)
  }

  func replace(_ row: HandlingRow) throws {
    try rows.run(
      """
      UPDATE support_handling SET started_at = ?, ended_at = ?, spent = ?, state = ?, units = ?,
        minutes = ?, reported_at = ?, merged_into = ?, reversal_reason = ?
      WHERE id = ? AND tenant_id = :tenant
      """, try row.start.stored(), try row.end?.stored(), row.spent.storedNanoseconds,
      row.state.rawValue, row.units, row.minutes, try row.reported?.stored(), row.mergedInto,
      row.reversalReason, row.id)
  }

  func find(_ id: String) throws -> HandlingRow? {
    try rows.first(
      "SELECT \(HandlingRow.columns) FROM support_handling WHERE id = ? AND tenant_id = :tenant",
      id, make: HandlingRow.init)
  }

  /// The handling of somebody's that runs in a case.
  func running(in caseID: String, of agent: String) throws -> HandlingRow? {
    try rows.first(
      """
      SELECT \(HandlingRow.columns) FROM support_handling
      WHERE case_id = ? AND agent_id = ? AND state = 'RUNNING' AND tenant_id = :tenant
      """, caseID, agent, make: HandlingRow.init)
  }

  /// Those of a case of which the contractor is to be told yet, in order.
  func unreported(of caseID: String) throws -> [HandlingRow] {
    try rows.query(
      """
      SELECT \(HandlingRow.columns) FROM support_handling
      WHERE case_id = ? AND state = 'STOPPED' AND tenant_id = :tenant ORDER BY ended_at, id
      """, caseID, make: HandlingRow.init)
  }

  static let filterFields = [
    Filter.Field("case_id", column: "case_id"), Filter.Field("contract_id", column: "contract_id"),
    Filter.Field("agent_id", column: "agent_id"), Filter.Field("state", column: "state"),
    Filter.Field("start_time", column: "started_at", as: .instant),
  ]

  /// Those before a place, newest first.
  func list(
    _ filter: Filter, before place: (start: Int64, id: String)?, limit: Int
  ) throws -> [HandlingRow] {
    let conditions =
      ["tenant_id = :tenant"] + filter.conditions
      + (place == nil ? [] : ["(started_at, id) < (?, ?)"])
    var values: [any Bindable] = filter.values
    if let place { values += [place.start, place.id] }
    return try rows.query(
      """
      SELECT \(HandlingRow.columns) FROM support_handling
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY started_at DESC, id DESC LIMIT ?
      """, values: values + [limit], make: HandlingRow.init)
  }
}

extension Duration {
  /// Of a handling, which lasts 31 days at most.
  fileprivate var storedNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
  }
}

extension HandlingRow {
  fileprivate static let columns = """
    id, case_id, contract_id, agent_id, started_at, ended_at, spent, state, units, minutes,
    reported_at, merged_into, reversal_reason
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let state = State(rawValue: try row.read(7)) else {
      throw DamagedRow(table: "support_handling")
    }
    self.init(
      id: try row.read(0), caseID: try row.read(1), contract: try row.read(2),
      agent: try row.read(3), start: Instant(storedNanoseconds: try row.read(4)),
      end: try row.read(5, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      spent: .nanoseconds(try row.read(6, as: Int64.self)), state: state, units: try row.read(8),
      minutes: try row.read(9),
      reported: try row.read(10, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      mergedInto: try row.read(11), reversalReason: try row.read(12))
  }
}
