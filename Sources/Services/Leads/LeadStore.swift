import Buffers
import MadoAPI
import SQLite

extension Contracts.LeadKind: SchemaWord {
  static var prefix: String { "LEAD_KIND_" }
}

/// A request of somebody who is no customer yet, as it is kept.
struct LeadRow: Sendable {
  var id: String
  /// Under which its sender knows it.
  var requestID: String
  var lead: Contracts.Lead
}

/// What people have asked for (CARD-36): the vendor's, of no tenant.
struct LeadStore {
  static let migrations = MigrationList(
    area: "leads",
    [
      Migration(
        "leads",
        """
        CREATE TABLE lead (
          id TEXT PRIMARY KEY,
          request_id TEXT NOT NULL UNIQUE,
          kind TEXT NOT NULL,
          product TEXT NOT NULL,
          content BYTEA NOT NULL);
        """)
    ])

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Enters a lead.
  ///
  /// - Returns: its id, or that of the one that came by the same request.
  func add(_ row: LeadRow) throws -> LeadRow {
    try connection.run(
      """
      INSERT INTO lead (id, request_id, kind, product, content) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (request_id) DO NOTHING
      """, row.id, row.requestID, row.lead.kind.word, row.lead.product, row.lead.encoded())
    let kept = try connection.first(
      "SELECT id, request_id, content FROM lead WHERE request_id = ?", row.requestID,
      make: LeadRow.init)
    return kept ?? row
  }

  static let filterFields = [
    Filter.Field("kind", column: "kind"), Filter.Field("product", column: "product"),
  ]

  /// Leads before an id, or from the newest; the newest first.
  func list(_ filter: Filter, before id: String?, limit: Int) throws -> [LeadRow] {
    let values: [any Bindable] = filter.values + [id, limit]
    return try connection.query(
      """
      SELECT id, request_id, content FROM lead
      WHERE \((filter.conditions + ["id < COALESCE(?, '~')"]).joined(separator: " AND "))
      ORDER BY id DESC LIMIT ?
      """, values: values, make: LeadRow.init)
  }
}

extension LeadRow {
  fileprivate init(_ row: Row) throws {
    guard let lead = try? Contracts.Lead(decoding: row.read(2, as: Bytes.self)) else {
      throw DamagedRow(table: "lead")
    }
    self.init(id: try row.read(0), requestID: try row.read(1), lead: lead)
  }
}
