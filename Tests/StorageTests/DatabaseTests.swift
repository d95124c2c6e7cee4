import Buffers
import Crypto
import EventLoop
import Files
import Glibc
import SQLite
import Synchronization
import Testing

@testable import ForgetfulFiles
@testable import Storage

@Test func whatIsStoredIsReadBackNowAndAfterReopening() async throws {
  let folder = try TestFolder()
  for run in 0..<3 {
    let database = try Database(DataFolder(folder.path), migrations: imageMigrations)
    #expect(database.recovery == EvidenceRecovery())
    for sequence in 0..<5 {
      let month = sequence < 3 ? july : august
      #expect(try await database.store(sequence + 10 * run, in: month) == .stored)
      #expect(try await database.store(sequence + 10 * run, in: month) == .duplicate)
    }
    for sequence in (0...run).flatMap({ run in (0..<5).map { $0 + 10 * run } }) {
      #expect(try await database.load(sequence) == picture(sequence))
    }
    database.close()
  }
  let files = LinuxFileSystem()
  #expect(try files.list("\(folder.path)/evidence") == ["2026-07.log", "2026-08.log"])
  for name in try files.list(folder.path) where name != "evidence" {
    #expect(try files.attributes("\(folder.path)/\(name)")?.permissions == 0o600)
  }
}

@Test func aClosedDatabaseRefusesWork() async throws {
  let folder = try TestFolder()
  let database = try Database(DataFolder(folder.path), migrations: imageMigrations)
  database.close()
  await #expect(throws: StorageError.closed) { try await database.write { _ in } }
  await #expect(throws: StorageError.closed) { try await database.read { _ in } }
}

@Test func whoWatchesATableIsToldOfTheCommitsThatChangeIt() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let told = Mutex(0)
  try await database.write { transaction in
    try transaction.connection.execute(
      "CREATE TABLE watched (id TEXT PRIMARY KEY); CREATE TABLE watched2 (id TEXT PRIMARY KEY)")
    transaction.afterEveryCommit(changing: "watched") { told.withLock { $0 += 1 } }
  }
  for (sql, expected) in [
    ("INSERT INTO watched2 VALUES ('a')", 0), ("INSERT INTO watched VALUES ('a'), ('b')", 1),
    ("UPDATE watched SET id = 'c' WHERE id = 'nobody'", 1),
    ("UPDATE watched SET id = 'c' WHERE id = 'b'", 2), ("SELECT 1", 2),
    ("DELETE FROM watched WHERE id = 'a'", 3),
  ] {
    try await database.write { _ = try $0.connection.run(sql) }
    #expect(told.withLock { $0 } == expected, "\(sql)")
  }
}

@Test func requestsThatComeWhileABatchIsWrittenFormTheNextOne() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let release = try await database.holdCommits()
  var pending: [Pending<Transaction, Int>] = []
  for number in 0..<500 {
    pending.append(try await database.submit { _ in number })
  }
  let before = database.counts
  release()
  for (number, answer) in pending.enumerated() { #expect(try await answer.value == number) }
  // The held batch and one for all the others.
  #expect(database.counts.batches == before.batches + 2)
  #expect(database.counts.requests == before.requests + 501)
}

@Test func aRequestThatFailsUndoesItselfAlone() async throws {
  struct Refused: Error, Equatable {}
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let release = try await database.holdCommits()
  var pending: [Pending<Transaction, Void>] = []
  for number in 0..<10 {
    pending.append(
      try await database.submit { transaction in
        try transaction.connection.run("INSERT INTO image VALUES (?, '2026-07', 0, 0)", number)
        if number % 3 == 1 { throw Refused() }
        if number == 5 {
          try transaction.connection.run("INSERT INTO image VALUES (0, '2026-07', 0, 0)")
        }
      })
  }
  release()
  for (number, answer) in pending.enumerated() {
    switch number {
    case 1, 4, 7: await #expect(throws: Refused.self) { try await answer.value }
    case 5:
      let error = await #expect(throws: StorageError.self) { try await answer.value }
      guard case .sql(let refusal)? = error else {
        Issue.record("another error: \(String(describing: error))")
        break
      }
      #expect(refusal.kind == .constraint)
    default: try await answer.value
    }
  }
  #expect(try await database.storedSequences() == [0, 2, 3, 6, 8, 9])
}

/// What fails after it has changed something has its batch done again; what fails before does not, nor does a
/// rehearsal, of which nothing remains.
@Test(arguments: [("early", 1), ("rehearsal", 1), ("late", 2)])
func aBatchIsDoneAgainOnlyWhenSomethingOfItHasToBeUndone(failing: String, runs: Int) async throws {
  struct Refused: Error {}
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let release = try await database.holdCommits()
  let counted = Mutex(0)
  @Sendable func add(_ number: Int, to transaction: Transaction) throws {
    try transaction.connection.run("INSERT INTO image VALUES (?, '2026-07', 0, 0)", number)
  }
  let first = try await database.submit { transaction in
    counted.withLock { $0 += 1 }
    try add(1, to: transaction)
  }
  async let rehearsed: Int? =
    failing == "rehearsal"
    ? database.rehearse { transaction in
      try add(2, to: transaction)
      return 2
    } : nil
  let second = try await database.submit { transaction in
    guard failing != "rehearsal" else { return }
    if failing == "late" { try add(2, to: transaction) }
    throw Refused()
  }
  release()
  try await first.value
  if failing == "rehearsal" {
    try await second.value
    #expect(try await rehearsed == 2)
  } else {
    await #expect(throws: Refused.self) { try await second.value }
  }
  #expect(try await database.storedSequences() == [1])
  #expect(counted.withLock { $0 } == runs)
}

