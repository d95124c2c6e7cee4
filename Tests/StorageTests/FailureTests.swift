import Buffers
import Files
import Glibc
import SQLite
import Synchronization
import Testing

@testable import ForgetfulFiles
@testable import Storage

/// What each kind of trouble with the disk does to a batch, and that the next one works.
@Test(arguments: [
  ("pwrite", "/data/evidence/2026-07.log", ENOSPC), ("pwrite", "/data/evidence/2026-07.log", EIO),
  ("fdatasync", "/data/evidence/2026-07.log", EIO),
  ("fdatasync", "/data/evidence/2026-07.log", ENOSPC), ("pwrite", "/data/mado.db-wal", ENOSPC),
  ("fdatasync", "/data/mado.db-wal", EIO), ("open", "/data/evidence/2026-08.log", ENOSPC),
  ("fdatasync", "/data/evidence/2026-08.log", EIO), ("fsync", "/data/evidence", EIO),
])
func troubleWithTheDiskFailsTheBatchAndLosesNothing(
  operation: String, path: String, code: Int32
) async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  #expect(try await database.store(1) == .stored)
  files.refuse { $0 == operation && $1 == path ? code : nil }
  for sequence in [2, 3] {
    let month = path.contains("08") || operation == "fsync" ? august : july
    let thrown = await #expect(throws: StorageError.self) {
      try await database.store(sequence, in: month)
    }
    let error = try #require(thrown)
    #expect(error.isPassing)
    #expect(error.isDiskFull == (code == ENOSPC))
    #expect("\(error)".contains(path), "\(error)")
    #expect(try await database.load(1) == picture(1))
    #expect(try await database.load(sequence) == nil)
  }
  files.refuse(nil)
  #expect(try await database.store(3) == .stored)
  #expect(try await database.store(4, in: august) == .stored)
  database.close()
  for files in [files, ForgetfulFileSystem(files.disk.cut(.forgetting))] {
    let next = try Database(inMemoryOf: files)
    defer { next.close() }
    #expect(try await next.storedSequences() == [1, 3, 4])
    for sequence in [1, 3, 4] { #expect(try await next.load(sequence) == picture(sequence)) }
    #expect(next.recovery == EvidenceRecovery())
  }
}

@Test func onAFullDiskNothingIsLostAndTheServerGoesOnWhenThereIsRoom() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  var stored: Set<Int> = []
  for sequence in 0..<5 where try await database.store(sequence) == .stored {
    stored.insert(sequence)
  }
  // Room for some of what comes, wherever it ends.
  for room in stride(from: 0, to: 30_000, by: 2_500) {
    files.limitRoom(to: room)
    var refused = 0
    for sequence in 100 + room..<100 + room + 20 {
      do {
        #expect(try await database.store(sequence) == .stored)
        stored.insert(sequence)
      } catch {
        refused += 1
        #expect((error as? StorageError)?.isDiskFull == true, "\(error)")
      }
    }
    #expect(refused > 0)
    files.limitRoom(to: nil)
    #expect(try await database.store(room) == (stored.contains(room) ? .duplicate : .stored))
    stored.insert(room)
  }
  for files in [files, ForgetfulFileSystem(files.disk.cut(.forgetting))] {
    guard files.disk.directories["/data"] != nil else { continue }
    let copy = ForgetfulFileSystem(files.disk)
    let next = try Database(inMemoryOf: copy)
    defer { next.close() }
    #expect(Set(try await next.storedSequences()) == stored)
    for sequence in stored { #expect(try await next.load(sequence) == picture(sequence)) }
  }
}

/// The commit's sync fails, but the commit has reached the disk all the same: after a crash the
/// database may come back with it, so what it points to must still be there.
@Test(arguments: [ForgetfulDisk.Cut.forgetting, .keepingSome(seed: 5), .keepingSome(seed: 77)])
func aCommitInDoubtIsWholeOrNotThereAfterACrash(cut: ForgetfulDisk.Cut) async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  #expect(try await database.store(1) == .stored)
  files.refuse { $0 == "fdatasync" && $1.hasSuffix("-wal") ? EIO : nil }
  await #expect(throws: StorageError.self) { try await database.store(2) }
  await #expect(throws: StorageError.self) { try await database.store(3) }
  files.refuse(nil)

  let disk = files.disk
  for left in [disk, disk.cut(cut)] {
    let files = ForgetfulFileSystem(left)
    let next = try Database(inMemoryOf: files)
    defer { next.close() }
    #expect(next.recovery.damaged == [])
    for sequence in try await next.storedSequences() {
      #expect(try await next.load(sequence) == picture(sequence))
    }
    for sequence in [1, 2, 3] { _ = try await next.store(sequence) }
    let last = try Database(inMemoryOf: ForgetfulFileSystem(files.disk.cut(.forgetting)))
    defer { last.close() }
    #expect(try await last.storedSequences() == [1, 2, 3])
    for sequence in [1, 2, 3] { #expect(try await last.load(sequence) == picture(sequence)) }
  }
  // The running server undoes it once the disk works again.
  #expect(try await database.load(2) == nil)
  #expect(try await database.store(2) == .stored)
  #expect(try await database.load(2) == picture(2))
}

