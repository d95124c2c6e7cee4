import SQLite

/// An export as it is kept: which pictures it has. Instants are nanoseconds since 1970.
struct ExportRow: Sendable {
  let id: String
  let worker: String
  let capturedFrom: Int64
  let capturedBefore: Int64
  /// How far each agent's chain went when it was begun, by agent: what came later is not in it.
  let heads: [String: Int64]
  /// The ids of what could not be read.
  var unreadable: [String] = []
  var pictures: Int64 = 0
  var size: Int64 = 0
  let createdAt: Int64
}

/// The exports of a tenant's evidence.
struct ExportStore {
  static let migrations = MigrationList(
    area: "exports",
    [
      Migration(
        "exports of evidence",
        """
        CREATE TABLE evidence_export (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          captured_from BIGINT NOT NULL,
          captured_before BIGINT NOT NULL,
          heads TEXT NOT NULL,
          unreadable TEXT NOT NULL,
          pictures BIGINT NOT NULL,
          size_bytes BIGINT NOT NULL,
          created_at BIGINT NOT NULL);
        CREATE INDEX evidence_export_tenant ON evidence_export (tenant_id, created_at);
        """)
    ])

  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// Keeps an export, and forgets those that were made before an instant.
  func add(_ row: ExportRow, forgettingBefore instant: Int64) throws {
    try rows.run(
      "DELETE FROM evidence_export WHERE tenant_id = :tenant AND created_at < ?", instant)
    let heads = row.heads.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    try rows.run(
      """
      INSERT INTO evidence_export (\(ExportRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.id, row.worker, row.capturedFrom, row.capturedBefore,
      heads.joined(separator: "\n"), row.unreadable.joined(separator: "\n"), row.pictures,
      row.size, row.createdAt)
  }

  /// An export, if its worker is there for the caller.
  func export(_ id: String) throws -> ExportRow? {
    try rows.first(
      """
      SELECT \(ExportRow.columns) FROM evidence_export
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))
      """, id, make: ExportRow.init)
  }

  /// How far the chains of a worker's agents go, by agent.
  func heads(of worker: String) throws -> [String: Int64] {
    let heads = try rows.query(
      """
      SELECT agent.id, evidence_chain.position
      FROM agent JOIN evidence_chain ON evidence_chain.agent_id = agent.id
      WHERE agent.worker_id = ? AND agent.tenant_id = :tenant
      """, worker
    ) { (try $0.read(0, as: String.self), try $0.read(1, as: Int64.self)) }
    return Dictionary(heads, uniquingKeysWith: { first, _ in first })
  }

  /// The pictures of an export, agent by agent in the order of their numbers.
  func pictures(of export: ExportRow) throws -> [EvidenceRow] {
    let unreadable = Set(export.unreadable)
    return try export.heads.sorted { $0.key < $1.key }.flatMap { agent, head in
      try rows.query(
        """
        SELECT \(EvidenceRow.columns) FROM evidence
        WHERE agent_id = ? AND tenant_id = :tenant AND worker_id = ? AND captured_at >= ?
          AND captured_at < ? AND chain_position <= ?
        ORDER BY sequence
        """, agent, export.worker, export.capturedFrom, export.capturedBefore, head,
        make: EvidenceRow.init)
    }.filter { !unreadable.contains($0.id) }
  }
}

extension ExportRow {
  fileprivate static let columns = """
    id, worker_id, captured_from, captured_before, heads, unreadable, pictures, size_bytes,
    created_at
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    var heads: [String: Int64] = [:]
    for line in try row.read(4, as: String.self).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let head = Int64(words[0]) else {
        throw DamagedRow(table: "evidence_export")
      }
      heads[String(words[1])] = head
    }
    self.init(
      id: try row.read(0), worker: try row.read(1), capturedFrom: try row.read(2),
      capturedBefore: try row.read(3), heads: heads,
      unreadable: try row.read(5, as: String.self).split(separator: "\n").map(String.init),
      pictures: try row.read(6), size: try row.read(7), createdAt: try row.read(8))
  }
}
