import Glibc

/// A file operation that the kernel refused: what was tried, on what, and why.
public struct FileError: Error, Sendable, Hashable {
  /// What was tried, as the name of the system call (`"open"`, `"fdatasync"`).
  public let operation: String
  /// The path it was tried on.
  public let path: String
  /// The kernel's error number (`errno`).
  public let code: Int32

  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// What the error means to whoever has to act on it.
  public enum Kind: Sendable, Hashable {
    case noSpace, permission, readOnly, notFound, exists, tooManyFiles, device, other
  }

  public var kind: Kind {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .noSpace
    case EACCES, EPERM: .permission
    case EROFS: .readOnly
    case ENOENT, ENOTDIR: .notFound
    case EEXIST: .exists
    case EMFILE, ENFILE: .tooManyFiles
    case EIO, ENXIO: .device
    default: .other
    }
  }

  /// What to do about it, where there is something to do.
  public var fix: String? {
    switch kind {
    case .noSpace: "free space on the disk of that path, or raise its quota"
    case .permission: "give the user that runs this program the right to read and write there"
    case .readOnly: "mount the file system read-write, or choose another folder"
    case .tooManyFiles: "raise the limit of open files (ulimit -n)"
    case .device: "look into the kernel's log: the disk reported an error"
    case .notFound, .exists, .other: nil
    }
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    let reason = String(cString: strerror(code))
    return "\(operation) \(path): \(reason)" + (fix.map { "; \($0)" } ?? "")
  }
}
