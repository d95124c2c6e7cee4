import Buffers

// The JSON of scalars and enums. Source: protobuf.dev, "ProtoJSON Format".

extension Bool {
  public func writeJSON(to writer: inout JSONWriter) { writer.raw(self ? "true" : "false") }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Bool? {
    if reader.takeWord("true") { return true }
    if reader.takeWord("false") { return false }
    throw reader.mismatch("true or false")
  }
}

extension String {
  public func writeJSON(to writer: inout JSONWriter) { writer.string(self) }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> String? {
    try reader.string()
  }
}

extension Bytes {
  public func writeJSON(to writer: inout JSONWriter) { writer.string(Base64.json.encode(self)) }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Bytes? {
    _ = reader.next()
    let start = reader.position
    guard let bytes = Base64.json.decode(try reader.string()) else {
      throw reader.error("the string is not base64", at: start)
    }
    return bytes
  }
}

extension Int32 {
  public func writeJSON(to writer: inout JSONWriter) { writer.raw("\(self)") }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Int32? {
    try reader.integer()
  }
}

extension UInt32 {
  public func writeJSON(to writer: inout JSONWriter) { writer.raw("\(self)") }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> UInt32? {
    try reader.integer()
  }
}

// 64 bits are strings, for readers whose only numbers are of floating point.

extension Int64 {
  public func writeJSON(to writer: inout JSONWriter) { writer.string("\(self)") }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Int64? {
    try reader.integer()
  }
}

extension UInt64 {
  public func writeJSON(to writer: inout JSONWriter) { writer.string("\(self)") }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> UInt64? {
    try reader.integer()
  }
}

extension Float {
  public func writeJSON(to writer: inout JSONWriter) { writer.floatingPoint(self) }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Float? {
    try reader.floatingPoint()
  }
}

extension Double {
  public func writeJSON(to writer: inout JSONWriter) { writer.floatingPoint(self) }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Double? {
    try reader.floatingPoint()
  }
}

extension ProtobufEnum {
  public func writeJSON(to writer: inout JSONWriter) {
    if let name { writer.string(name) } else { writer.raw("\(number)") }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.enumeration(values).map(Self.init(number:))
  }
}

extension JSONReader {
  /// The number of one of an enum's `values`, given by its name or as a number; nil for a name to be
  /// ignored.
  mutating func enumeration(
    _ values: [(number: Int32, name: String)]
  ) throws(JSONError) -> Int32? {
    guard next() == UInt8(ascii: "\"") else {
      return try integer(expected: "the name of an enum value")
    }
    let start = position
    let name = try string()
    if let value = values.first(where: { $0.name == name }) { return value.number }
    if options.ignoresUnknown { return nil }
    throw error(
      "no value is called \(name)" + suggestion(for: name, among: values.map(\.name)), at: start)
  }
}

extension JSONWriter {
  fileprivate mutating func floatingPoint<T: BinaryFloatingPoint & CustomStringConvertible>(
    _ value: T
  ) {
    guard value.isFinite else {
      return string(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
    }
    let text = value.description
    raw(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }
}

extension JSONReader {
  /// A number, or a string that holds one.
  private mutating func numberText(_ expected: String) throws(JSONError) -> String {
    guard next() == UInt8(ascii: "\"") else {
      guard next() == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= (next() ?? 0)
      else { throw mismatch(expected) }
      return try number()
    }
    return try string()
  }

  mutating func integer<T: FixedWidthInteger>(
    expected: String = "a whole number"
  ) throws(JSONError) -> T {
    _ = next()
    let start = position
    let text = try numberText(expected)
    guard isJSONNumber(text) else {
      throw error("\(expected) expected, \"\(text)\" found", at: start)
    }
    if let value = T(text) ?? wholeNumber(text).flatMap({ T($0) }) { return value }
    throw error("\(text) is not a whole number in \(T.min)...\(T.max)", at: start)
  }

  fileprivate mutating func floatingPoint<T: BinaryFloatingPoint & LosslessStringConvertible>()
    throws(JSONError) -> T
  {
    _ = next()
    let start = position
    let text = try numberText("a number")
    switch text {
    case "NaN": return T.nan
    case "Infinity": return T.infinity
    case "-Infinity": return -T.infinity
    default:
      guard isJSONNumber(text), let value = T(text) else {
        throw error("a number expected, \"\(text)\" found", at: start)
      }
      guard value.isFinite else { throw error("\(text) is too large", at: start) }
      return value
    }
  }

  /// The digits of a number written with a fraction or an exponent, such as 1.0 or 1e3; nil if it
  /// is not whole or has more digits than any integer.
  private func wholeNumber(_ text: String) -> String? {
    let parts = text.lowercased().split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let isNegative = mantissa[0].first == "-"
    let digits = (mantissa[0].drop { $0 == "-" } + fraction).drop { $0 == "0" }
    if digits.isEmpty { return "0" }
    guard let exponent = parts.count > 1 ? Int(parts[1]) : 0, abs(exponent) <= text.utf8.count + 20
    else { return nil }
    let zeros = exponent - fraction.count
    guard zeros <= 20, zeros >= -digits.count,
      zeros >= 0 || digits.suffix(-zeros).allSatisfy({ $0 == "0" })
    else { return nil }
    let whole = digits.dropLast(max(0, -zeros)) + String(repeating: "0", count: max(0, zeros))
    return (isNegative ? "-" : "") + whole
  }

  private func isJSONNumber(_ text: String) -> Bool {
    var reader = JSONReader(Array(text.utf8), options)
    return (try? reader.number()) != nil && reader.position == reader.source.count
  }
}

// MARK: - Keys of maps

extension String: MapKey {
  public init?(mapKey text: String) { self = text }
  public var mapKey: String { self }
  public static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}

extension Bool: MapKey {
  public init?(mapKey text: String) {
    guard text == "true" || text == "false" else { return nil }
    self = text == "true"
  }
  public var mapKey: String { self ? "true" : "false" }
  public static func precedes(_ a: Bool, _ b: Bool) -> Bool { !a && b }
}

extension MapKey where Self: FixedWidthInteger {
  public init?(mapKey text: String) { self.init(text) }
  public var mapKey: String { String(self) }
  public static func precedes(_ a: Self, _ b: Self) -> Bool { a < b }
}

extension Int32: MapKey {}
extension Int64: MapKey {}
extension UInt32: MapKey {}
extension UInt64: MapKey {}
