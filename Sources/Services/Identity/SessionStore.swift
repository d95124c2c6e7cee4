import Crypto
import SQLite

/// What somebody signs in with.
struct SignInRow: Sendable {
  let user: String
  let isSuspended: Bool
  /// The text of its hash, which is read where it is compared: who has none takes as long there.
  let password: String?
  let code: Code?

  /// By what he sets his password.
  struct Code: Sendable {
    let hash: SHA256.Digest
    /// Until when it is good, in seconds since 1970.
    let end: Int64
    /// Whether his second factor is forgotten with it.
    let resetsSecondFactor: Bool
  }
}

extension SignInRow {
  /// Reads user, whether he is active, password, and a code's hash, end and whether it resets, from a column on.
  fileprivate init(_ row: Row, at column: Int) throws {
    let hash: [UInt8]? = try row.read(column + 3)
    let end: Int64? = try row.read(column + 4)
    let resets = try row.read(column + 5, as: Bool?.self) ?? false
    self.init(
      user: try row.read(column), isSuspended: try !row.read(column + 1, as: Bool.self),
      password: try row.read(column + 2),
      code: hash.flatMap { SHA256.Digest($0) }.flatMap { hash in
        end.map { Code(hash: hash, end: $0, resetsSecondFactor: resets) }
      })
  }
}

extension SignInRow.Code {
  init(_ code: IssuedCode, resetsSecondFactor: Bool = false) {
    self.init(hash: code.hash, end: code.end, resetsSecondFactor: resetsSecondFactor)
  }
}

/// A session without its tokens.
struct SessionRow: Sendable {
  let id: String
  let user: String
  /// In seconds since 1970.
  let createdAt: Int64
  let refreshedAt: Int64
  let end: Int64
  let address: String
  let userAgent: String
}

/// What is given out when somebody signs in, and again at each refresh.
struct SessionTokens: Sendable {
  let access = Token()
  let refresh = Token()
  /// In seconds since 1970.
  let accessEnd: Int64
  let refreshEnd: Int64

  /// - Parameter end: of the session, which nothing outlasts.
  init(at now: Int64, until end: Int64) {
    accessEnd = min(now + 900, end)
    refreshEnd = end
  }
}

