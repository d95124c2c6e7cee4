import SQLite

/// The groups of a tenant with their workers, as reports go through them: those that are there for the caller.
struct GroupTree {
  private let rows: TenantRows
  private let departments: DepartmentStore

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
    departments = DepartmentStore(tenancy, connection)
  }

  func contains(_ group: String) throws -> Bool {
    try departments.department(group) != nil
  }

  /// A group and those below it; `UNION` ends where somebody has made a circle.
  private static let below = """
    WITH RECURSIVE below (id) AS (
      SELECT id FROM department WHERE id = ? AND tenant_id = :tenant
      UNION
      SELECT department.id FROM department JOIN below ON department.parent_id = below.id
      WHERE department.tenant_id = :tenant)
    """

  /// A group and those below it, or all groups for none, behind an id in the order of ids.
  func groups(below group: String, after id: String, limit: Int) throws -> [DepartmentRow] {
    let ids: [String]
    if group.isEmpty {
      ids = try rows.query(
        """
        SELECT id FROM department
        WHERE tenant_id = :tenant AND id > ? AND \(rows.shows(group: "id")) ORDER BY id LIMIT ?
        """, id, limit
      ) { try $0.read(0) }
    } else {
      ids = try rows.query(
        "\(Self.below) SELECT id FROM below WHERE id > ? ORDER BY id LIMIT ?", group, id, limit
      ) { try $0.read(0) }
    }
    return try ids.compactMap { try departments.department($0) }
  }

  /// Who is in a group or in one below it, in the order of their ids.
  func workers(of group: String) throws -> [String] {
    try rows.query(
      """
      \(Self.below)
      SELECT DISTINCT user_id FROM department_member
      WHERE department_id IN (SELECT id FROM below) AND tenant_id = :tenant ORDER BY user_id
      """, group
    ) { try $0.read(0) }
  }

  /// Who works, or is watched by a machine, behind an id in the order of ids.
  func workers(after id: String, limit: Int) throws -> [(id: String, name: String)] {
    try rows.query(
      """
      SELECT id, name FROM tenant_user
      WHERE tenant_id = :tenant AND state <> 'DELETED' AND id > ? AND \(rows.shows(worker: "id"))
        AND (' ' || roles || ' ' LIKE '% WORKER %'
          OR EXISTS (SELECT 1 FROM agent WHERE worker_id = tenant_user.id
            AND tenant_id = :tenant)
          OR EXISTS (SELECT 1 FROM punch WHERE worker_id = tenant_user.id
            AND tenant_id = :tenant))
      ORDER BY id LIMIT ?
      """, id, limit
    ) { (id: try $0.read(0), name: try $0.read(1)) }
  }
}
