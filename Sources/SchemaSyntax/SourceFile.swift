/// One schema file as it was read: its bytes and where its lines begin.
///
/// Spans point into it; positions are computed only when something is to be shown.
public final class SourceFile: Sendable {
  /// The name by which other files import it, for example `mado/telework/v1/telework.proto`.
  public let path: String
  /// Where a person finds it, for example `Schema/mado/telework/v1/telework.proto`.
  public let displayPath: String
  public let bytes: [UInt8]
  private let lineStarts: [Int]

  public init(path: String, displayPath: String? = nil, bytes: [UInt8]) {
    self.path = path
    self.displayPath = displayPath ?? path
    self.bytes = bytes
    lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  public convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// A place in the file as protoc counts: both from 0, columns in bytes, a tab advancing to the next
  /// multiple of ``tabWidth``.
  public struct Position: Sendable, Hashable {
    public var line: Int
    public var column: Int
  }

  /// Columns between tab stops, as protoc's tokenizer has it.
  public static let tabWidth = 8

  /// The line and column of a byte offset; an offset past the end is taken for the end.
  public func position(at offset: Int) -> Position {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    var column = 0
    for byte in bytes[lineStarts[line]..<offset] {
      column += byte == UInt8(ascii: "\t") ? Self.tabWidth - column % Self.tabWidth : 1
    }
    return Position(line: line, column: column)
  }

  /// The byte offset of a line and column as ``position(at:)`` counts them; the line's end where it
  /// is shorter.
  public func offset(line: Int, column: Int) -> Int {
    let range = lineRange(line)
    var here = 0
    for offset in range {
      if here >= column { return offset }
      here += bytes[offset] == UInt8(ascii: "\t") ? Self.tabWidth - here % Self.tabWidth : 1
    }
    return range.upperBound
  }

  /// The byte offsets of a line, without its newline.
  public func lineRange(_ line: Int) -> Range<Int> {
    guard lineStarts.indices.contains(line) else { return bytes.count..<bytes.count }
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text of a range of byte offsets, clamped to the file; bad UTF-8 shows as U+FFFD.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
