/// Cuts a schema into tokens. It never stops early: what it cannot read becomes a diagnostic, and it
/// goes on behind it.
///
/// The rules are those of protoc's tokenizer (protobuf.dev, "Lexical elements").
public struct Lexer {
  public let source: SourceFile
  public private(set) var tokens: [Token] = []
  public private(set) var comments: [CommentSyntax] = []
  var diagnostics: [Diagnostic] = []
  var offset = 0

  init(_ source: SourceFile) {
    self.source = source
  }

  /// All tokens of a file, the last one of kind `.end`; its comments; what was wrong.
  public static func lex(
    _ source: SourceFile
  ) -> (tokens: [Token], comments: [CommentSyntax], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source)
    lexer.skipByteOrderMark()
    while lexer.next() {}
    return (lexer.tokens, lexer.comments, lexer.diagnostics)
  }

  /// The byte at `offset + distance`, nil past the end.
  func peek(_ distance: Int = 0) -> UInt8? {
    let index = offset + distance
    return index < source.bytes.count ? source.bytes[index] : nil
  }

  func span(from start: Int) -> Span { Span(source: source, start: start, end: offset) }

  mutating func error(_ message: String, at span: Span, help: String? = nil) {
    diagnostics.append(.error(message, at: span).help(help))
  }

  mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = peek(), condition(byte) { offset += 1 }
  }

  private mutating func skipByteOrderMark() {
    if source.bytes.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
    if source.bytes.starts(with: [0xff, 0xfe]) || source.bytes.starts(with: [0xfe, 0xff]) {
      error(
        "the file is in UTF-16", at: Span(source: source, start: 0, end: 2),
        help: "save it in UTF-8, the encoding of schemas")
      offset = source.bytes.count
    }
  }

  /// Reads one token; false after the end.
  private mutating func next() -> Bool {
    skipBlanks()
    let start = offset
    guard let byte = peek() else {
      append(.end, from: start)
      return false
    }
    switch byte {
    case _ where byte.isLetter:
      skip { $0.isLetterOrDigit }
      append(.identifier, from: start)
    case _ where byte.isDigit:
      append(number(startsWithDot: false), from: start)
    case UInt8(ascii: "."):
      dot()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let value = string(quote: byte)
      append(.string, from: start, value: value)
    case 0x21...0x7e:
      offset += 1
      append(.symbol, from: start)
    default:
      skipUnreadable()
    }
    return true
  }

  private mutating func append(_ kind: Token.Kind, from start: Int, value: [UInt8] = []) {
    let span = span(from: start)
    tokens.append(Token(kind: kind, span: span, text: span.text, value: value))
  }

  /// A dot is punctuation, or begins a number such as `.5`.
  private mutating func dot() {
    let start = offset
    guard let following = peek(1), following.isDigit else {
      offset += 1
      append(.symbol, from: start)
      return
    }
    let joined = tokens.last.map { $0.kind == .identifier && $0.span.end == start } ?? false
    append(number(startsWithDot: true), from: start)
    if joined {
      error("a space is needed between a name and a number", at: span(from: start))
    }
  }

  /// Bytes that can begin no token; a run of them is reported once.
  private mutating func skipUnreadable() {
    let start = offset
    let isText = source.bytes[start] > 0x7f
    guard isText else {
      skip { ($0 < 0x20 && !$0.isBlank) || $0 == 0x7f }
      let hex = String(source.bytes[start], radix: 16)
      error(
        "control character U+\(String(repeating: "0", count: 4 - hex.count))\(hex.uppercased())",
        at: span(from: start))
      return
    }
    skip { $0 > 0x7f }
    let span = span(from: start)
    let text = span.text
    if text.unicodeScalars.allSatisfy({ LookAlike(of: $0) != nil }) {
      reportLookAlikes(text, from: start)
      return
    }
    error(
      "'\(text.prefix(40))' cannot stand here: names consist of ASCII letters, digits and _",
      at: span, help: "other characters belong in strings and comments")
  }

  /// Characters that an editor or an input method puts in the place of those of the language.
  private mutating func reportLookAlikes(_ text: String, from start: Int) {
    var place = start
    for scalar in text.unicodeScalars {
      let end = place + scalar.utf8.count
      defer { place = end }
      guard let meant = LookAlike(of: scalar) else { continue }
      let span = Span(source: source, start: place, end: end)
      diagnostics.append(
        .error("\(meant.name) is no \(meant.meantName)", at: span).suggesting(meant.replacement))
    }
  }
}

extension UInt8 {
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  var isOctal: Bool { UInt8(ascii: "0")...UInt8(ascii: "7") ~= self }
  var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 || self == UInt8(ascii: "_")
  }
  var isLetterOrDigit: Bool { isLetter || isDigit }
  /// White space: blank, tab, line feed, vertical tab, form feed, carriage return.
  var isBlank: Bool { self == 0x20 || 0x09...0x0d ~= self }
  /// The value of a hexadecimal digit.
  var hexValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

extension Lexer {
  /// Skips white space and comments, keeping the comments.
  fileprivate mutating func skipBlanks() {
    while let byte = peek() {
      if byte.isBlank {
        offset += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        lineComment()
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        blockComment()
      } else {
        return
      }
    }
  }

  private mutating func lineComment() {
    let start = offset
    skip { $0 != UInt8(ascii: "\n") }
    keepComment(from: start, isBlock: false)
  }

  private mutating func blockComment() {
    let start = offset
    offset += 2
    while let byte = peek() {
      if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        offset += 2
        keepComment(from: start, isBlock: true)
        return
      }
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        error(
          "'/*' inside a block comment: block comments do not nest",
          at: Span(source: source, start: offset, end: offset + 2))
      }
      offset += 1
    }
    error(
      "block comment without its '*/'", at: Span(source: source, start: start, end: start + 2))
    keepComment(from: start, isBlock: true)
  }

  private mutating func keepComment(from start: Int, isBlock: Bool) {
    comments.append(CommentSyntax(span: span(from: start), isBlock: isBlock))
  }
}
