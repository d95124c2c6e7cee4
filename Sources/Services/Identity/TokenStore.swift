import Crypto
import SQLite

/// The tokens of all tenants: who shows one is found by it, before anything is known of him.
struct TokenStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Keeps a token's hash with whom it stands for.
  func add(_ token: Token, for principal: Principal) throws {
    let (role, tenant) = Self.columns(principal)
    try connection.run(
      "INSERT INTO token (hash, role, tenant_id, subject, worker_id) VALUES (?, ?, ?, ?, ?)",
      Token.hash(token.secret).bytes, role, tenant, principal.subject, principal.worker)
  }

  /// Forgets every token of a role's subject, before it gets a new one.
  func removeAll(of principal: Principal) throws {
    let (role, tenant) = Self.columns(principal)
    try connection.run(
      """
      DELETE FROM token
      WHERE role = ? AND subject = ? AND COALESCE(tenant_id, '') = COALESCE(?, '')
      """, role, principal.subject, tenant)
  }

  /// Everybody who has a token.
  func principals() throws -> [(hash: SHA256.Digest, principal: Principal)] {
    try connection.query("SELECT hash, role, tenant_id, subject, worker_id FROM token") { row in
      guard let hash = SHA256.Digest(try row.read(0, as: [UInt8].self)),
        let side = Self.side(role: try row.read(1), tenant: try row.read(2))
      else { throw DamagedRow(table: "token") }
      return (
        hash, Principal(side, subject: try row.read(3), worker: try row.read(4))
      )
    }
  }

  private static func columns(_ principal: Principal) -> (role: String, tenant: String?) {
    let (words, tenant): ([String], String?) =
      switch principal.side {
      case .tenant(let id, let roles): (roles.words, id.text)
      case .vendor(let roles): (roles.words, nil)
      }
    return (words.joined(separator: " "), tenant)
  }

  private static func side(role: String, tenant: String?) -> Principal.Side? {
    let words = role.split(separator: " ").map(String.init)
    if let tenant {
      let roles = words.compactMap(TenantRole.init(word:))
      return roles.count == words.count ? .tenant(TenantID(tenant), Set(roles)) : nil
    }
    let roles = words.compactMap(VendorRole.init(word:))
    return roles.count == words.count ? .vendor(Set(roles)) : nil
  }
}
