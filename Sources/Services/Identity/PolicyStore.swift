import Rules
import SQLite

/// What a tenant asks of its people, as it is kept.
struct PolicyRow: Sendable, Hashable {
  var requiresMFA = false
  /// Seconds from signing in to the end of the session.
  var sessionSeconds: Int64 = 30 * 86400
  /// From where they may call.
  var territory = Territory()
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
      SELECT requires_mfa, session_seconds, version, geo, allowed_countries, agreement
      FROM sign_in_policy WHERE tenant_id = :tenant
      """
    ) { row in
      guard let geo = Territory.Policy(rawValue: try row.read(3)) else {
        throw DamagedRow(table: "sign_in_policy")
      }
      var territory = Territory()
      territory.policy = geo
      territory.allowed = Set(try row.read(4, as: String.self).words)
      territory.agreement = try row.read(5)
      return PolicyRow(
        requiresMFA: try row.read(0), sessionSeconds: try row.read(1), territory: territory,
        version: try row.read(2))
    } ?? PolicyRow()
  }

  func set(_ policy: PolicyRow) throws {
    try rows.run(
      """
      INSERT INTO sign_in_policy
        (tenant_id, requires_mfa, session_seconds, version, geo, allowed_countries, agreement)
      VALUES (:tenant, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant_id) DO UPDATE SET requires_mfa = excluded.requires_mfa,
        session_seconds = excluded.session_seconds, version = excluded.version,
        geo = excluded.geo, allowed_countries = excluded.allowed_countries,
        agreement = excluded.agreement
      """, policy.requiresMFA, policy.sessionSeconds, policy.version,
      policy.territory.policy.rawValue, policy.territory.allowed.sorted().joined(separator: " "),
      policy.territory.agreement)
  }
}
