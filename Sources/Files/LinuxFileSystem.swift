import Glibc

/// The real files of this machine.
public struct LinuxFileSystem: FileSystem {
  public init() {}

  public func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File {
    let flags =
      switch mode {
      case .readOnly: O_RDONLY
      case .readWrite: O_RDWR
      case .readWriteCreating: O_RDWR | O_CREAT
      case .readWriteNew: O_RDWR | O_CREAT | O_EXCL
      }
    let descriptor = try retrying("open", path) { Glibc.open(path, flags | O_CLOEXEC, 0o600) }
    return LinuxFile(path: path, descriptor: descriptor)
  }

  public func makeDirectory(_ path: String) throws(FileError) {
    _ = try retrying("mkdir", path) { mkdir(path, 0o700) }
  }

  public func list(_ path: String) throws(FileError) -> [String] {
    guard let directory = opendir(path) else {
      throw FileError(operation: "opendir", path: path, code: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
          String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
      errno = 0
    }
    // readdir tells the end from a failure by errno alone.
    if errno != 0 { throw FileError(operation: "readdir", path: path, code: errno) }
    return names.sorted()
  }

  public func rename(_ path: String, to target: String) throws(FileError) {
    _ = try retrying("rename", path) { Glibc.rename(path, target) }
  }

  public func remove(_ path: String) throws(FileError) {
    _ = try retrying("unlink", path) { unlink(path) }
  }

  public func syncDirectory(_ path: String) throws(FileError) {
    let descriptor = try retrying("open", path) {
      Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    defer { Glibc.close(descriptor) }
    _ = try retrying("fsync", path) { fsync(descriptor) }
  }

  public func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    var status = stat()
    do throws(FileError) {
      _ = try retrying("stat", path) { stat(path, &status) }
    } catch  where error.kind == .notFound {
      return nil
    }
    return FileAttributes(
      isDirectory: status.st_mode & S_IFMT == S_IFDIR, size: Int64(status.st_size),
      permissions: status.st_mode & 0o777, owner: status.st_uid)
  }

  public func freeBytes(_ path: String) throws(FileError) -> Int64 {
    var status = statvfs()
    _ = try retrying("statvfs", path) { statvfs(path, &status) }
    return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }
}

/// Calls until the kernel answers with something else than "interrupted".
private func retrying<R: SignedInteger>(
  _ operation: String, _ path: String, _ call: () -> R
) throws(FileError) -> R {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw FileError(operation: operation, path: path, code: code) }
  }
}

/// `F_OFD_SETLK` of fcntl(2), which Swift's Glibc module leaves out.
private let setLockOfOpening: Int32 = 37

/// `O_DIRECT` of open(2), which Swift's Glibc module leaves out.
#if arch(arm64) || arch(arm)
  private let direct: Int32 = 0o200000
#else
  private let direct: Int32 = 0o40000
#endif

/// Parts written at a time; the kernel takes 1,024 (`IOV_MAX`).
private let partsMax = 64

/// An open file of the kernel's.
final class LinuxFile: File, @unchecked Sendable {
  let path: String
  /// -1 once closed. Written by `close()` alone, which its owner calls after every other use.
  private var descriptor: Int32
  /// Whether writes bypass the page cache. Set before the first write; only a write clears it.
  private var isDirect = false

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close() }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try retrying("pread", path) {
        pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
    try write([bytes], at: offset)
  }

  func write(_ parts: [UnsafeRawBufferPointer], at offset: Int64) throws(FileError) {
    var offset = off_t(offset)
    var rest = parts.filter { !$0.isEmpty }[...]
    while !rest.isEmpty {
      var count = try writeSome(rest, at: offset)
      // A regular file takes at least one byte or reports why not.
      if count == 0 { throw FileError(operation: "pwritev", path: path, code: ENOSPC) }
      offset += off_t(count)
      while let first = rest.first, count >= first.count {
        count -= first.count
        rest.removeFirst()
      }
      if count > 0 {
        rest[rest.startIndex] = UnsafeRawBufferPointer(rebasing: rest[rest.startIndex][count...])
      }
    }
  }

  /// Writes the beginning of `parts`; returns how many bytes.
  private func writeSome(
    _ parts: ArraySlice<UnsafeRawBufferPointer>, at offset: off_t
  ) throws(FileError) -> Int {
    let vector = parts.prefix(partsMax).map {
      iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
    }
    do throws(FileError) {
      return try retrying("pwritev", path) {
        pwritev(descriptor, vector, Int32(vector.count), offset)
      }
    } catch  where isDirect && error.code == EINVAL {
      // Some file systems take the flag and then refuse such writes, or the rest of one that came
      // to an end within a block.
      isDirect = false
      guard setDirect(false) else { throw error }
      return try writeSome(parts, at: offset)
    }
  }

  func truncate(to size: Int64) throws(FileError) {
    _ = try retrying("ftruncate", path) { ftruncate(descriptor, off_t(size)) }
  }

  func size() throws(FileError) -> Int64 {
    var status = stat()
    _ = try retrying("fstat", path) { fstat(descriptor, &status) }
    return Int64(status.st_size)
  }

  func sync() throws(FileError) {
    _ = try retrying("fdatasync", path) { fdatasync(descriptor) }
  }

  func bypassCache() { isDirect = setDirect(true) }

  private func setDirect(_ isDirect: Bool) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0 else { return false }
    return fcntl(descriptor, F_SETFL, isDirect ? flags | direct : flags & ~direct) == 0
  }

  func lock() throws(FileError) -> Bool {
    // A lock of the open file description: a second opening is refused even within one process,
    // and closing some other descriptor of the file does not drop it (fcntl(2), F_OFD_SETLK).
    var request = flock()
    request.l_type = Int16(F_WRLCK)
    request.l_whence = Int16(SEEK_SET)
    do throws(FileError) {
      _ = try retrying("fcntl(F_OFD_SETLK)", path) {
        withUnsafeMutablePointer(to: &request) { fcntl(descriptor, setLockOfOpening, $0) }
      }
      return true
    } catch  where error.code == EAGAIN || error.code == EACCES {
      return false
    }
  }

  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }
}
