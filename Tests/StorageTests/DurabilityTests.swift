import Buffers
import Dispatch
import Files
import Glibc
import SQLite
import Testing

@testable import ForgetfulFiles
@testable import Storage

/// A run of the storage on a disk that records, with the moment of each acknowledgement.
private struct Recording {
  var start = ForgetfulDisk()
  var operations: [ForgetfulDisk.Operation] = []
  /// The sequence and how many operations had been done when its answer came.
  var acknowledged: [(sequence: Int, after: Int)] = []

  var sequences: [Int] { acknowledged.map(\.sequence).sorted() }
}

private let masterKeyPath = "/keys/master.key"

private func open(_ files: ForgetfulFileSystem) throws -> Database {
  try Database(
    DataFolder("/data", masterKeyPath: masterKeyPath, files: files), migrations: imageMigrations,
    limits: oneReader)
}

private let oneReader = {
  var limits = Database.Limits()
  limits.readers = 1
  return limits
}()

/// The disk before the first run: a folder for the key, kept apart from the data.
private func emptyDisk() -> ForgetfulDisk {
  var disk = ForgetfulDisk()
  disk.apply(.makeDirectory("/keys"))
  disk.apply(.syncDirectory("/"))
  return disk
}

extension Database {
  /// Holds the committing thread in a batch of its own until the result is called.
  func holdCommits() async throws -> @Sendable () -> Void {
    let isHeld = DispatchSemaphore(value: 0)
    let goOn = DispatchSemaphore(value: 0)
    _ = try await submit { _ in
      isHeld.signal()
      goOn.wait()
    }
    await withUnsafeContinuation { continuation in
      DispatchQueue.global().async {
        isHeld.wait()
        continuation.resume()
      }
    }
    return { goOn.signal() }
  }

  /// Stores pictures in one batch.
  func storeTogether(_ images: [(sequence: Int, month: LogMonth)]) async throws {
    _ = try await keys.key(tenant: "t", worker: "w")
    let release = try await holdCommits()
    var pending: [Pending<Transaction, ImageVerdict>] = []
    for image in images {
      pending.append(try await submitImage(image.sequence, in: image.month, bytes: 700))
    }
    release()
    for answer in pending { #expect(try await answer.value == .stored) }
  }
}

/// From the first start on an empty disk over batches, two months, a checkpoint and a restart.
private func record() async throws -> Recording {
  struct Refused: Error {}
  var recording = Recording(start: emptyDisk())
  let files = ForgetfulFileSystem(recording.start)
  func acknowledge(_ sequences: Int...) {
    let now = files.operationCount
    recording.acknowledged += sequences.map { ($0, now) }
  }

  var database = try open(files)
  try await database.storeTogether([(1, july)])
  acknowledge(1)
  try await database.storeTogether([(2, july), (3, august), (4, july)])
  acknowledge(2, 3, 4)
  // A request that fails after it has appended gives its place in the log to the next one.
  let key = try await database.keys.key(tenant: "t", worker: "w")
  await #expect(throws: Refused.self) {
    try await database.write { transaction in
      _ = try transaction.append(SealedEvidence(picture(99), key: key), to: july)
      throw Refused()
    }
  }
  _ = try await database.keys.key(tenant: "t", worker: "leaver")
  // Empties the write-ahead log into the database.
  #expect(try await database.keys.destroy(tenant: "t", worker: "leaver"))
  #expect(database.counts.checkpoints == 1)
  try await database.storeTogether([(5, july), (6, july)])
  acknowledge(5, 6)
  database.close()
  database = try open(files)
  try await database.storeTogether([(7, august)])
  acknowledge(7)
  recording.operations = files.operations
  database.close()
  return recording
}

/// Opens what a crash has left, and checks it: each acknowledged picture once, byte for byte; nothing
/// else than whole pictures; logs that hold what rows point to and no more. Then sends everything
/// again, cuts the power and checks that all is there.
private func check(
  _ files: ForgetfulFileSystem, acknowledged: Set<Int>, all: [Int]
) async throws {
  let database = try open(files)
  defer { database.close() }
  #expect(database.recovery.damaged == [])
  let stored = Set(try await database.storedSequences())
  #expect(stored.isSuperset(of: acknowledged), "of \(acknowledged) only \(stored) is there")
  for sequence in stored {
    #expect(try await database.load(sequence) == picture(sequence, bytes: 700))
  }
  try await checkLogs(database, files)
  for sequence in all {
    let month = [3, 7].contains(sequence) ? august : july
    let verdict = try await database.store(sequence, in: month, bytes: 700)
    #expect(verdict == (stored.contains(sequence) ? .duplicate : .stored))
  }

  let after = try open(ForgetfulFileSystem(files.disk.cut(.forgetting)))
  defer { after.close() }
  #expect(try await after.storedSequences() == all)
  for sequence in all {
    #expect(try await after.load(sequence) == picture(sequence, bytes: 700))
  }
}

