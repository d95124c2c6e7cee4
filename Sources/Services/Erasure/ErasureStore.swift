import CivilTime
import SQLite
import Storage

/// The erasure of a tenant as it is kept. Instants are seconds since 1970.
struct ErasureRow: Sendable, Hashable {
  let tenant: TenantID
  /// The last day of the contract, as the tenant's row has it.
  var contractEnd: String?
  /// The first day on which it is due; nil while the contract goes on.
  var eraseFrom: String?
  /// When it was due first and a hold stood.
  var blockedAt: Int64?
  var begunAt: Int64?
  var doneAt: Int64?
  /// The certificate's lines as far as they are known.
  var statement = ""
  var signature: [UInt8]?
  var publicKey: [UInt8]?
}

/// What keeps a tenant from being erased, as it is kept. Instants are seconds since 1970.
struct HoldRow: Sendable, Hashable {
  var id: String
  var tenant: TenantID
  var reason: String
  var placedAt: Int64
  var placedBy: String
  var releasedAt: Int64?
  var releasedBy = ""
}

/// The erasures of all tenants, and the holds: the vendor's, above any one of them.
struct ErasureStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  // MARK: Erasures

  /// Keeps from which day on a tenant is to be erased; nothing happens when that is kept.
  func schedule(_ tenant: TenantID, from day: CivilDate) throws {
    try connection.run(
      """
      INSERT INTO tenant_erasure (tenant_id, erase_from, statement) VALUES (?, ?, '')
      ON CONFLICT (tenant_id) DO NOTHING
      """, tenant.text, day.description)
    // With the vendor: what is planned of the tenant himself goes with him.
    try DueStore(connection).planMissing(
      DueRow(
        kind: ErasureWork.job, tenant: .vendor, subject: tenant.text, due: JST.instant(day)))
  }

  /// Who was closed before erasures were kept, and when his contract ended.
  func unscheduled() throws -> [(tenant: TenantID, contractEnd: CivilDate)] {
    try connection.query(
      """
      SELECT id, contract_end FROM tenant
      WHERE state = 'CLOSED' AND contract_end IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM tenant_erasure WHERE tenant_id = tenant.id)
      """
    ) { row -> (tenant: TenantID, contractEnd: CivilDate)? in
      guard let end = CivilDate(try row.read(1, as: String.self)) else { return nil }
      return (TenantID(try row.read(0)), end)
    }.compactMap { $0 }
  }

  /// Whose erasure has not come to its end although its day has come, the earliest first.
  func due(on today: CivilDate) throws -> [TenantID] {
    try connection.query(
      """
      SELECT tenant_id FROM tenant_erasure WHERE done_at IS NULL AND erase_from <= ?
      ORDER BY erase_from, tenant_id
      """, today.description
    ) { TenantID(try $0.read(0)) }
  }

  /// The erasure of a tenant; nil when there is no such tenant.
  func erasure(_ tenant: TenantID) throws -> ErasureRow? {
    try connection.first(
      "SELECT \(ErasureRow.columns) WHERE tenant.id = ? AND tenant.id <> ?", tenant.text,
      TenantID.vendor.text, make: ErasureRow.init)
  }

  /// Who is to be erased, was, or is held, behind a place, the earliest due first.
  func list(after place: (day: String, tenant: String), limit: Int) throws -> [ErasureRow] {
    try connection.query(
      """
      SELECT \(ErasureRow.columns)
      WHERE (erase_from IS NOT NULL
          OR EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.tenant_id = tenant.id))
        AND (COALESCE(erase_from, '\(Self.noDay)'), tenant.id) > (?, ?)
      ORDER BY COALESCE(erase_from, '\(Self.noDay)'), tenant.id LIMIT ?
      """, place.day, place.tenant, limit, make: ErasureRow.init)
  }

  /// Behind every day on which something is due.
  static let noDay = "none"

  /// Keeps how far an erasure has come.
  func replace(_ erasure: ErasureRow) throws {
    try connection.run(
      """
      UPDATE tenant_erasure SET blocked_at = ?, begun_at = ?, done_at = ?, statement = ?,
        signature = ?, public_key = ?
      WHERE tenant_id = ?
      """, erasure.blockedAt, erasure.begunAt, erasure.doneAt, erasure.statement,
      erasure.signature, erasure.publicKey, erasure.tenant.text)
  }

  // MARK: What was erased

  /// Adds to how many of something an erasure has deleted.
  func count(_ what: String, _ count: Int64, of tenant: TenantID) throws {
    try connection.run(
      """
      INSERT INTO erasure_count (tenant_id, what, count) VALUES (?, ?, ?)
      ON CONFLICT (tenant_id, what) DO UPDATE SET count = erasure_count.count + excluded.count
      """, tenant.text, what, count)
  }

  /// What an erasure has deleted, in the order of names.
  func counts(of tenant: TenantID) throws -> [(what: String, count: Int64)] {
    try connection.query(
      "SELECT what, count FROM erasure_count WHERE tenant_id = ? ORDER BY what", tenant.text
    ) { (what: try $0.read(0), count: try $0.read(1)) }
  }

  /// Calls something that was counted otherwise.
  func rename(_ what: String, to name: String, of tenant: TenantID) throws {
    try connection.run(
      "UPDATE erasure_count SET what = ? WHERE tenant_id = ? AND what = ?", name, tenant.text, what)
  }

  func removeCounts(of tenant: TenantID) throws {
    try connection.run("DELETE FROM erasure_count WHERE tenant_id = ?", tenant.text)
  }

  /// How long a log is in which nobody has a picture; nil when somebody has. For a reader, who sees one state.
  func lengthOfAbandoned(_ month: LogMonth) throws -> Int64? {
    try connection.run("BEGIN")
    let isSomebodys = try connection.first(
      "SELECT 1 FROM evidence WHERE log_month = ? LIMIT 1", month.description
    ) { _ in true }
    return isSomebodys == true ? nil : try Transaction.logLength(month, connection)
  }

  // MARK: Holds

  func add(_ hold: HoldRow) throws {
    try connection.run(
      """
      INSERT INTO legal_hold (id, tenant_id, reason, placed_at, placed_by, released_by)
      VALUES (?, ?, ?, ?, ?, '')
      """, hold.id, hold.tenant.text, hold.reason, hold.placedAt, hold.placedBy)
  }

  func hold(_ id: String) throws -> HoldRow? {
    try connection.first(
      "SELECT \(HoldRow.columns) FROM legal_hold WHERE id = ?", id, make: HoldRow.init)
  }

  func release(_ hold: HoldRow) throws {
    try connection.run(
      "UPDATE legal_hold SET released_at = ?, released_by = ? WHERE id = ?", hold.releasedAt,
      hold.releasedBy, hold.id)
  }

  /// The holds that stand or have stood, the oldest first.
  func holds(on tenant: TenantID) throws -> [HoldRow] {
    try connection.query(
      """
      SELECT \(HoldRow.columns) FROM legal_hold WHERE tenant_id = ? ORDER BY placed_at, id
      """, tenant.text, make: HoldRow.init)
  }

  /// Whether a hold stands.
  func isHeld(_ tenant: TenantID) throws -> Bool {
    try connection.first(
      "SELECT 1 FROM legal_hold WHERE tenant_id = ? AND released_at IS NULL", tenant.text
    ) { _ in true } ?? false
  }
}

extension ErasureRow {
  /// With the tables that they are of.
  fileprivate static let columns = """
    tenant.id, contract_end, erase_from, blocked_at, begun_at, done_at, COALESCE(statement, ''),
      signature, public_key
    FROM tenant LEFT JOIN tenant_erasure ON tenant_erasure.tenant_id = tenant.id
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      tenant: TenantID(try row.read(0)), contractEnd: try row.read(1), eraseFrom: try row.read(2),
      blockedAt: try row.read(3), begunAt: try row.read(4), doneAt: try row.read(5),
      statement: try row.read(6), signature: try row.read(7), publicKey: try row.read(8))
  }
}

extension HoldRow {
  fileprivate static let columns = """
    id, tenant_id, reason, placed_at, placed_by, released_at, released_by
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), tenant: TenantID(try row.read(1)), reason: try row.read(2),
      placedAt: try row.read(3), placedBy: try row.read(4), releasedAt: try row.read(5),
      releasedBy: try row.read(6))
  }
}
