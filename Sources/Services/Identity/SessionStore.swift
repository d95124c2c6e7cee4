import Crypto
import SQLite

/// What somebody signs in with.
struct SignInRow: Sendable {
  let user: String
  let isSuspended: Bool
  let password: PasswordHash?
  /// The code by which he sets his password, and until when it is good, in seconds since 1970.
  let code: (hash: SHA256.Digest, end: Int64)?
}

/// What is given out when somebody signs in, and again at each refresh.
struct SessionTokens: Sendable {
  let access = Token()
  let refresh = Token()
  /// In seconds since 1970.
  let accessEnd: Int64
  let refreshEnd: Int64

  init(at now: Int64) {
    accessEnd = now + 900
    refreshEnd = now + 30 * 86400
  }
}

/// The passwords and the sessions of a tenant's users.
struct SessionStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Passwords

  func account(_ login: String) throws -> SignInRow? {
    try rows.first(
      """
      SELECT tenant_user.id, state, password, code_hash, code_end
      FROM tenant_user LEFT JOIN sign_in ON sign_in.user_id = tenant_user.id
      WHERE login = ? AND tenant_user.tenant_id = :tenant
      """, login
    ) { row in
      let text: String? = try row.read(2)
      let code: [UInt8]? = try row.read(3)
      let end: Int64? = try row.read(4)
      return SignInRow(
        user: try row.read(0), isSuspended: try row.read(1, as: String.self) == "SUSPENDED",
        password: try text.map { text in
          guard let hash = PasswordHash(text: text) else { throw DamagedRow(table: "sign_in") }
          return hash
        },
        code: code.flatMap { SHA256.Digest($0) }.flatMap { hash in end.map { (hash, $0) } })
    }
  }

  /// Keeps a code by which a user sets his password, once; false when there is no such user.
  func setCode(_ code: SHA256.Digest, until end: Int64, of user: String) throws -> Bool {
    try rows.run(
      """
      INSERT INTO sign_in (user_id, tenant_id, code_hash, code_end)
      SELECT id, tenant_id, ?, ? FROM tenant_user WHERE id = ? AND tenant_id = :tenant
      ON CONFLICT (user_id) DO UPDATE SET code_hash = excluded.code_hash,
        code_end = excluded.code_end
      """, code.bytes, end, user) > 0
  }

  /// Sets a user's password by his code, which is spent with it; false when another was quicker.
  func setPassword(
    _ password: PasswordHash, of user: String, spending code: SHA256.Digest
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE sign_in SET password = ?, code_hash = NULL, code_end = NULL
      WHERE user_id = ? AND tenant_id = :tenant AND code_hash = ?
      """, password.text, user, code.bytes) > 0
  }

  // MARK: Sessions

  func addSession(_ id: String, of user: String, _ tokens: SessionTokens, at now: Int64) throws {
    try rows.run(
      """
      INSERT INTO session
        (id, tenant_id, user_id, access_hash, access_end, refresh_hash, refresh_end, created_at)
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?)
      """, id, user, Token.hash(tokens.access.secret).bytes, tokens.accessEnd,
      Token.hash(tokens.refresh.secret).bytes, tokens.refreshEnd, now)
  }

  /// Gives a session new tokens; the refresh token before is spent.
  func rotate(_ id: String, _ old: SHA256.Digest, _ tokens: SessionTokens) throws {
    try rows.run(
      """
      INSERT INTO spent_refresh_token (hash, tenant_id, session_id) VALUES (?, :tenant, ?)
      """, old.bytes, id)
    try rows.run(
      """
      UPDATE session SET access_hash = ?, access_end = ?, refresh_hash = ?, refresh_end = ?
      WHERE id = ? AND tenant_id = :tenant
      """, Token.hash(tokens.access.secret).bytes, tokens.accessEnd,
      Token.hash(tokens.refresh.secret).bytes, tokens.refreshEnd, id)
  }

  /// The hash of the token by which a session calls now.
  func accessToken(of session: String) throws -> SHA256.Digest? {
    try rows.first(
      "SELECT access_hash FROM session WHERE id = ? AND tenant_id = :tenant", session
    ) { SHA256.Digest(try $0.read(0, as: [UInt8].self)) } ?? nil
  }

  /// Ends a session with all the tokens it ever had; false when there is none.
  @discardableResult
  func removeSession(_ id: String) throws -> Bool {
    try rows.run(
      "DELETE FROM spent_refresh_token WHERE session_id = ? AND tenant_id = :tenant", id)
    return try rows.run("DELETE FROM session WHERE id = ? AND tenant_id = :tenant", id) > 0
  }

  /// Ends every session of a user.
  func removeSessions(of user: String) throws {
    let ids = try rows.query(
      "SELECT id FROM session WHERE user_id = ? AND tenant_id = :tenant", user
    ) { try $0.read(0, as: String.self) }
    for id in ids { try removeSession(id) }
  }

  /// Ends sessions of a user that nobody refreshes any more, and keeps his number of them bounded.
  ///
  /// - Returns: the hashes of the tokens by which they called.
  func removeOldSessions(
    of user: String, before now: Int64, keeping count: Int
  ) throws -> [SHA256.Digest] {
    let all = try rows.query(
      """
      SELECT id, refresh_end FROM session WHERE user_id = ? AND tenant_id = :tenant
      ORDER BY refresh_end DESC, id
      """, user
    ) { (id: try $0.read(0, as: String.self), end: try $0.read(1, as: Int64.self)) }
    let old = all.enumerated().filter { $0.offset >= count || $0.element.end <= now }
    return try old.compactMap { _, session in
      let access = try accessToken(of: session.id)
      try removeSession(session.id)
      return access
    }
  }
}

/// What a refresh token is found to be, before its tenant is known.
enum RefreshToken: Sendable {
  case current(session: String, user: String, tenant: TenantID, end: Int64)
  /// Of a session that has had another since: somebody else has it too.
  case spent(session: String, tenant: TenantID)
}
