import Crypto
import Files
import Glibc

/// The folder in which a server keeps everything. One server at a time has it open.
///
///     lock          the lock that says so, with the process's number
///     format        the version of this layout
///     master.key    the key above all keys, unless it is kept elsewhere
///     mado.db       the database; mado.db-wal is its write-ahead log
///     evidence/     one log of pictures a month: 2026-07.log
///
/// Folders have mode 0700, files 0600. Whatever is put here is durable before anything relies on it.
public final class DataFolder: Sendable {
  public let path: String
  let files: any FileSystem
  let masterKey: SymmetricKey
  let masterKeyPath: String
  private let lock: any File

  /// The layout's version.
  static let format = 1

  var databasePath: String { "\(path)/mado.db" }
  var evidencePath: String { "\(path)/evidence" }

  /// Opens the folder at `path`, and makes it when it does not exist (its parent has to).
  ///
  /// - Parameter masterKeyPath: Where the master key lies, if not in the folder. It is made when
  ///   neither it nor a database exists.
  public init(
    _ path: String, masterKeyPath: String? = nil, files: any FileSystem = LinuxFileSystem()
  ) throws(StorageError) {
    self.path = path
    self.files = files
    let keyPath = masterKeyPath ?? "\(path)/master.key"
    self.masterKeyPath = keyPath
    (lock, masterKey) = try storing {
      try Self.makeFolder(path, files)
      // What is found, here and below, may be the work of a run that was killed before it had
      // synced it.
      try files.syncDirectory(files.directory(of: path))
      let lock = try Self.lock(path, files)
      try Self.checkFormat(path, files)
      let key = try Self.masterKey(keyPath, folder: path, files)
      try Self.makeFolder("\(path)/evidence", files)
      try files.syncDirectory(path)
      return (lock, key)
    }
  }

  /// Gives the lock back.
  func close() {
    lock.close()
  }

  private static func makeFolder(_ path: String, _ files: any FileSystem) throws {
    if let found = try files.attributes(path) {
      guard found.isDirectory else {
        throw StorageError.noDataFolder(folder: path, reason: "it is a file")
      }
    } else {
      try files.makeDirectory(path)
    }
  }

  private static func lock(_ folder: String, _ files: any FileSystem) throws -> any File {
    let lock = try files.open("\(folder)/lock", .readWriteCreating)
    guard try lock.lock() else {
      let text = String(decoding: try lock.read(count: 20, at: 0), as: UTF8.self)
      throw StorageError.folderInUse(
        folder: folder, holder: text.split(whereSeparator: \.isNewline).first.flatMap { Int($0) })
    }
    try lock.truncate(to: 0)
    try lock.write(Array("\(getpid())\n".utf8), at: 0)
    return lock
  }

  private static func checkFormat(_ folder: String, _ files: any FileSystem) throws {
    let path = "\(folder)/format"
    guard try files.attributes(path) != nil else {
      let ours: Set = ["lock", "format.new", "master.key", "lost+found"]
      if let other = try files.list(folder).first(where: { !ours.contains($0) }) {
        throw StorageError.noDataFolder(folder: folder, reason: "it holds \(other), but no format")
      }
      try files.replace(path, with: Array("mado \(format)\n".utf8))
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

  private static func masterKey(
    _ path: String, folder: String, _ files: any FileSystem
  ) throws -> SymmetricKey {
    if try files.attributes(path) == nil {
      guard try files.attributes("\(folder)/mado.db") == nil else {
        throw StorageError.masterKeyMissing(path: path)
      }
      let text = SymmetricKey().withUnsafeBytes { Hex.encode($0) }
      try files.replace(path, with: Array("\(text)\n".utf8))
    }
    let text = String(decoding: try files.contents(of: path), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    guard let key = Hex.decode(line).flatMap({ SymmetricKey($0) }) else {
      throw StorageError.masterKeyWrong(
        path: path, reason: "it should be one line of 64 hexadecimal digits")
    }
    // The folder's own sync does not reach a key that lies elsewhere.
    try files.syncDirectory(files.directory(of: path))
    return key
  }
}
