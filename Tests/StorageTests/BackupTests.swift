import Buffers
import Files
import Glibc
import SQLite
import Testing

@testable import ForgetfulFiles
@testable import Storage

private let keyPath = "/keys/master.key"
private let moment = "2026-11-21T05:03:22Z"

/// A disk with folders for the key and the backups.
private func disk() -> ForgetfulFileSystem {
  var disk = ForgetfulDisk()
  for folder in ["/keys", "/backups"] { disk.apply(.makeDirectory(folder)) }
  disk.apply(.syncDirectory("/"))
  return ForgetfulFileSystem(disk)
}

private func open(_ files: any FileSystem, _ folder: String = "/data") throws -> Database {
  try Database(
    DataFolder(folder, masterKeyPath: keyPath, files: files), migrations: imageMigrations)
}

@discardableResult
private func backUp(_ files: any FileSystem) throws -> Backup.Summary {
  let backup = try Backup(of: "/data", to: "/backups/a", now: moment, files: files)
  let state = try backup.open(masterKeyPath: keyPath, migrations: imageMigrations)
  defer { state.close() }
  _ = try pictures(in: state)
  try backup.finish()
  return backup.summary
}

/// The sequences of which a state has rows; each picture is found to be the one that was stored.
private func pictures(in state: StoredState, bytes: Int = 700) throws -> Set<Int> {
  #expect(try state.damagedKeys() == [])
  let rows = try state.connection.query("SELECT sequence, month, place, length FROM image") { row in
    (
      try row.read(0, as: Int.self),
      EvidencePosition(
        month: try #require(LogMonth(try row.read(1, as: String.self))), offset: try row.read(2),
        length: try row.read(3))
    )
  }
  for (sequence, position) in rows {
    let content = try state.evidence(
      at: position, tenant: "t", worker: "w", context: Array("\(sequence)".utf8))
    #expect(content == picture(sequence, bytes: bytes))
  }
  return Set(rows.map(\.0))
}

private func stateOfBackup(_ files: any FileSystem) throws -> StoredState {
  try StoredState(
    backup: "/backups/a", masterKeyPath: keyPath, migrations: imageMigrations, files: files)
}

@Test func aBackupOfAFolderAtWorkCopiesWhatIsNew() async throws {
  let files = disk()
  let database = try open(files)
  defer { database.close() }
  try await database.storeTogether([(1, july), (2, august)])
  let first = try backUp(files)
  #expect(first.number == 1 && first.copiedBytes == 8_192 && first.keptBytes == 0)
  try await database.storeTogether([(3, august)])
  let second = try backUp(files)
  #expect(second.number == 2 && second.copiedBytes == 4_096 && second.keptBytes == 8_192)
  #expect(try backUp(files).copiedBytes == 0)
  #expect(try pictures(in: stateOfBackup(files)) == [1, 2, 3])
  #expect(try files.list("/backups/a") == ["backup", "evidence", "lock", "mado-3.db"])
  #expect(try files.list("/keys") == ["master.key"], "the key is not in a backup")
}

@Test(.timeLimit(.minutes(5))) func aBackupWhileCommitsGoOnHasAllThatWasAcknowledgedBefore()
  async throws
{
  let folder = try TestFolder()
  let (data, target) = ("\(folder.path)/data", "\(folder.path)/backup")
  let database = try Database(DataFolder(data), migrations: imageMigrations)
  let writer = Task {
    var sequence = 1
    while !Task.isCancelled {
      _ = try await database.store(sequence, in: sequence % 3 == 0 ? august : july, bytes: 700)
      // Empties the write-ahead log now and then, so that it begins anew below the copies.
      if sequence % 5 == 0 {
        _ = try await database.keys.key(tenant: "t", worker: "leaver \(sequence)")
        _ = try await database.keys.destroy(tenant: "t", worker: "leaver \(sequence)")
      }
      sequence += 1
    }
  }
  for number in 1...12 {
    var before = Set(try await database.storedSequences())
    let wanted = before.count + 6
    while before.count < wanted { before = Set(try await database.storedSequences()) }
    let backup = try Backup(of: data, to: target, now: moment)
    #expect(backup.summary.number == number)
    let state = try backup.open(masterKeyPath: "\(data)/master.key", migrations: imageMigrations)
    let found = try pictures(in: state)
    #expect(found.isSuperset(of: before) && found == Set(1..<found.count + 1))
    state.close()
    try backup.finish()
  }
  writer.cancel()
  _ = await writer.result
  #expect(database.counts.checkpoints > 0)
  database.close()
}

