import SQLite

/// A tenant as it is kept.
struct TenantRow: Sendable {
  var id: String
  var name: String
  /// Empty when it is not known.
  var corporateNumber: String
  var locale: String
  var systemID: String
  var state = State.active
  /// The last day of the contract, once it is closed: `2026-03-31`.
  var contractEnd: String?
  /// In seconds since 1970.
  var createdAt: Int64
  /// Grows by one with each change.
  var version: Int64 = 1

  var etag: Etag { Etag(version: version, of: id) }

  enum State: String, Sendable {
    case active = "ACTIVE"
    case closed = "CLOSED"
    /// Nothing is kept of it but its id.
    case erased = "ERASED"
  }
}

/// The vendor's register of tenants: what there is above any one of them. The vendor himself, under whose id his
/// staff are kept, is none of them.
struct TenantRegister {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Enters a tenant; nothing happens when it is there.
  func add(_ id: TenantID, name: String) throws {
    try connection.run(
      "INSERT INTO tenant (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", id.text, name)
  }

  /// Enters a tenant.
  ///
  /// - Returns: false when there is one of that id.
  func add(_ tenant: TenantRow) throws -> Bool {
    try connection.run(
      """
      INSERT INTO tenant (id, name, corporate_number, locale, system_id, created_at, version)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
      """, tenant.id, tenant.name, tenant.corporateNumber, tenant.locale, tenant.systemID,
      tenant.createdAt, tenant.version) > 0
  }

  /// Puts a changed tenant in the place of what was, with the next version.
  func replace(_ tenant: TenantRow) throws {
    try connection.run(
      """
      UPDATE tenant
      SET name = ?, corporate_number = ?, locale = ?, system_id = ?, state = ?, contract_end = ?,
        version = ?
      WHERE id = ?
      """, tenant.name, tenant.corporateNumber, tenant.locale, tenant.systemID,
      tenant.state.rawValue, tenant.contractEnd, tenant.version, tenant.id)
  }

  /// Whether there is a customer of that id, of whom something may be kept.
  func contains(_ id: TenantID) throws -> Bool {
    guard let tenant = try tenant(id) else { return false }
    return tenant.state != .erased
  }

  /// Does something for each customer of whom something may be kept; returns how many there are.
  func forEachServed(_ body: (TenantID) throws -> Void) throws -> Int {
    let ids = try connection.query(
      "SELECT id FROM tenant WHERE id <> ? AND state <> 'ERASED' ORDER BY id", TenantID.vendor.text
    ) { TenantID(try $0.read(0)) }
    for id in ids { try body(id) }
    return ids.count
  }

  func tenant(_ id: TenantID) throws -> TenantRow? {
    try connection.first(
      "SELECT \(TenantRow.columns) FROM tenant WHERE id = ? AND id <> ?", id.text,
      TenantID.vendor.text, make: TenantRow.init)
  }

  /// Whose system id it is: of who is served alone.
  func tenant(systemID: String) throws -> TenantID? {
    try connection.first(
      "SELECT id FROM tenant WHERE system_id = ? AND system_id <> '' AND state = 'ACTIVE'", systemID
    ) { TenantID(try $0.read(0)) }
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("id", column: "id", isOrdered: true),
    Filter.Field("name", column: "name", isOrdered: true),
    Filter.Field("corporate_number", column: "corporate_number"),
    Filter.Field("locale", column: "locale"),
    Filter.Field("system_id", column: "system_id"),
    Filter.Field("state", column: "state"),
  ]

  /// Tenants behind an id, in the order of ids.
  func list(_ filter: Filter, after id: String, limit: Int) throws -> [TenantRow] {
    let values: [any Bindable] = [TenantID.vendor.text] + filter.values + [id, limit]
    return try connection.query(
      """
      SELECT \(TenantRow.columns) FROM tenant
      WHERE \((["id <> ?"] + filter.conditions).joined(separator: " AND ")) AND id > ?
      ORDER BY id LIMIT ?
      """, values: values, make: TenantRow.init)
  }
}

extension TenantRow {
  fileprivate static let columns = """
    id, name, corporate_number, locale, system_id, state, contract_end, created_at, version
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let state = State(rawValue: try row.read(5)) else { throw DamagedRow(table: "tenant") }
    self.init(
      id: try row.read(0), name: try row.read(1), corporateNumber: try row.read(2),
      locale: try row.read(3), systemID: try row.read(4), state: state,
      contractEnd: try row.read(6),
      createdAt: try row.read(7), version: try row.read(8))
  }
}
