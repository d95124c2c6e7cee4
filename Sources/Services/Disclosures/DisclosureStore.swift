import CivilTime
import MadoAPI
import SQLite

extension Contracts.DisclosureMeans: SchemaWord {
  static var prefix: String { "DISCLOSURE_MEANS_" }
}

extension Contracts.DisclosureExclusion: SchemaWord {
  static var prefix: String { "DISCLOSURE_EXCLUSION_" }
}

/// A disclosure as it is kept.
struct DisclosureRow: Sendable {
  var id: String
  var means: Contracts.DisclosureMeans
  var subject: String
  /// Else the customer disclosed it.
  var isByVendor: Bool
  var disclosed: CivilDate
  /// The day of the written confirmation.
  var confirmed: CivilDate?
  var exclusion: Contracts.DisclosureExclusion
}

/// The disclosures between a tenant and the vendor (TEL-24).
struct DisclosureStore {
  static let migrations = MigrationList(
    area: "disclosures",
    [
      Migration(
        "disclosures",
        """
        CREATE TABLE disclosure (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          means TEXT NOT NULL,
          subject TEXT NOT NULL,
          by_vendor BIGINT NOT NULL,
          disclosed TEXT NOT NULL,
          confirmed TEXT,
          exclusion TEXT NOT NULL);
        CREATE INDEX disclosure_tenant ON disclosure (tenant_id, id);
        """)
    ])

  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func disclosure(_ id: String) throws -> DisclosureRow? {
    try rows.first(
      "SELECT \(DisclosureRow.columns) FROM disclosure WHERE id = ? AND tenant_id = :tenant", id,
      make: DisclosureRow.init)
  }

  /// Disclosures before an id, or from the newest; the newest first.
  func list(before id: String?, limit: Int) throws -> [DisclosureRow] {
    try rows.query(
      """
      SELECT \(DisclosureRow.columns) FROM disclosure
      WHERE tenant_id = :tenant AND id < COALESCE(?, '~') ORDER BY id DESC LIMIT ?
      """, id, limit, make: DisclosureRow.init)
  }

  func add(_ disclosure: DisclosureRow) throws {
    try rows.run(
      """
      INSERT INTO disclosure (\(DisclosureRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, :tenant)
      """, disclosure.id, disclosure.means.word, disclosure.subject, disclosure.isByVendor,
      disclosure.disclosed.description, disclosure.confirmed?.description,
      disclosure.exclusion == .unspecified ? "" : disclosure.exclusion.word)
  }

  /// Keeps the day of the written confirmation.
  func confirm(_ id: String, on day: CivilDate) throws {
    try rows.run(
      "UPDATE disclosure SET confirmed = ? WHERE id = ? AND tenant_id = :tenant", day.description,
      id)
  }
}

extension DisclosureRow {
  fileprivate static let columns = "id, means, subject, by_vendor, disclosed, confirmed, exclusion"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let means = Contracts.DisclosureMeans(word: try row.read(1)),
      let disclosed = try row.date(4)
    else { throw DamagedRow(table: "disclosure") }
    self.init(
      id: try row.read(0), means: means, subject: try row.read(2), isByVendor: try row.read(3),
      disclosed: disclosed, confirmed: try row.date(5),
      exclusion: Contracts.DisclosureExclusion(word: try row.read(6)) ?? .unspecified)
  }
}
