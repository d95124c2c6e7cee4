import CivilTime
import SQLite

/// What somebody has said of a product, as it is kept.
struct FeedbackRow: Sendable, Hashable {
  var id: String
  var tenant: TenantID
  var user: String
  var product: String
  var body: String
  var submitted: Instant
  /// Of the text to which he consented last; empty if he never did.
  var consentVersion = ""
  var granted: Instant?
  /// Nil while the consent stands.
  var revoked: Instant?

  var isPublishable: Bool { granted != nil && revoked == nil }
}

/// The feedback of a tenant: to a user his own.
struct FeedbackStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "user_id"))"
  }

  func add(_ row: FeedbackRow) throws {
    try rows.run(
      """
      INSERT INTO support_feedback (\(FeedbackRow.columns)) VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?)
      """, row.id, row.user, row.product, row.body, try row.submitted.stored(),
      row.consentVersion, try row.granted?.stored(), try row.revoked?.stored())
  }

  func find(_ id: String) throws -> FeedbackRow? {
    try rows.first(
      "SELECT \(FeedbackRow.columns) FROM support_feedback WHERE id = ? AND \(visible)", id,
      make: FeedbackRow.init)
  }

  /// Keeps what became of the consent.
  func replace(_ row: FeedbackRow) throws {
    try rows.run(
      """
      UPDATE support_feedback SET consent_version = ?, granted_at = ?, revoked_at = ?
      WHERE id = ? AND tenant_id = :tenant
      """, row.consentVersion, try row.granted?.stored(), try row.revoked?.stored(), row.id)
  }

  static let filterFields = [
    Filter.Field("product", column: "product"), Filter.Field("tenant_id", column: "tenant_id"),
    Filter.Field(
      "publishable",
      column: "CASE WHEN granted_at IS NOT NULL AND revoked_at IS NULL THEN 'true' ELSE 'false' END"
    ),
  ]

  func list(_ filter: Filter, before id: String, limit: Int) throws -> [FeedbackRow] {
    let (sql, values) = Self.selection([visible], filter, before: id, limit)
    return try rows.query(sql, values: values, make: FeedbackRow.init)
  }

  /// A list of feedback, newest first, as a statement with its values.
  static func selection(
    _ conditions: [String], _ filter: Filter, before id: String, _ limit: Int
  ) -> (sql: String, values: [any Bindable]) {
    // Ids begin with their time.
    let all = conditions + filter.conditions + (id.isEmpty ? [] : ["id < ?"])
    let values: [any Bindable] = filter.values + (id.isEmpty ? [] : [id]) + [limit]
    let whose = all.isEmpty ? "" : "WHERE \(all.joined(separator: " AND "))"
    return (
      "SELECT \(FeedbackRow.columns) FROM support_feedback \(whose) ORDER BY id DESC LIMIT ?",
      values
    )
  }
}

extension FeedbackRow {
  static let columns = """
    id, tenant_id, user_id, product, body, submitted_at, consent_version, granted_at, revoked_at
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    self.init(
      id: try row.read(0), tenant: TenantID(try row.read(1)), user: try row.read(2),
      product: try row.read(3), body: try row.read(4),
      submitted: Instant(storedNanoseconds: try row.read(5)), consentVersion: try row.read(6),
      granted: try row.read(7, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      revoked: try row.read(8, as: Int64?.self).map { Instant(storedNanoseconds: $0) })
  }
}
