import SQLite

/// A user as he is kept.
struct UserRow: Sendable {
  var id: String
  var login: String
  var name: String
  var reading: String
  var locale: String
  var roles: Set<TenantRole>
  /// Of the vendor's staff.
  var vendorRoles: Set<VendorRole> = []
  var isSuspended: Bool
  /// In seconds since 1970.
  var createdAt: Int64
  /// Grows by one with each change.
  var version: Int64
  var hasSecondFactor = false

  var etag: Etag { Etag(version: version, of: id) }
}

/// The users of a tenant, and the agents that watch them.
struct PeopleStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Users

  /// Enters a user.
  ///
  /// - Returns: false when the tenant has one of that login.
  func add(_ user: UserRow) throws -> Bool {
    try rows.run(
      """
      INSERT INTO tenant_user
        (id, tenant_id, login, name, reading, locale, roles, state, created_at, version)
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, login) DO NOTHING
      """, user.id, user.login, user.name, user.reading, user.locale,
      user.roleText, user.state, user.createdAt, user.version) > 0
  }

  /// Puts a changed user in the place of what was, with the next version.
  func replace(_ user: UserRow) throws {
    try rows.run(
      """
      UPDATE tenant_user
      SET name = ?, reading = ?, locale = ?, roles = ?, state = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, user.name, user.reading, user.locale, user.roleText, user.state, user.version, user.id)
  }

  /// Takes a user out, with his tokens and his machines'. His row stays, for what he did and so that nobody gets his login.
  func remove(_ id: String) throws {
    try rows.run(
      """
      UPDATE tenant_user SET state = 'DELETED', version = version + 1
      WHERE id = ? AND tenant_id = :tenant
      """, id)
    try rows.run("DELETE FROM token WHERE worker_id = ? AND tenant_id = :tenant", id)
    try rows.run("DELETE FROM device_code WHERE worker_id = ? AND tenant_id = :tenant", id)
  }

  /// Forgets what a user was called, who has been taken out.
  func forgetNames(of id: String) throws {
    // No login has a blank.
    try rows.run(
      """
      UPDATE tenant_user SET login = 'deleted ' || id, name = '', reading = '', version = version + 1
      WHERE id = ? AND tenant_id = :tenant
      """, id)
  }

  /// A user, if he is there for the caller.
  ///
  /// - Parameter evenDeleted: whether what is left of who was taken out is wanted too.
  func user(_ id: String, evenDeleted: Bool = false) throws -> UserRow? {
    try rows.first(
      """
      SELECT \(UserRow.columns) FROM tenant_user
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "id"))
        AND (state <> 'DELETED' OR ?)
      """, id, evenDeleted ? 1 : 0
    ) { try UserRow($0, of: rows.tenancy.tenant) }
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("login", column: "login", isOrdered: true),
    Filter.Field("name", column: "name", isOrdered: true),
    Filter.Field("locale", column: "locale"),
    Filter.Field("state", column: "state"),
  ]

  /// Users behind a login, in the order of logins.
  func list(_ filter: Filter, after login: String, limit: Int) throws -> [UserRow] {
    let conditions =
      ["tenant_id = :tenant", rows.shows(worker: "id"), "state <> 'DELETED'"] + filter.conditions
    let values: [any Bindable] = filter.values + [login, limit]
    return try rows.query(
      """
      SELECT \(UserRow.columns) FROM tenant_user
      WHERE \(conditions.joined(separator: " AND ")) AND login > ? ORDER BY login LIMIT ?
      """, values: values
    ) { try UserRow($0, of: rows.tenancy.tenant) }
  }

  // MARK: The demo's people

  /// Enters a user under an id of his own; nothing happens when he is there.
  func addUser(_ id: String, _ roles: Set<TenantRole>, name: String) throws {
    try rows.run(
      """
      INSERT INTO tenant_user (id, tenant_id, login, roles, name) VALUES (?, :tenant, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """, id, id, roles.words.joined(separator: " "), name)
    try check(id, in: "tenant_user")
  }

  /// Enters an agent; nothing happens when it is there.
  func addAgent(_ id: String, watching worker: String) throws {
    try rows.run(
      """
      INSERT INTO agent (id, tenant_id, worker_id) VALUES (?, :tenant, ?)
      ON CONFLICT (id) DO NOTHING
      """, id, worker)
    try check(id, in: "agent")
  }

  /// Ids are unique in the server: one that another tenant has is refused.
  private func check(_ id: String, in table: String) throws {
    let isOurs = try rows.first(
      "SELECT 1 FROM \(table) WHERE id = ? AND tenant_id = :tenant", id
    ) { _ in true }
    guard isOurs == true else { throw IDTaken(id: id) }
  }
}

extension UserRow {
  static let columns = """
    id, login, name, reading, locale, roles, state, created_at, version,
      EXISTS (SELECT 1 FROM second_factor WHERE user_id = tenant_user.id AND secret IS NOT NULL)
    """

  fileprivate var state: String { isSuspended ? "SUSPENDED" : "ACTIVE" }

  /// A row holds the roles of one side, as its tenant is a customer or the vendor.
  fileprivate var roleText: String { (roles.words + vendorRoles.words).joined(separator: " ") }

  /// Reads ``columns`` in their order.
  init(_ row: Row, of tenant: TenantID) throws {
    let (text, isStaff): (String, Bool) = (try row.read(5), tenant == .vendor)
    guard let roles = Set<TenantRole>(words: isStaff ? "" : text),
      let vendorRoles = Set<VendorRole>(words: isStaff ? text : "")
    else { throw DamagedRow(table: "tenant_user") }
    self.init(
      id: try row.read(0), login: try row.read(1), name: try row.read(2), reading: try row.read(3),
      locale: try row.read(4), roles: roles, vendorRoles: vendorRoles,
      isSuspended: try row.read(6, as: String.self) == "SUSPENDED", createdAt: try row.read(7),
      version: try row.read(8), hasSecondFactor: try row.read(9))
  }
}
