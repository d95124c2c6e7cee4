import Buffers
import Crypto
import SQLite

/// Which request of whom: known by a hash, since with the id itself the kept answer is sealed.
struct MutationID: Hashable, Sendable {
  let hash: SHA256.Digest
  /// Seals what was answered. Whoever has the database alone reads no secret that an answer told.
  fileprivate let key: SymmetricKey

  init(of principal: Principal, requestID: String) {
    let tenant: String =
      if case .tenant(let id, _) = principal.side { id.text } else { "" }
    // Lengths keep the parts apart.
    let whose = "\(tenant.utf8.count):\(tenant)\(principal.subject.utf8.count):\(principal.subject)"
    let secret = Array(requestID.utf8)
    hash = SHA256.authentication(of: Array("request \(whose)".utf8), key: secret)
    let sealing = SHA256.authentication(of: Array("answer \(whose)".utf8), key: secret)
    key = SymmetricKey(sealing.bytes) ?? SymmetricKey()
  }

  static func == (a: MutationID, b: MutationID) -> Bool { a.hash == b.hash }
  func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// What mutations were answered with.
struct AnswerStore {
  static let migrations = MigrationList(
    area: "mutations",
    [
      Migration(
        "answers to requests",
        """
        CREATE TABLE answered_request (
          id BYTEA PRIMARY KEY,
          content BYTEA NOT NULL,
          response BYTEA NOT NULL,
          kept_until BIGINT NOT NULL);
        CREATE INDEX answered_request_end ON answered_request (kept_until);
        """)
    ])

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// What a request was answered with, and what it asked for.
  func answer(
    to id: MutationID
  ) throws -> (content: SHA256.Digest, response: Bytes)? {
    try connection.first(
      "SELECT content, response FROM answered_request WHERE id = ?", id.hash.bytes
    ) { row in
      guard let content = SHA256.Digest(try row.read(0, as: [UInt8].self)),
        let response = AES256GCM.open(try row.read(1, as: [UInt8].self), key: id.key)
      else { throw DamagedRow(table: "answered_request") }
      return (content, Bytes(response))
    }
  }

  func keep(
    _ response: Bytes, to id: MutationID, _ content: SHA256.Digest, until end: Int64
  ) throws {
    try connection.run(
      "INSERT INTO answered_request (id, content, response, kept_until) VALUES (?, ?, ?, ?)",
      id.hash.bytes, content.bytes, AES256GCM.seal(Array(response), key: id.key), end)
  }

  /// Forgets answers whose time is over, a few at a time.
  func removeSome(before now: Int64, limit: Int) throws {
    try connection.run(
      """
      DELETE FROM answered_request WHERE id IN
        (SELECT id FROM answered_request WHERE kept_until < ? ORDER BY kept_until LIMIT ?)
      """, now, limit)
  }
}
