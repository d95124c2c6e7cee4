import SQLite

/// A registered administrator as he is kept.
struct ContactRow: Sendable, Hashable {
  var name: String
  var department: String
  var email: String
}

/// Through whom a tenant speaks to the vendor.
struct ContactStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// The registered administrators, the first of them first.
  func all() throws -> [ContactRow] {
    try rows.query(
      """
      SELECT name, department, email FROM admin_contact WHERE tenant_id = :tenant ORDER BY place
      """
    ) { row in
      ContactRow(name: try row.read(0), department: try row.read(1), email: try row.read(2))
    }
  }

  /// Says who they are, in the place of who were.
  func set(_ contacts: [ContactRow]) throws {
    try rows.run("DELETE FROM admin_contact WHERE tenant_id = :tenant")
    for (place, contact) in contacts.enumerated() {
      try rows.run(
        """
        INSERT INTO admin_contact (tenant_id, place, name, department, email)
        VALUES (:tenant, ?, ?, ?, ?)
        """, place, contact.name, contact.department, contact.email)
    }
  }
}
