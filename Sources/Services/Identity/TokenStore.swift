import Crypto
import RPC
import Rules
import SQLite

/// The tokens of all tenants: who shows one is found by it, before anything is known of him.
struct TokenStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Keeps a token's hash with whom it stands for; and by which certificate he is known in its place, if he is.
  ///
  /// - Throws: ALREADY_EXISTS when another is known by the certificate.
  func add(
    _ token: Token, for principal: Principal, _ certificate: ClientCertificate? = nil
  ) throws {
    if let certificate { try check(certificate) }
    let (roles, tenant) = Self.columns(principal)
    try connection.run(
      """
      INSERT INTO token (hash, role, tenant_id, subject, worker_id, certificate)
      VALUES (?, ?, ?, ?, ?, ?)
      """, Token.hash(token.secret).bytes, roles, tenant, principal.subject, principal.worker,
      certificate?.names)
  }

  /// Throws ALREADY_EXISTS when somebody is known by a certificate.
  func check(_ certificate: ClientCertificate) throws {
    let isTaken = try connection.first(
      "SELECT 1 FROM token WHERE certificate = ?", certificate.names
    ) { _ in true }
    guard isTaken == nil else {
      throw RPCError(
        .alreadyExists, "somebody is known by the certificate already: revoke that first",
        reason: "CERTIFICATE_TAKEN")
    }
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

  /// What somebody shows to say who he is.
  enum Shown: Sendable, Hashable {
    case token(SHA256.Digest)
    case certificate(ClientCertificate)
  }

  /// Whom it stands for; nil when for nobody, or its owner is suspended. The owner of an API token is what he is
  /// now, whatever he was when it was made.
  func credential(_ shown: Shown) throws -> Credential? {
    switch shown {
    case .token(let hash):
      // A row that is known by its certificate is known by nothing else.
      try credentialOfToken("hash = ? AND certificate IS NULL", hash.bytes)
        ?? credentialOfSession(hash)
    case .certificate(let certificate):
      try credentialOfToken("certificate = ?", certificate.names)
    }
  }

  private func credentialOfSession(_ hash: SHA256.Digest) throws -> Credential? {
    try connection.first(
      """
      SELECT roles, session.tenant_id, session.user_id, session.id, access_end, \(Self.mustEnrol)
      FROM session JOIN active_user ON active_user.id = session.user_id
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

  /// A device goes with its worker: where he may not call, it may not.
  private func credentialOfToken(
    _ condition: String, _ value: any Bindable
  ) throws -> Credential? {
    try connection.first(
      """
      SELECT CASE WHEN scopes IS NULL THEN role ELSE COALESCE(owner.roles, '') END,
        token.tenant_id, subject, worker_id, scopes, expires_at,
        COALESCE(owner.id = subject, 0) AND \(Self.mustEnrol), networks
      FROM token
        LEFT JOIN tenant ON tenant.id = token.tenant_id
        LEFT JOIN tenant_user AS owner
          ON owner.id = worker_id AND owner.tenant_id = token.tenant_id
        LEFT JOIN sign_in_policy ON sign_in_policy.tenant_id = token.tenant_id
        LEFT JOIN second_factor ON second_factor.user_id = subject
      WHERE \(condition) AND COALESCE(owner.state, 'ACTIVE') = 'ACTIVE'
        AND COALESCE(tenant.state, 'ACTIVE') = 'ACTIVE'
      """, value
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
      JOIN active_user ON active_user.id = user_id WHERE refresh_hash = ?
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
      JOIN active_user ON active_user.id = user_id WHERE challenge_hash = ?
      """, hash.bytes
    ) { row in (try row.read(0), TenantID(try row.read(1))) }
  }

  /// For whose machine a code was made; nil when it is none.
  func deviceCode(_ hash: SHA256.Digest) throws -> (worker: String, tenant: TenantID)? {
    try connection.first(
      """
      SELECT worker_id, device_code.tenant_id FROM device_code
      JOIN active_user ON active_user.id = worker_id WHERE hash = ?
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
