import Crypto
import Files
import SQLite

/// The file of the master key: a line of 64 hexadecimal digits.
///
/// While the key is being changed the new one waits beside it, in a file of the same name and `.next`. The
/// database tells which of the two it was written with: see ``KeyRotation``.
struct MasterKeyFile: Sendable {
  let path: String
  let files: any FileSystem

  var nextPath: String { "\(path).next" }

  /// Whether there is neither a key nor one to come.
  var isMissing: Bool {
    get throws { try files.attributes(path) == nil && files.attributes(nextPath) == nil }
  }

  /// The keys that may be the database's, the present one first.
  func candidates() throws -> [SymmetricKey] {
    var keys: [SymmetricKey] = []
    for path in [path, nextPath] where try files.attributes(path) != nil {
      keys.append(try key(at: path))
    }
    guard !keys.isEmpty else { throw StorageError.masterKeyMissing(path: path) }
    return keys
  }

  private func key(at path: String) throws -> SymmetricKey {
    let text = String(decoding: try files.contents(of: path), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    guard let key = Hex.decode(line).flatMap({ SymmetricKey($0) }) else {
      throw StorageError.masterKeyWrong(
        path: path, reason: "it should be one line of 64 hexadecimal digits")
    }
    // A run that was killed may have left it unsynced, and the folder of the data says nothing of it.
    try files.syncDirectory(files.directory(of: path))
    return key
  }

  /// Makes the first key of all.
  func make() throws { try keep(SymmetricKey(), at: path) }

  /// Keeps the key that is to come, durably.
  func prepare(_ next: SymmetricKey) throws { try keep(next, at: nextPath) }

  private func keep(_ key: SymmetricKey, at path: String) throws {
    let text = key.withUnsafeBytes { Hex.encode($0) }
    try files.replace(path, with: Array("\(text)\n".utf8))
  }

  /// Which of `candidates` the database of `connection` was written with.
  func choose(_ candidates: [SymmetricKey], _ connection: Connection) throws -> SymmetricKey {
    guard let key = try candidates.first(where: { try KeyRows.fits($0, connection) }) else {
      throw StorageError.masterKeyWrong(path: path, reason: "the database was made with another")
    }
    return key
  }

  /// Leaves the chosen key alone, in its place: ends a change that was interrupted. The database has to be
  /// durable as it was when the key was chosen.
  func settle(on chosen: SymmetricKey) throws {
    guard try files.attributes(nextPath) != nil else { return }
    let isNext = try key(at: nextPath).withUnsafeBytes { next in
      chosen.withUnsafeBytes { $0.elementsEqual(next) }
    }
    if isNext {
      try files.rename(nextPath, to: path)
    } else {
      try files.remove(nextPath)
    }
    try files.syncDirectory(files.directory(of: path))
  }
}
