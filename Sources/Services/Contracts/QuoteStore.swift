import Buffers
import MadoAPI
import SQLite

/// A quote as it is kept. What it costs follows from the order and the version of the catalogue.
struct QuoteRow: Sendable {
  var id: String
  var tenant: TenantID
  /// The version of the catalogue by which it was made.
  var catalogue: String
  /// With its day of supply.
  var order: Contracts.Order
  /// What became of it.
  var application: String?
  /// In seconds since 1970.
  var createdAt: Int64
  /// Grows by one with each change.
  var version: Int64 = 1

  var etag: Etag { Etag(version: version, of: id) }
}

/// The quotes of a tenant.
struct QuoteStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func quote(_ id: String) throws -> QuoteRow? {
    try rows.first(
      "SELECT \(QuoteRow.columns) FROM contract_quote WHERE id = ? AND tenant_id = :tenant", id,
      make: QuoteRow.init)
  }

  /// Quotes before an id, or from the newest; the newest first.
  func list(before id: String?, limit: Int) throws -> [QuoteRow] {
    try rows.query(
      """
      SELECT \(QuoteRow.columns) FROM contract_quote
      WHERE tenant_id = :tenant AND id < COALESCE(?, '~') ORDER BY id DESC LIMIT ?
      """, id, limit, make: QuoteRow.init)
  }

  func add(_ quote: QuoteRow) throws {
    try rows.run(
      """
      INSERT INTO contract_quote (\(QuoteRow.columns)) VALUES (?, :tenant, ?, ?, ?, ?, ?)
      """, quote.id, quote.catalogue, quote.order.encoded(), quote.application, quote.createdAt,
      quote.version)
  }

  /// Keeps what has become of a quote, with the next version.
  func replace(_ quote: QuoteRow) throws {
    try rows.run(
      """
      UPDATE contract_quote SET application_id = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, quote.application, quote.version, quote.id)
  }
}

extension QuoteRow {
  fileprivate static let columns = """
    id, tenant_id, catalogue, order_content, application_id, created_at, version
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let order = try? Contracts.Order(decoding: row.read(3, as: Bytes.self)) else {
      throw DamagedRow(table: "contract_quote")
    }
    self.init(
      id: try row.read(0), tenant: TenantID(try row.read(1)), catalogue: try row.read(2),
      order: order, application: try row.read(4), createdAt: try row.read(5),
      version: try row.read(6))
  }
}
