import Crypto
import SQLite

/// An API token as it is kept.
struct APIToken: Sendable {
  var id: String
  var user: String
  var name: String
  var scopes: [String]
  /// In seconds since 1970.
  var createdAt: Int64
  var expiresAt: Int64?
  /// From where alone it is good; from anywhere when empty.
  var networks: [String] = []
  /// By what its owner's program is known in the place of a secret.
  var certificate: ClientCertificate?
}

/// The API tokens of a tenant's users.
struct APITokenStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ token: APIToken, secret: Token) throws {
    try rows.run(
      """
      INSERT INTO token
        (hash, role, tenant_id, subject, worker_id, id, name, scopes, created_at, expires_at,
          networks, certificate)
      VALUES (?, '', :tenant, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, Token.hash(secret.secret).bytes, token.user, token.user, token.id, token.name,
      token.scopes.joined(separator: " "), token.createdAt, token.expiresAt,
      token.networks.joined(separator: " "), token.certificate?.names)
  }

  /// A token, if it is there for the caller.
  func token(_ id: String) throws -> APIToken? {
    try rows.first(
      """
      SELECT \(APIToken.columns) FROM token WHERE id = ? AND tenant_id = :tenant
        AND \(rows.shows(worker: "subject")) AND scopes IS NOT NULL
      """, id, make: APIToken.init)
  }

  /// Gives a token another secret; the one before is good for nothing any more.
  func replaceSecret(of id: String, by secret: Token) throws {
    try rows.run(
      "UPDATE token SET hash = ? WHERE id = ? AND tenant_id = :tenant AND scopes IS NOT NULL",
      Token.hash(secret.secret).bytes, id)
  }

  /// Those that are there for the caller behind a place, in the order in which they were made.
  func list(after place: (createdAt: Int64, id: String)?, limit: Int) throws -> [APIToken] {
    try rows.query(
      """
      SELECT \(APIToken.columns) FROM token
      WHERE tenant_id = :tenant AND \(rows.shows(worker: "subject")) AND scopes IS NOT NULL
        AND (created_at, id) > (?, ?)
      ORDER BY created_at, id LIMIT ?
      """, place?.createdAt ?? .min, place?.id ?? "", limit, make: APIToken.init)
  }

  /// Ends a token that is there for the caller, and returns it; nil when none is.
  func remove(_ id: String) throws -> APIToken? {
    try rows.first(
      """
      DELETE FROM token WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "subject"))
        AND scopes IS NOT NULL
      RETURNING \(APIToken.columns)
      """, id, make: APIToken.init)
  }

  /// How many a user has.
  func count(of user: String) throws -> Int {
    try rows.first(
      """
      SELECT COUNT(*) FROM token
      WHERE subject = ? AND tenant_id = :tenant AND scopes IS NOT NULL
      """, user
    ) { try $0.read(0) } ?? 0
  }
}

extension APIToken {
  fileprivate static let columns =
    "id, subject, name, scopes, created_at, expires_at, networks, certificate"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), user: try row.read(1), name: try row.read(2),
      scopes: try row.read(3, as: String.self).words, createdAt: try row.read(4),
      expiresAt: try row.read(5), networks: try row.read(6, as: String.self).words,
      certificate: try row.read(7, as: String?.self).map(ClientCertificate.init(names:)))
  }
}
