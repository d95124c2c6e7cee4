import Crypto
import Rules
import SQLite

/// The tokens of all tenants: who shows one is found by it, before anything is known of him.
struct TokenStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Keeps a token's hash with whom it stands for.
  func add(_ token: Token, for principal: Principal) throws {
    let (roles, tenant) = Self.columns(principal)
    try connection.run(
      "INSERT INTO token (hash, role, tenant_id, subject, worker_id) VALUES (?, ?, ?, ?, ?)",
      Token.hash(token.secret).bytes, roles, tenant, principal.subject, principal.worker)
  }

  /// Forgets every token of a role's subject but his API tokens, before it gets a new one.
  func removeAll(of principal: Principal) throws {
    let (roles, tenant) = Self.columns(principal)
    try connection.run(
      """
      DELETE FROM token
      WHERE role = ? AND subject = ? AND COALESCE(tenant_id, '') = COALESCE(?, '')
        AND scopes IS NULL
      """, roles, principal.subject, tenant)
  }

  /// Whom a token stands for; nil when nobody has it, or its owner is suspended. The owner of an API
  /// token is what he is now, whatever he was when it was made.
  func credential(_ hash: SHA256.Digest) throws -> Credential? {
    if let known = try credentialOfToken(hash) { return known }
    return try connection.first(
      """
      SELECT roles, session.tenant_id, session.user_id, session.id, access_end, \(Self.mustEnrol)
      FROM session JOIN tenant_user ON tenant_user.id = session.user_id AND state = 'ACTIVE'
        LEFT JOIN sign_in_policy ON sign_in_policy.tenant_id = session.tenant_id
        LEFT JOIN second_factor ON second_factor.user_id = session.user_id
      WHERE access_hash = ?
      """, hash.bytes
    ) { row in
      guard let side = Self.side(roles: try row.read(0), tenant: try row.read(1)) else {
        throw DamagedRow(table: "tenant_user")
      }
      let principal = Principal(
        side, subject: try row.read(2), session: try row.read(3), mustEnrol: try row.read(5))
      return Credential(principal: principal, end: try row.read(4))
    }
  }

  /// Whether a user has yet to enrol the second factor that his tenant asks for.
  private static let mustEnrol = "COALESCE(requires_mfa, 0) = 1 AND secret IS NULL"

  private func credentialOfToken(_ hash: SHA256.Digest) throws -> Credential? {
    try connection.first(
      """
      SELECT CASE WHEN scopes IS NULL THEN role ELSE COALESCE(roles, '') END, token.tenant_id,
        subject, worker_id, scopes, expires_at,
        tenant_user.id IS NOT NULL AND \(Self.mustEnrol), networks
      FROM token
        LEFT JOIN tenant_user ON tenant_user.id = subject AND tenant_user.tenant_id = token.tenant_id
        LEFT JOIN sign_in_policy ON sign_in_policy.tenant_id = token.tenant_id
        LEFT JOIN second_factor ON second_factor.user_id = subject
      WHERE hash = ? AND COALESCE(state, 'ACTIVE') = 'ACTIVE'
      """, hash.bytes
    ) { row in
      guard let side = Self.side(roles: try row.read(0), tenant: try row.read(1)) else {
        throw DamagedRow(table: "token")
      }
      let scopes = try row.read(4, as: String?.self).map { Set($0.words) }
      let principal = Principal(
        side, subject: try row.read(2), worker: try row.read(3), scopes: scopes,
        mustEnrol: try row.read(6))
      let networks = try row.read(7, as: String.self).words.map { word in
        guard let network = IPNetwork(word) else { throw DamagedRow(table: "token") }
        return network
      }
      return Credential(principal: principal, end: try row.read(5), networks: networks)
    }
  }

  /// What the hashes of passwords cost that are kept: all the same, so that the time of a comparison
  /// tells nothing of whose it is. Nil while there is none.
  func passwordCost() throws -> Scrypt.Cost? {
    let text = try connection.first(
      "SELECT password FROM sign_in WHERE password IS NOT NULL LIMIT 1"
    ) { try $0.read(0, as: String.self) }
    return text.flatMap(PasswordHash.init(text:))?.cost
  }

  /// What a refresh token is; nil when it is none.
  func refreshToken(_ hash: SHA256.Digest) throws -> RefreshToken? {
    let current = try connection.first(
      """
      SELECT session.id, user_id, session.tenant_id, session.created_at, refresh_end FROM session
      JOIN tenant_user ON tenant_user.id = user_id AND state = 'ACTIVE' WHERE refresh_hash = ?
      """, hash.bytes
    ) { row in
      RefreshToken.current(
        session: try row.read(0), user: try row.read(1), tenant: TenantID(try row.read(2)),
        createdAt: try row.read(3), end: try row.read(4))
    }
    if let current { return current }
    return try connection.first(
      "SELECT session_id, tenant_id FROM spent_refresh_token WHERE hash = ?", hash.bytes
    ) { row in
      RefreshToken.spent(session: try row.read(0), tenant: TenantID(try row.read(1)))
    }
  }

  /// Who has to answer a challenge; nil when it is none.
  func challenged(_ hash: SHA256.Digest) throws -> (user: String, tenant: TenantID)? {
    try connection.first(
      """
      SELECT user_id, second_factor.tenant_id FROM second_factor
      JOIN tenant_user ON tenant_user.id = user_id AND state = 'ACTIVE' WHERE challenge_hash = ?
      """, hash.bytes
    ) { row in (try row.read(0), TenantID(try row.read(1))) }
  }

  private static func columns(_ principal: Principal) -> (roles: String, tenant: String?) {
    switch principal.side {
    case .tenant(let id, let roles): (roles.words.joined(separator: " "), id.text)
    case .vendor(let roles): (roles.words.joined(separator: " "), nil)
    }
  }

  private static func side(roles: String, tenant: String?) -> Principal.Side? {
    if let tenant, tenant != TenantID.vendor.text {
      return Set<TenantRole>(words: roles).map { .tenant(TenantID(tenant), $0) }
    }
    return Set<VendorRole>(words: roles).map { .vendor($0) }
  }
}

extension Set where Element: RoleOfSchema {
  /// From the words of a row; nil when one of them is none.
  init?(words text: String) {
    let words = text.words
    self.init(words.compactMap(Element.init(word:)))
    if count != words.count { return nil }
  }
}

extension String {
  /// What stands between blanks.
  var words: [String] { split(separator: " ").map(String.init) }
}
