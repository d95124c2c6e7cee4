import Buffers
import Crypto
import Files
import Foundation
import MadoAPI
import RPC
import SQLite
import Storage
import Synchronization
import Testing

@testable import Services

/// What an earlier program has written, opened by this one.
@Suite struct UpgradeTests {
  private static let fixture = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/first-release")

  /// The token that the fixture's demo gave its manager.
  private static let managerToken = "mado_G7bb3Ih_XF2nrH-x60ED8u0I3x1uYylRkDe9gO9h6XI"

  /// Calls `body` with a folder that goes afterwards.
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let path = NSTemporaryDirectory() + "upgrade-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
  }

  private func copyOfFixture(to path: String) throws {
    try FileManager.default.copyItem(atPath: Self.fixture.path, toPath: path)
    // Git keeps no rights, and no empty file of a lock.
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
  }

  private func verify(_ path: String) throws -> Verification {
    let state = try StoredState(of: path, masterKeyPath: nil, migrations: Backend.migrations)
    defer { state.close() }
    return try Verification.run(state, .all)
  }

  @Test func aFolderOfTheFirstReleaseVerifiesAsItIs() async throws {
    try await withFolder { path in
      try copyOfFixture(to: path)
      let before = try Data(contentsOf: URL(fileURLWithPath: "\(path)/mado.db"))
      let found = try verify(path)
      #expect(found.flaws == [])
      #expect(found.counts.contains("2 evidence chains, 8 links, 8 decrypted pictures"))
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: "\(path)/mado.db")) == before,
        "looking changes nothing")
    }
  }

  @Test func aFolderOfTheFirstReleaseIsServedOn() async throws {
    try await withFolder { path in
      try copyOfFixture(to: path)
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      #expect(database.recovery == EvidenceRecovery())
      let backend = try await Backend(database)
      let transport = InProcessTransport(backend.services, interceptors: backend.interceptors)
      let evidence = Telework.EvidenceServiceClient(transport)
      let options = CallOptions(metadata: ["authorization": "Bearer \(Self.managerToken)"])
      for device in ["demo-device", "demo-device-2"] {
        let chain = try await evidence.verifyChain(.init(agentId: device), options)
        #expect(chain.state == .ok && chain.checked == 4)
        let gaps = try await evidence.listGaps(.init(agentId: device), options)
        #expect(gaps.gaps.map(\.state) == [.lost])
      }
      let content = try await evidence.download(.init(id: "demo-device.6"), options)
        .reduce(into: [UInt8]()) { $0 += $1.data.withUnsafeBytes { Array($0) } }
      #expect(content == Office.jpeg(mark: 6))
    }
  }

  // MARK: Migrations

  /// The first `count` steps of each list.
  private static func schema(_ count: Int) -> [MigrationList] {
    Backend.migrations.map { MigrationList(area: $0.area, Array($0.steps.prefix(count))) }
  }

  private static let steps = Backend.migrations.map(\.steps.count).max() ?? 0

  @Test(arguments: 0...steps)
  func eachEarlierSchemaIsBroughtUpToDate(count: Int) async throws {
    try await withFolder { path in
      try Database(try DataFolder(path), migrations: Self.schema(count)).close()
      try Database(try DataFolder(path), migrations: Backend.migrations).close()
      let found = try verify(path)
      #expect(found.flaws == [])
    }
  }

  @Test func whatWasAnsweredBeforeAnUpgradeIsKnownAfterIt() async throws {
    try await withFolder { path in
      let id = MutationID(
        of: Principal(.tenant(TenantID("t"), [.admin]), subject: "ada"),
        requestID: "c2a8b1f4-5b1d-4c0e-9a3e-0d6f7a1b2c3d")
      let content = SHA256.hash(Array("what was asked".utf8))
      let answer = Array("what was answered".utf8)
      let old = try Database(try DataFolder(path), migrations: Self.schema(1))
      try await old.write { transaction in
        _ = try transaction.connection.run(
          "INSERT INTO answered_request (id, content, response, kept_until) VALUES (?, ?, ?, ?)",
          id.hash, content, AES256GCM.seal(answer, key: id.key), 100)
      }
      old.close()
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      let known = try await database.read { try AnswerStore($0).answer(to: id) }
      #expect(known?.content == content && known?.response == Bytes(answer))
    }
  }

  /// The program ends at any moment while it brings the first release's folder up to date.
  @Test func anInterruptedMigrationIsFinishedByTheNextStart() async throws {
    try await withFolder { whole in
      try copyOfFixture(to: whole)
      let counted = EndingFiles(after: .max)
      try Database(try DataFolder(whole, files: counted), migrations: Backend.migrations).close()
      let count = counted.count
      #expect(count >= 50)
      var interrupted = 0
      for moment in 0..<count {
        try await withFolder { path in
          try copyOfFixture(to: path)
          let files = EndingFiles(after: moment)
          let database = try? Database(
            try DataFolder(path, files: files), migrations: Backend.migrations)
          if database == nil { interrupted += 1 }
          database?.close()
          // Whole: the schema is an earlier one or ours, with all that was stored.
          #expect(try verify(path).flaws == [], "after \(moment)")
          let next = try Database(try DataFolder(path), migrations: Backend.migrations)
          next.close()
          let found = try verify(path)
          #expect(found.flaws == [], "after \(moment)")
          #expect(found.counts.contains("2 evidence chains, 8 links, 8 decrypted pictures"))
        }
      }
      #expect(interrupted > 15)
    }
  }
}

