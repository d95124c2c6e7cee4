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

  func lastCheckpoint() throws -> AuditChain.Checkpoint? {
    try rows.first(
      """
      SELECT position, hash, signed_at, signature FROM audit_checkpoint
      WHERE tenant_id = :tenant ORDER BY position DESC LIMIT 1
      """, make: AuditChain.Checkpoint.init)
  }

  /// Checkpoints from a position on.
  func checkpoints(from position: Int64, limit: Int) throws -> [AuditChain.Checkpoint] {
    try rows.query(
      """
      SELECT position, hash, signed_at, signature FROM audit_checkpoint
      WHERE tenant_id = :tenant AND position >= ? ORDER BY position LIMIT ?
      """, position, limit, make: AuditChain.Checkpoint.init)
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
