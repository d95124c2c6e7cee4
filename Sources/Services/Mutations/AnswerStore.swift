import Buffers
import Crypto
import SQLite

/// Which request of whom: known by a hash, since with the id itself the kept answer is sealed.
struct MutationID: Hashable, Sendable {
  let hash: SHA256.Digest
  /// Of an id that begins with its time: that time, in milliseconds since 1970.
  private let time: UInt64?
  /// Seals what was answered. Whoever has the database alone reads no secret that an answer told.
  let key: SymmetricKey

  init(of principal: Principal, requestID: String) {
    let tenant: String =
      if case .tenant(let id, _) = principal.side { id.text } else { "" }
    // Lengths keep the parts apart.
    let whose = "\(tenant.utf8.count):\(tenant)\(principal.subject.utf8.count):\(principal.subject)"
    let secret = Array(requestID.utf8)
    hash = SHA256.authentication(of: Array("request \(whose)".utf8), key: secret)
    time = Self.time(of: secret)
    let sealing = SHA256.authentication(of: Array("answer \(whose)".utf8), key: secret)
    key = SymmetricKey(sealing.bytes) ?? SymmetricKey()
  }

  /// By what its row is found: half of the hash is more than chance brings together. Behind the time it is less, and
  /// enough for what was asked for in the same millisecond; the rows of a time then stand side by side in their index,
  /// so that a batch changes a page of it, and not one for each.
  fileprivate var row: [UInt8] {
    hash.withUnsafeBytes { hash in
      guard let time else { return Array(hash.prefix(16)) }
      return withUnsafeBytes(of: (time << 16).bigEndian) { Array($0.prefix(6)) } + hash.prefix(10)
    }
  }

  /// When a UUID of version 7 says that it was made (RFC 9562, section 5.7). Such ids were found by their hash alone
  /// before the day from which on they are found by their time.
  private static func time(of id: [UInt8]) -> UInt64? {
    guard id.count == 36, id[14] == UInt8(ascii: "7") else { return nil }
    var time: UInt64 = 0
    for byte in id[0..<13] where byte != UInt8(ascii: "-") {
      guard let digit = Hex.value(of: byte) else { return nil }
      time = time << 4 | UInt64(digit)
    }
    return time < firstTime ? nil : time
  }

  /// 2026-11-21, 00:00 UTC.
  private static let firstTime: UInt64 = 1_795_219_200_000

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
        """),
      Migration(
        "answers in their order",
        """
        CREATE TABLE kept_answer (
          place INTEGER PRIMARY KEY,
          id BYTEA NOT NULL UNIQUE,
          content BYTEA NOT NULL,
          response BYTEA NOT NULL,
          kept_until BIGINT NOT NULL);
        INSERT INTO kept_answer (id, content, response, kept_until)
          SELECT substr(id, 1, 16), content, response, kept_until
          FROM answered_request ORDER BY kept_until;
        DROP TABLE answered_request;
        """),
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
      "SELECT content, response FROM kept_answer WHERE id = ?", id.row
    ) { row in
      guard let content = SHA256.Digest(try row.read(0, as: [UInt8].self)),
        let response = AES256GCM.open(try row.read(1, as: [UInt8].self), key: id.key)
      else { throw DamagedRow(table: "kept_answer") }
      return (content, Bytes(response))
    }
  }

  func keep(
    _ response: Bytes, to id: MutationID, _ content: SHA256.Digest, until end: Int64
  ) throws {
    try connection.run(
      "INSERT INTO kept_answer (id, content, response, kept_until) VALUES (?, ?, ?, ?)", id.row,
      content, AES256GCM.seal(Array(response), key: id.key), end)
  }

  /// Forgets those answers whose time is over among some: they are looked at in their order, round and round, since
  /// an index of their ends would cost more than all else that is kept of them.
  ///
  /// - Returns: behind which place to go on.
  func removeSome(before now: Int64, behind place: Int64, limit: Int) throws -> Int64 {
    let some = try connection.first(
      """
      SELECT COUNT(*), MAX(place) FROM
        (SELECT place FROM kept_answer WHERE place > ? ORDER BY place LIMIT ?) AS some
      """, place, limit
    ) { (count: try $0.read(0, as: Int.self), last: try $0.read(1, as: Int64?.self)) }
    guard let some, let last = some.last else { return 0 }
    try connection.run(
      "DELETE FROM kept_answer WHERE place > ? AND place <= ? AND kept_until < ?", place, last, now)
    return some.count < limit ? 0 : last
  }
}
