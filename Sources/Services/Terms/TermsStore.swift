import CivilTime
import MadoAPI
import SQLite

extension Contracts.TermsKind: SchemaWord {
  static var prefix: String { "TERMS_KIND_" }
}

/// A version of a document as it is kept.
struct TermsRow: Sendable {
  var id: String
  var kind: Contracts.TermsKind
  /// The code of a product; empty for all.
  var product: String
  /// For people.
  var version: String
  var title: String
  var text: String
  var effective: CivilDate
  /// In seconds since 1970.
  var postedAt: Int64
  /// Why a short posting was enough; empty where none was needed.
  var exception: String
}

/// The vendor's documents. They stand above tenants.
struct TermsStore {
  static let migrations = MigrationList(
    area: "terms",
    [
      Migration(
        "terms and acceptances",
        """
        CREATE TABLE terms (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL,
          product TEXT NOT NULL,
          version TEXT NOT NULL,
          title TEXT NOT NULL,
          content TEXT NOT NULL,
          effective TEXT NOT NULL,
          posted_at BIGINT NOT NULL,
          exception TEXT NOT NULL,
          UNIQUE (kind, product, version));
        CREATE TABLE terms_acceptance (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          terms_id TEXT NOT NULL REFERENCES terms (id),
          user_id TEXT NOT NULL,
          for_tenant BIGINT NOT NULL,
          accepted_at BIGINT NOT NULL,
          PRIMARY KEY (tenant_id, terms_id, user_id));
        """)
    ])

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func terms(_ id: String) throws -> TermsRow? {
    try connection.first(
      "SELECT \(TermsRow.columns) FROM terms WHERE id = ?", id, make: TermsRow.init)
  }

  static let filterFields = [
    Filter.Field("kind", column: "kind"), Filter.Field("product", column: "product"),
  ]

  /// Versions before an id, or from the newest; the newest first.
  func list(_ filter: Filter, before id: String?, limit: Int) throws -> [TermsRow] {
    let values: [any Bindable] = filter.values + [id, limit]
    return try connection.query(
      """
      SELECT \(TermsRow.columns) FROM terms
      WHERE \((filter.conditions + ["id < COALESCE(?, '~')"]).joined(separator: " AND "))
      ORDER BY id DESC LIMIT ?
      """, values: values, make: TermsRow.init)
  }

  /// - Returns: false when the document has that version already.
  func add(_ terms: TermsRow) throws -> Bool {
    try connection.run(
      """
      INSERT INTO terms (\(TermsRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, terms.id, terms.kind.word, terms.product, terms.version, terms.title, terms.text,
      terms.effective.description, terms.postedAt, terms.exception) > 0
  }

  /// What binds who applies for a product on a day: of each document the version in effect. The agent's licence is accepted by
  /// each user himself.
  func inEffect(for product: String, on day: CivilDate) throws -> [TermsRow] {
    let all = try connection.query(
      """
      SELECT \(TermsRow.columns) FROM terms
      WHERE effective <= ? AND product IN ('', ?) AND kind <> ? ORDER BY effective, id
      """, day.description, product, Contracts.TermsKind.agentLicence.word, make: TermsRow.init)
    var latest: [String: TermsRow] = [:]
    for terms in all { latest["\(terms.kind.word) \(terms.product)"] = terms }
    return latest.values.sorted { $0.id < $1.id }
  }

  /// The agent's licence in effect on a day: the product's own, or else that of all products; nil without one.
  func agentLicence(for product: String, on day: CivilDate) throws -> TermsRow? {
    try connection.first(
      """
      SELECT \(TermsRow.columns) FROM terms
      WHERE effective <= ? AND product IN ('', ?) AND kind = ?
      ORDER BY product DESC, effective DESC, id DESC LIMIT 1
      """, day.description, product, Contracts.TermsKind.agentLicence.word, make: TermsRow.init)
  }
}

extension TermsRow {
  fileprivate static let columns = """
    id, kind, product, version, title, content, effective, posted_at, exception
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let kind = Contracts.TermsKind(word: try row.read(1)), let effective = try row.date(6)
    else { throw DamagedRow(table: "terms") }
    self.init(
      id: try row.read(0), kind: kind, product: try row.read(2), version: try row.read(3),
      title: try row.read(4), text: try row.read(5), effective: effective,
      postedAt: try row.read(7), exception: try row.read(8))
  }
}
