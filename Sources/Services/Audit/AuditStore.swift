import Crypto
import SQLite
import Storage

/// A record with its place in the chain, as it is kept.
struct AuditRow: Sendable, Hashable {
  var position: Int64
  var record: AuditRecord
  var hash: SHA256.Digest
}

/// A tenant's audit log, or the vendor's.
struct AuditStore {
  private let tenancy: Tenancy
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    rows = TenantRows(tenancy, connection)
  }

  static let recordColumns = """
    recorded_at, actor, roles, action, target, refusal, before_hash, after_hash, address, trace,
    request
    """

  /// Of a record: tenant, position, the columns above, hash.
  static let insertion = """
    INSERT INTO audit_record (tenant_id, position, \(recordColumns), hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  // MARK: Records

  /// Records from a position on; nil stands for a row that cannot be read.
  func chain(from position: Int64, limit: Int) throws -> [AuditRow?] {
    try rows.query(
      """
      SELECT position, hash, \(Self.recordColumns) FROM audit_record
      WHERE tenant_id = :tenant AND position >= ? ORDER BY position LIMIT ?
      """, position, limit
    ) { try? AuditRow($0, tenant: tenancy.tenant.text) }
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("position", column: "position", as: .number),
    Filter.Field("time", column: "recorded_at", as: .instant),
    Filter.Field("actor", column: "actor"),
    Filter.Field("action", column: "action"),
    Filter.Field("target", column: "target"),
    Filter.Field("refusal", column: "refusal"),
    Filter.Field("address", column: "address"),
    Filter.Field("trace_id", column: "trace"),
  ]

  /// What a list is sorted by.
  static let orderFields = [
    Order.Field("position", columns: "position"),
    Order.Field("time", columns: "recorded_at", "position"),
  ]

  /// Records behind a place, which is that of an order's columns.
  func list(
    _ filter: Filter, _ order: Order, after place: [Int64], limit: Int
  ) throws -> [AuditRow] {
    let conditions =
      ["tenant_id = :tenant"] + filter.conditions + (place.isEmpty ? [] : [order.isBehind])
    let values: [any Bindable] = filter.values + place + [limit]
    return try rows.query(
      """
      SELECT position, hash, \(Self.recordColumns) FROM audit_record
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order.clause) LIMIT ?
      """, values: values
    ) { try AuditRow($0, tenant: tenancy.tenant.text) }
  }

  /// What was done to targets of a kind behind a position, or every record, and the last position of all: of
  /// one state of the log.
  func changes(
    of kind: String?, after position: Int64, limit: Int
  ) throws -> (rows: [AuditRow], last: Int64) {
    // The end first: what comes later is found by who asks again.
    let last = try lastPosition()
    let prefix = kind.map { "\($0)/" }
    let found = try rows.query(
      """
      SELECT position, hash, \(Self.recordColumns) FROM audit_record
      WHERE tenant_id = :tenant AND position > ? AND position <= ?
        AND (? IS NULL OR refusal = '' AND substr(target, 1, ?) = ?)
      ORDER BY position LIMIT ?
      """, position, last, prefix, prefix?.count ?? 0, prefix, limit
    ) { try AuditRow($0, tenant: tenancy.tenant.text) }
    return (found, last)
  }

  /// How many records say what somebody did.
  func count(by actor: String) throws -> Int64 {
    try rows.first(
      "SELECT COUNT(*) FROM audit_record WHERE tenant_id = :tenant AND actor = ?", actor
    ) { try $0.read(0) } ?? 0
  }

  /// The last place that a record holds; 0 without one.
  func lastPosition() throws -> Int64 {
    try rows.first("SELECT MAX(position) FROM audit_record WHERE tenant_id = :tenant") {
      try $0.read(0, as: Int64?.self) ?? 0
    } ?? 0
  }

  // MARK: Heads and checkpoints

  /// How far the log goes, and the seal over it; nil while there is none.
  func head() throws -> (head: AuditChain.Head, seal: SHA256.Digest?)? {
    try rows.first("SELECT position, hash, seal FROM audit_head WHERE tenant_id = :tenant") { row in
      (try AuditChain.Head(row, at: 0), try row.read(2))
    }
  }

  /// The head, and the last places that a record and a checkpoint hold: of one state of the log.
  func ends() throws -> (
    kept: (head: AuditChain.Head, seal: SHA256.Digest?)?, last: Int64, signed: Int64
  ) {
    try rows.first(
      """
      SELECT head.position, head.hash, head.seal, ends.last, ends.signed FROM (
        SELECT
          (SELECT COALESCE(MAX(position), 0) FROM audit_record WHERE tenant_id = :tenant) AS last,
          (SELECT COALESCE(MAX(position), 0) FROM audit_checkpoint WHERE tenant_id = :tenant)
            AS signed) AS ends
      LEFT JOIN audit_head AS head ON head.tenant_id = :tenant
      """
    ) { row in
      let isKept = try row.read(0, as: Int64?.self) != nil
      return (
        isKept ? (try AuditChain.Head(row, at: 0), try row.read(2)) : nil, try row.read(3),
        try row.read(4)
      )
    } ?? (nil, 0, 0)
  }

  func lastCheckpoint() throws -> AuditChain.Checkpoint? {
    try rows.first(
      """
      SELECT position, hash, signed_at, signature FROM audit_checkpoint
      WHERE tenant_id = :tenant ORDER BY position DESC LIMIT 1
      """, make: AuditChain.Checkpoint.init)
  }

  /// Checkpoints within positions.
  func checkpoints(
    _ positions: ClosedRange<Int64>, limit: Int = .max
  ) throws -> [AuditChain.Checkpoint] {
    try rows.query(
      """
      SELECT position, hash, signed_at, signature FROM audit_checkpoint
      WHERE tenant_id = :tenant AND position >= ? AND position <= ? ORDER BY position LIMIT ?
      """, positions.lowerBound, positions.upperBound, limit, make: AuditChain.Checkpoint.init)
  }
}

extension AuditRow {
  /// Reads position, hash and ``AuditStore/recordColumns``.
  init(_ row: Row, tenant: String) throws {
    let record = AuditRecord(
      tenant: tenant, at: try row.read(2), actor: try row.read(3), roles: try row.read(4),
      action: try row.read(5), target: try row.read(6), refusal: try row.read(7),
      before: try row.read(8), after: try row.read(9), address: try row.read(10),
      trace: try row.read(11), request: try row.read(12))
    self.init(position: try row.read(0), record: record, hash: try row.read(1))
  }
}

extension AuditChain.Head {
  /// Reads position and hash from a column on.
  init(_ row: Row, at column: Int) throws {
    self.init(position: try row.read(column), hash: try row.read(column + 1))
  }
}

extension AuditChain.Checkpoint {
  /// Reads position, hash, instant and signature.
  init(_ row: Row) throws {
    self.init(
      head: try AuditChain.Head(row, at: 0), at: try row.read(2), signature: try row.read(3))
  }
}

/// As 32 bytes.
extension SHA256.Digest: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 { bytes.bind(to: parameter) }

  public init?(reading column: Column) {
    guard let bytes = [UInt8](reading: column) else { return nil }
    self.init(bytes)
  }
}
