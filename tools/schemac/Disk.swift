@preconcurrency import Glibc

/// What the operating system answered; see errno(3).
struct DiskError: Error, CustomStringConvertible {
  let code: Int32

  var isNotFound: Bool { code == ENOENT || code == ENOTDIR }

  var description: String { String(cString: strerror(code)) }
}

/// The whole content of a file (open(2), read(2)).
func readFile(_ path: String) throws(DiskError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw DiskError(code: errno) }
  defer { close(descriptor) }
  var content: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 64 * 1024)
  while true {
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw DiskError(code: errno) }
    if count == 0 { return content }
    content += chunk[..<count]
  }
}

/// Writes a file anew (open(2), write(2)).
func writeFile(_ content: [UInt8], to path: String) throws(DiskError) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw DiskError(code: errno) }
  defer { close(descriptor) }
  var offset = 0
  while offset < content.count {
    let count = content.withUnsafeBytes {
      write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
    }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw DiskError(code: errno) }
    offset += count
  }
}

/// Prints a line on standard error, where build systems look for diagnostics.
func printError(_ line: String) {
  fputs(line + "\n", stderr)
}

func finish(_ status: ExitStatus) -> Never {
  exit(status.rawValue)
}
