import SQLite

/// A department as it is kept.
struct DepartmentRow: Sendable {
  var id: String
  var name: String
  /// Nil at the top.
  var parent: String?
  /// In seconds since 1970.
  var createdAt: Int64
  /// Grows by one with each change.
  var version: Int64

  var etag: Etag { Etag(version: version, of: id) }
}

/// The departments of a tenant.
struct DepartmentStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Departments

  /// A department, if it is there for the caller.
  func department(_ id: String) throws -> DepartmentRow? {
    try rows.first(
      """
      SELECT \(DepartmentRow.columns) FROM department
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(group: "id"))
      """, id, make: DepartmentRow.init)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("name", column: "name", isOrdered: true),
    Filter.Field("parent_id", column: "COALESCE(parent_id, '')"),
  ]

  /// Departments behind an id, in the order of ids.
  func list(_ filter: Filter, after id: String, limit: Int) throws -> [DepartmentRow] {
    let conditions = ["tenant_id = :tenant"] + filter.conditions
    let values: [any Bindable] = filter.values + [id, limit]
    return try rows.query(
      """
      SELECT \(DepartmentRow.columns) FROM department
      WHERE \(conditions.joined(separator: " AND ")) AND id > ? ORDER BY id LIMIT ?
      """, values: values, make: DepartmentRow.init)
  }

  /// Enters a department.
  ///
  /// - Returns: false when another has its name in its place.
  func add(_ department: DepartmentRow) throws -> Bool {
    try rows.run(
      """
      INSERT INTO department (id, tenant_id, name, parent_id, created_at, version)
      VALUES (?, :tenant, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, department.id, department.name, department.parent, department.createdAt,
      department.version) > 0
  }

  /// Puts a changed department in the place of what was, with the next version.
  ///
  /// - Returns: false when another has its name in its place.
  func replace(_ department: DepartmentRow) throws -> Bool {
    try rows.run(
      """
      UPDATE OR IGNORE department SET name = ?, parent_id = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, department.name, department.parent, department.version, department.id) > 0
  }

  func remove(_ id: String) throws {
    try rows.run("DELETE FROM department WHERE id = ? AND tenant_id = :tenant", id)
  }

  // MARK: The tree

  /// A department and those above it, the topmost last.
  func path(from id: String) throws -> [String] {
    try rows.query(
      """
      WITH RECURSIVE above (id, parent_id, distance) AS (
        SELECT id, parent_id, 0 FROM department WHERE id = ? AND tenant_id = :tenant
        UNION ALL
        SELECT department.id, department.parent_id, distance + 1
        FROM department JOIN above ON department.id = above.parent_id
        WHERE department.tenant_id = :tenant)
      SELECT id FROM above ORDER BY distance
      """, id
    ) { try $0.read(0) }
  }

  /// How many levels there are of a department and what is below it.
  func height(of id: String) throws -> Int {
    try rows.first(
      """
      WITH RECURSIVE below (id, level) AS (
        SELECT id, 1 FROM department WHERE id = ? AND tenant_id = :tenant
        UNION ALL
        SELECT department.id, level + 1
        FROM department JOIN below ON department.parent_id = below.id
        WHERE department.tenant_id = :tenant)
      SELECT MAX(level) FROM below
      """, id
    ) { try $0.read(0, as: Int?.self) ?? 0 } ?? 0
  }

  /// Whether nothing is below a department, and nobody in it.
  func isEmpty(_ id: String) throws -> Bool {
    try rows.first(
      """
      SELECT 1 WHERE
        EXISTS (SELECT 1 FROM department WHERE parent_id = ? AND tenant_id = :tenant)
        OR EXISTS (SELECT 1 FROM department_member WHERE department_id = ? AND tenant_id = :tenant)
      """, id, id
    ) { _ in false } ?? true
  }

  // MARK: Its people

  /// What somebody is to a department: the table that says so.
  enum Part: String, CaseIterable {
    case member = "department_member"
    case leader = "department_leader"
  }

  /// Who is a part of a department, in the order of their ids.
  func people(_ part: Part, of id: String) throws -> [String] {
    try rows.query(
      """
      SELECT user_id FROM \(part.rawValue) WHERE department_id = ? AND tenant_id = :tenant
      ORDER BY user_id
      """, id
    ) { try $0.read(0) }
  }

  func removePeople(_ part: Part, of id: String) throws {
    try rows.run(
      "DELETE FROM \(part.rawValue) WHERE department_id = ? AND tenant_id = :tenant", id)
  }

  /// Makes a user a part of a department; false when there is no such user.
  func add(_ user: String, as part: Part, to id: String) throws -> Bool {
    try rows.run(
      """
      INSERT INTO \(part.rawValue) (department_id, user_id, tenant_id)
      SELECT ?, id, tenant_id FROM tenant_user
      WHERE id = ? AND tenant_id = :tenant AND state <> 'DELETED'
      """, id, user) > 0
  }

  /// The departments that a user is a part of.
  func departments(with user: String, as part: Part) throws -> [String] {
    try rows.query(
      """
      SELECT department_id FROM \(part.rawValue) WHERE user_id = ? AND tenant_id = :tenant
      ORDER BY department_id
      """, user
    ) { try $0.read(0) }
  }

  /// Takes a user out of every department.
  func removeEverywhere(_ user: String) throws {
    for part in Part.allCases {
      try rows.run("DELETE FROM \(part.rawValue) WHERE user_id = ? AND tenant_id = :tenant", user)
    }
  }
}

extension DepartmentRow {
  fileprivate static let columns = "id, name, parent_id, created_at, version"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), name: try row.read(1), parent: try row.read(2),
      createdAt: try row.read(3), version: try row.read(4))
  }
}