/// The real files, until a number of changes has been made to them: then nothing more gets through, as if
/// the program had ended.
private final class EndingFiles: FileSystem {
  private let files = LinuxFileSystem()
  private let state: Counter

  final class Counter: Sendable {
    private let left: Mutex<Int>
    private let limit: Int
    init(_ limit: Int) {
      self.limit = limit
      left = Mutex(limit)
    }
    var count: Int { left.withLock { limit - $0 } }
    func change(_ path: String) throws(FileError) {
      let isOver = left.withLock { left in
        guard left > 0 else { return true }
        left -= 1
        return false
      }
      if isOver { throw FileError(operation: "end", path: path, code: EIO) }
    }
  }

  init(after changes: Int) { state = Counter(changes) }

  /// Changes made.
  var count: Int { state.count }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File {
    EndingFile(try files.open(path, mode), state)
  }
  func makeDirectory(_ path: String) throws(FileError) {
    try state.change(path)
    try files.makeDirectory(path)
  }
  func list(_ path: String) throws(FileError) -> [String] { try files.list(path) }
  func rename(_ path: String, to target: String) throws(FileError) {
    try state.change(path)
    try files.rename(path, to: target)
  }
  func remove(_ path: String) throws(FileError) {
    try state.change(path)
    try files.remove(path)
  }
  func syncDirectory(_ path: String) throws(FileError) {
    try state.change(path)
    try files.syncDirectory(path)
  }
  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try files.attributes(path)
  }
  func freeBytes(_ path: String) throws(FileError) -> Int64 { try files.freeBytes(path) }

  private final class EndingFile: File {
    private let file: any File
    private let state: Counter

    init(_ file: any File, _ state: Counter) { (self.file, self.state) = (file, state) }

    var path: String { file.path }
    func read(
      into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int { try file.read(into: buffer, at: offset) }
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
      try state.change(path)
      try file.write(bytes, at: offset)
    }
    func truncate(to size: Int64) throws(FileError) {
      try state.change(path)
      try file.truncate(to: size)
    }
    func size() throws(FileError) -> Int64 { try file.size() }
    func sync() throws(FileError) {
      try state.change(path)
      try file.sync()
    }
    func lock() throws(FileError) -> Bool { try file.lock() }
    func close() { file.close() }
  }
}
