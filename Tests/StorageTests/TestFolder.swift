import Buffers
import Crypto
import Files
import Glibc
import SQLite
import Testing

@testable import Storage

/// A folder on the real disk for one test, removed afterwards with all that is in it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/mado-storage-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
    path = String(cString: try #require(made))
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    let files = LinuxFileSystem()
    guard (try? files.attributes(path))?.isDirectory == true else {
      try? files.remove(path)
      return
    }
    for name in (try? files.list(path)) ?? [] { remove("\(path)/\(name)") }
    rmdir(path)
  }
}

/// What a service would keep of a picture: a row with its position.
let imageMigrations = [
  MigrationList(
    area: "images",
    [
      Migration(
        "images",
        """
        CREATE TABLE image (
          sequence BIGINT PRIMARY KEY, month TEXT NOT NULL, place BIGINT NOT NULL,
          length BIGINT NOT NULL)
        """)
    ])
]

let july = LogMonth("2026-07")!
let august = LogMonth("2026-08")!

/// A picture that its sequence alone decides, so that it can be known again.
func picture(_ sequence: Int, bytes: Int = 3_000) -> Bytes {
  Bytes(capacity: bytes) { buffer in
    let size = MemoryLayout<Int>.size
    for offset in stride(from: 0, to: bytes, by: size) {
      var word = (sequence &* 1_000_003 &+ offset) &* 0x1e37_79b9_7f4a_7c15
      word ^= word >> 29
      withUnsafeBytes(of: word) { source in
        UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<min(offset + size, bytes)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<min(size, bytes - offset)]))
      }
    }
    return bytes
  }
}

enum ImageVerdict: Sendable { case stored, duplicate }

extension Database {
  convenience init(inMemoryOf files: any FileSystem, limits: Limits = Limits()) throws {
    try self.init(
      DataFolder("/data", files: files), migrations: imageMigrations, limits: limits)
  }

  /// Stores a picture as the service does: once for each sequence.
  func store(
    _ sequence: Int, in month: LogMonth = july, worker: String = "w", bytes: Int = 3_000
  ) async throws -> ImageVerdict {
    try await submitImage(sequence, in: month, worker: worker, bytes: bytes).value
  }

  func submitImage(
    _ sequence: Int, in month: LogMonth = july, worker: String = "w", bytes: Int = 3_000
  ) async throws -> Pending<Transaction, ImageVerdict> {
    let key = try await keys.key(tenant: "t", worker: worker)
    let sealed = try SealedEvidence(
      picture(sequence, bytes: bytes), key: key, context: Array("\(sequence)".utf8))
    return try await submit(weight: sealed.weight) { transaction in
      let connection = transaction.connection
      let known = try connection.first("SELECT 1 FROM image WHERE sequence = ?", sequence) { _ in
        true
      }
      if known != nil { return .duplicate }
      let position = try transaction.append(sealed, to: month)
      try connection.run(
        "INSERT INTO image (sequence, month, place, length) VALUES (?, ?, ?, ?)", sequence,
        month.description, position.offset, position.length)
      return .stored
    }
  }

  /// The sequences that have a row.
  func storedSequences() async throws -> [Int] {
    try await read { connection in
      try connection.query("SELECT sequence FROM image ORDER BY sequence") { try $0.read(0) }
    }
  }

  func position(_ sequence: Int) async throws -> EvidencePosition? {
    try await read { connection in
      try connection.first(
        "SELECT month, place, length FROM image WHERE sequence = ?", sequence
      ) { row in
        EvidencePosition(
          month: LogMonth(try row.read(0, as: String.self))!, offset: try row.read(1),
          length: try row.read(2))
      }
    }
  }

  /// The picture of a sequence, nil without a row.
  func load(_ sequence: Int, worker: String = "w") async throws -> Bytes? {
    guard let position = try await position(sequence) else { return nil }
    guard let key = try await keys.existingKey(tenant: "t", worker: worker) else {
      throw StorageError.keyDestroyed(tenant: "t", worker: worker)
    }
    return try await readEvidence(at: position, key: key, context: Array("\(sequence)".utf8))
  }
}
