import Crypto
import Files
import Glibc
import SQLite
import Synchronization

/// The folder in which a server keeps everything. One server at a time has it open.
///
///     lock          the lock that says so, with the process's number
///     checkpoint    the lock without which nobody writes into mado.db
///     format        the version of this layout
///     master.key    the key above all keys, unless it is kept elsewhere
///     mado.db       the database; mado.db-wal is its write-ahead log
///     evidence/     one log of pictures a month: 2026-07.log; 2026-07.1.log has those that are held beyond their time
///     for-tests     only where the folder is for tests
///
/// Folders have mode 0700, files 0600. Whatever is put here is durable before anything relies on it.
public final class DataFolder: Sendable {
  public let path: String
  let files: any FileSystem
  let masterKeyFile: MasterKeyFile
  /// The keys that may be the database's.
  private let masterKeys: [SymmetricKey]
  private let lock: any File
  /// Keeps other programs out of the database while it is open.
  private let databaseLock = Mutex<(any File)?>(nil)

  /// The layout's version.
  static let format = 1
  /// What stands in the file of that name.
  static var formatLine: [UInt8] { Array("mado \(format)\n".utf8) }
  /// What may lie in a folder that is no data folder yet.
  static let harmlessNames: Set = [
    "lock", "format.new", "restoring.new", "master.key", "lost+found", testsName,
  ]
  /// Stands in a folder into which a backup is being restored.
  static let restoringName = "restoring"
  /// How long a lock may be held by a child of another process that has not begun its own program.
  private static let lockPatience = Duration.seconds(1)

  static func databasePath(in folder: String) -> String { "\(folder)/mado.db" }
  static func evidencePath(in folder: String) -> String { "\(folder)/evidence" }
  /// Where the master key lies unless it is said.
  public static func masterKeyPath(in folder: String) -> String { "\(folder)/master.key" }

  var databasePath: String { Self.databasePath(in: path) }
  var evidencePath: String { Self.evidencePath(in: path) }
  var checkpointLock: CheckpointLock { CheckpointLock(folder: path, files: files) }

  /// Opens the folder at `path`, and makes it when it does not exist (its parent has to).
  ///
  /// - Parameter masterKeyPath: Where the master key lies, if not in the folder. It is made when
  ///   neither it nor a database exists.
  public init(
    _ path: String, masterKeyPath: String? = nil, files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) {
    self.path = path
    self.files = files
    let keyFile = MasterKeyFile(
      path: masterKeyPath ?? Self.masterKeyPath(in: path), files: files)
    masterKeyFile = keyFile
    (lock, masterKeys) = try storing {
      try Self.makeFolder(path, files)
      // What is found, here and below, may be the work of a run that was killed before it had
      // synced it.
      try files.syncDirectory(files.directory(of: path))
      let lock = try Self.lock(path, files)
      try Self.checkFormat(path, files)
      if try keyFile.isMissing, try files.attributes(Self.databasePath(in: path)) == nil {
        try keyFile.make()
      }
      let keys = try keyFile.candidates()
      try Self.makeFolder("\(path)/evidence", files)
      try files.syncDirectory(path)
      return (lock, keys)
    }
  }

  /// Opens the database, brings it to the schema of `migrations`, and finds its master key among those that
  /// may be it.
  func openDatabase(
    migrations: [MigrationList], vfs: VFS? = nil
  ) throws -> (connection: Connection, masterKey: SymmetricKey) {
    let connection = try Connection(
      databasePath, vfs: vfs ?? VFS(over: files), access: .owner)
    try keepOthersOut()
    try connection.migrate(migrations)
    let key = try masterKeyFile.choose(masterKeys, connection)
    try KeyRows(masterKey: key).register(connection)
    // A run that was killed may have left commits that the disk does not have yet, and we are
    // about to tell callers of them.
    try CommitOwner.passFence(connection)
    if masterKeys.count > 1 {
      try emptyLog(of: connection)
      try masterKeyFile.settle(on: key)
    }
    return (connection, key)
  }

  /// Locks the database's file as a program with SQLite of its own would see it: our locks are in memory, and who saw
  /// none would take the write-ahead log for one that nobody uses, and remove it when he is done.
  private func keepOthersOut() throws {
    let file = try files.open(databasePath, .readWrite)
    guard try file.lock(patience: Self.lockPatience) else {
      file.close()
      throw StorageError.databaseInUse(path: databasePath)
    }
    databaseLock.withLock { held in
      held?.close()
      held = file
    }
  }

  /// Moves the write-ahead log into the database and empties it.
  func emptyLog(of connection: Connection) throws {
    let isDone = try checkpointLock.withLock(patience: CheckpointLock.patience) {
      try connection.checkpoint(truncating: true).isComplete
    }
    guard isDone == true else { throw StorageError.databaseBeingCopied(folder: path) }
  }

  /// Gives the lock back.
  func close() {
    databaseLock.withLock { $0?.close() }
    lock.close()
  }

  static func makeFolder(_ path: String, _ files: any FileSystem) throws {
    if let found = try files.attributes(path) {
      guard found.isDirectory else {
        throw StorageError.noDataFolder(folder: path, reason: "it is a file")
      }
    } else {
      try files.makeDirectory(path)
    }
  }

  static func lock(_ folder: String, _ files: any FileSystem) throws -> any File {
    let lock = try files.open("\(folder)/lock", .readWriteCreating)
    guard try lock.lock(patience: lockPatience) else {
      let text = String(decoding: try lock.read(count: 20, at: 0), as: UTF8.self)
      throw StorageError.folderInUse(
        folder: folder, holder: text.split(whereSeparator: \.isNewline).first.flatMap { Int($0) })
    }
    try lock.truncate(to: 0)
    try lock.write(Array("\(getpid())\n".utf8), at: 0)
    return lock
  }

  static func checkFormat(_ folder: String, _ files: any FileSystem) throws {
    let path = "\(folder)/format"
    guard try files.attributes(path) != nil else {
      let names = try files.list(folder)
      if names.contains(restoringName) { throw StorageError.restoreInterrupted(folder: folder) }
      if let other = names.first(where: { !harmlessNames.contains($0) }) {
        throw StorageError.noDataFolder(folder: folder, reason: "it holds \(other), but no format")
      }
      try files.replace(path, with: formatLine)
      return
    }
    let words = String(decoding: try files.contents(of: path), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "mado", let found = Int(words[1]), found > 0 else {
      throw StorageError.noDataFolder(folder: folder, reason: "its file `format` is not ours")
    }
    if found > format {
      throw StorageError.folderIsNewer(folder: folder, found: found, known: format)
    }
  }
}
