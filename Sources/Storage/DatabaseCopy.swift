import Crypto
import Files
import SQLite

/// Copies the database of a data folder while a server commits to it.
///
/// Under the ``CheckpointLock`` the database file stands still, and the write-ahead log only grows, or begins
/// anew once all that it held is in the database file. So the file and a beginning of the log, with the log's
/// first bytes the same before and after, are a state that the database had after the lock was taken: all that
/// had been acknowledged before is in it. Half a commit at the log's end is left out by its checksums.
enum DatabaseCopy {
  /// Puts a copy at `target`, as one durable file of mode 0600.
  ///
  /// - Parameter alongside: is done before the lock is given back.
  static func make(
    of folder: String, at target: String, files: any FileSystem, vfs: VFS,
    alongside body: () throws -> Void = {}
  ) throws {
    try removeRemains(of: target, files)
    let database = DataFolder.databasePath(in: folder)
    guard try files.attributes("\(folder)/format") != nil,
      try files.attributes(database) != nil
    else { throw StorageError.noDataFolder(folder: folder, reason: "it has no database") }
    let isDone: Void? = try CheckpointLock(folder: folder, files: files).withLock(
      patience: CheckpointLock.patience
    ) {
      try FileCopy.whole(database, to: target, files)
      try copyLog("\(database)-wal", to: "\(target)-wal", files)
      try body()
    }
    guard isDone != nil else { throw StorageError.databaseBeingCopied(folder: folder) }
    let connection = try Connection(target, vfs: vfs, access: .owner)
    defer { connection.close() }
    try connection.becomeOneFile()
  }

  /// Removes a copy, and what one that came to no end has left.
  static func removeRemains(of target: String, _ files: any FileSystem) throws {
    for path in [target, "\(target)-wal", "\(target)-journal"]
    where try files.attributes(path) != nil {
      try files.remove(path)
    }
  }

  private static func copyLog(_ path: String, to target: String, _ files: any FileSystem) throws {
    guard try files.attributes(path) != nil else { return }
    let log = try files.open(path, .readOnly)
    defer { log.close() }
    // The header has salts of its own for each beginning (https://www.sqlite.org/walformat.html). It can
    // begin anew once: for the second time all of it had to be moved into the database.
    var header: [UInt8]
    repeat {
      header = try log.read(count: 32, at: 0)
      try FileCopy.whole(path, to: target, files)
    } while try log.read(count: 32, at: 0) != header
  }
}

/// Copies of files, durable when they are made.
enum FileCopy {
  /// Bytes copied at a time.
  private static let partBytes = 1 << 20

  /// Copies the whole of a file, as long as it is when its end is reached; what stood at `target` goes.
  static func whole(_ path: String, to target: String, _ files: any FileSystem) throws {
    let source = try files.open(path, .readOnly)
    defer { source.close() }
    let copy = try files.open(target, .readWriteCreating)
    defer { copy.close() }
    try copy.truncate(to: 0)
    _ = try part(of: source, from: 0, upTo: .max, to: copy)
    try copy.sync()
  }

  /// Copies the bytes from `start` on to the same place of `copy`, up to `end` or the end of `source`; returns
  /// where that was. Not yet durable.
  static func part(
    of source: any File, from start: Int64, upTo end: Int64, to copy: any File
  ) throws -> Int64 {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: partBytes, alignment: 4_096)
    defer { buffer.deallocate() }
    var offset = start
    while offset < end {
      let wanted = Int(min(Int64(partBytes), end - offset))
      let count = try source.read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
      try copy.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: offset)
      offset += Int64(count)
      if count < wanted { break }
    }
    return offset
  }

  /// The hash of a file's content.
  static func hash(of path: String, _ files: any FileSystem) throws -> SHA256.Digest {
    let file = try files.open(path, .readOnly)
    defer { file.close() }
    var hash = SHA256()
    var offset: Int64 = 0
    while true {
      let bytes = try file.read(count: partBytes, at: offset)
      hash.update(bytes)
      offset += Int64(bytes.count)
      if bytes.count < partBytes { return hash.finish() }
    }
  }
}
