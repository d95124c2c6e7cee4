import SQLite

/// On what a session was opened, as far as it says. The server sees an address and how the program calls itself; it knows
/// no machine: two behind one address with one program are one here, and one that moves to another address is two.
struct SignInDevice: Sendable, Hashable {
  /// Without the port.
  let address: String
  /// Empty where the program does not say it.
  let userAgent: String
}

/// From when until when a session is in use: from the sign-in until its last access token ends, or the session does. A
/// session that is refreshed later than that is in use again.
struct SessionUse: Sendable, Hashable {
  let session: String
  let user: String
  /// As it was when he signed in.
  let device: SignInDevice
  /// In seconds since 1970.
  let from: Int64
  let until: Int64
}

/// When sessions of a tenant's users were in use: what is left of a session when it has ended.
struct SessionUseStore {
  private let rows: TenantRows

  /// Seconds for which a use is known after its end.
  static let keptSeconds: Int64 = 90 * 86_400
  /// Uses that are known of a user; the oldest go first.
  private static let usesMax: Int64 = 500

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// Enters a use that begins, and forgets what is old of the same user.
  func add(_ use: SessionUse) throws {
    try rows.run(
      """
      DELETE FROM session_use WHERE user_id = ? AND tenant_id = :tenant AND (until_at <= ?
        OR (session_id, from_at) IN (
          SELECT session_id, from_at FROM session_use WHERE user_id = ? AND tenant_id = :tenant
          ORDER BY from_at DESC, session_id DESC LIMIT 100 OFFSET ?))
      """, use.user, use.from - Self.keptSeconds, use.user, Self.usesMax - 1)
    try rows.run(
      """
      INSERT INTO session_use
        (session_id, tenant_id, user_id, address, user_agent, from_at, until_at)
      VALUES (?, :tenant, ?, ?, ?, ?, ?)
      """, use.session, use.user, use.device.address, use.device.userAgent, use.from, use.until)
  }

  /// Has a session be in use from `now` until `end`: it goes on, or begins anew if it was over.
  ///
  /// - Returns: whether it begins anew.
  func goOn(_ session: String, at now: Int64, until end: Int64) throws -> Bool {
    let goesOn = try rows.run(
      """
      UPDATE session_use SET until_at = ?
      WHERE session_id = ? AND tenant_id = :tenant AND until_at >= ?
      """, end, session, now)
    guard goesOn == 0, let last = try last(of: session) else { return false }
    try add(
      SessionUse(session: session, user: last.user, device: last.device, from: now, until: end))
    return true
  }

  private func last(of session: String) throws -> SessionUse? {
    try rows.first(
      """
      SELECT \(SessionUse.columns) FROM session_use WHERE session_id = ? AND tenant_id = :tenant
      ORDER BY from_at DESC LIMIT 1
      """, session, make: SessionUse.init)
  }

  /// Ends a use that lasts longer than `now`.
  func end(_ session: String, at now: Int64) throws {
    try rows.run(
      """
      UPDATE session_use SET until_at = ?
      WHERE session_id = ? AND tenant_id = :tenant AND until_at > ?
      """, now, session, now)
  }

  /// The uses of a user that have not ended before `start` and have begun before `end`, in order of their beginning.
  func uses(of user: String, from start: Int64, until end: Int64) throws -> [SessionUse] {
    try rows.query(
      """
      SELECT \(SessionUse.columns) FROM session_use
      WHERE user_id = ? AND tenant_id = :tenant AND until_at > ? AND from_at < ?
      ORDER BY from_at, session_id
      """, user, start, end, make: SessionUse.init)
  }

  /// Forgets all of a user's.
  func removeAll(of user: String) throws {
    try rows.run("DELETE FROM session_use WHERE user_id = ? AND tenant_id = :tenant", user)
  }
}

extension SessionUse {
  fileprivate static let columns = "session_id, user_id, address, user_agent, from_at, until_at"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      session: try row.read(0), user: try row.read(1),
      device: SignInDevice(address: try row.read(2), userAgent: try row.read(3)),
      from: try row.read(4), until: try row.read(5))
  }
}
