import Buffers
import Files
import Glibc
import Testing

@testable import SQLite

/// A database file in a folder of its own for one test, removed afterwards.
private func withDatabase(_ body: (VFS, String) throws -> Void) throws {
  var template = Array("/tmp/mado-sqlite-XXXXXX".utf8CString)
  let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
  let folder = String(cString: try #require(made))
  let files = LinuxFileSystem()
  defer {
    for name in (try? files.list(folder)) ?? [] { try? files.remove("\(folder)/\(name)") }
    rmdir(folder)
  }
  try body(VFS(over: files), "\(folder)/test.db")
}

@Test func everyTypeOfValueComesBackAsItWas() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d REAL, e INTEGER, f TEXT)")
    try connection.run(
      "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", Int64.min, "窓\u{0}x", Bytes([0, 255]), 1.5, true,
      String?.none)
    try connection.run(
      "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", 7, "", Bytes(), -0.0, false, String?.some("f"))
    let rows = try connection.query("SELECT a, b, c, d, e, f FROM t ORDER BY a") { row in
      (
        try row.read(0, as: Int64.self), try row.read(1, as: String.self),
        try row.read(2, as: [UInt8].self), try row.read(3, as: Double.self),
        try row.read(4, as: Bool.self), try row.read(5, as: String?.self)
      )
    }
    try #require(rows.count == 2)
    #expect(rows[0] == (.min, "窓\u{0}x", [0, 255], 1.5, true, nil))
    #expect(rows[1] == (7, "", [], 0, false, "f"))
  }
}

@Test func readingAnotherTypeThanTheColumnHoldsIsAnError() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    let error = #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 'x', NULL") { row in try row.read(0) as Int64 }
    }
    #expect(error?.kind == .mismatch)
    #expect(error?.message == "column 0 holds TEXT, not Int64")
    #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 'x', NULL") { row in try row.read(1) as String }
    }
    #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 'x', NULL") { row in try row.read(2) as String }
    }
    #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 4000000000") { row in try row.read(0) as Int32 }
    }
  }
}

@Test func anErrorNamesTheStatement() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    try connection.run("INSERT INTO t VALUES (1)")
    let twice = #expect(throws: SQLiteError.self) { try connection.run("INSERT INTO t VALUES (1)") }
    #expect(twice?.kind == .constraint)
    #expect(
      twice?.description
        == "SQLite: UNIQUE constraint failed: t.a (code 1555) in: INSERT INTO t VALUES (1)")
    let count = #expect(throws: SQLiteError.self) { try connection.run("INSERT INTO t VALUES (?)") }
    #expect(count?.message == "1 parameters, but 0 values")
    #expect(throws: SQLiteError.self) { try connection.run("SELEC") }
    #expect(throws: SQLiteError.self) { try connection.run("") }
  }
}

@Test func theSameQueryCanRunWithinItself() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3)")
    let sql = "SELECT a FROM t ORDER BY a"
    let pairs = try connection.query(sql) { outer in
      let inner = try connection.query(sql) { row in try row.read(0) as Int }
      return [try outer.read(0) as Int] + inner
    }
    #expect(pairs == [[1, 1, 2, 3], [2, 1, 2, 3], [3, 1, 2, 3]])
    var seen: [Int] = []
    try connection.forEach(sql) { row in
      seen.append(try row.read(0))
      return seen.count < 2
    }
    #expect(seen == [1, 2])
  }
}

@Test func aFailedSavepointUndoesItselfAlone() throws {
  struct Refused: Error {}
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.execute("CREATE TABLE t (a INTEGER)")
    try connection.transaction {
      try connection.savepoint { try connection.run("INSERT INTO t VALUES (1)") }
      #expect(throws: Refused.self) {
        try connection.savepoint {
          try connection.run("INSERT INTO t VALUES (2)")
          throw Refused()
        }
      }
      try connection.savepoint { try connection.run("INSERT INTO t VALUES (3)") }
    }
    #expect(throws: Refused.self) {
      try connection.transaction {
        try connection.run("INSERT INTO t VALUES (4)")
        throw Refused()
      }
    }
    #expect(!connection.isInTransaction)
    #expect(try connection.query("SELECT a FROM t") { row in try row.read(0) as Int } == [1, 3])
  }
}