@Test func aTaskOnALoopGetsItsAnswersThere() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let group = try EventLoopGroup(count: 2)
  defer { group.shutdown() }
  try await withThrowingTaskGroup(of: Bool.self) { tasks in
    for number in 0..<40 {
      let loop = group.home(of: number)
      tasks.addTask(executorPreference: loop) {
        let stored = try await database.store(number, bytes: 100)
        let isHome = loop.inLoop
        return stored == .stored && isHome && EventLoop.current === loop
      }
    }
    for try await isHome in tasks { #expect(isHome) }
  }
  #expect(try await database.storedSequences() == Array(0..<40))
}

@Test func anAcceptedRequestIsCarriedOutThoughItsTaskIsCancelled() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  let release = try await database.holdCommits()
  let pending = try await database.submit { transaction in
    try transaction.connection.run("INSERT INTO image VALUES (1, '2026-07', 0, 0)")
  }
  let task = Task { try await pending.value }
  task.cancel()
  release()
  #expect(try await task.value == 1)
  #expect(try await database.storedSequences() == [1])
  let late = Task {
    try await withUnsafeThrowingContinuation {
      (continuation: UnsafeContinuation<Void, any Error>) in
      continuation.resume()
    }
    withUnsafeCurrentTask { $0?.cancel() }
    try await database.write { _ in }
  }
  await #expect(throws: CancellationError.self) { try await late.value }
}

@Test func aFullQueueSuspendsCallersAndRefusesThemBeyondItsBound() async throws {
  var limits = Database.Limits()
  limits.writesMax = 3
  limits.suspendedMax = 2
  let database = try Database(inMemoryOf: ForgetfulFileSystem(), limits: limits)
  defer { database.close() }
  let release = try await database.holdCommits()
  for _ in 0..<3 { _ = try await database.submit { _ in } }
  let outcomes = await withTaskGroup(of: StorageError?.self) { tasks in
    for _ in 0..<5 {
      tasks.addTask {
        do {
          try await database.write { _ in }
          return nil
        } catch {
          return StorageError(error)
        }
      }
    }
    // Three are refused at once; only then the two that wait are let go on.
    var outcomes: [StorageError?] = []
    for await outcome in tasks {
      outcomes.append(outcome)
      if outcomes.count == 3 { release() }
    }
    return outcomes
  }
  #expect(outcomes.prefix(3).allSatisfy { $0 == .queueFull(queue: "writes", limit: 2) })
  #expect(outcomes.suffix(2).allSatisfy { $0 == nil })
  #expect(
    StorageError.queueFull(queue: "writes", limit: 2).description
      == "the queue of writes is full (limit 2); try again shortly")
}

@Test func aQueueThatHoldsTooManyBytesSuspendsCallersButTakesAnyOneRequest() async throws {
  var limits = Database.Limits()
  limits.writeBytesMax = 1_000
  let database = try Database(inMemoryOf: ForgetfulFileSystem(), limits: limits)
  defer { database.close() }
  let release = try await database.holdCommits()
  _ = try await database.submit(weight: 5_000) { _ in }
  let order = Mutex<[String]>([])
  let second = Task {
    try await database.submit(weight: 1) { _ in order.withLock { $0.append("second") } }
  }
  order.withLock { $0.append("released") }
  release()
  try await second.value.value
  #expect(order.withLock { $0 } == ["released", "second"])
}

@Test func closingCarriesOutWhatWasAccepted() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  let release = try await database.holdCommits()
  var pending: [Pending<Transaction, ImageVerdict>] = []
  for number in 0..<20 {
    pending.append(
      try await database.submit { transaction in
        try transaction.connection.run("INSERT INTO image VALUES (?, '2026-07', 0, 0)", number)
        return .stored
      })
  }
  release()
  database.close()
  for answer in pending { #expect(try await answer.value == .stored) }
  let next = try Database(inMemoryOf: files)
  defer { next.close() }
  #expect(try await next.storedSequences() == Array(0..<20))
}

@Test func aReaderCannotWrite() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  await #expect(throws: StorageError.self) {
    try await database.read { try $0.run("DELETE FROM image") }
  }
}

/// Content of these lengths, in bytes, and 48 of the record: small records share blocks, from 64 KiB on
/// each has its own, and 65,488 fill theirs to the last byte.
@Test func recordsOfAllLengthsShareALogOnTheRealDisk() async throws {
  let folder = try TestFolder()
  let lengths = [1, 700, 65_487, 65_488, 65_489, 300_000, 130_000, 2, 130_000, 400_000, 3]
  let path = "\(folder.path)/data"
  do {
    let database = try Database(
      DataFolder(path, files: LinuxFileSystem()), migrations: imageMigrations)
    defer { database.close() }
    var pending: [Pending<Transaction, ImageVerdict>] = []
    for (sequence, bytes) in lengths.enumerated() {
      pending.append(try await database.submitImage(sequence, bytes: bytes))
    }
    for answer in pending { #expect(try await answer.value == .stored) }
  }
  let database = try Database(
    DataFolder(path, files: LinuxFileSystem()), migrations: imageMigrations)
  defer { database.close() }
  #expect(database.recovery.damaged == [] && database.recovery.cut == [])
  for (sequence, bytes) in lengths.enumerated() {
    #expect(try await database.load(sequence) == picture(sequence, bytes: bytes))
  }
  let position = try #require(try await database.position(3))
  #expect(position.offset % 4_096 == 0 && position.length == 65_536)
  #expect(try LinuxFileSystem().attributes("\(path)/evidence/2026-07.log")!.size % 4_096 == 0)
}