/// The passwords and the sessions of a tenant's users.
struct SessionStore {
  private let rows: TenantRows
  private let uses: SessionUseStore

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
    uses = SessionUseStore(tenancy, connection)
  }

  // MARK: Passwords

  /// The account of a login; nil when there is none. That takes as much time: somebody's account is read then too.
  func account(_ login: String) throws -> SignInRow? {
    try rows.first(
      """
      SELECT tried.id = someone.id, someone.id, someone.state = 'ACTIVE' AND tenant.state = 'ACTIVE',
        password, code_hash, code_end, code_resets
      FROM (
        SELECT (SELECT id FROM tenant_user WHERE tenant_id = :tenant AND login = ?) AS id) AS tried
        JOIN tenant_user AS someone
          ON someone.id = COALESCE(tried.id, (SELECT MIN(user_id) FROM sign_in))
        JOIN tenant ON tenant.id = someone.tenant_id
        LEFT JOIN sign_in ON sign_in.user_id = someone.id
      """, login
    ) { row -> SignInRow? in
      let account = try SignInRow(row, at: 1)
      return try row.read(0, as: Bool?.self) == true ? account : nil
    } ?? nil
  }

  /// Keeps a code by which a user sets his password, once; false when there is no such user.
  func setCode(_ code: SignInRow.Code, of user: String) throws -> Bool {
    try rows.run(
      """
      INSERT INTO sign_in (user_id, tenant_id, code_hash, code_end, code_resets)
      SELECT id, tenant_id, ?, ?, ? FROM tenant_user
      WHERE id = ? AND tenant_id = :tenant AND state <> 'DELETED'
      ON CONFLICT (user_id) DO UPDATE SET code_hash = excluded.code_hash,
        code_end = excluded.code_end, code_resets = excluded.code_resets
      """, code.hash.bytes, code.end, code.resetsSecondFactor, user) > 0
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

  /// Sets a user's password; false when the one before is not `old` any more.
  func setPassword(
    _ password: PasswordHash, of user: String, insteadOf old: String
  ) throws -> Bool {
    try rows.run(
      "UPDATE sign_in SET password = ? WHERE user_id = ? AND tenant_id = :tenant AND password = ?",
      password.text, user, old) > 0
  }

  /// Forgets a user's password and code.
  func removePassword(of user: String) throws {
    try rows.run("DELETE FROM sign_in WHERE user_id = ? AND tenant_id = :tenant", user)
  }

  // MARK: Sessions

  func addSession(_ session: SessionRow, _ tokens: SessionTokens) throws {
    try rows.run(
      """
      INSERT INTO session
        (id, tenant_id, user_id, access_hash, access_end, refresh_hash, refresh_end, created_at,
          refreshed_at, address, user_agent)
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, session.id, session.user, Token.hash(tokens.access.secret).bytes, tokens.accessEnd,
      Token.hash(tokens.refresh.secret).bytes, tokens.refreshEnd, session.createdAt,
      session.refreshedAt, session.address, session.userAgent)
    try uses.add(
      SessionUse(
        session: session.id, user: session.user,
        device: SignInDevice(address: session.address, userAgent: session.userAgent),
        from: session.createdAt, until: tokens.accessEnd))
  }

  /// Sessions that are there for the caller, the one refreshed last first, behind a place.
  func list(
    of user: String?, after place: (refreshedAt: Int64, id: String)?, at now: Int64, limit: Int
  ) throws -> [SessionRow] {
    try rows.query(
      """
      SELECT id, user_id, created_at, refreshed_at, refresh_end, address, user_agent FROM session
      WHERE tenant_id = :tenant AND \(rows.shows(worker: "user_id"))
        AND user_id = COALESCE(?, user_id) AND refresh_end > ? AND (-refreshed_at, id) > (?, ?)
      ORDER BY -refreshed_at, id LIMIT ?
      """, user, now, place.map { -$0.refreshedAt } ?? .min, place?.id ?? "", limit
    ) { row in
      SessionRow(
        id: try row.read(0), user: try row.read(1), createdAt: try row.read(2),
        refreshedAt: try row.read(3), end: try row.read(4), address: try row.read(5),
        userAgent: try row.read(6))
    }
  }

  /// Whether a session is there for the caller.
  func shows(_ id: String) throws -> Bool {
    try rows.first(
      """
      SELECT 1 FROM session
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "user_id"))
      """, id
    ) { _ in true } ?? false
  }

  /// Gives a session new tokens; the refresh token before is spent.
  ///
  /// - Returns: whether the session was not in use any more, and is again.
  func rotate(
    _ id: String, _ old: SHA256.Digest, _ tokens: SessionTokens, at now: Int64, from address: String
  ) throws -> Bool {
    try rows.run(
      """
      INSERT INTO spent_refresh_token (hash, tenant_id, session_id) VALUES (?, :tenant, ?)
      """, old.bytes, id)
    try rows.run(
      """
      UPDATE session SET access_hash = ?, access_end = ?, refresh_hash = ?, refresh_end = ?,
        refreshed_at = ?, address = ?
      WHERE id = ? AND tenant_id = :tenant
      """, Token.hash(tokens.access.secret).bytes, tokens.accessEnd,
      Token.hash(tokens.refresh.secret).bytes, tokens.refreshEnd, now, address, id)
    return try uses.goOn(id, at: now, until: tokens.accessEnd)
  }

  /// The hash of the token by which a session calls now.
  func accessToken(of session: String) throws -> SHA256.Digest? {
    try rows.first(
      "SELECT access_hash FROM session WHERE id = ? AND tenant_id = :tenant", session
    ) { SHA256.Digest(try $0.read(0, as: [UInt8].self)) } ?? nil
  }

  /// Ends a session with all the tokens it ever had; false when there is none.
  @discardableResult
  func removeSession(_ id: String, at now: Int64) throws -> Bool {
    try uses.end(id, at: now)
    try rows.run(
      "DELETE FROM spent_refresh_token WHERE session_id = ? AND tenant_id = :tenant", id)
    return try rows.run("DELETE FROM session WHERE id = ? AND tenant_id = :tenant", id) > 0
  }

  /// Ends every session of a user, but for one that is kept.
  func removeSessions(of user: String, keeping kept: String? = nil, at now: Int64) throws {
    let ids = try rows.query(
      "SELECT id FROM session WHERE user_id = ? AND tenant_id = :tenant AND id <> COALESCE(?, '')",
      user, kept
    ) { try $0.read(0, as: String.self) }
    for id in ids { try removeSession(id, at: now) }
  }

  /// Ends every session of a user who goes, and forgets when his sessions were in use.
  func forgetSessions(of user: String) throws {
    try uses.removeAll(of: user)
    // No use is left that would end.
    try removeSessions(of: user, at: 0)
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
      ORDER BY refreshed_at DESC, id
      """, user
    ) { (id: try $0.read(0, as: String.self), end: try $0.read(1, as: Int64.self)) }
    let old = all.enumerated().filter { $0.offset >= count || $0.element.end <= now }
    return try old.compactMap { _, session in
      let access = try accessToken(of: session.id)
      try removeSession(session.id, at: now)
      return access
    }
  }
}

/// What a refresh token is found to be, before its tenant is known.
enum RefreshToken: Sendable {
  case current(session: String, user: String, tenant: TenantID, createdAt: Int64, end: Int64)
  /// Of a session that has had another since: somebody else has it too.
  case spent(session: String, tenant: TenantID)
}
