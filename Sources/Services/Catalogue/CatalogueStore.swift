import Buffers
import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite

/// A published version as it is kept.
struct CatalogueRow: Sendable {
  let version: CatalogueVersion
  /// In seconds since 1970; nil of the version that is built in.
  var publishedAt: Int64?
  /// Why a short notice was enough; empty where none was needed.
  var exception = ""
}

/// The versions of the catalogue: the built-in one, and the vendor's own behind it (COM-13).
struct CatalogueStore {
  static let migrations = MigrationList(
    area: "catalogue",
    [
      Migration(
        "versions of the catalogue",
        """
        CREATE TABLE catalogue_version (
          id TEXT PRIMARY KEY,
          effective TEXT NOT NULL,
          content BYTEA NOT NULL,
          published_at BIGINT NOT NULL,
          exception TEXT NOT NULL);
        """)
    ])

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// In order of effect.
  func all() throws -> [CatalogueRow] {
    try [CatalogueRow(version: .published)]
      + connection.query(
        "SELECT content, published_at, exception FROM catalogue_version ORDER BY effective",
        make: CatalogueRow.init)
  }

  /// A version; nil when there is none of that id.
  func version(_ id: String) throws -> CatalogueVersion? {
    if id == CatalogueVersion.published.id { return .published }
    return try connection.first(
      "SELECT content, published_at, exception FROM catalogue_version WHERE id = ?", id,
      make: CatalogueRow.init
    )?.version
  }

  /// The version by which contracts are concluded on a day; nil before the first.
  func version(on day: CivilDate) throws -> CatalogueVersion? {
    let own = try connection.first(
      """
      SELECT content, published_at, exception FROM catalogue_version WHERE effective <= ?
      ORDER BY effective DESC LIMIT 1
      """, day.description, make: CatalogueRow.init)
    if let own { return own.version }
    return CatalogueVersion.published.effective <= day ? .published : nil
  }

  /// The version of that id; where it is empty, the one in effect on a day.
  ///
  /// - Throws: NOT_FOUND CATALOGUE_NOT_FOUND.
  func version(named id: String, on day: CivilDate) throws -> CatalogueVersion {
    guard let version = id.isEmpty ? try version(on: day) : try version(id) else {
      throw RPCError.noCatalogue(id)
    }
    return version
  }

  func add(_ row: CatalogueRow) throws {
    try connection.run(
      """
      INSERT INTO catalogue_version (id, effective, content, published_at, exception)
      VALUES (?, ?, ?, ?, ?)
      """, row.version.id, row.version.effective.description,
      Contracts.CatalogVersion(row.version).encoded(), row.publishedAt, row.exception)
  }
}

extension RPCError {
  static func noCatalogue(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no such version of the catalogue: list them, or give a later day",
      reason: "CATALOGUE_NOT_FOUND", metadata: ["id": id])
  }
}

extension CatalogueRow {
  /// Reads content, instant, exception.
  fileprivate init(_ row: Row) throws {
    guard
      let message = try? Contracts.CatalogVersion(decoding: row.read(0, as: Bytes.self)),
      let version = try? CatalogueReading.version(message, at: "version")
    else { throw DamagedRow(table: "catalogue_version") }
    self.init(version: version, publishedAt: try row.read(1), exception: try row.read(2))
  }
}
