import Buffers
import Crypto
import Files
import Glibc
import SQLite

/// One state of a data folder, opened to be looked at while a server goes on there, or of a backup.
///
/// For one thread. What a verification reads goes through here.
public final class StoredState {
  /// The database, to be read.
  public let connection: Connection
  /// What it is a state of, as the operator named it.
  public let folder: String
  /// Where the evidence logs lie.
  public let evidencePath: String

  private let keys: KeyRows
  private let evidence: EvidenceReader
  private let files: any FileSystem
  private let logPath: @Sendable (LogMonth) -> String
  private var keptKeys: [String: EvidenceKey?] = [:]
  /// Whether the database is a copy that only this reads.
  private let isCopy: Bool
  private let databasePath: String

  /// The state of a data folder at this moment: a copy of its database, beside it, and its logs.
  ///
  /// - Parameter migrations: what the copy is brought to.
  public convenience init(
    of folder: String, masterKeyPath: String?, migrations: [MigrationList],
    files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) {
    let vfs = VFS(over: files)
    let path = "\(folder)/copy-\(getpid()).db"
    let evidence = DataFolder.evidencePath(in: folder)
    do throws(StorageError) {
      try storing {
        try DatabaseCopy.make(of: folder, at: path, files: files, vfs: vfs)
        let owner = try Connection(path, vfs: vfs, access: .owner)
        defer { owner.close() }
        try owner.migrate([Database.migrations] + migrations)
        try owner.becomeOneFile()
      }
      try self.init(
        folder, databasePath: path, isCopy: true, evidencePath: evidence,
        masterKeyPath: masterKeyPath ?? DataFolder.masterKeyPath(in: folder), vfs: vfs,
        files: files
      ) { EvidenceWriter.path(of: $0, in: evidence) }
    } catch {
      // There is nobody to close it.
      try? DatabaseCopy.removeRemains(of: path, files)
      throw error
    }
  }

  /// The backup that a folder holds. Its database is found to be what was copied.
  public convenience init(
    backup path: String, masterKeyPath: String, migrations: [MigrationList],
    files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) {
    let folder = BackupFolder(path: path, files: files)
    let manifest = try storing { try folder.existingManifest() }
    try self.init(
      backup: folder, manifest, masterKeyPath: masterKeyPath, migrations: migrations,
      vfs: VFS(over: files))
  }

  convenience init(
    backup folder: BackupFolder, _ manifest: BackupManifest, masterKeyPath: String,
    migrations: [MigrationList], vfs: VFS
  ) throws(StorageError) {
    guard let database = manifest.database else {
      throw .noBackup(folder: folder.path, reason: "it has no database")
    }
    try storing { for entry in manifest.entries { try folder.check(entry) } }
    try self.init(
      folder.path, databasePath: folder.path(of: database), isCopy: false,
      evidencePath: folder.evidencePath, masterKeyPath: masterKeyPath, vfs: vfs,
      files: folder.files
    ) { month in
      folder.path(of: manifest.log(of: month) ?? .init(month: month, name: "none", length: 0))
    }
    guard try storing({ try connection.hasSchema(of: [Database.migrations] + migrations) }) else {
      throw .backupIsOlder(folder: folder.path)
    }
  }

  private init(
    _ folder: String, databasePath: String, isCopy: Bool, evidencePath: String,
    masterKeyPath: String, vfs: VFS, files: any FileSystem,
    logPath: @escaping @Sendable (LogMonth) -> String
  ) throws(StorageError) {
    self.folder = folder
    self.databasePath = databasePath
    self.isCopy = isCopy
    self.evidencePath = evidencePath
    self.files = files
    self.logPath = logPath
    evidence = EvidenceReader(files: files, path: logPath)
    (connection, keys) = try storing {
      let connection = try Connection(databasePath, vfs: vfs, access: .readOnly)
      let file = MasterKeyFile(path: masterKeyPath, files: files)
      return (connection, KeyRows(masterKey: try file.choose(file.candidates(), connection)))
    }
  }

  deinit { close() }

  /// Closes the files, and removes the copy if there is one.
  public func close() {
    connection.close()
    if isCopy { try? DatabaseCopy.removeRemains(of: databasePath, files) }
  }

  // MARK: Looking

  /// The picture at `position`, verified against its tag.
  ///
  /// - Parameter context: what it was sealed with.
  public func evidence(
    at position: EvidencePosition, tenant: String, worker: String, context: [UInt8]
  ) throws(StorageError) -> Bytes {
    guard let key = try key(tenant: tenant, worker: worker) else {
      let isErased = try storing {
        try KeyRing.isErased(tenant: tenant, worker: worker, connection)
      }
      throw isErased
        ? .keyDestroyed(tenant: tenant, worker: worker)
        : .keyMissing(tenant: tenant, worker: worker)
    }
    return try evidence.read(position, key: key, context: context)
  }

  private func key(tenant: String, worker: String) throws(StorageError) -> EvidenceKey? {
    let owner = "\(tenant.utf8.count):\(tenant)\(worker)"
    if let known = keptKeys[owner] { return known }
    let key = try storing { try keys.find(tenant: tenant, worker: worker, connection) }
    keptKeys[owner] = key
    return key
  }

  /// A tenant's secret for a purpose, as ``KeyRing/existingSecret(_:ofTenant:_:)``.
  public func existingSecret(
    _ purpose: String, ofTenant tenant: String
  ) throws(StorageError) -> SymmetricKey? {
    try storing { try keys.existingSecret(purpose, ofTenant: tenant, connection) }
  }

  /// Which keys do not unwrap: each as the error that using it comes to.
  public func damagedKeys() throws(StorageError) -> [StorageError] {
    try storing { try keys.damaged(connection) }
  }

  /// The evidence logs that the database knows, with the lengths that it keeps.
  public func logs() throws(StorageError) -> [LogMonth: Int64] {
    try storing { try EvidenceWriter.lengths(connection) }
  }

  /// How long a log's file is; nil when it is missing.
  public func size(of month: LogMonth) throws(StorageError) -> Int64? {
    try storing { try files.attributes(logPath(month))?.size }
  }

  /// What a log's file begins with, if it is one of ours.
  public func hasHeader(_ month: LogMonth) throws(StorageError) -> Bool {
    try read(month) { log in
      let header = EvidenceWriter.fileHeader.withUnsafeBytes { Array($0) }
      return try log.read(count: header.count, at: 0) == header
    }
  }

  /// The places within `gap`, where no row points, at which a record of a living key begins: somebody has
  /// removed its row. What was erased on purpose has no key any more.
  public func strayRecords(in month: LogMonth, _ gap: Range<Int64>) throws(StorageError) -> [Int64]
  {
    try read(month) { log in
      var found: [Int64] = []
      var offset = gap.lowerBound
      while offset + Int64(SealedEvidence.overhead) <= gap.upperBound {
        let header = try log.read(count: SealedEvidence.headerCount, at: offset)
        var end = BlockWriter.roundedUp(offset + 1)
        if let (key, length) = SealedEvidence.parse(header: header),
          offset + Int64(length) <= gap.upperBound,
          try connection.first("SELECT 1 FROM worker_key WHERE id = ?", key, make: { _ in true })
            != nil
        {
          found.append(offset)
          end = offset + Int64(length)
        }
        offset = end
      }
      return found
    }
  }

  private func read<R>(_ month: LogMonth, _ body: (any File) throws -> R) throws(StorageError) -> R
  {
    try storing {
      let log = try files.open(logPath(month), .readOnly)
      defer { log.close() }
      return try body(log)
    }
  }
}
