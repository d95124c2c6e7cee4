import Files

/// A folder with a backup.
///
///     lock         held while a backup is made, or read
///     backup       what the backup consists of (see ``BackupManifest``)
///     mado-3.db    the database, and other files that are copied as a whole, by the backup's number
///     evidence/    the evidence logs, to which each backup adds what is new
///
/// The master key is not among them.
struct BackupFolder: Sendable {
  let path: String
  let files: any FileSystem

  var evidencePath: String { "\(path)/evidence" }
  private var manifestPath: String { "\(path)/\(BackupManifest.name)" }

  /// The backup that the folder holds; nil when it holds none yet.
  func manifest() throws -> BackupManifest? {
    guard try files.attributes(manifestPath) != nil else { return nil }
    let text = String(decoding: try files.contents(of: manifestPath), as: UTF8.self)
    guard let manifest = BackupManifest(text) else {
      throw StorageError.backupDamaged(
        file: manifestPath, reason: "it is not as a backup has written it")
    }
    return manifest
  }

  /// The backup that the folder holds.
  func existingManifest() throws -> BackupManifest {
    guard let manifest = try manifest() else {
      throw StorageError.noBackup(folder: path, reason: "it has no file `backup`")
    }
    return manifest
  }

  /// Makes `manifest` the backup that the folder holds.
  func put(_ manifest: BackupManifest) throws {
    try files.replace(manifestPath, with: Array(manifest.text.utf8))
  }

  func path(of entry: BackupManifest.Entry) -> String { "\(path)/\(entry.name)" }
  func path(of log: BackupManifest.Log) -> String { "\(evidencePath)/\(log.name)" }

  /// Makes the folder, or finds that it is one of backups, and takes its lock.
  func open() throws -> any File {
    try DataFolder.makeFolder(path, files)
    try files.syncDirectory(files.directory(of: path))
    let lock = try DataFolder.lock(path, files)
    if try manifest() == nil {
      // What a first backup that came to no end has left, and nothing else.
      let other = try files.list(path).first { name in
        !["lock", "lost+found", "evidence", "backup.new"].contains(name)
          && !BackupManifest.originals.contains { isCopy(name, of: $0) }
      }
      if let other {
        throw StorageError.folderNotEmpty(folder: path, found: other)
      }
    }
    try DataFolder.makeFolder(evidencePath, files)
    try files.syncDirectory(path)
    return lock
  }

  /// What is checked of the files that were copied as a whole.
  func check(_ entry: BackupManifest.Entry) throws {
    let path = path(of: entry)
    guard let found = try files.attributes(path) else {
      throw StorageError.backupDamaged(file: path, reason: "it is missing")
    }
    guard found.size == entry.size, try FileCopy.hash(of: path, files) == entry.hash else {
      throw StorageError.backupDamaged(file: path, reason: "its content is not what was copied")
    }
  }

  /// Removes what no longer belongs to the backup that the folder holds.
  func removeRest(of manifest: BackupManifest) throws {
    let kept = Set(manifest.entries.map(\.name))
    for name in try files.list(path) where !kept.contains(name) {
      guard BackupManifest.originals.contains(where: { isCopy(name, of: $0) }) else { continue }
      try files.remove("\(path)/\(name)")
    }
    let logs = Set(manifest.logs.map(\.name))
    for name in try files.list(evidencePath) where name.hasSuffix(".log") && !logs.contains(name) {
      try files.remove("\(evidencePath)/\(name)")
    }
  }

  /// The name of a copy in the backup of a number: `tls/key.pem` becomes `key-3.pem`.
  static func name(of original: String, number: Int) -> String {
    let (stem, ending) = parts(of: original)
    return "\(stem)-\(number).\(ending)"
  }

  /// Whether a name is that of a copy, or of what was beside a copy while it was made.
  private func isCopy(_ name: String, of original: String) -> Bool {
    let (stem, ending) = Self.parts(of: original)
    guard name.hasPrefix("\(stem)-") else { return false }
    let rest = name.dropFirst(stem.count + 1)
    let number = rest.prefix { $0.isNumber }
    let behind = [".\(ending)", ".\(ending)-wal", ".\(ending)-journal"]
    return !number.isEmpty && behind.contains(String(rest.dropFirst(number.count)))
  }

  private static func parts(of original: String) -> (stem: Substring, ending: Substring) {
    let name = original.split(separator: "/").last ?? ""
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    return (name[..<dot], name[dot...].dropFirst())
  }
}

extension BackupManifest {
  /// The files that are copied as a whole, by their paths in the data folder.
  static let originals = [databaseName, "tls/certificate.pem", "tls/key.pem"]
}
