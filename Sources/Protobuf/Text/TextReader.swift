import Buffers

/// Reads text format, a token at a time. Source: protobuf.dev, "Text Format Language".
public struct TextReader {
  let options: TextOptions
  private let source: [UInt8]
  private var position = 0
  private var nestingLeft = WireReader.nestingMax
  /// The tables of the messages met so far, by type.
  private var tables: [ObjectIdentifier: Any] = [:]

  init(_ source: [UInt8], _ options: TextOptions) {
    self.source = source
    self.options = options
  }

  mutating func table<M: Message>(of type: M.Type) -> FieldTable<M> {
    if let known = tables[ObjectIdentifier(type)] as? FieldTable<M> { return known }
    let table = FieldTable<M>()
    tables[ObjectIdentifier(type)] = table
    return table
  }

  /// An error about what comes next.
  mutating func error(_ problem: String) -> TextError {
    _ = next()
    let before = source[..<position]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return TextError(
      problem: problem, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before.count - lineStart + 1)
  }

  // MARK: - Tokens

  /// The first byte of the next token, which is not taken; comments are passed over.
  mutating func next() -> UInt8? {
    while position < source.count {
      switch source[position] {
      case UInt8(ascii: " "), 0x09...0x0D: position += 1
      case UInt8(ascii: "#"):
        let end = source[position...].firstIndex(of: UInt8(ascii: "\n"))
        position = end ?? source.count
      default: return source[position]
      }
    }
    return nil
  }

