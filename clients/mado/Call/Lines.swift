import Calling
import Files
import Glibc

/// A text line by line, from memory or from a file descriptor as it comes. One task reads.
final class Lines: @unchecked Sendable {
  private var buffer: [UInt8]
  private var start = 0
  /// Nil once it has ended.
  private var descriptor: Int32?
  private let isOwned: Bool

  init(_ text: String) {
    buffer = Array(text.utf8)
    isOwned = false
  }

  /// Reads what comes from `descriptor`.
  init(descriptor: Int32, isOwned: Bool = false) {
    buffer = []
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  deinit {
    if isOwned, let descriptor { close(descriptor) }
  }

  static func file(_ path: String) throws(UsageError) -> Lines {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw UsageError("\(FileError(operation: "open", path: path, code: errno))")
    }
    return Lines(descriptor: descriptor, isOwned: true)
  }

  /// The next line without its end; nil at the end.
  func next() -> String? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0a) {
        defer { start = end + 1 }
        return String(decoding: buffer[start..<end], as: UTF8.self)
      }
      searched = buffer.count - start
      guard fill() else { break }
    }
    guard start < buffer.count else { return nil }
    defer { start = buffer.count }
    return String(decoding: buffer[start...], as: UTF8.self)
  }

  /// The lines that are there already: none where more has to be waited for.
  func available() -> [String] {
    while let descriptor, Self.hasInput(descriptor) { guard fill() else { break } }
    var lines: [String] = []
    while descriptor == nil || buffer[start...].contains(0x0a), let line = next() {
      lines.append(line)
    }
    return lines
  }

  /// Bytes or the end (poll(2)).
  private static func hasInput(_ descriptor: Int32) -> Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&state, 1, 0) > 0
  }

  /// All that is left.
  func rest() -> String {
    while fill() {}
    defer { start = buffer.count }
    return String(decoding: buffer[start...], as: UTF8.self)
  }

  /// Drops what has been read and reads on; false at the end.
  private func fill() -> Bool {
    guard let descriptor else { return false }
    buffer.removeSubrange(..<start)
    start = 0
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var count = read(descriptor, &piece, piece.count)
    while count < 0, errno == EINTR { count = read(descriptor, &piece, piece.count) }
    guard count > 0 else {
      if isOwned { close(descriptor) }
      self.descriptor = nil
      return false
    }
    buffer += piece[..<count]
    return true
  }
}
