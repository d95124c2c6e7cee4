import Buffers
import Crypto
import Files
import SQLite
import Synchronization
import Testing

@testable import ForgetfulFiles
@testable import Storage

private let keyPath = "/keys/master.key"

private func disk() -> ForgetfulFileSystem {
  var disk = ForgetfulDisk()
  disk.apply(.makeDirectory("/keys"))
  disk.apply(.syncDirectory("/"))
  return ForgetfulFileSystem(disk)
}

private func folder(
  _ files: any FileSystem, key: String = keyPath
) throws(StorageError) -> DataFolder {
  try DataFolder("/data", masterKeyPath: key, files: files)
}

private func filled(_ files: any FileSystem) async throws {
  let database = try Database(folder(files), migrations: imageMigrations)
  try await database.storeTogether([(1, july), (2, july)])
  database.close()
}

private func rotate(_ files: any FileSystem) throws -> Int {
  let folder = try folder(files)
  defer { folder.close() }
  return try KeyRotation.run(folder)
}

@Test func afterARotationTheOldKeyOpensNothing() async throws {
  let files = disk()
  try await filled(files)
  let old = try files.contents(of: keyPath)
  let wrapped = try {
    let connection = try Connection("/data/mado.db", vfs: VFS(over: files), access: .readOnly)
    defer { connection.close() }
    return try connection.query("SELECT wrapped FROM tenant_key") { try $0.read(0) as [UInt8] }
  }()
  #expect(try rotate(files) == 1)
  #expect(try files.contents(of: keyPath) != old)
  #expect(try files.list("/keys") == ["master.key"])
  // Nothing that the old key had wrapped is left in any file.
  for name in ["mado.db", "mado.db-wal"] {
    let content = try files.contents(of: "/data/\(name)")
    for bytes in wrapped { #expect(content.firstRange(of: bytes) == nil, "\(name)") }
  }
  let database = try Database(folder(files), migrations: imageMigrations)
  #expect(try await database.load(1) == picture(1, bytes: 700))
  database.close()
  try files.replace("/keys/old", with: old)
  let error = #expect(throws: StorageError.self) {
    try Database(folder(files, key: "/keys/old"), migrations: imageMigrations)
  }
  #expect(
    error == .masterKeyWrong(path: "/keys/old", reason: "the database was made with another"))
}

@Test(arguments: [ForgetfulDisk.Cut.forgetting, .keepingSome(seed: 3), .keepingSome(seed: 8), nil])
private func aRotationCutOffAtAnyMomentLeavesOneKeyThatHolds(cut: ForgetfulDisk.Cut?) async throws {
  let files = disk()
  try await filled(files)
  let old = try files.contents(of: keyPath)
  let before = files.disk
  let start = files.operationCount
  _ = try rotate(files)
  var disk = before
  var keys: Set<[UInt8]> = []
  for (number, operation) in files.operations[start...].enumerated() {
    disk.apply(operation)
    let left = ForgetfulFileSystem(cut.map { disk.cut($0) } ?? disk)
    do {
      let database = try Database(folder(left), migrations: imageMigrations)
      #expect(try await database.load(1) == picture(1, bytes: 700))
      #expect(try await database.store(9, bytes: 700) == .stored)
      database.close()
      #expect(try left.list("/keys").filter { $0 != "master.key.next.new" } == ["master.key"])
      // And what was settled holds after a power cut.
      let later = ForgetfulFileSystem(left.disk.cut(.forgetting))
      let again = try Database(folder(later), migrations: imageMigrations)
      #expect(try await again.load(9) == picture(9, bytes: 700))
      again.close()
      keys.insert(try later.contents(of: keyPath))
    } catch {
      Issue.record("after operation \(number): \(error)")
    }
  }
  #expect(keys == [old, try files.contents(of: keyPath)])
}

@Test func theLogIsEmptiedUnderTheLockOfCheckpoints() async throws {
  let files = disk()
  try await filled(files)
  let folder = try folder(files)
  defer { folder.close() }
  let connection = try folder.openDatabase(migrations: []).connection
  defer { connection.close() }
  let inner = try folder.checkpointLock.withLock {
    try folder.checkpointLock.withLock { 1 }
  }
  #expect(inner == .some(nil), "one has it at a time")
  try folder.emptyLog(of: connection)
  #expect(try files.attributes("/data/mado.db-wal")?.size == 0)
}

// MARK: - The folder's lock

/// A file system on which locks are taken by others so many times.
private final class Contended: FileSystem {
  private let files = LinuxFileSystem()
  private let refusals: Int
  let tries = Counter()

  final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
    var value: Int { count.withLock { $0 } }
  }

  init(refusals: Int) { self.refusals = refusals }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File {
    ContendedFile(try files.open(path, mode), tries, refusals)
  }
  func makeDirectory(_ path: String) throws(FileError) { try files.makeDirectory(path) }
  func list(_ path: String) throws(FileError) -> [String] { try files.list(path) }
  func rename(_ path: String, to target: String) throws(FileError) {
    try files.rename(path, to: target)
  }
  func remove(_ path: String) throws(FileError) { try files.remove(path) }
  func syncDirectory(_ path: String) throws(FileError) { try files.syncDirectory(path) }
  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try files.attributes(path)
  }
  func freeBytes(_ path: String) throws(FileError) -> Int64 { try files.freeBytes(path) }
}

private final class ContendedFile: File {
  private let file: any File
  private let tries: Contended.Counter
  private let refusals: Int

  init(_ file: any File, _ tries: Contended.Counter, _ refusals: Int) {
    (self.file, self.tries, self.refusals) = (file, tries, refusals)
  }

  var path: String { file.path }
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
    try file.read(into: buffer, at: offset)
  }
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
    try file.write(bytes, at: offset)
  }
  func truncate(to size: Int64) throws(FileError) { try file.truncate(to: size) }
  func size() throws(FileError) -> Int64 { try file.size() }
  func sync() throws(FileError) { try file.sync() }
  func lock() throws(FileError) -> Bool { tries.next() > refusals ? try file.lock() : false }
  func close() { file.close() }
}

@Test func aLockThatSomebodyHoldsForAMomentIsAskedForAgain() throws {
  let folder = try TestFolder()
  let files = Contended(refusals: 5)
  let data = try DataFolder("\(folder.path)/data", files: files)
  #expect(files.tries.value == 6)
  data.close()
}

@Test func uploadsAreRefusedWhileTheDiskHasLessRoomThanItShould() throws {
  let files = ForgetfulFileSystem()
  var limits = Database.Limits()
  limits.freeBytesMin = 1_000_000
  limits.roomLookInterval = .zero
  let database = try Database(inMemoryOf: files, limits: limits)
  defer { database.close() }
  try database.requireRoom()
  files.limitRoom(to: 999_999)
  let error = #expect(throws: StorageError.self) { try database.requireRoom() }
  #expect(error == .roomLow(path: "/data", freeBytes: 999_999, floor: 1_000_000))
  files.limitRoom(to: 1_000_000)
  try database.requireRoom()
}
