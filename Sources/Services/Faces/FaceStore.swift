import Buffers
import CivilTime
import Crypto
import Rules
import SQLite

/// A face image as it is kept.
struct FaceRow: Sendable {
  let id: String
  let user: String
  let picture: Picture
  let bytes: Int64
  let hash: SHA256.Digest
  let created: Instant
  /// The picture, sealed under the person's key.
  let record: Bytes

  /// What binds the sealed record to its place.
  var context: [UInt8] { Self.context(id) }

  static func context(_ id: String) -> [UInt8] { Array("face \(id)".utf8) }
}

/// The face images of a tenant's people: to a worker his own.
struct FaceStore {
  static let migrations = MigrationList(
    area: "faces",
    [
      Migration(
        "face images",
        """
        CREATE TABLE face_image (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          user_id TEXT NOT NULL REFERENCES tenant_user (id),
          format INTEGER NOT NULL,
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          size_bytes BIGINT NOT NULL,
          sha256 BYTEA NOT NULL,
          created_at BIGINT NOT NULL,
          record BYTEA NOT NULL);
        CREATE INDEX face_image_user ON face_image (user_id, created_at, id);
        """)
    ])

  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "user_id"))"
  }

  func add(_ row: FaceRow) throws {
    try rows.run(
      """
      INSERT INTO face_image (\(FaceRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.id, row.user, row.picture.format.code, row.picture.width, row.picture.height,
      row.bytes, row.hash.bytes, try row.created.stored(), row.record)
  }

  func face(_ id: String) throws -> FaceRow? {
    try rows.first(
      "SELECT \(FaceRow.columns) FROM face_image WHERE id = ? AND \(visible)", id,
      make: FaceRow.init)
  }

  /// The oldest first.
  func faces(of user: String) throws -> [FaceRow] {
    try rows.query(
      """
      SELECT \(FaceRow.columns) FROM face_image WHERE user_id = ? AND \(visible)
      ORDER BY created_at, id
      """, user, make: FaceRow.init)
  }

  func remove(_ id: String) throws {
    try rows.run("DELETE FROM face_image WHERE id = ? AND tenant_id = :tenant", id)
  }

  /// Deletes all images of a person.
  func removeAll(of user: String) throws {
    try rows.run("DELETE FROM face_image WHERE user_id = ? AND tenant_id = :tenant", user)
  }
}

extension FaceRow {
  fileprivate static let columns =
    "id, user_id, format, width, height, size_bytes, sha256, created_at, record"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let format = Picture.Format(code: try row.read(2)),
      let hash = SHA256.Digest(try row.read(6, as: [UInt8].self))
    else { throw DamagedRow(table: "face_image") }
    self.init(
      id: try row.read(0), user: try row.read(1),
      picture: Picture(format: format, width: try row.read(3), height: try row.read(4)),
      bytes: try row.read(5), hash: hash, created: Instant(storedNanoseconds: try row.read(7)),
      record: try row.read(8))
  }
}
