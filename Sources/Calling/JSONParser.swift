/// Reads JSON (RFC 8259). Nothing in the text can make it trap.
package struct JSONParser {
  /// What is wrong with a text, and where.
  package struct Failure: Error, Hashable, CustomStringConvertible {
    package let text: String
    package let line: Int
    package let column: Int

    package init(text: String, line: Int, column: Int) {
      self.text = text
      self.line = line
      self.column = column
    }

    package var description: String { "line \(line), column \(column): \(text)" }
  }

  /// Arrays and objects inside each other.
  private static let nestingMax = 100

  private let bytes: [UInt8]
  private var position = 0
  private var nesting = 0
  /// Of every value so far.
  private var offsets: [Int] = []

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A value and where in the text it stands.
  package struct Located: Sendable {
    package let tree: JSONTree
    /// Where each value begins, in bytes of UTF-8: a value before those inside it, in the order of the
    /// text.
    package let offsets: [Int]
  }

  /// The values of a text that holds any number of them, one behind the other.
  package static func parseAll(_ text: String) throws(Failure) -> [Located] {
    var parser = JSONParser(Array(text.utf8))
    var values: [Located] = []
    parser.skipBlanks()
    while parser.position < parser.bytes.count {
      parser.offsets = []
      let tree = try parser.value()
      values.append(Located(tree: tree, offsets: parser.offsets))
      parser.skipBlanks()
    }
    return values
  }

  /// What is wrong at an offset of a text, in bytes of UTF-8.
  package static func failure(_ what: String, at offset: Int, of text: String) -> Failure {
    var parser = JSONParser(Array(text.utf8))
    parser.position = offset
    return parser.failure(what)
  }

  /// The tree of a text that holds one value and nothing else.
  package static func parse(_ text: String) throws(Failure) -> JSONTree {
    var parser = JSONParser(Array(text.utf8))
    let tree = try parser.value()
    parser.skipBlanks()
    guard parser.position == parser.bytes.count else {
      throw parser.failure("there is more text behind the value")
    }
    return tree
  }

  private mutating func value() throws(Failure) -> JSONTree {
    skipBlanks()
    offsets.append(position)
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""):
      return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || JSONParser.isDigit(byte): return try number()
    default: throw failure("expected a value")
    }
  }

  private mutating func object() throws(Failure) -> JSONTree {
    var members: [JSONTree.Member] = []
    try list(closing: "}") { (parser) throws(Failure) in
      guard parser.peek == UInt8(ascii: "\"") else { throw parser.failure("expected a name") }
      let name = try parser.string()
      parser.skipBlanks()
      guard parser.take(":") else { throw parser.failure("expected ':'") }
      members.append(JSONTree.Member(name: name, value: try parser.value()))
    }
    return .object(members)
  }

  private mutating func array() throws(Failure) -> JSONTree {
    var elements: [JSONTree] = []
    try list(closing: "]") { (parser) throws(Failure) in elements.append(try parser.value()) }
    return .array(elements)
  }

  private mutating func list(
    closing: Unicode.Scalar, _ element: (inout JSONParser) throws(Failure) -> Void
  ) throws(Failure) {
    position += 1
    nesting += 1
    guard nesting <= JSONParser.nestingMax else {
      throw failure("more than \(JSONParser.nestingMax) values inside each other")
    }
    skipBlanks()
    if !take(closing) {
      while true {
        skipBlanks()
        try element(&self)
        skipBlanks()
        if take(closing) { break }
        guard take(",") else { throw failure("expected ',' or '\(closing)'") }
      }
    }
    nesting -= 1
  }

  private mutating func number() throws(Failure) -> JSONTree {
    let start = position
    _ = take("-")
    let whole = position
    guard digits() > 0 else { throw failure("expected a digit") }
    if bytes[whole] == UInt8(ascii: "0"), position > whole + 1 {
      throw failure("a number has no leading zero")
    }
    if take("."), digits() == 0 { throw failure("expected a digit") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw failure("expected a digit") }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = peek, JSONParser.isDigit(byte) { position += 1 }
    return position - start
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func string() throws(Failure) -> String {
    position += 1
    var decoded: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(&decoded)
      case 0..<0x20: throw failure("a control character must be escaped")
      default: decoded.append(byte)
      }
    }
    throw failure("the string does not end")
  }

  private mutating func escape(_ decoded: inout [UInt8]) throws(Failure) {
    guard let byte = peek else { throw failure("the string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(8)
    case UInt8(ascii: "f"): decoded.append(12)
    case UInt8(ascii: "n"): decoded.append(10)
    case UInt8(ascii: "r"): decoded.append(13)
    case UInt8(ascii: "t"): decoded.append(9)
    case UInt8(ascii: "u"):
      var code = try fourDigits()
      if (0xd800..<0xdc00).contains(code), take("\\"), take("u") {
        let low = try fourDigits()
        guard (0xdc00..<0xe000).contains(low) else { throw failure("half a surrogate pair") }
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
      decoded += Array(String(Character(scalar)).utf8)
    default: throw failure("there is no such escape")
    }
  }

  private mutating func fourDigits() throws(Failure) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("expected four hexadecimal digits") }
    let text = String(decoding: bytes[position..<position + 4], as: UTF8.self)
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let code = UInt32(text, radix: 16)
    else { throw failure("expected four hexadecimal digits") }
    position += 4
    return code
  }

  private mutating func word(_ word: String, _ tree: JSONTree) throws(Failure) -> JSONTree {
    guard bytes[position...].starts(with: word.utf8) else { throw failure("expected a value") }
    position += word.utf8.count
    return tree
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private func failure(_ text: String) -> Failure {
    let before = bytes[..<min(position, bytes.count)]
    let line = before.count { $0 == 0x0a } + 1
    let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return Failure(text: text, line: line, column: before.count - lineStart + 1)
  }
}
