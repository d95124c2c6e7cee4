import Glibc

/// The one seam through which the program touches files that it must be able to find again.
///
/// Behind it stand the real disk (``LinuxFileSystem``) and, in tests, one that forgets whatever was
/// not synced. The contract is that of a POSIX disk after a power cut, no more:
/// - what a file holds is durable once ``File/sync()`` has returned;
/// - that a file or folder exists under its name, or no longer does, is durable once
///   ``syncDirectory(_:)`` of the folder that holds the name has returned.
///
/// New files are readable and writable by their owner alone (0600), new folders likewise (0700).
public protocol FileSystem: Sendable {
  /// Opens the file at `path`.
  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File
  /// Makes one folder with mode 0700. Its parent has to exist, itself it must not.
  func makeDirectory(_ path: String) throws(FileError)
  /// The names in a folder, sorted, without `.` and `..`.
  func list(_ path: String) throws(FileError) -> [String]
  /// Moves a file, replacing what stands at `target`.
  func rename(_ path: String, to target: String) throws(FileError)
  /// Removes a file.
  func remove(_ path: String) throws(FileError)
  /// Makes the names in a folder durable: additions, removals, moves.
  func syncDirectory(_ path: String) throws(FileError)
  /// What stands at `path`, or nil when nothing does.
  func attributes(_ path: String) throws(FileError) -> FileAttributes?
  /// How many bytes may still be written to the disk that `path` lies on, by an ordinary user.
  func freeBytes(_ path: String) throws(FileError) -> Int64
}

/// How to open a file.
public enum OpenMode: Sendable, Hashable {
  /// It has to exist; only reads follow.
  case readOnly
  /// It has to exist.
  case readWrite
  /// It is made when it does not exist.
  case readWriteCreating
  /// It must not exist yet.
  case readWriteNew
}

/// What a name stands for.
public struct FileAttributes: Sendable, Hashable {
  public let isDirectory: Bool
  /// Length in bytes.
  public let size: Int64
  /// The permission bits, such as 0o600.
  public let permissions: UInt32
  /// The number of the user whom it belongs to.
  public let owner: UInt32

  public init(isDirectory: Bool, size: Int64, permissions: UInt32, owner: UInt32 = geteuid()) {
    self.isDirectory = isDirectory
    self.size = size
    self.permissions = permissions
    self.owner = owner
  }
}

/// An open file, read and written by position. Any thread may call it; ordering is the callers' task.
public protocol File: AnyObject, Sendable {
  /// The path it was opened by.
  var path: String { get }
  /// Fills `buffer` from `offset` on. Returns fewer bytes than it holds only where the file ends.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int
  /// Writes all of `bytes` at `offset`, or throws; then part of them may have been written.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError)
  /// Writes `parts` one behind the other from `offset` on: as one write where the system can.
  func write(_ parts: [UnsafeRawBufferPointer], at offset: Int64) throws(FileError)
  /// Cuts the file, or extends it by zeros, to `size` bytes.
  func truncate(to size: Int64) throws(FileError)
  /// Length in bytes.
  func size() throws(FileError) -> Int64
  /// Makes content and length durable (`fdatasync`). After a failure nothing is known about what was
  /// written since the last success: write it again.
  func sync() throws(FileError)
  /// Has what is written go to the disk past the kernel's page cache, where the file system can
  /// (`O_DIRECT`). From then on offsets, lengths and the memory written have to be multiples of 4,096
  /// bytes. Reading and syncing are as before.
  func bypassCache()
  /// Takes the exclusive lock of the file for this opening of it, until it is closed. False when
  /// another opening holds it, in this process or another.
  func lock() throws(FileError) -> Bool
  /// Closes the file. Later calls of it fail; closing again does nothing.
  func close()
}

extension File {
  public func bypassCache() {}

  public func write(_ parts: [UnsafeRawBufferPointer], at offset: Int64) throws(FileError) {
    var offset = offset
    for part in parts {
      try write(part, at: offset)
      offset += Int64(part.count)
    }
  }

  /// As ``lock()``, but asks again until `patience` is over: a child of another process has its locks too,
  /// from fork(2) until it runs its own program, and some are held for a moment only.
  public func lock(patience: Duration) throws(FileError) -> Bool {
    let (seconds, attoseconds) = patience.components
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    end.tv_sec += Int(seconds)
    end.tv_nsec += Int(attoseconds / 1_000_000_000)
    while true {
      if try lock() { return true }
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      let left =
        (end.tv_sec - now.tv_sec) * 1_000_000_000 + end.tv_nsec - now.tv_nsec
      guard left > 0 else { return false }
      usleep(2_000)
    }
  }

  /// The `count` bytes at `offset`, fewer where the file ends.
  public func read(count: Int, at offset: Int64) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all of `bytes` at `offset`.
  public func write(_ bytes: [UInt8], at offset: Int64) throws(FileError) {
    try bytes.span.withUnsafeBytes { (buffer) throws(FileError) in try write(buffer, at: offset) }
  }
}

extension FileSystem {
  /// All that a file holds. For small files.
  public func contents(of path: String) throws(FileError) -> [UInt8] {
    let file = try open(path, .readOnly)
    defer { file.close() }
    return try file.read(count: Int(clamping: file.size()), at: 0)
  }

  /// Puts a small file in place, durably and as a whole: after a crash there is the old content or
  /// the new, never a part.
  public func replace(_ path: String, with content: [UInt8]) throws(FileError) {
    let draft = path + ".new"
    let file = try open(draft, .readWriteCreating)
    defer { file.close() }
    try file.truncate(to: 0)
    try file.write(content, at: 0)
    try file.sync()
    try rename(draft, to: path)
    try syncDirectory(directory(of: path))
  }

  /// The folder that holds the name `path`.
  public func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