/// While the server undoes a commit in doubt and goes on, the power may fail at any moment.
@Test func aCommitInDoubtIsUndoneSafely() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  #expect(try await database.store(1) == .stored)
  files.refuse { $0 == "fdatasync" && $1.hasSuffix("-wal") ? EIO : nil }
  await #expect(throws: StorageError.self) { try await database.store(2) }
  files.refuse(nil)
  let begin = files.operationCount
  #expect(try await database.store(3) == .stored)

  var disk = ForgetfulDisk()
  for (number, operation) in files.operations.enumerated() {
    disk.apply(operation)
    guard number >= begin else { continue }
    let cuts = (0..<10).map { disk.cut(.keepingSome(seed: UInt64(number * 100 + $0))) }
    for left in [disk, disk.cut(.forgetting)] + cuts {
      let next = try Database(inMemoryOf: ForgetfulFileSystem(left))
      defer { next.close() }
      #expect(next.recovery.damaged == [])
      let stored = try await next.storedSequences()
      #expect(stored.contains(1))
      for sequence in stored {
        do {
          #expect(try await next.load(sequence) == picture(sequence))
        } catch {
          Issue.record("after operation \(number) picture \(sequence) is lost: \(error)")
        }
      }
    }
  }
}

@Test func aTornTailIsCutOffAndReported() async throws {
  let files = ForgetfulFileSystem()
  var database = try Database(inMemoryOf: files)
  #expect(try await database.store(1) == .stored)
  database.close()
  let log = try files.open("/data/evidence/2026-07.log", .readWrite)
  let size = try log.size()
  try log.write(Array(picture(9)), at: size)
  database = try Database(inMemoryOf: files)
  defer { database.close() }
  #expect(database.recovery.cut == [.init(month: july, bytes: 3_000)])
  #expect(try files.attributes("/data/evidence/2026-07.log")?.size == size)
  #expect(try await database.store(2) == .stored)
  #expect(try await database.load(2) == picture(2))
}

@Test func aLogThatLostItsEndIsReportedAndTheRestGoesOn() async throws {
  let files = ForgetfulFileSystem()
  var database = try Database(inMemoryOf: files)
  for sequence in [1, 2] { #expect(try await database.store(sequence) == .stored) }
  database.close()
  let log = try files.open("/data/evidence/2026-07.log", .readWrite)
  // The last record ends some 1,000 bytes before its last block does.
  try log.truncate(to: log.size() - 2_000)
  database = try Database(inMemoryOf: files)
  defer { database.close() }
  #expect(database.recovery.damaged == [.init(month: july, bytes: 2_000)])
  let position = try #require(try await database.position(2))
  await #expect(throws: StorageError.evidenceCorrupt(position, reason: "the log ends before it")) {
    try await database.load(2)
  }
  #expect(try await database.load(1) == picture(1))
  // New records never stand where lost ones are expected.
  #expect(try await database.store(3) == .stored)
  #expect(try await database.load(3) == picture(3))
  await #expect(
    throws: StorageError.evidenceCorrupt(position, reason: "its tag does not fit its content")
  ) { try await database.load(2) }
}

@Test func aLogThatIsMissingIsDamageAndNotAPassingError() async throws {
  let files = ForgetfulFileSystem()
  var database = try Database(inMemoryOf: files)
  #expect(try await database.store(1) == .stored)
  #expect(try await database.store(2, in: august) == .stored)
  database.close()
  try files.remove("/data/evidence/2026-07.log")
  database = try Database(inMemoryOf: files)
  defer { database.close() }
  let position = try #require(try await database.position(1))
  let error = await #expect(
    throws: StorageError.evidenceCorrupt(position, reason: "its log is missing")
  ) { try await database.load(1) }
  #expect(error?.isPassing == false)
  #expect(try await database.load(2) == picture(2))
}

/// A request may do with an error of the storage's what it likes; what leaves it has one type.
@Test func whatAReaderIsRefusedIsAStorageError() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  #expect(try await database.store(1) == .stored)
  let position = try #require(try await database.position(1))
  let key = try await database.keys.key(tenant: "t", worker: "w")
  await #expect(throws: StorageError.self) {
    try await database.read { try $0.run("SELECT * FROM nothing") }
  }
  files.refuse { $0 == "pread" && $1.hasSuffix(".log") ? EIO : nil }
  let error = await #expect(throws: StorageError.self) {
    try await database.readEvidence(at: position, key: key, context: Array("1".utf8))
  }
  #expect(error?.isPassing == true)
}

