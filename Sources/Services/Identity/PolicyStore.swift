import SQLite

/// What a tenant asks of its people, as it is kept.
struct PolicyRow: Sendable, Hashable {
  var requiresMFA = false
  /// Seconds from signing in to the end of the session.
  var sessionSeconds: Int64 = 30 * 86400
  /// Grows by one with each change.
  var version: Int64 = 1
}

/// The policy of a tenant.
struct PolicyStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// The policy; while none was set, the one that everybody begins with.
  func policy() throws -> PolicyRow {
    try rows.first(
      """
      SELECT requires_mfa, session_seconds, version FROM sign_in_policy WHERE tenant_id = :tenant
      """
    ) { row in
      PolicyRow(
        requiresMFA: try row.read(0), sessionSeconds: try row.read(1), version: try row.read(2))
    } ?? PolicyRow()
  }

  func set(_ policy: PolicyRow) throws {
    try rows.run(
      """
      INSERT INTO sign_in_policy (tenant_id, requires_mfa, session_seconds, version)
      VALUES (:tenant, ?, ?, ?)
      ON CONFLICT (tenant_id) DO UPDATE SET requires_mfa = excluded.requires_mfa,
        session_seconds = excluded.session_seconds, version = excluded.version
      """, policy.requiresMFA, policy.sessionSeconds, policy.version)
  }
}
