import Crypto
import SQLite

/// A worker's machine as it is kept.
struct DeviceRow: Sendable {
  var id: String
  var worker: String
  var name: String
  /// In seconds since 1970.
  var createdAt: Int64
  var isRevoked = false
}

/// The machines of a tenant's workers, on which the telework agent runs.
struct DeviceStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Codes

  /// Keeps a code by which a machine of a worker enrols, once; false when there is no such worker.
  func setCode(_ code: IssuedCode, of worker: String) throws -> Bool {
    try rows.run(
      """
      INSERT INTO device_code (worker_id, tenant_id, hash, code_end)
      SELECT id, tenant_id, ?, ? FROM active_user
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "id"))
      ON CONFLICT (worker_id) DO UPDATE SET hash = excluded.hash, code_end = excluded.code_end
      """, code.hash.bytes, code.end, worker) > 0
  }

  /// Spends a code; false when its time is over, or another was quicker.
  func spend(_ code: SHA256.Digest, at now: Int64) throws -> Bool {
    try rows.run(
      "DELETE FROM device_code WHERE hash = ? AND tenant_id = :tenant AND code_end > ?", code.bytes,
      now) > 0
  }

  // MARK: Machines

  func add(_ device: DeviceRow) throws {
    try rows.run(
      """
      INSERT INTO agent (id, tenant_id, worker_id, name, created_at) VALUES (?, :tenant, ?, ?, ?)
      """, device.id, device.worker, device.name, device.createdAt)
  }

  /// A machine, if it is there for the caller.
  func device(_ id: String) throws -> DeviceRow? {
    try rows.first(
      """
      SELECT \(DeviceRow.columns) FROM agent
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))
      """, id, make: DeviceRow.init)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("worker_id", column: "worker_id"), Filter.Field("name", column: "name"),
  ]

  /// Machines behind an id, in the order of ids.
  func list(_ filter: Filter, after id: String, limit: Int) throws -> [DeviceRow] {
    let conditions =
      ["tenant_id = :tenant", rows.shows(worker: "worker_id")] + filter.conditions
    let values: [any Bindable] = filter.values + [id, limit]
    return try rows.query(
      """
      SELECT \(DeviceRow.columns) FROM agent
      WHERE \(conditions.joined(separator: " AND ")) AND id > ? ORDER BY id LIMIT ?
      """, values: values, make: DeviceRow.init)
  }

  /// Ends what a worker's machines are known by, and forgets their names.
  func revokeAll(of worker: String) throws {
    try rows.run(
      "UPDATE agent SET is_revoked = 1, name = '' WHERE worker_id = ? AND tenant_id = :tenant",
      worker)
    try rows.run(
      "DELETE FROM token WHERE worker_id = ? AND tenant_id = :tenant AND role = 'DEVICE'", worker)
  }

  /// Ends what a machine is known by.
  func revoke(_ id: String) throws {
    try rows.run("UPDATE agent SET is_revoked = 1 WHERE id = ? AND tenant_id = :tenant", id)
    try rows.run(
      "DELETE FROM token WHERE subject = ? AND tenant_id = :tenant AND role = 'DEVICE'", id)
  }
}

extension DeviceRow {
  fileprivate static let columns = "id, worker_id, name, created_at, is_revoked"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), worker: try row.read(1), name: try row.read(2),
      createdAt: try row.read(3), isRevoked: try row.read(4))
  }
}
