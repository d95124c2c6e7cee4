import Files
import Glibc
import Synchronization

/// Where the program reads and writes: a person's terminal, a pipe, or a test's memory.
final class Console: Sendable {
  let input: Lines
  /// Whether error output is a terminal, which can show progress.
  let isTerminal: Bool
  /// How wide the terminal is that output goes to; nil when it goes elsewhere.
  let columns: Int?
  private let out: @Sendable ([UInt8]) -> Void
  private let error: @Sendable ([UInt8]) -> Void

  init(
    input: Lines, isTerminal: Bool, columns: Int?, out: @escaping @Sendable ([UInt8]) -> Void,
    error: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.input = input
    self.isTerminal = isTerminal
    self.columns = columns
    self.out = out
    self.error = error
  }

  /// The process's own.
  static let standard = Console(
    input: Lines(descriptor: STDIN_FILENO), isTerminal: StandardStream.error.isTerminal,
    columns: StandardStream.output.columns, out: { StandardStream.output.write($0) },
    error: { StandardStream.error.write($0) })

  func print(_ line: String) { out(Array((line + "\n").utf8)) }

  /// Writes bytes as they are.
  func write(_ bytes: [UInt8]) { out(bytes) }

  func complain(_ line: String) { error(Array((line + "\n").utf8)) }

  /// Writes to error output without ending the line.
  func show(_ text: String) { error(Array(text.utf8)) }
}
