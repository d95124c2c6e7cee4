import CivilTime
import SQLite

/// A task as it is kept.
struct TaskRow: Sendable, Hashable {
  let id: String
  let worker: String
  var name: String
  var note: String
  /// Nil for none.
  var due: CivilDate?
  var isDone: Bool
  let created: Instant
  /// Grows by one with each change.
  var version: Int64 = 1

  var etag: Etag { Etag(version: version, of: id) }
}

/// The tasks of a tenant's workers: to a worker his own.
struct TaskStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))"
  }

  /// Enters a task; false when its worker has one of that name.
  func add(_ row: TaskRow) throws -> Bool {
    try rows.run(
      """
      INSERT INTO telework_task (\(TaskRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, :tenant) ON CONFLICT DO NOTHING
      """, row.id, row.worker, row.name, row.note, row.due?.description ?? "", row.isDone ? 1 : 0,
      try row.created.stored(), row.version) > 0
  }

  func task(_ id: String) throws -> TaskRow? {
    try rows.first(
      "SELECT \(TaskRow.columns) FROM telework_task WHERE id = ? AND \(visible)", id,
      make: TaskRow.init)
  }

  /// Puts a changed task in the place of what was; false when its worker has another of that name.
  func replace(_ row: TaskRow) throws -> Bool {
    try rows.run(
      """
      UPDATE OR IGNORE telework_task
      SET name = ?, note = ?, due_date = ?, is_done = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, row.name, row.note, row.due?.description ?? "", row.isDone ? 1 : 0, row.version, row.id)
      > 0
  }

  func remove(_ id: String) throws {
    try rows.run("DELETE FROM telework_task WHERE id = ? AND tenant_id = :tenant", id)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("worker_id", column: "worker_id"),
    Filter.Field("name", column: "name", isOrdered: true),
    Filter.Field("due_date", column: "due_date", isOrdered: true),
    Filter.Field("is_done", column: "CASE is_done WHEN 0 THEN 'false' ELSE 'true' END"),
  ]

  /// Tasks behind an id, in the order in which they were entered.
  func list(_ filter: Filter, after id: String, limit: Int) throws -> [TaskRow] {
    let conditions = [visible, "id > ?"] + filter.conditions
    let values: [any Bindable] = [id] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(TaskRow.columns) FROM telework_task
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?
      """, values: values, make: TaskRow.init)
  }
}

extension TaskRow {
  fileprivate static let columns =
    "id, worker_id, name, note, due_date, is_done, created_at, version"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    let due = try row.read(4, as: String.self)
    self.init(
      id: try row.read(0), worker: try row.read(1), name: try row.read(2), note: try row.read(3),
      due: CivilDate(due), isDone: try row.read(5, as: Int64.self) != 0,
      created: Instant(storedNanoseconds: try row.read(6)), version: try row.read(7))
  }
}
