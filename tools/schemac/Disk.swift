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
  return try readAll(descriptor)
}

func readStandardInput() throws(DiskError) -> [UInt8] { try readAll(STDIN_FILENO) }

func writeStandardOutput(_ content: [UInt8]) throws(DiskError) {
  try writeAll(content, STDOUT_FILENO)
}

/// Whether there is something of that name (access(2)).
func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

private func readAll(_ descriptor: Int32) throws(DiskError) -> [UInt8] {
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
  try writeAll(content, descriptor)
}

private func writeAll(_ content: [UInt8], _ descriptor: Int32) throws(DiskError) {
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

/// Whether there is a folder at `path` (stat(2)).
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The `.proto` files in a folder and in those inside it, by path, sorted (readdir(3)).
func schemaFiles(below folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var found: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard !name.hasPrefix(".") else { continue }
    let path = "\(folder)/\(name)"
    if name.hasSuffix(".proto") {
      found.append(path)
    } else if entry.pointee.d_type == DT_DIR {
      found += schemaFiles(below: path)
    }
  }
  return found.sorted()
}

/// Makes a folder and those around it, where they are missing (mkdir(2)).
func makeFolder(_ path: String) throws(DiskError) {
  var made = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
    guard mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
    throw DiskError(code: errno)
  }
}

/// Whether standard error is a terminal whose owner has nothing against colours (no-color.org).
var showsColors: Bool {
  isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
}
