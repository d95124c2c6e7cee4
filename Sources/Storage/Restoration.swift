import Files
import SQLite

/// Puts a backup in place as a data folder: on this machine or another, with the master key that the backed-up
/// folder had.
public enum Restoration {
  /// - Parameters:
  ///   - backup: a folder that a backup has filled.
  ///   - path: the data folder, empty or not there; at most the master key lies in it.
  ///   - masterKeyPath: the master key's file, if not in the data folder.
  /// - Returns: when the backup was made, as RFC 3339.
  public static func run(
    from backup: String, to path: String, masterKeyPath: String?,
    files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) -> String {
    let source = BackupFolder(path: backup, files: files)
    return try storing {
      let manifest = try source.existingManifest()
      for entry in manifest.entries { try source.check(entry) }
      try checkTarget(path, files)
      try checkKey(masterKeyPath ?? DataFolder.masterKeyPath(in: path), source, manifest)
      try DataFolder.makeFolder(path, files)
      try files.syncDirectory(files.directory(of: path))
      let lock = try DataFolder.lock(path, files)
      defer { lock.close() }
      try checkTarget(path, files)
      let marker = "\(path)/\(DataFolder.restoringName)"
      try files.replace(marker, with: Array("from \(backup)\n".utf8))
      try copy(source, manifest, to: path, files)
      try files.replace("\(path)/format", with: DataFolder.formatLine)
      try files.remove(marker)
      try files.syncDirectory(path)
      return manifest.made
    }
  }

  /// Nothing is overwritten but what an interrupted restore has left.
  private static func checkTarget(_ path: String, _ files: any FileSystem) throws {
    guard try files.attributes(path) != nil else { return }
    let names = try files.list(path)
    guard !names.contains(DataFolder.restoringName) else { return }
    if let found = names.first(where: { !DataFolder.harmlessNames.contains($0) }) {
      throw StorageError.folderNotEmpty(folder: path, found: found)
    }
  }

  private static func checkKey(
    _ path: String, _ source: BackupFolder, _ manifest: BackupManifest
  ) throws {
    guard let database = manifest.database else {
      throw StorageError.noBackup(folder: source.path, reason: "it has no database")
    }
    let file = MasterKeyFile(path: path, files: source.files)
    let connection = try Connection(
      source.path(of: database), vfs: VFS(over: source.files), access: .readOnly)
    defer { connection.close() }
    _ = try file.choose(file.candidates(), connection)
  }

  private static func copy(
    _ source: BackupFolder, _ manifest: BackupManifest, to path: String, _ files: any FileSystem
  ) throws {
    for entry in manifest.entries {
      let target = "\(path)/\(entry.original)"
      try DataFolder.makeFolder(files.directory(of: target), files)
      try FileCopy.whole(source.path(of: entry), to: target, files)
      try files.syncDirectory(files.directory(of: target))
    }
    let evidence = DataFolder.evidencePath(in: path)
    try DataFolder.makeFolder(evidence, files)
    for log in manifest.logs {
      let file = try files.open(source.path(of: log), .readOnly)
      defer { file.close() }
      let copy = try files.open(
        EvidenceWriter.path(of: log.month, in: evidence), .readWriteCreating)
      defer { copy.close() }
      try copy.truncate(to: 0)
      _ = try FileCopy.part(of: file, from: 0, upTo: log.length, to: copy)
      try copy.sync()
    }
    try files.syncDirectory(evidence)
  }
}
