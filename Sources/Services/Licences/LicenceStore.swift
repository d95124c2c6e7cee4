import CivilTime
import SQLite

/// A licence as it is kept.
struct LicenceRow: Sendable, Hashable {
  var id: String
  var contract: String
  /// Who has it, or had it last.
  var users: [String] = []
  /// Empty where it is a person's.
  var device = ""
  var isViewOnly = false
  var assigned: Instant
  /// Nil while somebody has it.
  var released: Instant?
  /// When it went from one person to another last.
  var reassigned: CivilDate?
  var reassignReason = ""
  /// Grows by one with each change.
  var version: Int64 = 1

  var etag: Etag { Etag(version: version, of: id) }
}

/// The licences of a tenant's contracts: to a user his own.
struct LicenceStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// Which are there for the caller.
  private static let visible = """
    tenant_id = :tenant AND (:only IS NULL OR EXISTS (
      SELECT 1 FROM licence_holder
      WHERE licence_id = licence.id AND user_id = :only AND tenant_id = :tenant))
    """

  func add(_ licence: LicenceRow) throws {
    try rows.run(
      """
      INSERT INTO licence (id, tenant_id, contract_id, device, view_only, assigned_at, released_at,
        reassigned_on, reassign_reason, version)
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?)
      """, licence.id, licence.contract, licence.device, licence.isViewOnly ? 1 : 0,
      try licence.assigned.stored(), try licence.released?.stored(),
      licence.reassigned?.description, licence.reassignReason, licence.version)
    try setHolders(of: licence)
  }

  /// Keeps what may change of a licence.
  func replace(_ licence: LicenceRow) throws {
    try rows.run(
      """
      UPDATE licence SET released_at = ?, reassigned_on = ?, reassign_reason = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, try licence.released?.stored(), licence.reassigned?.description,
      licence.reassignReason, licence.version, licence.id)
    try setHolders(of: licence)
  }

  private func setHolders(of licence: LicenceRow) throws {
    try rows.run(
      "DELETE FROM licence_holder WHERE licence_id = ? AND tenant_id = :tenant", licence.id)
    for user in licence.users {
      try rows.run(
        "INSERT INTO licence_holder (licence_id, user_id, tenant_id) VALUES (?, ?, :tenant)",
        licence.id, user)
    }
  }

  func licence(_ id: String) throws -> LicenceRow? {
    try rows.first(
      "SELECT \(LicenceRow.columns) FROM licence WHERE id = ? AND \(Self.visible)", id,
      make: LicenceRow.init
    ).map { try withHolders($0) }
  }

  /// The licence of a contract that a user has.
  func licence(of user: String, under contract: String) throws -> LicenceRow? {
    try rows.first(
      """
      SELECT \(LicenceRow.columns) FROM licence
      WHERE contract_id = ? AND released_at IS NULL AND tenant_id = :tenant AND EXISTS (
        SELECT 1 FROM licence_holder
        WHERE licence_id = licence.id AND user_id = ? AND tenant_id = :tenant)
      """, contract, user, make: LicenceRow.init
    ).map { try withHolders($0) }
  }

  /// The licences that a user has, of all contracts.
  func licences(of user: String) throws -> [LicenceRow] {
    try rows.query(
      """
      SELECT \(LicenceRow.columns) FROM licence
      WHERE released_at IS NULL AND tenant_id = :tenant AND id IN (
        SELECT licence_id FROM licence_holder WHERE user_id = ? AND tenant_id = :tenant)
      ORDER BY id
      """, user, make: LicenceRow.init)
  }

  /// Whether a device has a licence of a contract.
  func hasLicence(device: String, under contract: String) throws -> Bool {
    try rows.first(
      """
      SELECT 1 FROM licence
      WHERE contract_id = ? AND device = ? AND released_at IS NULL AND tenant_id = :tenant
      """, contract, device
    ) { _ in true } ?? false
  }

  /// How many of a contract somebody has.
  func used(under contract: String) throws -> Int {
    try rows.first(
      """
      SELECT COUNT(*) FROM licence
      WHERE contract_id = ? AND released_at IS NULL AND tenant_id = :tenant
      """, contract
    ) { try $0.read(0) } ?? 0
  }

  /// Whoever has a licence of a contract and is no active user any more.
  func leavers(under contract: String) throws -> [String] {
    try rows.query(
      """
      SELECT DISTINCT user_id FROM licence_holder
      JOIN licence ON licence.id = licence_holder.licence_id
      WHERE licence.contract_id = ? AND licence.released_at IS NULL
        AND licence.tenant_id = :tenant AND licence_holder.tenant_id = :tenant
        AND NOT EXISTS (
          SELECT 1 FROM tenant_user
          WHERE id = licence_holder.user_id AND tenant_id = :tenant AND state = 'ACTIVE')
      ORDER BY user_id
      """, contract
    ) { try $0.read(0) }
  }

  static let filterFields = [
    Filter.Field(
      "state", column: "CASE WHEN released_at IS NULL THEN 'ASSIGNED' ELSE 'RELEASED' END"),
    Filter.Field("device", column: "device"),
    Filter.Field("view_only", column: "CASE WHEN view_only = 1 THEN 'true' ELSE 'false' END"),
  ]

  /// Licences of a contract behind an id, in the order of ids.
  func list(
    _ filter: Filter, under contract: String, after id: String, limit: Int
  ) throws -> [LicenceRow] {
    let conditions = ["contract_id = ?", "id > ?", Self.visible] + filter.conditions
    let values: [any Bindable] = [contract, id] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(LicenceRow.columns) FROM licence
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?
      """, values: values, make: LicenceRow.init
    ).map { try withHolders($0) }
  }

  private func withHolders(_ licence: LicenceRow) throws -> LicenceRow {
    var licence = licence
    licence.users = try rows.query(
      """
      SELECT user_id FROM licence_holder WHERE licence_id = ? AND tenant_id = :tenant
      ORDER BY user_id
      """, licence.id
    ) { try $0.read(0) }
    return licence
  }
}

extension LicenceRow {
  fileprivate static let columns = """
    id, contract_id, device, view_only, assigned_at, released_at, reassigned_on, reassign_reason,
    version
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), contract: try row.read(1), device: try row.read(2),
      isViewOnly: try row.read(3, as: Int64.self) != 0,
      assigned: Instant(storedNanoseconds: try row.read(4)),
      released: try row.read(5, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
      reassigned: try row.read(6, as: String?.self).flatMap { CivilDate($0) },
      reassignReason: try row.read(7), version: try row.read(8))
  }
}