/// The records that rows point to fill the logs without overlap, each behind the one before or, the
/// first of its batch, where the next block begins.
private func checkLogs(_ database: Database, _ files: ForgetfulFileSystem) async throws {
  let rows = try await database.read { connection in
    try connection.query("SELECT month, place, length FROM image ORDER BY month, place") { row in
      (
        try row.read(0, as: String.self), try row.read(1, as: Int.self),
        try row.read(2, as: Int.self)
      )
    }
  }
  var ends: [String: Int] = [:]
  for (month, place, length) in rows {
    let end = ends[month, default: 16]
    #expect(place == end || place == blockEnd(end))
    ends[month] = place + length
  }
  for name in try files.list("/data/evidence") {
    let size = try files.attributes("/data/evidence/\(name)")?.size
    #expect(size == ends[String(name.dropLast(4))].map { Int64(blockEnd($0)) })
  }
}

/// The end of the block of 4,096 bytes in which `offset` lies.
private func blockEnd(_ offset: Int) -> Int { (offset + 4_095) / 4_096 * 4_096 }

private enum Crash: String, CaseIterable {
  /// The disk keeps what was synced and nothing else.
  case powerCut
  /// It keeps some of the rest, in parts and out of order.
  case powerCutInDisorder
  /// The process ends, the disk keeps everything, and the power is cut later.
  case kill
}

@Test(arguments: Crash.allCases)
private func eachAcknowledgedPictureSurvivesACrashAtAnyMoment(crash: Crash) async throws {
  let recording = try await record()
  #expect(recording.sequences == Array(1...7))
  var disk = recording.start
  for count in 0...recording.operations.count {
    if count > 0 { disk.apply(recording.operations[count - 1]) }
    let left =
      switch crash {
      case .powerCut: disk.cut(.forgetting)
      case .powerCutInDisorder: disk.cut(.keepingSome(seed: UInt64(count) &* 0x9e37_79b9 + 7))
      case .kill: disk
      }
    let acknowledged = Set(recording.acknowledged.filter { $0.after <= count }.map(\.sequence))
    do {
      try await check(
        ForgetfulFileSystem(left), acknowledged: acknowledged, all: recording.sequences)
    } catch {
      let last = count > 0 ? "\(recording.operations[count - 1])".prefix(80) : "nothing"
      Issue.record("crash after operation \(count), \(last): \(error)")
    }
  }
}

@Test func aBatchCostsOneSyncOfEachLogAndOneOfTheDatabase() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  try await database.storeTogether([(1, july), (2, august)])
  let before = files.syncs.count
  try await database.storeTogether((3..<50).map { ($0, july) })
  #expect(Array(files.syncs[before...]) == ["/data/evidence/2026-07.log", "/data/mado.db-wal"])
  #expect(database.counts.failedBatches == 0)
}

@Test func aReplacedFileIsDurableAsAWhole() throws {
  let files = ForgetfulFileSystem()
  try files.replace("/a", with: [1, 2, 3])
  #expect(try ForgetfulFileSystem(files.disk.cut(.forgetting)).contents(of: "/a") == [1, 2, 3])
  let before = files.operationCount
  try files.replace("/a", with: [4, 5])
  var disk = ForgetfulDisk()
  for (number, operation) in files.operations.enumerated() {
    disk.apply(operation)
    guard number >= before else { continue }
    for cut in [ForgetfulDisk.Cut.forgetting, .keepingSome(seed: 3), .keepingSome(seed: 11)] {
      let content = try ForgetfulFileSystem(disk.cut(cut)).contents(of: "/a")
      #expect([[1, 2, 3], [4, 5]].contains(content))
    }
  }
  #expect(try ForgetfulFileSystem(disk.cut(.forgetting)).contents(of: "/a") == [4, 5])
}

/// With a rollback journal, removing the journal is the commit: the removal has to be durable.
@Test func theRemovalOfAJournalIsDurable() throws {
  let files = ForgetfulFileSystem()
  let connection = try Connection("/t.db", vfs: VFS(over: files), access: .owner)
  try connection.execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA")
  try connection.execute("CREATE TABLE t (a INTEGER)")
  try connection.execute("INSERT INTO t VALUES (1)")
  let after = try Connection(
    "/t.db", vfs: VFS(over: ForgetfulFileSystem(files.disk.cut(.forgetting))), access: .owner)
  #expect(try after.first("SELECT COUNT(*) FROM t") { try $0.read(0) as Int } == 1)
}

@Test func aPurgedLogIsGoneForGood() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  try await database.storeTogether([(1, july), (2, august)])
  try await database.write { transaction in
    try transaction.connection.run("DELETE FROM image WHERE month = ?", july.description)
    try transaction.removeLog(july)
  }
  let left = ForgetfulFileSystem(files.disk.cut(.forgetting))
  #expect(try left.list("/data/evidence") == ["2026-08.log"])
  #expect(try await database.load(1) == nil)
  #expect(try await database.load(2) == picture(2, bytes: 700))
  // The month may begin anew.
  try await database.storeTogether([(3, july)])
  #expect(try await database.load(3) == picture(3, bytes: 700))
}

@Test func aPurgeCutOffBetweenCommitAndRemovalIsFinishedAtTheNextStart() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  try await database.storeTogether([(1, july)])
  files.refuse { operation, _ in operation == "unlink" ? EIO : nil }
  try await database.write { try $0.removeLog(july) }
  database.close()
  files.refuse(nil)
  #expect(try files.list("/data/evidence") == ["2026-07.log"])
  let next = try Database(inMemoryOf: files)
  defer { next.close() }
  #expect(next.recovery.removed == [july])
  #expect(try files.list("/data/evidence") == [])
}
