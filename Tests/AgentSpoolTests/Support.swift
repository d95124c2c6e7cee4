import Files
import Glibc
import Synchronization

/// The disk of this machine, until it has done so many things: then it is as if the process had died.
final class DyingFileSystem: FileSystem {
  private let disk = LinuxFileSystem()
  private let left: Mutex<Int>

  init(after operations: Int) {
    left = Mutex(operations)
  }

  /// Whether it never came to the end.
  var hasLived: Bool { left.withLock { $0 >= 0 } }

  private func step(_ operation: String, _ path: String) throws(FileError) {
    let isAlive = left.withLock { left in
      left -= 1
      return left >= 0
    }
    if !isAlive { throw FileError(operation: operation, path: path, code: EIO) }
  }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File {
    try step("open", path)
    return try disk.open(path, mode)
  }
  func makeDirectory(_ path: String) throws(FileError) {
    try step("mkdir", path)
    try disk.makeDirectory(path)
  }
  func list(_ path: String) throws(FileError) -> [String] { try disk.list(path) }
  func rename(_ path: String, to target: String) throws(FileError) {
    try step("rename", path)
    try disk.rename(path, to: target)
  }
  func remove(_ path: String) throws(FileError) {
    try step("unlink", path)
    try disk.remove(path)
  }
  func syncDirectory(_ path: String) throws(FileError) {
    try step("fsync", path)
    try disk.syncDirectory(path)
  }
  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try disk.attributes(path)
  }
  func freeBytes(_ path: String) throws(FileError) -> Int64 { try disk.freeBytes(path) }
}

/// Gives `body` an empty folder that is gone afterwards.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
  var template = Array("/tmp/mado-spool-XXXXXX".utf8CString)
  guard let made = mkdtemp(&template) else {
    throw FileError(operation: "mkdtemp", path: "/tmp", code: errno)
  }
  let path = String(cString: made)
  defer { removeAll(path) }
  return try body(path)
}

private func removeAll(_ path: String) {
  let disk = LinuxFileSystem()
  for name in (try? disk.list(path)) ?? [] {
    let inner = "\(path)/\(name)"
    if (try? disk.attributes(inner))??.isDirectory == true {
      removeAll(inner)
    } else {
      try? disk.remove(inner)
    }
  }
  rmdir(path)
}

/// Puts a file into a folder as whoever takes pictures does.
func put(_ content: String, at path: String) throws {
  let disk = LinuxFileSystem()
  let file = try disk.open(path + ".part", .readWriteNew)
  defer { file.close() }
  try file.write(Array(content.utf8), at: 0)
  try disk.rename(path + ".part", to: path)
}

func text(_ path: String) throws -> String {
  String(decoding: try LinuxFileSystem().contents(of: path), as: UTF8.self)
}
