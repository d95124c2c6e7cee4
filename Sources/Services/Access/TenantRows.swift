import SQLite

/// The rows of one tenant: what a store of tenants' data speaks to instead of the database.
///
/// Each statement names `:tenant`, or is refused before it runs, so that none goes across tenants because
/// somebody forgot. What it shows of workers it shows of those who are there for the caller:
///
///     try rows.first(
///       """
///       SELECT worker_id FROM agent
///       WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))
///       """, id) { try $0.read(0, as: String.self) }
///
/// `:only` is the caller where not everybody's records are there for him, or else NULL; `:leader` the same for who leads
/// departments.
struct TenantRows {
  let tenancy: Tenancy
  private let connection: Connection
  private let named: [NamedValue]

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    self.connection = connection
    let (only, leader): (String?, String?) =
      switch tenancy.whose {
      case .everybodys: (nil, nil)
      case .ones(let worker): (worker, nil)
      // What does not know of leaders shows them their own.
      case .led(let leader, _): (leader, leader)
      }
    named = [
      NamedValue(":tenant", tenancy.tenant.text, isRequired: true),
      NamedValue(":only", only), NamedValue(":leader", leader),
    ]
  }

  // MARK: Who is there for the caller

  /// The condition that a row is of a worker who is there for the caller.
  ///
  /// - Parameter column: in which the worker's id is.
  func shows(worker column: String) -> String {
    guard case .led(_, let withOwn) = tenancy.whose else {
      return "\(column) = COALESCE(:only, \(column))"
    }
    // The names in it are nobody else's, so that the column is one of the statement around it. What he leads is found once
    // for a statement, and a row's departments by its worker: COALESCE keeps the other index out, by which each row would
    // cost as much as he leads.
    return """
      (\(withOwn ? "\(column) = :only OR " : "")EXISTS (
        SELECT 1 FROM (
          SELECT user_id AS led_user_id, COALESCE(department_id, '') AS led_in
          FROM department_member WHERE tenant_id = :tenant) AS led_member
        WHERE led_user_id = \(column) AND led_in IN (\(Self.ledGroups))))
      """
  }

  /// The condition that a row is of a department that is there for the caller: any, or one that he leads or that is below
  /// it.
  ///
  /// - Parameter column: in which the department's id is.
  func shows(group column: String) -> String {
    switch tenancy.whose {
    case .everybodys: "1 = 1"
    case .ones: "1 = 0"
    case .led: "\(column) IN (\(Self.ledGroups))"
    }
  }

  /// The departments that `:leader` leads, and those below; `UNION` ends where somebody has made a circle.
  private static let ledGroups = """
    WITH RECURSIVE led (id) AS (
      SELECT department_id FROM department_leader WHERE user_id = :leader AND tenant_id = :tenant
      UNION
      SELECT department.id FROM department JOIN led ON department.parent_id = led.id
      WHERE department.tenant_id = :tenant)
    SELECT id FROM led
    """

  // MARK: Statements

  /// Runs a statement; returns the number of rows changed.
  @discardableResult
  func run(_ sql: String, _ values: any Bindable...) throws -> Int {
    try connection.run(sql, values: values, named: named)
  }

  /// The rows of a query, each as `make` reads it.
  func query<R>(_ sql: String, _ values: any Bindable..., make: (Row) throws -> R) throws -> [R] {
    try connection.query(sql, values: values, named: named, make: make)
  }

  /// The same with the values in an array, for statements that are put together.
  func query<R>(_ sql: String, values: [any Bindable], make: (Row) throws -> R) throws -> [R] {
    try connection.query(sql, values: values, named: named, make: make)
  }

  /// The first row of a query as `make` reads it, or nil.
  func first<R>(_ sql: String, _ values: any Bindable..., make: (Row) throws -> R) throws -> R? {
    try connection.first(sql, values: values, named: named, make: make)
  }
}