@Test func aReaderSeesWhatIsCommittedAndNothingElse() throws {
  try withDatabase { vfs, path in
    let owner = try Connection(path, vfs: vfs, access: .owner)
    try owner.execute("CREATE TABLE t (a INTEGER)")
    let reader = try Connection(path, vfs: vfs, access: .readOnly)
    func count() throws -> Int? {
      try reader.first("SELECT COUNT(*) FROM t") { row in try row.read(0) }
    }
    try owner.run("BEGIN IMMEDIATE")
    try owner.run("INSERT INTO t VALUES (1)")
    #expect(try count() == 0)
    try owner.run("COMMIT")
    #expect(try count() == 1)
    let refused = #expect(throws: SQLiteError.self) { try reader.run("DELETE FROM t") }
    #expect(refused?.kind == .file)
    // A reader's snapshot holds a checkpoint back, but not a commit.
    try reader.run("BEGIN")
    #expect(try count() == 1)
    try owner.run("INSERT INTO t VALUES (2)")
    #expect(try count() == 1)
    try reader.run("COMMIT")
    #expect(try count() == 2)
    #expect(try owner.checkpoint().isComplete)
  }
}

@Test func whatWasCommittedIsThereAfterReopening() throws {
  try withDatabase { vfs, path in
    do {
      let connection = try Connection(path, vfs: vfs, access: .owner)
      try connection.execute("CREATE TABLE t (a INTEGER)")
      for number in 0..<1_000 { try connection.run("INSERT INTO t VALUES (?)", number) }
    }
    for vfs in [vfs, VFS(over: LinuxFileSystem())] {
      let connection = try Connection(path, vfs: vfs, access: .owner)
      #expect(try connection.first("SELECT SUM(a) FROM t") { row in try row.read(0) } == 499_500)
      #expect(
        try connection.first("PRAGMA integrity_check") { row in try row.read(0) } == "ok")
      let mode = try connection.first("PRAGMA journal_mode") { row in try row.read(0) as String }
      #expect(mode == "wal")
    }
    #expect(try LinuxFileSystem().attributes(path)?.permissions == 0o600)
    #expect(try LinuxFileSystem().attributes("\(path)-shm") == nil)
  }
}

@Test func aTruncatingCheckpointEmptiesTheLog() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.execute("CREATE TABLE t (a BLOB)")
    for _ in 0..<100 {
      try connection.run("INSERT INTO t VALUES (?)", [UInt8](repeating: 1, count: 5000))
    }
    #expect(try #require(try LinuxFileSystem().attributes("\(path)-wal")).size > 500_000)
    #expect(try connection.checkpoint(truncating: true).isComplete)
    #expect(try LinuxFileSystem().attributes("\(path)-wal")?.size == 0)
  }
}

@Test func aSavepointThatOutgrowsMemoryIsUndoneFromATemporaryFile() throws {
  struct Refused: Error {}
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)")
    for number in 0..<300 {
      try connection.run("INSERT INTO t VALUES (?, ?)", number, [UInt8](repeating: 1, count: 4000))
    }
    try connection.transaction {
      #expect(throws: Refused.self) {
        try connection.savepoint {
          try connection.run("UPDATE t SET b = ?", [UInt8](repeating: 2, count: 4000))
          throw Refused()
        }
      }
    }
    let changed = try connection.first(
      "SELECT COUNT(*) FROM t WHERE b <> ?", [UInt8](repeating: 1, count: 4000)
    ) { row in try row.read(0) as Int }
    #expect(changed == 0)
  }
}

