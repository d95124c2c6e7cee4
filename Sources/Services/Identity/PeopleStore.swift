import SQLite

/// The users of a tenant, and the agents that watch them.
struct PeopleStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// Enters a user; nothing happens when he is there.
  func addUser(_ id: String, _ roles: Set<TenantRole>, name: String) throws {
    try rows.run(
      """
      INSERT INTO tenant_user (id, tenant_id, role, name) VALUES (?, :tenant, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """, id, roles.words.joined(separator: " "), name)
    try check(id, in: "tenant_user")
  }

  /// Enters an agent; nothing happens when it is there.
  func addAgent(_ id: String, watching worker: String) throws {
    try rows.run(
      """
      INSERT INTO agent (id, tenant_id, worker_id) VALUES (?, :tenant, ?)
      ON CONFLICT (id) DO NOTHING
      """, id, worker)
    try check(id, in: "agent")
  }

  /// Ids are unique in the server: one that another tenant has is refused.
  private func check(_ id: String, in table: String) throws {
    let isOurs = try rows.first(
      "SELECT 1 FROM \(table) WHERE id = ? AND tenant_id = :tenant", id
    ) { _ in true }
    guard isOurs == true else { throw IDTaken(id: id) }
  }
}
