import Crypto
import SQLite

/// The tables of tenants, users, agents and tokens.
public enum IdentityStore {
  public static let migrations = MigrationList(
    area: "identity",
    [
      Migration(
        "tenants, users, agents and tokens",
        """
        CREATE TABLE tenant (
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL);
        CREATE TABLE tenant_user (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          role TEXT NOT NULL,
          name TEXT NOT NULL);
        CREATE TABLE agent (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id));
        CREATE TABLE token (
          hash BYTEA PRIMARY KEY,
          role TEXT NOT NULL,
          tenant_id TEXT REFERENCES tenant (id),
          subject TEXT NOT NULL,
          worker_id TEXT NOT NULL);
        """)
    ])

  static func addTenant(_ id: TenantID, name: String, to connection: Connection) throws {
    try connection.run(
      "INSERT INTO tenant (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", id.text, name)
  }

  static func tenantExists(_ id: TenantID, in connection: Connection) throws -> Bool {
    try connection.first("SELECT 1 FROM tenant WHERE id = ?", id.text) { _ in true } ?? false
  }

  static func addUser(
    _ id: String, _ role: Role, name: String, of tenant: TenantID, to connection: Connection
  ) throws {
    try connection.run(
      """
      INSERT INTO tenant_user (id, tenant_id, role, name) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """, id, tenant.text, role.rawValue, name)
    try check(id, of: tenant, in: "tenant_user", connection)
  }

  static func addAgent(
    _ id: String, watching worker: String, of tenant: TenantID, to connection: Connection
  ) throws {
    try connection.run(
      "INSERT INTO agent (id, tenant_id, worker_id) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
      id, tenant.text, worker)
    try check(id, of: tenant, in: "agent", connection)
  }

  /// Ids are unique in the server: one that another tenant has is refused.
  private static func check(
    _ id: String, of tenant: TenantID, in table: String, _ connection: Connection
  ) throws {
    let owner = try connection.first("SELECT tenant_id FROM \(table) WHERE id = ?", id) { row in
      try row.read(0, as: String.self)
    }
    guard owner == tenant.text else { throw IDTaken(id: id) }
  }

  /// Keeps a token's hash with whom it stands for.
  static func addToken(
    _ token: Token, for principal: Principal, to connection: Connection
  ) throws {
    var tenant: String?
    if case .tenant(let id) = principal.scope { tenant = id.text }
    try connection.run(
      "INSERT INTO token (hash, role, tenant_id, subject, worker_id) VALUES (?, ?, ?, ?, ?)",
      Token.hash(token.secret).bytes, principal.role.rawValue, tenant, principal.subject,
      principal.worker)
  }

  /// Forgets every token of a role's subject, before it gets a new one.
  static func removeTokens(of principal: Principal, from connection: Connection) throws {
    try connection.run(
      "DELETE FROM token WHERE role = ? AND subject = ?", principal.role.rawValue,
      principal.subject)
  }

  /// Everybody who has a token.
  static func principals(
    in connection: Connection
  ) throws -> [(hash: SHA256.Digest, principal: Principal)] {
    try connection.query("SELECT hash, role, tenant_id, subject, worker_id FROM token") { row in
      guard let hash = SHA256.Digest(try row.read(0, as: [UInt8].self)),
        let role = Role(rawValue: try row.read(1))
      else { throw DamagedRow(table: "token") }
      let tenant: String? = try row.read(2)
      return (
        hash,
        Principal(
          role: role, scope: tenant.map { .tenant(TenantID($0)) } ?? .vendor,
          subject: try row.read(3), worker: try row.read(4))
      )
    }
  }
}

/// A row that no version of this program writes.
struct DamagedRow: Error, CustomStringConvertible {
  let table: String
  var description: String { "a row of the table \(table) is damaged: restore a backup" }
}

/// Another tenant has the id.
struct IDTaken: Error, CustomStringConvertible {
  let id: String
  var description: String { "the id \(id) belongs to another tenant: choose another" }
}
