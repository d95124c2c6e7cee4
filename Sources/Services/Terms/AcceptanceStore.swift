import SQLite

/// That somebody has accepted a version of a document, as it is kept.
struct AcceptanceRow: Sendable, Hashable {
  var terms: String
  var user: String
  var isForTenant: Bool
  /// In seconds since 1970.
  var acceptedAt: Int64
}

/// The acceptances of a tenant and its users.
struct AcceptanceStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func acceptance(of terms: String, by user: String) throws -> AcceptanceRow? {
    try rows.first(
      """
      SELECT terms_id, user_id, for_tenant, accepted_at FROM terms_acceptance
      WHERE terms_id = ? AND user_id = ? AND tenant_id = :tenant
      """, terms, user, make: AcceptanceRow.init)
  }

  /// Enters an acceptance; the first one counts.
  ///
  /// - Returns: whether it was the first.
  func add(_ acceptance: AcceptanceRow) throws -> Bool {
    try rows.run(
      """
      INSERT INTO terms_acceptance (tenant_id, terms_id, user_id, for_tenant, accepted_at)
      VALUES (:tenant, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, acceptance.terms, acceptance.user, acceptance.isForTenant, acceptance.acceptedAt) > 0
  }

  /// Acceptances before a place, the newest first.
  func list(
    before place: (acceptedAt: Int64, terms: String, user: String)?, limit: Int
  ) throws -> [AcceptanceRow] {
    let place = place ?? (.max, "", "")
    return try rows.query(
      """
      SELECT terms_id, user_id, for_tenant, accepted_at FROM terms_acceptance
      WHERE tenant_id = :tenant AND (accepted_at, terms_id, user_id) < (?, ?, ?)
      ORDER BY accepted_at DESC, terms_id DESC, user_id DESC LIMIT ?
      """, place.acceptedAt, place.terms, place.user, limit, make: AcceptanceRow.init)
  }
}

extension AcceptanceRow {
  fileprivate init(_ row: Row) throws {
    self.init(
      terms: try row.read(0), user: try row.read(1), isForTenant: try row.read(2),
      acceptedAt: try row.read(3))
  }
}