/// Pictures of many months: alone, in one batch, in batches that fail, read back.
@Test func picturesOfManyMonthsNeedFewOpenFiles() async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  let months = (0..<40).map { LogMonth(year: 2020 + $0 / 12, month: $0 % 12 + 1)! }
  /// One picture for each month, in one batch.
  func storeAll(from begin: Int) async throws -> [Pending<Transaction, ImageVerdict>] {
    let release = try await database.holdCommits()
    var pending: [Pending<Transaction, ImageVerdict>] = []
    for (n, month) in months.enumerated() {
      pending.append(try await database.submitImage(begin + n, in: month))
    }
    release()
    return pending
  }

  for (n, month) in months.enumerated() {
    #expect(try await database.store(n, in: month) == .stored)
  }
  for answer in try await storeAll(from: 100) { #expect(try await answer.value == .stored) }
  // The sync of a log that is closed early fails, once: the kernel does not say so again.
  let failures = Mutex(1)
  files.refuse { operation, path in
    guard operation == "fdatasync", path == "/data/evidence/2020-03.log" else { return nil }
    return failures.withLock { left in
      defer { left -= 1 }
      return left > 0 ? EIO : nil
    }
  }
  for answer in try await storeAll(from: 200) {
    await #expect(throws: StorageError.self) { try await answer.value }
  }
  files.refuse { $0 == "fdatasync" && $1.hasSuffix("-wal") ? EIO : nil }
  for answer in try await storeAll(from: 200) {
    await #expect(throws: StorageError.self) { try await answer.value }
  }
  files.refuse(nil)
  for answer in try await storeAll(from: 300) { #expect(try await answer.value == .stored) }
  // One more is open for a moment where a failed batch is cut off.
  #expect(files.openLogsMost <= EvidenceWriter.openMax + 1)

  let sequences = [0, 100, 300].flatMap { $0..<$0 + 40 }
  #expect(try await database.storedSequences() == sequences)
  for sequence in sequences { #expect(try await database.load(sequence) == picture(sequence)) }
  #expect(files.openLogsMost <= EvidenceWriter.openMax + EvidenceReader.openMax + 1)

  let next = try Database(inMemoryOf: ForgetfulFileSystem(files.disk.cut(.forgetting)))
  defer { next.close() }
  #expect(next.recovery == EvidenceRecovery())
  for sequence in sequences { #expect(try await next.load(sequence) == picture(sequence)) }
}

/// One byte of a record flipped: in each field of the header, the content, the tag.
@Test(arguments: [
  (0, "no record begins there"), (4, "no record begins there"), (7, "no record begins there"),
  (8, "it was sealed with another key"), (16, "its length does not fit"),
  (20, "its tag does not fit its content"), (31, "its tag does not fit its content"),
  (32, "its tag does not fit its content"), (3_031, "its tag does not fit its content"),
  (3_032, "its tag does not fit its content"), (3_047, "its tag does not fit its content"),
])
func aFlippedByteIsNoticed(offset: Int, reason: String) async throws {
  let files = ForgetfulFileSystem()
  let database = try Database(inMemoryOf: files)
  defer { database.close() }
  for sequence in [1, 2] { #expect(try await database.store(sequence) == .stored) }
  let position = try #require(try await database.position(1))
  #expect(position.length == 3_048)
  files.damage("/data/evidence/2026-07.log", at: Int(position.offset) + offset)
  let error = await #expect(throws: StorageError.evidenceCorrupt(position, reason: reason)) {
    try await database.load(1)
  }
  #expect(error?.isPassing == false)
  #expect(try await database.load(2) == picture(2))
}

@Test func aRecordInAnothersPlaceIsNoticed() async throws {
  let database = try Database(inMemoryOf: ForgetfulFileSystem())
  defer { database.close() }
  for sequence in [1, 2] { #expect(try await database.store(sequence) == .stored) }
  try await database.write { transaction in
    try transaction.connection.run(
      "UPDATE image SET place = (SELECT place FROM image WHERE sequence = 2) WHERE sequence = 1")
  }
  await #expect(throws: StorageError.self) { try await database.load(1) }
  for position in [
    EvidencePosition(month: july, offset: -1, length: 3_048),
    EvidencePosition(month: july, offset: 16, length: 47),
    EvidencePosition(month: july, offset: 16, length: .max),
    EvidencePosition(month: july, offset: .max, length: 3_048),
  ] {
    let key = try await database.keys.key(tenant: "t", worker: "w")
    await #expect(throws: StorageError.self) {
      try await database.readEvidence(at: position, key: key)
    }
  }
}
