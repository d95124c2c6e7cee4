/// The comments that belong to one declaration, without comment marks, each line with its newline.
///
/// Which comment belongs where follows descriptor.proto, `SourceCodeInfo.Location`.
public struct Comments: Sendable, Hashable {
  /// Right before the declaration.
  public var leading: String?
  /// Right behind it.
  public var trailing: String?
  /// Before it, but separated by a blank line.
  public var detached: [String] = []

  public init(leading: String? = nil, trailing: String? = nil, detached: [String] = []) {
    self.leading = leading
    self.trailing = trailing
    self.detached = detached
  }
}

/// Divides the comments between two tokens among the declaration that ended and the one that follows.
struct CommentScanner {
  /// What the comments between two tokens are to their neighbours.
  struct Division {
    var trailingPrevious: String?
    var detached: [String] = []
    var leadingNext: String?
  }

  private let source: SourceFile
  private let end: Int
  private var offset: Int
  private var division = Division()
  private var pending: (bytes: [UInt8], isBlock: Bool)?
  private var mayTrailPrevious = true

  private init(_ source: SourceFile, _ gap: Range<Int>) {
    self.source = source
    offset = gap.lowerBound
    end = gap.upperBound
  }

  /// The comments between `previous` (nil at the file's beginning) and `next`.
  static func divide(_ source: SourceFile, after previous: Token?, before next: Token) -> Division {
    let start = min(previous?.span.end ?? 0, next.span.start)
    var scanner = CommentScanner(source, start..<next.span.start)
    if previous == nil {
      if source.bytes.starts(with: [0xef, 0xbb, 0xbf]) { scanner.offset = min(3, scanner.end) }
      scanner.mayTrailPrevious = false
    } else if !scanner.scanRestOfLine() {
      return scanner.division
    }
    scanner.scanLines()
    let closesScope = next.kind == .end || ["}", "]", ")"].contains(next.text)
    if closesScope { scanner.flush() }
    if let (bytes, _) = scanner.pending {
      scanner.division.leadingNext = String(decoding: bytes, as: UTF8.self)
    }
    return scanner.division
  }

  /// The line on which the previous token ended; false when the next token stands there too, so that
  /// nobody knows to which of them a comment belongs.
  private mutating func scanRestOfLine() -> Bool {
    skipBlanks()
    if takeLineComment() {
      flush()
    } else if takeBlockComment() {
      skipBlanks()
      guard takeNewline() else { return false }
      flush()
    } else {
      guard takeNewline() else { return false }
    }
    return true
  }

  private mutating func scanLines() {
    while true {
      skipBlanks()
      if takeLineComment() { continue }
      if takeBlockComment() {
        skipBlanks()
        _ = takeNewline()
      } else if takeNewline() {
        flush()
        mayTrailPrevious = false
      } else {
        return
      }
    }
  }

  /// Gives the pending comment to the previous declaration, if nothing separates them, or to nobody.
  private mutating func flush() {
    guard let (bytes, _) = pending else { return }
    pending = nil
    let text = String(decoding: bytes, as: UTF8.self)
    if mayTrailPrevious {
      division.trailingPrevious = text
      mayTrailPrevious = false
    } else {
      division.detached.append(text)
    }
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    offset + distance < end ? source.bytes[offset + distance] : nil
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte.isBlank, byte != UInt8(ascii: "\n") { offset += 1 }
  }

  private mutating func takeNewline() -> Bool {
    guard peek() == UInt8(ascii: "\n") else { return false }
    offset += 1
    return true
  }

  /// Line comments that follow each other are one comment.
  private mutating func takeLineComment() -> Bool {
    guard peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") else { return false }
    if pending?.isBlock == true { flush() }
    offset += 2
    let start = offset
    while let byte = peek(), byte != UInt8(ascii: "\n") { offset += 1 }
    _ = takeNewline()
    pending = ((pending?.bytes ?? []) + source.bytes[start..<offset], false)
    return true
  }

  private mutating func takeBlockComment() -> Bool {
    guard peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") else { return false }
    flush()
    offset += 2
    var bytes: [UInt8] = []
    while let byte = peek() {
      if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        offset += 2
        break
      }
      bytes.append(byte)
      offset += 1
      if byte == UInt8(ascii: "\n"), skipMargin() { break }
    }
    pending = (bytes, true)
    return true
  }

  /// Skips the white space and the asterisk with which a line of a block comment begins; true when
  /// that asterisk closed the comment.
  private mutating func skipMargin() -> Bool {
    skipBlanks()
    guard peek() == UInt8(ascii: "*") else { return false }
    offset += 1
    guard peek() == UInt8(ascii: "/") else { return false }
    offset += 1
    return true
  }
}
