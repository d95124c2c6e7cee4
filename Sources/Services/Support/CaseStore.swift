import CivilTime
import Protobuf
import Rules
import SQLite

/// The cases of a tenant: to a user those that he has opened.
struct CaseStore {
  let tenancy: Tenancy
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Cases

  /// Which cases are there for the caller.
  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "requester_id"))"
  }

  func add(_ row: CaseRow) throws {
    try rows.run(
      """
      INSERT INTO support_case (\(CaseRow.columns))
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, row.id, row.requester, row.contactName, row.product, row.contract,
      row.channel.rawValue, row.intake.rawValue, row.category, row.subject.rawValue, row.title,
      row.state.rawValue, row.assignee, try row.opened.stored(), try row.due?.stored(),
      try row.accepted?.stored(), row.acceptance.rawValue, row.terms.encoded(), row.version)
  }

  func find(_ id: String) throws -> CaseRow? {
    try rows.first(
      "SELECT \(CaseRow.columns) FROM support_case WHERE id = ? AND \(visible)", id,
      make: CaseRow.init)
  }

  /// Keeps what may change of a case.
  func replace(_ row: CaseRow) throws {
    try rows.run(
      """
      UPDATE support_case SET category = ?, title = ?, state = ?, assignee_id = ?, due_at = ?,
        accepted_at = ?, acceptance = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, row.category, row.title, row.state.rawValue, row.assignee, try row.due?.stored(),
      try row.accepted?.stored(), row.acceptance.rawValue, row.version, row.id)
  }

  static let filterFields = [
    Filter.Field("state", column: "state"), Filter.Field("channel", column: "channel"),
    Filter.Field("product", column: "product"),
    Filter.Field("requester_id", column: "requester_id"),
    Filter.Field("assignee_id", column: "assignee_id"),
    Filter.Field("tenant_id", column: "tenant_id"),
    Filter.Field("due_time", column: "due_at", as: .instant),
  ]

  static let orderFields = [
    Order.Field("open_time", columns: "opened_at", "id"),
    Order.Field("due_time", columns: CaseStore.dueOrLast, "id"),
  ]

  /// Those without come last.
  private static let dueOrLast = "COALESCE(due_at, \(Int64.max))"

  /// Where a list goes on: the values of an order's columns.
  struct Place: Sendable {
    let value: Int64
    let id: String
  }

  func list(
    _ filter: Filter, by order: Order, behind place: Place?, limit: Int
  ) throws -> [CaseRow] {
    let (sql, values) = Self.selection([visible], filter, order, place, limit)
    return try rows.query(sql, values: values, make: CaseRow.init)
  }

  /// A list of cases, as a statement with its values.
  static func selection(
    _ conditions: [String], _ filter: Filter, _ order: Order, _ place: Place?, _ limit: Int
  ) -> (sql: String, values: [any Bindable]) {
    let all = conditions + filter.conditions + (place == nil ? [] : [order.isBehind])
    var values: [any Bindable] = filter.values
    if let place { values += [place.value, place.id] }
    let whose = all.isEmpty ? "" : "WHERE \(all.joined(separator: " AND "))"
    return (
      "SELECT \(CaseRow.columns) FROM support_case \(whose) ORDER BY \(order.clause) LIMIT ?",
      values + [limit]
    )
  }

  // MARK: What happened to a case

  /// Writes a message behind the others; returns its place.
  func add(_ message: MessageRow, to id: String) throws -> Int64 {
    let last = try rows.first(
      "SELECT MAX(position) FROM support_message WHERE case_id = ? AND tenant_id = :tenant", id
    ) { try $0.read(0, as: Int64?.self) }
    let position = ((last ?? nil) ?? 0) + 1
    try rows.run(
      """
      INSERT INTO support_message (case_id, position, tenant_id, kind, author_id, body, sent_at)
      VALUES (?, ?, :tenant, ?, ?, ?, ?)
      """, id, position, message.kind.rawValue, message.author, message.body,
      try message.sent.stored())
    return position
  }

  /// Messages behind a place, in order.
  ///
  /// - Parameter evenInternal: whether the desk's notes are there too.
  func messages(
    of id: String, after position: Int64 = 0, evenInternal: Bool, limit: Int = .max
  ) throws -> [MessageRow] {
    try rows.query(
      """
      SELECT \(MessageRow.columns) FROM support_message
      WHERE case_id = ? AND tenant_id = :tenant AND position > ? AND (kind <> 'INTERNAL' OR ?)
      ORDER BY position LIMIT ?
      """, id, position, evenInternal ? 1 : 0, limit, make: MessageRow.init)
  }

  /// Keeps that a case has come to a state.
  func enter(_ state: CaseState, of id: String, at instant: Instant) throws {
    let last = try rows.first(
      "SELECT MAX(position) FROM support_case_state WHERE case_id = ? AND tenant_id = :tenant", id
    ) { try $0.read(0, as: Int64?.self) }
    try rows.run(
      """
      INSERT INTO support_case_state (case_id, position, tenant_id, state, entered_at)
      VALUES (?, ?, :tenant, ?, ?)
      """, id, ((last ?? nil) ?? 0) + 1, state.rawValue, try instant.stored())
  }

  /// What the clocks have to know of a case, in order.
  func events(of id: String) throws -> [SlaClocks.Event] {
    let written = try rows.query(
      """
      SELECT kind, sent_at FROM support_message
      WHERE case_id = ? AND tenant_id = :tenant AND kind <> 'INTERNAL' AND position > 1
      ORDER BY position
      """, id
    ) { row in
      SlaClocks.Event(
        try row.read(0) == MessageRow.Kind.question.rawValue ? .message : .reply,
        at: Instant(storedNanoseconds: try row.read(1)))
    }
    let states = try rows.query(
      """
      SELECT state, entered_at FROM support_case_state
      WHERE case_id = ? AND tenant_id = :tenant ORDER BY position
      """, id
    ) { row in
      guard let state = CaseState(rawValue: try row.read(0)) else {
        throw DamagedRow(table: "support_case_state")
      }
      return SlaClocks.Event(.state(state), at: Instant(storedNanoseconds: try row.read(1)))
    }
    // What leads to a state stands before it.
    return written + states
  }

  // MARK: Alerts

  /// Enters an alert; nothing happens when the same was said before.
  func add(_ alert: AlertRow) throws {
    try rows.run(
      """
      INSERT INTO support_alert
        (case_id, clock, started_at, kind, tenant_id, due_at, alert_at, assignee_id)
      VALUES (?, ?, ?, ?, :tenant, ?, ?, ?) ON CONFLICT DO NOTHING
      """, alert.caseID, alert.clock.rawValue, try alert.started.stored(), alert.kind.rawValue,
      try alert.due.stored(), try alert.at.stored(), alert.assignee)
  }

  // MARK: Who may ask

  /// Who alone may ask by the paid channel under a contract; nobody where every licensed user may (SUP-04).
  func contacts(of contract: String) throws -> [String] {
    try rows.query(
      """
      SELECT user_id FROM support_contact WHERE contract_id = ? AND tenant_id = :tenant
      ORDER BY user_id
      """, contract
    ) { try $0.read(0) }
  }

  /// Says who may ask, in the place of who might.
  func setContacts(_ users: [String], of contract: String) throws {
    try rows.run(
      "DELETE FROM support_contact WHERE contract_id = ? AND tenant_id = :tenant", contract)
    for user in users {
      try rows.run(
        "INSERT INTO support_contact (contract_id, user_id, tenant_id) VALUES (?, ?, :tenant)",
        contract, user)
    }
  }
}
