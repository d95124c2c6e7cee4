import Glibc
import Synchronization

/// Where the program reads and writes: a person's terminal, a pipe, or a test's memory.
final class Console: Sendable {
  let input: Lines
  /// Whether error output is a terminal, which can show progress.
  let isTerminal: Bool
  private let out: @Sendable ([UInt8]) -> Void
  private let error: @Sendable ([UInt8]) -> Void

  init(
    input: Lines, isTerminal: Bool, out: @escaping @Sendable ([UInt8]) -> Void,
    error: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.input = input
    self.isTerminal = isTerminal
    self.out = out
    self.error = error
  }

  /// The process's own.
  static let standard = Console(
    input: Lines(descriptor: STDIN_FILENO), isTerminal: isatty(STDERR_FILENO) == 1,
    out: { Console.write($0, to: STDOUT_FILENO) }, error: { Console.write($0, to: STDERR_FILENO) })

  func print(_ line: String) { out(Array((line + "\n").utf8)) }

  /// Writes bytes as they are.
  func write(_ bytes: [UInt8]) { out(bytes) }

  func complain(_ line: String) { error(Array((line + "\n").utf8)) }

  /// Writes to error output without ending the line.
  func show(_ text: String) { error(Array(text.utf8)) }

  /// A reader that has gone ends the program through SIGPIPE, as with any other tool.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { memory in
      var written = 0
      while written < memory.count {
        let count = Glibc.write(
          descriptor, memory.baseAddress.map { $0 + written }, memory.count - written)
        if count > 0 { written += count } else if errno != EINTR { return }
      }
    }
  }
}
