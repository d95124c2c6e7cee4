import CivilTime
import SQLite

/// The cases, handlings and feedback of all tenants, for the desk's work alone.
struct CaseRegister {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Whose case it is.
  func tenant(of id: String) throws -> TenantID? {
    try connection.first("SELECT tenant_id FROM support_case WHERE id = ?", id) {
      TenantID(try $0.read(0))
    }
  }

  /// Whose address it is.
  func tenant(ofMailbox address: String) throws -> TenantID? {
    try connection.first("SELECT tenant_id FROM support_mailbox WHERE address = ?", address) {
      TenantID(try $0.read(0))
    }
  }

  /// Whose handling it is.
  func tenant(ofHandling id: String) throws -> TenantID? {
    try connection.first("SELECT tenant_id FROM support_handling WHERE id = ?", id) {
      TenantID(try $0.read(0))
    }
  }

  func list(
    _ filter: Filter, by order: Order, behind place: CaseStore.Place?, limit: Int
  ) throws -> [CaseRow] {
    let (sql, values) = CaseStore.selection([], filter, order, place, limit)
    return try connection.query(sql, values: values, make: CaseRow.init)
  }

  /// Feedback before an id, newest first.
  func feedback(_ filter: Filter, before id: String, limit: Int) throws -> [FeedbackRow] {
    let (sql, values) = FeedbackStore.selection([], filter, before: id, limit)
    return try connection.query(sql, values: values, make: FeedbackRow.init)
  }

  static let alertFields = [
    Filter.Field("case_id", column: "case_id"), Filter.Field("tenant_id", column: "tenant_id"),
    Filter.Field("kind", column: "kind"),
    Filter.Field("alert_time", column: "alert_at", as: .instant),
  ]

  /// Alerts before a place, newest first.
  func alerts(
    _ filter: Filter, before place: AlertPlace?, limit: Int
  ) throws -> [AlertRow] {
    let conditions =
      filter.conditions
      + (place == nil ? [] : ["(alert_at, case_id, clock, kind) < (?, ?, ?, ?)"])
    var values: [any Bindable] = filter.values
    if let place { values += [place.at, place.caseID, place.clock, place.kind] }
    let whose = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
    return try connection.query(
      """
      SELECT \(AlertRow.columns) FROM support_alert \(whose)
      ORDER BY alert_at DESC, case_id DESC, clock DESC, kind DESC LIMIT ?
      """, values: values + [limit], make: AlertRow.init)
  }

  /// Where a list of alerts goes on.
  struct AlertPlace: Sendable {
    let at: Int64
    let caseID: String
    let clock: String
    let kind: String
  }
}
