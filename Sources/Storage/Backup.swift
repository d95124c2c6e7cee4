import Crypto
import Files
import SQLite

/// A backup of a data folder, with a server at work there or without: all that was acknowledged before it began
/// is in it.
///
/// The database is copied as ``DatabaseCopy`` says; the logs up to the lengths that this copy knows, which
/// never change. Of a log only what the backup before does not have is read. Until ``finish()`` the folder
/// holds the backup before: it has its own database, and its logs only grow.
public final class Backup {
  /// What was copied.
  public struct Summary: Sendable, Hashable {
    public var number = 0
    public var databaseBytes: Int64 = 0
    /// Bytes of logs, copied now and by the backups before.
    public var copiedBytes: Int64 = 0
    public var keptBytes: Int64 = 0
  }

  public private(set) var summary = Summary()
  /// Of each log what was copied now, in bytes from its beginning.
  public private(set) var copied: [LogMonth: Range<Int64>] = [:]

  private let source: String
  private let folder: BackupFolder
  private let files: any FileSystem
  private let vfs: VFS
  private let lock: any File
  private var manifest: BackupManifest
  private let before: BackupManifest?
  /// The source's logs: open, so that one that is removed meanwhile can still be read.
  private var logs: [LogMonth: any File] = [:]

  /// Copies. Afterwards look at it by ``open(masterKeyPath:)`` and end it by ``finish()``.
  ///
  /// - Parameters:
  ///   - source: the data folder.
  ///   - path: the folder of backups, made when missing; the same one each time.
  ///   - now: as RFC 3339.
  public init(
    of source: String, to path: String, now: String, files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) {
    self.source = source
    self.files = files
    vfs = VFS(over: files)
    let folder = BackupFolder(path: path, files: files)
    self.folder = folder
    (lock, before) = try storing { (try folder.open(), try folder.manifest()) }
    manifest = BackupManifest(number: (before?.number ?? 0) + 1, made: now)
    summary.number = manifest.number
    try storing {
      try copyDatabase()
      try copyLogs()
      for original in BackupManifest.originals where original != BackupManifest.databaseName {
        guard try files.attributes("\(source)/\(original)") != nil else { continue }
        try FileCopy.whole("\(source)/\(original)", to: place(of: original), files)
        try addEntry(original)
      }
      try files.syncDirectory(folder.evidencePath)
      try files.syncDirectory(folder.path)
    }
  }

  private func place(of original: String) -> String {
    "\(folder.path)/\(BackupFolder.name(of: original, number: manifest.number))"
  }

  private func addEntry(_ original: String) throws {
    let path = place(of: original)
    let size = try files.attributes(path)?.size ?? 0
    manifest.entries.append(
      .init(
        original: original, name: BackupFolder.name(of: original, number: manifest.number),
        size: size, hash: try FileCopy.hash(of: path, files)))
    if original == BackupManifest.databaseName { summary.databaseBytes = size }
  }

  private func copyDatabase() throws {
    let target = place(of: BackupManifest.databaseName)
    try DatabaseCopy.make(of: source, at: target, files: files, vfs: vfs) {
      let evidence = DataFolder.evidencePath(in: source)
      for name in try files.list(evidence) where name.hasSuffix(".log") {
        guard let month = LogMonth(String(name.dropLast(4))) else { continue }
        logs[month] = try files.open("\(evidence)/\(name)", .readOnly)
      }
    }
    try addEntry(BackupManifest.databaseName)
  }

  // MARK: Logs

  private func copyLogs() throws {
    let connection = try Connection(
      place(of: BackupManifest.databaseName), vfs: vfs, access: .readOnly)
    defer { connection.close() }
    for (month, length) in try EvidenceWriter.lengths(connection).sorted(by: { $0.key < $1.key }) {
      // What is missing shows when the backup is verified.
      guard let log = logs[month] else { continue }
      try copy(log, of: month, length: length)
    }
  }

  private func copy(_ log: any File, of month: LogMonth, length: Int64) throws {
    var entry = BackupManifest.Log(month: month, name: "\(month).log", length: length)
    var start: Int64 = 0
    if let known = before?.log(of: month) {
      if try known.length <= length && isBeginning(known, of: log) {
        (entry.name, start) = (known.name, known.length)
      } else if known.name == entry.name {
        // The month was begun anew, or the copy is damaged: that stays as long as the backup before does.
        entry.name = "\(month)-\(manifest.number).log"
      }
    }
    manifest.logs.append(entry)
    summary.keptBytes += start
    guard start < length else { return }
    let copy = try files.open(folder.path(of: entry), .readWriteCreating)
    defer { copy.close() }
    let end = try FileCopy.part(of: log, from: start, upTo: length, to: copy)
    // Behind the end may be what a backup left that came to no end.
    try copy.truncate(to: end)
    try copy.sync()
    copied[month] = start..<end
    summary.copiedBytes += end - start
  }

  /// Whether a log of the backup before is the beginning of the log that is there now: the first and the last
  /// block are compared, which hold random bytes.
  private func isBeginning(_ known: BackupManifest.Log, of log: any File) throws -> Bool {
    let path = folder.path(of: known)
    guard let found = try files.attributes(path), found.size >= known.length else { return false }
    let copy = try files.open(path, .readOnly)
    defer { copy.close() }
    let block = Int64(BlockWriter.blockBytes)
    for offset in [0, max(0, known.length - block)] {
      let count = Int(min(block, known.length - offset))
      guard try copy.read(count: count, at: offset) == log.read(count: count, at: offset) else {
        return false
      }
    }
    return true
  }

  /// Whether what was copied of a place differs from the data folder: then it is the copy that is at fault.
  public func differs(at position: EvidencePosition) throws(StorageError) -> Bool {
    try storing {
      guard let log = logs[position.month], let entry = manifest.log(of: position.month) else {
        return false
      }
      let copy = try files.open(folder.path(of: entry), .readOnly)
      defer { copy.close() }
      return try copy.read(count: position.length, at: position.offset)
        != log.read(count: position.length, at: position.offset)
    }
  }

  // MARK: The end

  /// Opens what was copied, to be verified.
  public func open(
    masterKeyPath: String, migrations: [MigrationList]
  ) throws(StorageError) -> StoredState {
    try StoredState(
      backup: folder, manifest, masterKeyPath: masterKeyPath, migrations: migrations, vfs: vfs)
  }

  /// Makes this the backup that the folder holds, and removes what only the one before needed.
  public func finish() throws(StorageError) {
    try storing {
      try folder.put(manifest)
      try folder.removeRest(of: manifest)
    }
    lock.close()
  }
}