@Test func whatIsNoDatabaseIsRefused() throws {
  try withDatabase { vfs, path in
    try LinuxFileSystem().replace(path, with: [UInt8](repeating: 65, count: 5000))
    let error = #expect(throws: SQLiteError.self) {
      try Connection(path, vfs: vfs, access: .owner)
    }
    #expect(error?.kind == .corrupt)
    let missing = #expect(throws: SQLiteError.self) {
      try Connection("/nowhere/x.db", vfs: vfs, access: .owner)
    }
    #expect(missing?.file?.kind == .notFound)
  }
}

private let first = Migration("agents", "CREATE TABLE agent (id INTEGER PRIMARY KEY)")
private let second = Migration(
  "names of agents", "ALTER TABLE agent ADD COLUMN name TEXT; CREATE TABLE more (id INTEGER)")

@Test func migrationsRunOnceInOrderAndEachAreaForItself() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.migrate([MigrationList(area: "a", [first])])
    try connection.migrate([
      MigrationList(area: "a", [first, second]),
      MigrationList(area: "b", [Migration("cards", "CREATE TABLE card (id INTEGER)")]),
    ])
    try connection.migrate([MigrationList(area: "a", [first, second])])
    try connection.run("INSERT INTO agent (id, name) VALUES (1, 'x')")
    let steps = try connection.query(
      "SELECT area, number, title FROM schema_migration ORDER BY area, number"
    ) { row in "\(try row.read(0, as: String.self)) \(try row.read(1, as: Int.self))" }
    #expect(steps == ["a 1", "a 2", "b 1"])
  }
}

@Test func aDatabaseOfANewerProgramIsRefusedUnchanged() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    try connection.migrate([MigrationList(area: "a", [first, second])])
    let error = #expect(throws: MigrationError.databaseIsNewer(area: "a", found: 2, known: 1)) {
      try connection.migrate([
        MigrationList(area: "b", [Migration("cards", "CREATE TABLE card (id INTEGER)")]),
        MigrationList(area: "a", [first]),
      ])
    }
    #expect(error?.description.contains("newer than this program") == true)
    #expect(throws: SQLiteError.self) { try connection.run("SELECT * FROM card") }
  }
}

@Test func aFailedMigrationLeavesTheSchemaAsItWas() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    let wrong = Migration("wrong", "CREATE TABLE x (id INTEGER); CREATE TABLE agent (id INTEGER)")
    let error = #expect(throws: MigrationError.self) {
      try connection.migrate([MigrationList(area: "a", [first, wrong])])
    }
    #expect(error?.description.hasPrefix("migration 2 of a (wrong) failed: ") == true)
    #expect(throws: SQLiteError.self) { try connection.run("SELECT * FROM x") }
    try connection.migrate([MigrationList(area: "a", [first, second])])
  }
}

@Test func valuesGoToNamesWhereverTheyStand() throws {
  try withDatabase { vfs, path in
    let connection = try Connection(path, vfs: vfs, access: .owner)
    let named = [NamedValue(":tenant", "t", isRequired: true), NamedValue(":only", String?.none)]
    let row = try connection.first(
      "SELECT ?, :tenant, ?, COALESCE(:only, 'all'), :tenant", values: [1, 2], named: named
    ) { row in
      (
        try row.read(0, as: Int.self), try row.read(1, as: String.self),
        try row.read(2, as: Int.self), try row.read(3, as: String.self),
        try row.read(4, as: String.self)
      )
    }
    #expect(try #require(row) == (1, "t", 2, "all", "t"))
    let unnamed = #expect(throws: SQLiteError.self) {
      try connection.run("SELECT ?", values: [1], named: named)
    }
    #expect(unnamed?.message == "the statement does not name :tenant")
    let unknown = #expect(throws: SQLiteError.self) {
      try connection.run("SELECT :tenant, :other", values: [], named: named)
    }
    #expect(unknown?.message == "there is no value for :other")
    let many = #expect(throws: SQLiteError.self) {
      try connection.run("SELECT :tenant, ?", values: [1, 2], named: named)
    }
    #expect(many?.message == "1 parameters, but 2 values")
  }
}
