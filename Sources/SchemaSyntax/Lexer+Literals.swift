extension Lexer {
  /// Reads a number that begins at `offset`.
  mutating func number(startsWithDot: Bool) -> Token.Kind {
    let start = offset
    let startsWithZero = peek() == UInt8(ascii: "0")
    var isFloat = startsWithDot
    if startsWithZero, let mark = peek(1), mark | 0x20 == UInt8(ascii: "x") {
      offset += 2
      digits(where: { $0.hexValue != nil }, missing: "'0x' without hexadecimal digits", start)
    } else if startsWithZero, let digit = peek(1), digit.isDigit {
      skip { $0.isOctal }
      if let digit = peek(), digit.isDigit {
        skip { $0.isDigit }
        let written = span(from: start)
        let decimal = written.text.drop { $0 == "0" }
        diagnostics.append(
          .error("a number with a leading zero is octal: its digits are 0 to 7", at: written)
            .suggesting(decimal.isEmpty ? "0" : String(decimal)))
      }
    } else {
      isFloat = decimal() || isFloat
    }
    checkEnd(of: start, isFloat: isFloat)
    return isFloat ? .float : .integer
  }

  /// Reads a decimal number, which may begin with its point; true when it has a point or an exponent.
  private mutating func decimal() -> Bool {
    let start = offset
    var isFloat = false
    skip { $0.isDigit }
    if peek() == UInt8(ascii: ".") {
      isFloat = true
      offset += 1
      skip { $0.isDigit }
    }
    if let mark = peek(), mark | 0x20 == UInt8(ascii: "e") {
      isFloat = true
      offset += 1
      if peek() == UInt8(ascii: "-") || peek() == UInt8(ascii: "+") { offset += 1 }
      digits(where: \.isDigit, missing: "an exponent without digits", start)
    }
    return isFloat
  }

  private mutating func digits(where isDigit: (UInt8) -> Bool, missing: String, _ start: Int) {
    let first = offset
    skip(while: isDigit)
    if offset == first { error(missing, at: span(from: start)) }
  }

  private mutating func checkEnd(of start: Int, isFloat: Bool) {
    guard let byte = peek() else { return }
    if byte.isLetter {
      let rest = offset
      var end = rest
      while end < source.bytes.count, source.bytes[end].isLetterOrDigit { end += 1 }
      let name = Span(source: source, start: rest, end: end)
      error(
        "a number ends where '\(name.text.prefix(20))' begins: a name begins with a letter",
        at: name)
    } else if byte == UInt8(ascii: ".") {
      error(
        isFloat
          ? "a number has one decimal point at most"
          : "octal and hexadecimal numbers have no decimal point", at: span(from: start).after)
    }
  }

  /// Reads a string that begins at `offset` with `quote`; returns what it stands for.
  mutating func string(quote: UInt8) -> [UInt8] {
    let start = offset
    var value: [UInt8] = []
    offset += 1
    while let byte = peek() {
      switch byte {
      case quote:
        offset += 1
        return value
      case UInt8(ascii: "\n"):
        error("a string cannot cross the end of a line", at: span(from: start))
        return value
      case UInt8(ascii: "\\"):
        escape(into: &value)
      default:
        value.append(byte)
        offset += 1
      }
    }
    error("string without its closing quote", at: span(from: start))
    return value
  }

  /// Reads one escape sequence, which begins at `offset` with a backslash.
  private mutating func escape(into value: inout [UInt8]) {
    let start = offset
    offset += 1
    guard let mark = peek(), mark != UInt8(ascii: "\n") else { return }
    if mark.isOctal {
      value.append(UInt8(truncatingIfNeeded: digits(radix: 8, atMost: 3)))
      return
    }
    offset += 1
    switch mark {
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      let first = offset
      let byte = digits(radix: 16, atMost: 2)
      if offset == first {
        error("'\\x' without hexadecimal digits", at: span(from: start))
      } else {
        value.append(UInt8(truncatingIfNeeded: byte))
      }
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      scalar(digits: mark == UInt8(ascii: "u") ? 4 : 8, from: start, into: &value)
    default:
      if let byte = Self.simpleEscapes[mark] {
        value.append(byte)
      } else {
        error(
          "'\(span(from: start).text)' is no escape sequence", at: span(from: start),
          help: "a backslash itself is written '\\\\'")
      }
    }
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0c,
    UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
    UInt8(ascii: "v"): 0x0b, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "?"): 0x3f,
    UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22,
  ]

  private mutating func digits(radix: UInt32, atMost count: Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek()?.hexValue, digit < radix else { break }
      value = value &* radix &+ digit
      offset += 1
    }
    return value
  }

  /// `\uXXXX` and `\UXXXXXXXX`; two `\u` that form a surrogate pair are one character.
  private mutating func scalar(digits count: Int, from start: Int, into value: inout [UInt8]) {
    let first = offset
    var code = digits(radix: 16, atMost: count)
    guard offset == first + count else {
      error(
        "'\\\(count == 4 ? "u" : "U")' needs \(count) hexadecimal digits", at: span(from: start))
      return
    }
    if 0xd800..<0xdc00 ~= code, peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
      let behindHigh = offset
      offset += 2
      let low = digits(radix: 16, atMost: 4)
      if 0xdc00..<0xe000 ~= low, offset == behindHigh + 6 {
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
      } else {
        offset = behindHigh
      }
    }
    guard let scalar = Unicode.Scalar(code) else {
      error("U+\(String(code, radix: 16)) is no character", at: span(from: start))
      return
    }
    value += Array(String(Character(scalar)).utf8)
  }
}
