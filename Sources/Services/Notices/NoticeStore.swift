import SQLite

/// A notice as it is kept. Instants are seconds since 1970.
struct NoticeRow: Sendable, Hashable {
  var id: String
  var tenant: String
  var means: Means
  var recipient: String
  var subject: String
  var body: String
  var createdAt: Int64
  var state: State
  /// From when on it counts as delivered (TEL-06).
  var deemedAt: Int64?
  var tries: Int64 = 0
  var nextTryAt: Int64?
  var lastError = ""
  var acknowledgedAt: Int64?
  var acknowledgedBy = ""

  enum Means: String, Sendable {
    case email = "EMAIL"
    case loginScreen = "LOGIN_SCREEN"
    case other = "OTHER"
  }

  enum State: String, Sendable {
    case waiting = "WAITING"
    case sent = "SENT"
    case failed = "FAILED"
    case posted = "POSTED"
    case recorded = "RECORDED"
  }
}

/// Notices of the server's own making.
extension NoticeRow {
  /// Subject and body.
  typealias Words = (subject: String, body: String)

  /// An e-mail to a registered administrator.
  ///
  /// - Parameter now: seconds since 1970.
  static func mail(
    _ words: Words, to contact: ContactRow, of tenant: TenantRow, at now: Int64
  ) -> NoticeRow {
    NoticeRow(
      id: freshID("notice", at: now), tenant: tenant.id, means: .email, recipient: contact.email,
      subject: words.subject, body: words.body, createdAt: now, state: .waiting, nextTryAt: now)
  }

  /// What stands on a tenant's login screen.
  static func posted(_ words: Words, to tenant: TenantRow, at now: Int64) -> NoticeRow {
    NoticeRow(
      id: freshID("notice", at: now), tenant: tenant.id, means: .loginScreen, recipient: "",
      subject: words.subject, body: words.body, createdAt: now, state: .posted, deemedAt: now)
  }
}

/// The notices of a tenant.
struct NoticeStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ notice: NoticeRow) throws {
    try rows.run(
      """
      INSERT INTO notice (\(NoticeRow.columns))
      SELECT ?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
      """, notice.id, notice.means.rawValue, notice.recipient, notice.subject, notice.body,
      notice.createdAt, notice.state.rawValue, notice.deemedAt, notice.tries, notice.nextTryAt,
      notice.lastError, notice.acknowledgedAt, notice.acknowledgedBy)
  }

  /// How many of the tenant's wait for the mailer.
  func waitingCount() throws -> Int {
    try rows.first(
      "SELECT COUNT(*) FROM notice WHERE state = 'WAITING' AND tenant_id = :tenant"
    ) { try $0.read(0) } ?? 0
  }

  /// Forgets what waits for the mailer.
  func removeWaiting() throws {
    try rows.run("DELETE FROM notice WHERE state = 'WAITING' AND tenant_id = :tenant")
  }

  /// A notice, if it is there for the caller: to whom only his own is, what is on the login screen.
  func notice(_ id: String) throws -> NoticeRow? {
    try rows.first(
      """
      SELECT \(NoticeRow.columns) FROM notice
      WHERE id = ? AND tenant_id = :tenant AND (:only IS NULL OR means = 'LOGIN_SCREEN')
      """, id, make: NoticeRow.init)
  }

  static let filterFields = [
    Filter.Field("means", column: "means"), Filter.Field("state", column: "state"),
  ]

  /// Those that are there for the caller before a place, newest first.
  func list(
    _ filter: Filter, before place: (createdAt: Int64, id: String)?, limit: Int
  ) throws -> [NoticeRow] {
    let conditions =
      ["tenant_id = :tenant", "(:only IS NULL OR means = 'LOGIN_SCREEN')"] + filter.conditions
      + (place == nil ? [] : ["(created_at, id) < (?, ?)"])
    var values: [any Bindable] = filter.values
    if let place { values += [place.createdAt, place.id] }
    return try rows.query(
      """
      SELECT \(NoticeRow.columns) FROM notice WHERE \(conditions.joined(separator: " AND "))
      ORDER BY created_at DESC, id DESC LIMIT ?
      """, values: values + [limit], make: NoticeRow.init)
  }

  /// Keeps what has become of a notice.
  func replace(_ notice: NoticeRow) throws {
    try rows.run(
      """
      UPDATE notice SET state = ?, deemed_at = ?, tries = ?, next_try_at = ?, last_error = ?,
        acknowledged_at = ?, acknowledged_by = ?
      WHERE id = ? AND tenant_id = :tenant
      """, notice.state.rawValue, notice.deemedAt, notice.tries, notice.nextTryAt,
      notice.lastError, notice.acknowledgedAt, notice.acknowledgedBy, notice.id)
  }
}

extension NoticeRow {
  static let columns = """
    id, tenant_id, means, recipient, subject, body, created_at, state, deemed_at, tries,
    next_try_at, last_error, acknowledged_at, acknowledged_by
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let means = Means(rawValue: try row.read(2)),
      let state = State(rawValue: try row.read(7))
    else { throw DamagedRow(table: "notice") }
    self.init(
      id: try row.read(0), tenant: try row.read(1), means: means, recipient: try row.read(3),
      subject: try row.read(4), body: try row.read(5), createdAt: try row.read(6), state: state,
      deemedAt: try row.read(8), tries: try row.read(9), nextTryAt: try row.read(10),
      lastError: try row.read(11), acknowledgedAt: try row.read(12),
      acknowledgedBy: try row.read(13))
  }
}