  /// Takes `byte` if it is the next token.
  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: Unicode.Scalar) throws(TextError) {
    guard take(byte) else { throw error("'\(byte)' expected") }
  }

  mutating func identifier() throws(TextError) -> String {
    guard let first = next(), isLetter(first) else { throw error("a name expected") }
    let rest = source[position...].prefix { isLetter($0) || isDigit($0) }
    position += rest.count
    return String(decoding: rest, as: UTF8.self)
  }

  /// A number or a word such as `true`, without its sign.
  mutating func literal() throws(TextError) -> (isNegative: Bool, text: String) {
    let isNegative = take("-")
    guard let first = next(), isLetter(first) || isDigit(first) || first == UInt8(ascii: ".") else {
      throw error("a value expected")
    }
    let start = position
    let isHexadecimal =
      source[start...].starts(with: "0x".utf8) || source[start...].starts(with: "0X".utf8)
    while position < source.count {
      let byte = source[position]
      let isExponentSign =
        "+-".utf8.contains(byte) && !isHexadecimal && isDigitOrPoint(first)
        && source[position - 1] | 0x20 == UInt8(ascii: "e")
      guard isLetter(byte) || isDigitOrPoint(byte) || isExponentSign else { break }
      position += 1
    }
    return (isNegative, String(decoding: source[start..<position], as: UTF8.self))
  }

  /// The name of a type behind the address of where it is, or of an extension, and the bracket that
  /// ends it. Spaces and comments in it do not count.
  mutating func bracketedName() throws(TextError) -> String {
    var name: [UInt8] = []
    while let byte = next(), byte != UInt8(ascii: "]") {
      guard isLetter(byte) || isDigit(byte) || "/.-~!$&()*+,;=%".utf8.contains(byte) else {
        throw error("a type's name expected")
      }
      name.append(byte)
      position += 1
    }
    try expect("]")
    for (index, byte) in name.enumerated() where byte == UInt8(ascii: "%") {
      let digits = name[(index + 1)...].prefix(2)
      guard digits.count == 2, digits.allSatisfy({ digit(of: $0, radix: 16) != nil }) else {
        throw error("two hexadecimal digits expected behind %")
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
  private func isDigitOrPoint(_ byte: UInt8) -> Bool { isDigit(byte) || byte == UInt8(ascii: ".") }

  // MARK: - Structure

  /// What stands in braces, or in angle brackets; `body` is given the byte that ends it, and takes it.
  mutating func block<R>(
    _ body: (inout TextReader, _ closing: UInt8) throws(TextError) -> R
  ) throws(TextError) -> R {
    let closing: UInt8
    if take("{") {
      closing = UInt8(ascii: "}")
    } else if take("<") {
      closing = UInt8(ascii: ">")
    } else {
      throw error("a message in braces expected")
    }
    guard nestingLeft > 0 else {
      throw error("nested more than \(WireReader.nestingMax) deep")
    }
    nestingLeft -= 1
    defer { nestingLeft += 1 }
    return try body(&self, closing)
  }

  /// Takes `closing` if it comes next; nil stands for the end of the text.
  mutating func takeEnd(_ closing: UInt8?) throws(TextError) -> Bool {
    let byte = next()
    guard byte == closing else {
      if byte == nil { throw error("the text ends inside a message") }
      return false
    }
    if byte != nil { position += 1 }
    return true
  }

  /// One value, or a list of them in square brackets.
  mutating func oneOrMore(
    _ body: (inout TextReader) throws(TextError) -> Void
  ) throws(TextError) {
    guard take("[") else { return try body(&self) }
    if take("]") { return }
    repeat { try body(&self) } while take(",")
    try expect("]")
  }

  /// Takes any value of a field, and what stands before it.
  mutating func skipValue() throws(TextError) {
    _ = take(":")
    try oneOrMore { reader throws(TextError) in
      switch reader.next() {
      case UInt8(ascii: "{"), UInt8(ascii: "<"):
        try reader.block { reader, closing throws(TextError) in
          while try !reader.takeEnd(closing) {
            if reader.take("[") {
              _ = try reader.bracketedName()
            } else {
              _ = try reader.identifier()
            }
            try reader.skipValue()
            reader.takeSeparator()
          }
        }
      case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try reader.quoted()
      default: _ = try reader.literal()
      }
    }
  }

  /// What may stand behind a field.
  mutating func takeSeparator() { if !take(",") { _ = take(";") } }

  // MARK: - Strings

  /// The bytes of one string, or of several beside each other.
  mutating func quoted() throws(TextError) -> [UInt8] {
    var bytes: [UInt8] = []
    guard let first = next(), "\"'".utf8.contains(first) else { throw error("a string expected") }
    while let quote = next(), "\"'".utf8.contains(quote) {
      position += 1
      while true {
        guard position < source.count, source[position] != UInt8(ascii: "\n") else {
          throw error("the string has no end")
        }
        let byte = source[position]
        position += 1
        if byte == quote { break }
        if byte == UInt8(ascii: "\\") { try escape(into: &bytes) } else { bytes.append(byte) }
      }
    }
    return bytes
  }

  /// What follows a backslash.
  private mutating func escape(into bytes: inout [UInt8]) throws(TextError) {
    guard position < source.count else { throw error("the string has no end") }
    let byte = source[position]
    position += 1
    switch byte {
    case UInt8(ascii: "a"): bytes.append(7)
    case UInt8(ascii: "b"): bytes.append(8)
    case UInt8(ascii: "t"): bytes.append(9)
    case UInt8(ascii: "n"): bytes.append(10)
    case UInt8(ascii: "v"): bytes.append(11)
    case UInt8(ascii: "f"): bytes.append(12)
    case UInt8(ascii: "r"): bytes.append(13)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"):
      bytes.append(byte)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      guard let value = UInt8(exactly: number(1...3, radix: 8) ?? 256) else {
        throw error("an escape of more than a byte")
      }
      bytes.append(value)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      guard let value = number(1...2, radix: 16) else {
        throw error("hexadecimal digits expected")
      }
      bytes.append(UInt8(truncatingIfNeeded: value))
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = byte == UInt8(ascii: "u") ? 4 : 8
      guard let value = number(count...count, radix: 16), let scalar = Unicode.Scalar(value) else {
        throw error("an escape that is no character")
      }
      bytes.append(contentsOf: String(scalar).utf8)
    default: throw error("an escape that does not exist")
    }
  }

  /// The number that as many digits as there are make; nil if there are too few.
  private mutating func number(_ count: ClosedRange<Int>, radix: UInt32) -> UInt32? {
    let digits = source[position...].prefix(count.upperBound).prefix {
      digit(of: $0, radix: radix) != nil
    }
    guard count.contains(digits.count) else { return nil }
    position += digits.count
    return digits.reduce(0) { $0 &* radix &+ (digit(of: $1, radix: radix) ?? 0) }
  }

  private func digit(of byte: UInt8, radix: UInt32) -> UInt32? {
    let value: UInt32
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = UInt32(byte - UInt8(ascii: "A")) + 10
    default: return nil
    }
    return value < radix ? value : nil
  }
}
