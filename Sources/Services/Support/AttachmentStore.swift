import Buffers
import CivilTime
import SQLite

/// A file of a case as it is kept, without what it holds.
struct AttachmentRow: Sendable {
  var id: String
  var caseID: String
  var name: String
  var mediaType: String
  /// Bytes.
  var size: Int64
  /// SHA-256
  var hash: Bytes
  /// A user's id, of the tenant's or the vendor's.
  var author: String
  var uploaded: Instant
}

/// The files of a tenant's cases. Whether a case is there for the caller is asked of ``CaseStore`` first.
struct AttachmentStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// Files of a case: what the desk reads, and no archive.
  static let countMax = 20

  func add(_ row: AttachmentRow, content: Bytes) throws {
    try rows.run(
      """
      INSERT INTO support_attachment (\(AttachmentRow.columns), tenant_id, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, :tenant, ?)
      """, row.id, row.caseID, row.name, row.mediaType, row.size, row.hash, row.author,
      try row.uploaded.stored(), content)
  }

  /// The files of a case, the first one first.
  func all(of caseID: String) throws -> [AttachmentRow] {
    try rows.query(
      """
      SELECT \(AttachmentRow.columns) FROM support_attachment
      WHERE case_id = ? AND tenant_id = :tenant ORDER BY uploaded_at, id
      """, caseID, make: AttachmentRow.init)
  }

  func find(_ id: String, of caseID: String) throws -> AttachmentRow? {
    try rows.first(
      """
      SELECT \(AttachmentRow.columns) FROM support_attachment
      WHERE id = ? AND case_id = ? AND tenant_id = :tenant
      """, id, caseID, make: AttachmentRow.init)
  }

  /// Bytes of a file from `offset` on.
  func content(of id: String, from offset: Int64, limit: Int64) throws -> Bytes {
    try rows.first(
      "SELECT substr(content, ?, ?) FROM support_attachment WHERE id = ? AND tenant_id = :tenant",
      offset + 1, limit, id
    ) { try $0.read(0) } ?? Bytes()
  }
}

extension AttachmentRow {
  fileprivate static let columns =
    "id, case_id, file_name, media_type, size, sha256, author_id, uploaded_at"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), caseID: try row.read(1), name: try row.read(2),
      mediaType: try row.read(3), size: try row.read(4), hash: try row.read(5),
      author: try row.read(6), uploaded: Instant(storedNanoseconds: try row.read(7)))
  }
}