@Test(arguments: [ForgetfulDisk.Cut.forgetting, .keepingSome(seed: 5), nil])
private func aBackupCutOffAtAnyMomentLeavesTheOneBefore(cut: ForgetfulDisk.Cut?) async throws {
  let files = disk()
  let database = try open(files)
  try await database.storeTogether([(1, july), (2, august)])
  try backUp(files)
  try await database.storeTogether([(3, august)])
  // July is begun anew: its log of the backup before has to stay until the new backup has been made.
  try await database.write { transaction in
    try transaction.connection.run("DELETE FROM image WHERE month = ?", july.description)
    try transaction.removeLog(july)
  }
  try await database.storeTogether([(4, july), (5, july)])
  database.close()
  let before = files.disk
  let start = files.operationCount
  try backUp(files)
  let operations = files.operations[start...]
  #expect(operations.count > 20)
  var disk = before
  var held: [Set<Int>] = []
  for operation in operations {
    disk.apply(operation)
    let left = ForgetfulFileSystem(cut.map { disk.cut($0) } ?? disk)
    let state = try stateOfBackup(left)
    held.append(try pictures(in: state))
    state.close()
    // The next one comes to its end.
    try backUp(left)
    #expect(try pictures(in: stateOfBackup(left)) == [2, 3, 4, 5])
  }
  #expect(Set(held) == [[1, 2], [2, 3, 4, 5]])
  #expect(held.last == [2, 3, 4, 5])
}

@Test func afterAFirstBackupThatWasCutOffTheNextOneIsWhole() async throws {
  let files = disk()
  let database = try open(files)
  try await database.storeTogether([(1, july)])
  database.close()
  var disk = files.disk
  let start = files.operationCount
  try backUp(files)
  for operation in files.operations[start...] {
    disk.apply(operation)
    for left in [disk, disk.cut(.forgetting)] {
      let left = ForgetfulFileSystem(left)
      try backUp(left)
      #expect(try pictures(in: stateOfBackup(left)) == [1])
    }
  }
}

@Test func noCheckpointIsMadeWhileTheDatabaseIsCopied() async throws {
  let files = disk()
  let database = try open(files)
  defer { database.close() }
  try await database.storeTogether([(1, july)])
  _ = try await database.keys.key(tenant: "t", worker: "leaver")
  let lock = try files.open("/data/checkpoint", .readWriteCreating)
  #expect(try lock.lock())
  #expect(try await database.keys.destroy(tenant: "t", worker: "leaver"))
  #expect(database.counts.checkpoints == 0 && database.counts.failedCheckpoints > 0)
  #expect(try files.attributes("/data/mado.db-wal")?.size ?? 0 > 0)
  lock.close()
  // What was owed is done with the next commit.
  try await database.storeTogether([(2, july)])
  #expect(database.counts.checkpoints == 1)
}

@Test func aManifestOrAFileOfABackupThatWasChangedIsRefused() async throws {
  let files = disk()
  let database = try open(files)
  try await database.storeTogether([(1, july)])
  database.close()
  try backUp(files)
  let manifest = try files.contents(of: "/backups/a/backup")
  for place in manifest.indices {
    files.damage("/backups/a/backup", at: place)
    #expect(throws: StorageError.self, "byte \(place)") { try stateOfBackup(files) }
    files.damage("/backups/a/backup", at: place)
  }
  let size = Int(try files.attributes("/backups/a/mado-1.db")?.size ?? 0)
  var tried = 0
  for place in stride(from: 0, to: size, by: 997) {
    files.damage("/backups/a/mado-1.db", at: place)
    #expect(
      throws: StorageError.backupDamaged(
        file: "/backups/a/mado-1.db", reason: "its content is not what was copied")
    ) { try stateOfBackup(files) }
    files.damage("/backups/a/mado-1.db", at: place)
    tried += 1
  }
  #expect(tried > 50)
  #expect(try pictures(in: stateOfBackup(files)) == [1])
  try files.remove("/backups/a/mado-1.db")
  #expect(throws: StorageError.self) { try stateOfBackup(files) }
}

