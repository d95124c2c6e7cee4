import Buffers
import SQLite

/// An operation as it is kept. Instants are seconds since 1970.
struct OperationRow: Sendable, Hashable {
  var id: String
  var owner: String
  var method: String
  var state: State
  /// Which run of the server it belongs to.
  var run: String
  var createdAt: Int64
  var endedAt: Int64?
  /// Type and bytes of what came of it.
  var resultType = ""
  var result = Bytes()
  var errorReason = ""
  var errorMessage = ""

  enum State: String, Sendable {
    case running = "RUNNING"
    case done = "DONE"
    case failed = "FAILED"
    case cancelled = "CANCELLED"
  }
}

/// The operations of a tenant.
struct OperationStore {
  static let migrations = MigrationList(
    area: "operations",
    [
      Migration(
        "operations",
        """
        CREATE TABLE operation (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          owner TEXT NOT NULL,
          method TEXT NOT NULL,
          state TEXT NOT NULL,
          server_run TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          ended_at BIGINT,
          result_type TEXT NOT NULL,
          result BYTEA NOT NULL,
          error_reason TEXT NOT NULL,
          error_message TEXT NOT NULL);
        CREATE INDEX operation_order ON operation (tenant_id, created_at, id);
        """)
    ])

  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ operation: OperationRow) throws {
    try rows.run(
      """
      INSERT INTO operation (\(OperationRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, operation.id, operation.owner, operation.method, operation.state.rawValue, operation.run,
      operation.createdAt, operation.endedAt, operation.resultType, operation.result,
      operation.errorReason, operation.errorMessage)
  }

  /// Keeps how an operation has ended.
  func end(_ operation: OperationRow) throws {
    try rows.run(
      """
      UPDATE operation SET state = ?, ended_at = ?, result_type = ?, result = ?, error_reason = ?,
        error_message = ? WHERE id = ? AND tenant_id = :tenant
      """, operation.state.rawValue, operation.endedAt, operation.resultType, operation.result,
      operation.errorReason, operation.errorMessage, operation.id)
  }

  /// An operation, if it is there for the caller.
  func operation(_ id: String) throws -> OperationRow? {
    try rows.first(
      """
      SELECT \(OperationRow.columns) FROM operation
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "owner"))
      """, id, make: OperationRow.init)
  }

  /// Those that are there for the caller before a place, newest first.
  func list(before place: (createdAt: Int64, id: String)?, limit: Int) throws -> [OperationRow] {
    try rows.query(
      """
      SELECT \(OperationRow.columns) FROM operation
      WHERE tenant_id = :tenant AND \(rows.shows(worker: "owner")) AND (created_at, id) < (?, ?)
      ORDER BY created_at DESC, id DESC LIMIT ?
      """, place?.createdAt ?? .max, place?.id ?? "", limit, make: OperationRow.init)
  }

  /// Forgets a few of those that were begun before an instant.
  func removeSome(before instant: Int64) throws {
    try rows.run(
      """
      DELETE FROM operation WHERE id IN (
        SELECT id FROM operation WHERE tenant_id = :tenant AND created_at < ?
        ORDER BY created_at LIMIT 16)
      """, instant)
  }
}

extension OperationRow {
  static let columns = """
    id, owner, method, state, server_run, created_at, ended_at, result_type, result,
    error_reason, error_message
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let state = State(rawValue: try row.read(3)) else {
      throw DamagedRow(table: "operation")
    }
    self.init(
      id: try row.read(0), owner: try row.read(1), method: try row.read(2), state: state,
      run: try row.read(4), createdAt: try row.read(5), endedAt: try row.read(6),
      resultType: try row.read(7), result: try row.read(8), errorReason: try row.read(9),
      errorMessage: try row.read(10))
  }
}
