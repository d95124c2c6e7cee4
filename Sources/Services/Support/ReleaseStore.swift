import CivilTime
import MadoAPI
import SQLite

/// A version of a product as it is kept.
struct ReleaseRow: Sendable, Hashable {
  /// Its place among all that were published, from 1.
  var position: Int64 = 0
  var id: String
  var product: String
  var version: String
  /// As the schema numbers it.
  var kind: Int64
  var title: String
  var body: String
  var published: Instant
}

/// The news of versions, and who wants to be told of them. They are the vendor's, for all tenants.
struct ReleaseStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Enters a version behind all others.
  ///
  /// - Returns: false when its product has one of that name.
  func add(_ row: ReleaseRow) throws -> Bool {
    let last = try connection.first("SELECT MAX(position) FROM release_note") { row in
      try row.read(0, as: Int64?.self)
    }
    return try connection.run(
      """
      INSERT INTO release_note (position, id, product, version, kind, title, body, published_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (product, version) DO NOTHING
      """, ((last ?? nil) ?? 0) + 1, row.id, row.product, row.version, row.kind, row.title,
      row.body, try row.published.stored()) > 0
  }

  func find(_ id: String) throws -> ReleaseRow? {
    try connection.first(
      "SELECT \(ReleaseRow.columns) FROM release_note WHERE id = ?", id, make: ReleaseRow.init)
  }

  /// Versions behind a place, in the order in which they were published.
  ///
  /// - Parameter product: of which alone; empty for all.
  func list(product: String, after position: Int64, limit: Int) throws -> [ReleaseRow] {
    try connection.query(
      """
      SELECT \(ReleaseRow.columns) FROM release_note
      WHERE position > ? AND (? = '' OR product = ?) ORDER BY position LIMIT ?
      """, position, product, product, limit, make: ReleaseRow.init)
  }

  /// The tenants that want to be told of a product.
  func subscribers(of product: String) throws -> [TenantID] {
    try connection.query(
      "SELECT tenant_id FROM release_subscription WHERE product = ? ORDER BY tenant_id", product
    ) { TenantID(try $0.read(0)) }
  }
}

/// Of which products a tenant wants to be told.
struct ReleaseSubscriptions {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func products() throws -> [String] {
    try rows.query(
      "SELECT product FROM release_subscription WHERE tenant_id = :tenant ORDER BY product"
    ) { try $0.read(0) }
  }

  func set(_ products: [String]) throws {
    try rows.run("DELETE FROM release_subscription WHERE tenant_id = :tenant")
    for product in products {
      try rows.run(
        "INSERT INTO release_subscription (product, tenant_id) VALUES (?, :tenant)", product)
    }
  }
}

extension ReleaseRow {
  fileprivate static let columns =
    "position, id, product, version, kind, title, body, published_at"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      position: try row.read(0), id: try row.read(1), product: try row.read(2),
      version: try row.read(3), kind: try row.read(4), title: try row.read(5),
      body: try row.read(6), published: Instant(storedNanoseconds: try row.read(7)))
  }
}