@Test func whatWasCopiedWronglyIsTellable() async throws {
  let files = disk()
  let database = try open(files)
  defer { database.close() }
  try await database.storeTogether([(1, july)])
  let position = try #require(try await database.position(1))
  let backup = try Backup(of: "/data", to: "/backups/a", now: moment, files: files)
  #expect(try !backup.differs(at: position))
  files.damage("/backups/a/evidence/2026-07.log", at: Int(position.offset) + 40)
  #expect(try backup.differs(at: position))
}

@Test func aFolderOfOtherThingsIsNoPlaceForBackups() throws {
  let files = disk()
  try open(files).close()
  try files.makeDirectory("/backups/a")
  try files.replace("/backups/a/thesis.txt", with: [1])
  #expect(throws: StorageError.folderNotEmpty(folder: "/backups/a", found: "thesis.txt")) {
    try Backup(of: "/data", to: "/backups/a", now: moment, files: files)
  }
  let none = #expect(throws: StorageError.self) {
    try Backup(of: "/none", to: "/backups/b", now: moment, files: files)
  }
  #expect(none?.description.contains("it has no database") == true)
}

// MARK: - Restoring

@Test func aRestoredCopyServesOn() async throws {
  let files = disk()
  let database = try open(files)
  try await database.storeTogether([(1, july), (2, august)])
  try backUp(files)
  database.close()
  let made = try Restoration.run(
    from: "/backups/a", to: "/other", masterKeyPath: keyPath, files: files)
  #expect(made == moment)
  let restored = try open(files, "/other")
  defer { restored.close() }
  #expect(restored.recovery == EvidenceRecovery())
  #expect(try await restored.load(2) == picture(2, bytes: 700))
  try await restored.storeTogether([(3, july)])
  #expect(try await restored.storedSequences() == [1, 2, 3])
}

@Test func aRestoreOverwritesNothingAndNeedsTheKey() async throws {
  let files = disk()
  let database = try open(files)
  try await database.storeTogether([(1, july)])
  try backUp(files)
  database.close()
  func restore(_ folder: String, _ key: String? = keyPath) throws {
    _ = try Restoration.run(from: "/backups/a", to: folder, masterKeyPath: key, files: files)
  }
  let before = files.operationCount
  let refusal = #expect(throws: StorageError.self) { try restore("/data") }
  #expect(refusal?.description.contains("mv /data /data.old") == true)
  #expect(throws: StorageError.masterKeyMissing(path: "/other/master.key")) {
    try restore("/other", nil)
  }
  #expect(throws: StorageError.self) { try restore("/data/evidence") }
  #expect(files.operationCount == before, "nothing was written")
  #expect(throws: StorageError.noBackup(folder: "/keys", reason: "it has no file `backup`")) {
    _ = try Restoration.run(from: "/keys", to: "/x", masterKeyPath: keyPath, files: files)
  }
}

@Test(arguments: [ForgetfulDisk.Cut.forgetting, .keepingSome(seed: 9), nil])
private func aRestoreCutOffAtAnyMomentIsNotServedAndCanBeRepeated(
  cut: ForgetfulDisk.Cut?
) async throws {
  let files = disk()
  let database = try open(files)
  try await database.storeTogether([(1, july), (2, august)])
  try backUp(files)
  database.close()
  let before = files.disk
  let start = files.operationCount
  _ = try Restoration.run(from: "/backups/a", to: "/other", masterKeyPath: keyPath, files: files)
  var disk = before
  var refused = 0
  for operation in files.operations[start...] {
    disk.apply(operation)
    let left = ForgetfulFileSystem(cut.map { disk.cut($0) } ?? disk)
    if try left.attributes("/other/mado.db") != nil {
      do {
        // Served is a whole copy or none.
        let folder = try DataFolder("/other", masterKeyPath: keyPath, files: left)
        let whole = try Database(folder, migrations: imageMigrations)
        #expect(try await whole.storedSequences() == [1, 2])
        whole.close()
        continue
      } catch let error as StorageError {
        #expect(error == .restoreInterrupted(folder: "/other"))
        refused += 1
      }
    }
    _ = try Restoration.run(from: "/backups/a", to: "/other", masterKeyPath: keyPath, files: left)
    let restored = try open(left, "/other")
    #expect(try await restored.load(1) == picture(1, bytes: 700))
    restored.close()
  }
  #expect(refused > 3)
}
