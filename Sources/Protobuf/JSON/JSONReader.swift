import Buffers

/// Reads JSON (RFC 8259), a value at a time, and knows where it stands.
public struct JSONReader {
  let options: JSONOptions
  let source: [UInt8]
  private(set) var position = 0
  private var path: [String] = []
  /// As of a reader of binary format, but for the outermost message, which counts here.
  private var nestingLeft = WireReader.nestingMax + 1
  /// The tables of the messages met so far, by type.
  private var tables: [ObjectIdentifier: Any] = [:]

  init(_ source: [UInt8], _ options: JSONOptions) {
    self.source = source
    self.options = options
  }

  mutating func table<M: Message>(of type: M.Type) -> FieldTable<M> {
    if let known = tables[ObjectIdentifier(type)] as? FieldTable<M> { return known }
    let table = FieldTable<M>()
    tables[ObjectIdentifier(type)] = table
    return table
  }

  // MARK: - Errors and where they are

  func error(_ problem: String, at offset: Int? = nil) -> JSONError {
    let before = source[..<min(offset ?? position, source.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONError(
      problem: problem, path: path.joined(),
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: before.count - lineStart + 1)
  }

  /// An error about the value that comes next.
  mutating func mismatch(_ expected: String) -> JSONError {
    let found =
      switch next() {
      case nil: "the end"
      case UInt8(ascii: "{"): "an object"
      case UInt8(ascii: "["): "an array"
      case UInt8(ascii: "\""): "a string"
      case UInt8(ascii: "t"), UInt8(ascii: "f"): "a truth value"
      case UInt8(ascii: "n"): "null"
      case UInt8(ascii: "-"): "a number"
      case let byte? where UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte: "a number"
      default: "something else"
      }
    return error("\(expected) expected, \(found) found")
  }

  private mutating func within<R>(
    _ part: String, _ body: (inout JSONReader) throws(JSONError) -> R
  ) throws(JSONError) -> R {
    path.append(part)
    let result = try body(&self)
    path.removeLast()
    return result
  }

  // MARK: - Structure

  /// The first byte of the next token, which is not taken.
  mutating func next() -> UInt8? {
    while position < source.count {
      switch source[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        position += 1
      default: return source[position]
      }
    }
    return nil
  }

  /// Takes `byte` if it is the next token.
  private mutating func take(_ byte: Character) -> Bool {
    guard next() == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: Character) throws(JSONError) {
    guard take(byte) else { throw error("'\(byte)' expected") }
  }

  mutating func expectEnd() throws(JSONError) {
    guard next() == nil else { throw error("something follows the message") }
  }

  /// Takes a word such as `null` if it comes next.
  mutating func takeWord(_ word: String) -> Bool {
    guard next() != nil, source[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// An object; `body` must take the value of each member.
  mutating func object(
    _ body: (inout JSONReader, String) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take("{") else { throw mismatch("an object") }
    var isFirst = true
    while !take("}") {
      if !isFirst { try expect(",") }
      isFirst = false
      guard next() == UInt8(ascii: "\"") else { throw mismatch("the name of a member") }
      let name = try string()
      try expect(":")
      _ = next()
      try within(path.isEmpty ? name : ".\(name)") { reader throws(JSONError) in
        try body(&reader, name)
      }
    }
  }

  /// An object that is a map, whose entries are messages of the binary format.
  mutating func map(
    _ body: (inout JSONReader, String) throws(JSONError) -> Void
  ) throws(JSONError) {
    try nested { reader throws(JSONError) in try reader.object(body) }
  }

  /// An array; `body` must take each element.
  mutating func array(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
    guard take("[") else { throw mismatch("an array") }
    var index = 0
    while !take("]") {
      if index > 0 { try expect(",") }
      _ = next()
      try within("[\(index)]", body)
      index += 1
    }
  }

  /// Counts what stands inside another message against the budget while `body` reads it.
  mutating func nested<R>(
    _ body: (inout JSONReader) throws(JSONError) -> R
  ) throws(JSONError) -> R {
    guard nestingLeft > 0 else {
      throw error("nested more than \(WireReader.nestingMax) deep")
    }
    nestingLeft -= 1
    defer { nestingLeft += 1 }
    return try body(&self)
  }

  /// Takes any value. An array counts against the budget inside another array only, as the arrays
  /// of repeated fields do not.
  mutating func skip(inArray: Bool = false) throws(JSONError) {
    switch next() {
    case UInt8(ascii: "{"):
      try map { reader, _ throws(JSONError) in try reader.skip() }
    case UInt8(ascii: "[") where inArray:
      try nested { reader throws(JSONError) in try reader.skip() }
    case UInt8(ascii: "["):
      try array { reader throws(JSONError) in try reader.skip(inArray: true) }
    case UInt8(ascii: "\""): _ = try string()
    default:
      guard takeWord("null") || takeWord("true") || takeWord("false") else {
        _ = try number()
        return
      }
    }
  }

  // MARK: - Values

  /// A number as it is written.
  mutating func number() throws(JSONError) -> String {
    _ = next()
    let start = position
    _ = take("-")
    let integer = digits()
    guard integer > 0 else {
      position = start
      throw mismatch("a number")
    }
    guard integer == 1 || source[position - integer] != UInt8(ascii: "0") else {
      throw error("a number must not begin with 0", at: start)
    }
    var isWhole = true
    if position < source.count, source[position] == UInt8(ascii: ".") {
      position += 1
      isWhole = digits() > 0
    }
    if position < source.count, source[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < source.count, "+-".utf8.contains(source[position]) { position += 1 }
      isWhole = digits() > 0 && isWhole
    }
    guard isWhole else { throw error("a digit expected") }
    return String(decoding: source[start..<position], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = position
    while position < source.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= source[position] {
      position += 1
    }
    return position - start
  }

  mutating func string() throws(JSONError) -> String {
    guard next() == UInt8(ascii: "\"") else { throw mismatch("a string") }
    let start = position
    position += 1
    var text: [UInt8] = []
    while position < source.count {
      let unit = source[position]
      position += 1
      switch unit {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("the string is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw error("a control character must be escaped", at: position - 1)
      default: text.append(unit)
      }
    }
    throw error("the string has no end", at: start)
  }

  /// What follows a backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position - 1
    guard position < source.count else { throw error("the string has no end") }
    defer { position += 1 }
    switch source[position] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var value = try hexadecimal()
      if 0xD800..<0xDC00 ~= value, source[(position + 1)...].starts(with: "\\u".utf8) {
        position += 2
        let low = try hexadecimal()
        guard 0xDC00..<0xE000 ~= low else { throw error("half a surrogate pair", at: start) }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw error("half a surrogate pair", at: start)
      }
      return scalar
    default: throw error("an escape that does not exist", at: start)
    }
  }

  /// Four hexadecimal digits; the position is then at the last of them.
  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let digits = source[(position + 1)...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16)
    else { throw error("four hexadecimal digits expected") }
    position += 4
    return value
  }
}
