import SQLite

/// A reseller as it is kept.
struct ResellerRow: Sendable {
  var id: String
  var name: String
  /// In seconds since 1970.
  var createdAt: Int64
}

/// The resellers, who of the vendor's accounts is whose, and which tenants are in whose care (CARD-10). It stands above
/// tenants.
struct ResellerStore {
  static let migrations = MigrationList(
    area: "resellers",
    [
      Migration(
        "resellers",
        """
        CREATE TABLE reseller (
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          created_at BIGINT NOT NULL);
        CREATE TABLE reseller_tenant (
          tenant_id TEXT PRIMARY KEY REFERENCES tenant (id),
          reseller_id TEXT NOT NULL REFERENCES reseller (id));
        CREATE INDEX reseller_tenant_place ON reseller_tenant (reseller_id, tenant_id);
        CREATE TABLE reseller_member (
          user_id TEXT PRIMARY KEY,
          reseller_id TEXT NOT NULL REFERENCES reseller (id));
        CREATE INDEX reseller_member_place ON reseller_member (reseller_id, user_id);
        """)
    ])

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func reseller(_ id: String) throws -> ResellerRow? {
    try connection.first(
      "SELECT id, name, created_at FROM reseller WHERE id = ?", id, make: ResellerRow.init)
  }

  /// Resellers behind an id, in the order of ids.
  func list(after id: String, limit: Int) throws -> [ResellerRow] {
    try connection.query(
      "SELECT id, name, created_at FROM reseller WHERE id > ? ORDER BY id LIMIT ?", id, limit,
      make: ResellerRow.init)
  }

  /// - Returns: false when another has its name.
  func add(_ reseller: ResellerRow) throws -> Bool {
    try connection.run(
      "INSERT INTO reseller (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      reseller.id, reseller.name, reseller.createdAt) > 0
  }

  // MARK: Tenants

  /// In whose care a tenant is; nil when in nobody's.
  func reseller(of tenant: TenantID) throws -> String? {
    try connection.first("SELECT reseller_id FROM reseller_tenant WHERE tenant_id = ?", tenant.text)
    {
      try $0.read(0)
    }
  }

  /// The tenants in a reseller's care.
  func tenants(of reseller: String) throws -> [String] {
    try connection.query(
      "SELECT tenant_id FROM reseller_tenant WHERE reseller_id = ? ORDER BY tenant_id", reseller
    ) { try $0.read(0) }
  }

  /// Puts a tenant into a reseller's care, or with nil takes it out of any.
  func assign(_ tenant: TenantID, to reseller: String?) throws {
    try connection.run("DELETE FROM reseller_tenant WHERE tenant_id = ?", tenant.text)
    guard let reseller else { return }
    try connection.run(
      "INSERT INTO reseller_tenant (tenant_id, reseller_id) VALUES (?, ?)", tenant.text, reseller)
  }

  // MARK: People

  /// Who of the vendor's accounts is a reseller's.
  func members(of reseller: String) throws -> [String] {
    try connection.query(
      "SELECT user_id FROM reseller_member WHERE reseller_id = ? ORDER BY user_id", reseller
    ) { try $0.read(0) }
  }

  func setMembers(_ users: [String], of reseller: String) throws {
    try connection.run("DELETE FROM reseller_member WHERE reseller_id = ?", reseller)
    for user in users {
      try connection.run("DELETE FROM reseller_member WHERE user_id = ?", user)
      try connection.run(
        "INSERT INTO reseller_member (user_id, reseller_id) VALUES (?, ?)", user, reseller)
    }
  }

  /// The reseller that somebody is of; nil when of none.
  func reseller(ofUser user: String) throws -> String? {
    try connection.first("SELECT reseller_id FROM reseller_member WHERE user_id = ?", user) {
      try $0.read(0)
    }
  }
}

extension ResellerRow {
  fileprivate init(_ row: Row) throws {
    self.init(id: try row.read(0), name: try row.read(1), createdAt: try row.read(2))
  }
}
