import CSQLite
import Files
import Glibc
import Synchronization
import Testing

@testable import SQLite

/// Files in memory that fail on demand: the next operation named `failing` reports `code`.
private final class FailingFileSystem: FileSystem {
  struct Plan {
    var failing: String?
    var code: Int32 = 0
  }
  let plan = Mutex(Plan())
  private let files = Mutex<[String: MemoryFile]>([:])

  func fail(_ operation: String?, _ code: Int32 = 0) {
    plan.withLock { $0 = Plan(failing: operation, code: code) }
  }

  func check(_ operation: String, _ path: String) throws(FileError) {
    let code = plan.withLock { $0.failing == operation ? $0.code : 0 }
    if code != 0 { throw FileError(operation: operation, path: path, code: code) }
  }

  private final class FailingFile: File {
    let path: String
    let file: MemoryFile
    let system: FailingFileSystem
    init(_ path: String, _ file: MemoryFile, _ system: FailingFileSystem) {
      (self.path, self.file, self.system) = (path, file, system)
    }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int
    {
      try system.check("pread", path)
      return try file.read(into: buffer, at: offset)
    }
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
      try system.check("pwrite", path)
      try file.write(bytes, at: offset)
    }
    func truncate(to size: Int64) throws(FileError) {
      try system.check("ftruncate", path)
      try file.truncate(to: size)
    }
    func size() throws(FileError) -> Int64 { try file.size() }
    func sync() throws(FileError) { try system.check("fdatasync", path) }
    func lock() throws(FileError) -> Bool { true }
    func close() {}
  }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File {
    try check("open", path)
    let file = files.withLock { files in
      let file = files[path] ?? MemoryFile()
      files[path] = file
      return file
    }
    return FailingFile(path, file, self)
  }
  func makeDirectory(_ path: String) throws(FileError) {}
  func list(_ path: String) throws(FileError) -> [String] { files.withLock { $0.keys.sorted() } }
  func rename(_ path: String, to target: String) throws(FileError) {}
  func remove(_ path: String) throws(FileError) { files.withLock { $0[path] = nil } }
  func syncDirectory(_ path: String) throws(FileError) { try check("fsync", path) }
  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    guard let file = files.withLock({ $0[path] }) else { return nil }
    return FileAttributes(isDirectory: false, size: try file.size(), permissions: 0o600)
  }
  func freeBytes(_ path: String) throws(FileError) -> Int64 { .max }
}

@Test(arguments: [
  ("pwrite", ENOSPC, SQLiteError.Kind.noSpace), ("pwrite", EIO, .file), ("fdatasync", EIO, .file),
  ("fdatasync", ENOSPC, .noSpace),
])
func aCommitThatTheDiskRefusesFailsAndTheNextOneWorks(
  operation: String, code: Int32, kind: SQLiteError.Kind
) throws {
  let files = FailingFileSystem()
  let connection = try Connection("/t.db", vfs: VFS(over: files), access: .owner)
  try connection.execute("CREATE TABLE t (a INTEGER)")
  try connection.run("INSERT INTO t VALUES (1)")
  files.fail(operation, code)
  let error = #expect(throws: SQLiteError.self) {
    try connection.transaction { try connection.run("INSERT INTO t VALUES (2)") }
  }
  #expect(error?.kind == kind)
  #expect(error?.file == FileError(operation: operation, path: "/t.db-wal", code: code))
  files.fail(nil)
  try connection.run("INSERT INTO t VALUES (3)")
  let rows = try connection.query("SELECT a FROM t ORDER BY a") { row in try row.read(0) as Int }
  #expect(rows == [1, 3])
}

@Test func theNameOfANewFileIsMadeDurableWithItsFirstSync() throws {
  let files = FailingFileSystem()
  let connection = try Connection("/t.db", vfs: VFS(over: files), access: .owner)
  files.fail("fsync", EIO)
  let error = #expect(throws: SQLiteError.self) { try connection.execute("CREATE TABLE t (a)") }
  #expect(error?.file == FileError(operation: "fsync", path: "/", code: EIO))
}

@Test func locksOfOneDatabaseExcludeEachOtherAsSQLiteDemands() {
  final class Holder {}
  let shared = SharedDatabase()
  let (a, b) = (Holder(), Holder())
  let (first, second) = (ObjectIdentifier(a), ObjectIdentifier(b))
  defer { withExtendedLifetime((a, b)) {} }
  #expect(shared.lock(first, held: SQLITE_LOCK_NONE, to: SQLITE_LOCK_SHARED) == SQLITE_LOCK_SHARED)
  #expect(shared.lock(second, held: SQLITE_LOCK_NONE, to: SQLITE_LOCK_SHARED) == SQLITE_LOCK_SHARED)
  #expect(
    shared.lock(first, held: SQLITE_LOCK_SHARED, to: SQLITE_LOCK_RESERVED) == SQLITE_LOCK_RESERVED)
  #expect(shared.isReserved)
  #expect(
    shared.lock(second, held: SQLITE_LOCK_SHARED, to: SQLITE_LOCK_RESERVED) == SQLITE_LOCK_SHARED)
  #expect(
    shared.lock(first, held: SQLITE_LOCK_RESERVED, to: SQLITE_LOCK_EXCLUSIVE) == SQLITE_LOCK_PENDING
  )
  shared.unlock(second, held: SQLITE_LOCK_SHARED, to: SQLITE_LOCK_NONE)
  #expect(
    shared.lock(second, held: SQLITE_LOCK_NONE, to: SQLITE_LOCK_SHARED) == SQLITE_LOCK_NONE,
    "no new reader while a writer waits")
  #expect(
    shared.lock(first, held: SQLITE_LOCK_PENDING, to: SQLITE_LOCK_EXCLUSIVE)
      == SQLITE_LOCK_EXCLUSIVE)
  shared.unlock(first, held: SQLITE_LOCK_EXCLUSIVE, to: SQLITE_LOCK_NONE)
  #expect(shared.lock(second, held: SQLITE_LOCK_NONE, to: SQLITE_LOCK_SHARED) == SQLITE_LOCK_SHARED)
  #expect(!shared.isReserved)
}

@Test func locksOfTheIndexAreSharedOrHeldAlone() {
  let shared = SharedDatabase()
  #expect(shared.lockIndexShared(3))
  #expect(shared.lockIndexShared(3))
  #expect(!shared.lockIndexAlone(2..<4))
  #expect(shared.lockIndexAlone(2..<3), "a refused request took nothing")
  shared.releaseIndexShared(3)
  #expect(!shared.lockIndexAlone(3..<4))
  shared.releaseIndexShared(3)
  #expect(shared.lockIndexAlone(3..<4))
  #expect(!shared.lockIndexShared(3))
  shared.releaseIndexAlone(3)
  #expect(shared.lockIndexShared(3))
}

@Test func theIndexIsForgottenWithItsLastUser() throws {
  let shared = SharedDatabase()
  #expect(shared.indexBlock(0, size: 64, extending: false) == nil)
  shared.joinIndex()
  shared.joinIndex()
  let block = try #require(shared.indexBlock(1, size: 64, extending: true))
  block.storeBytes(of: 7, as: UInt8.self)
  shared.leaveIndex()
  #expect(shared.indexBlock(1, size: 64, extending: false)?.load(as: UInt8.self) == 7)
  shared.leaveIndex()
  #expect(shared.indexBlock(1, size: 64, extending: false) == nil)
}
