import SQLite

/// The rows of one tenant: what a store of tenants' data speaks to instead of the database.
///
/// Each statement names `:tenant`, or is refused before it runs, so that none goes across tenants because
/// somebody forgot. `:only` is whose records alone are there for the caller, NULL for everybody's:
///
///     try rows.first(
///       """
///       SELECT worker_id FROM agent
///       WHERE id = ? AND tenant_id = :tenant AND worker_id = COALESCE(:only, worker_id)
///       """, id) { try $0.read(0, as: String.self) }
struct TenantRows {
  let tenancy: Tenancy
  private let connection: Connection
  private let named: [NamedValue]

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    self.connection = connection
    named = [
      NamedValue(":tenant", tenancy.tenant.text, isRequired: true),
      NamedValue(":only", tenancy.only),
    ]
  }

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
