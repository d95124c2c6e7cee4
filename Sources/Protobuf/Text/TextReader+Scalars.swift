import Buffers

// Scalars and enums from text format.

extension Bool {
  public static func readText(from reader: inout TextReader) throws(TextError) -> Bool {
    switch try reader.literal() {
    case (false, "true"), (false, "True"), (false, "t"), (false, "1"): return true
    case (false, "false"), (false, "False"), (false, "f"), (false, "0"): return false
    default: throw reader.error("true or false expected")
    }
  }
}

extension FieldValue where Self: FixedWidthInteger {
  public static func readText(from reader: inout TextReader) throws(TextError) -> Self {
    let (isNegative, text) = try reader.literal()
    guard let value = Self(text, isNegative: isNegative) else {
      throw reader.error("\(text) is not a whole number in \(Self.min)...\(Self.max)")
    }
    return value
  }

  /// A number in decimal, octal or hexadecimal digits.
  fileprivate init?(_ text: String, isNegative: Bool) {
    let sign = isNegative ? "-" : ""
    guard let first = text.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else {
      return nil
    }
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
      let digits = text.dropFirst(2)
      guard digits.first != "-", digits.first != "+" else { return nil }
      self.init(sign + digits, radix: 16)
    } else {
      self.init(sign + text, radix: text.hasPrefix("0") ? 8 : 10)
    }
  }
}

extension Float {
  public static func readText(from reader: inout TextReader) throws(TextError) -> Float {
    try reader.floatingPoint()
  }
}

extension Double {
  public static func readText(from reader: inout TextReader) throws(TextError) -> Double {
    try reader.floatingPoint()
  }
}

extension String {
  public static func readText(from reader: inout TextReader) throws(TextError) -> String {
    guard let text = String(validating: try reader.quoted(), as: UTF8.self) else {
      throw reader.error("the string is not UTF-8")
    }
    return text
  }
}

extension Bytes {
  public static func readText(from reader: inout TextReader) throws(TextError) -> Bytes {
    Bytes(try reader.quoted())
  }
}

extension ProtobufEnum {
  public static func readText(from reader: inout TextReader) throws(TextError) -> Self {
    let (isNegative, text) = try reader.literal()
    if !isNegative, let value = Self(name: text) { return value }
    if let number = Int32(text, isNegative: isNegative) {
      let value = Self(number: number)
      if !isClosed || value.name != nil { return value }
    }
    throw reader.error(
      "no value is called \(text)" + suggestion(for: text, among: values.map(\.name)))
  }
}

extension TextReader {
  /// A number in decimal digits, with an `f` behind it or without, or a word for none. What is too
  /// large is infinite.
  fileprivate mutating func floatingPoint<T: BinaryFloatingPoint & LosslessStringConvertible>()
    throws(TextError) -> T
  {
    let (isNegative, word) = try literal()
    let magnitude: T
    switch word.lowercased() {
    case "inf", "infinity": magnitude = .infinity
    case "nan": magnitude = .nan
    case var text:
      if text.hasSuffix("f") { text.removeLast() }
      let isOctal = text.count > 1 && text.allSatisfy(\.isNumber) && text.hasPrefix("0")
      guard !isOctal, text.utf8.allSatisfy({ "0123456789.e+-".utf8.contains($0) }),
        let value = T(text.hasPrefix(".") ? "0" + text : text)
      else { throw error("a number expected, \(word) found") }
      magnitude = value
    }
    return isNegative ? -magnitude : magnitude
  }
}
