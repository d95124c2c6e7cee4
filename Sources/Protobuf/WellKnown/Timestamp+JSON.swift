// Instants and durations in JSON. Source: protobuf.dev, "ProtoJSON Format"; RFC 3339.

extension GoogleProtobuf.Timestamp {
  /// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
  static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// RFC 3339 in UTC, such as `2026-11-21T01:15:28.5Z`, with as few decimals of 0, 3, 6 and 9 as do.
  public var text: String {
    let isBefore = seconds % 86_400 < 0
    let days = seconds / 86_400 - (isBefore ? 1 : 0)
    let second = seconds % 86_400 + (isBefore ? 86_400 : 0)
    let (year, month, day) = civilDate(days)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
      + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
      + "\(decimals(nanos))Z"
  }

  /// The instant that `text` names in RFC 3339, in UTC or with an offset; nil if it is none.
  public init?(text: String) {
    let units = Array(text.utf8)
    guard units.count >= 20, units[4] == UInt8(ascii: "-"), units[7] == UInt8(ascii: "-"),
      units[10] == UInt8(ascii: "T"), units[13] == UInt8(ascii: ":"),
      units[16] == UInt8(ascii: ":"),
      let year = number(units[0..<4]), let month = number(units[5..<7]),
      let day = number(units[8..<10]), let hour = number(units[11..<13]),
      let minute = number(units[14..<16]), let second = number(units[17..<19]),
      1...12 ~= month, 1...daysInMonth(year, month) ~= day, hour < 24, minute < 60, second < 60
    else { return nil }
    var rest = units[19...]
    var nanos: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard let fraction = fraction(digits) else { return nil }
      nanos = fraction
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = Self.offset(rest) else { return nil }
    self.init(
      seconds: dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset,
      nanos: Int32(truncatingIfNeeded: nanos))
    guard Self.secondsRange ~= seconds else { return nil }
  }

  /// `Z` or `+09:00` in seconds.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
    if text.count == 1, text.first == UInt8(ascii: "Z") { return 0 }
    guard text.count == 6, let sign = text.first, "+-".utf8.contains(sign),
      text[text.startIndex + 3] == UInt8(ascii: ":"),
      let hours = number(text.dropFirst().prefix(2)), let minutes = number(text.suffix(2)),
      hours < 24, minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  public func writeJSON(to writer: inout JSONWriter) {
    if !Self.secondsRange.contains(seconds) || !(0..<1_000_000_000).contains(nanos) {
      writer.fail("\(seconds) s and \(nanos) ns since 1970 are no instant of the years 1 to 9999")
    }
    writer.nested { $0.string(text) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.text("an instant such as \"2026-04-01T09:00:00+09:00\"", Self.init(text:))
  }
}

extension GoogleProtobuf.Duration {
  /// About 10,000 years either way.
  static let secondsRange: ClosedRange<Int64> = -315_576_000_000...315_576_000_000

  /// Seconds with an `s` behind, such as `1.5s`, with as few decimals of 0, 3, 6 and 9 as do.
  public var text: String {
    let isNegative = seconds < 0 || nanos < 0
    return "\(isNegative ? "-" : "")\(seconds.magnitude)\(decimals(nanos))s"
  }

  /// The duration that `text` names; nil if it is none.
  public init?(text: String) {
    var units = Array(text.utf8)[...]
    guard units.popLast() == UInt8(ascii: "s") else { return nil }
    let isNegative = units.first == UInt8(ascii: "-")
    if isNegative { units.removeFirst() }
    let whole = units.prefix { $0 != UInt8(ascii: ".") }
    guard let seconds = number(whole), seconds <= Self.secondsRange.upperBound else { return nil }
    var nanos: Int64 = 0
    if whole.count < units.count {
      guard let fraction = fraction(units.dropFirst(whole.count + 1)) else { return nil }
      nanos = fraction
    }
    self.init(
      seconds: isNegative ? -seconds : seconds,
      nanos: Int32(truncatingIfNeeded: isNegative ? -nanos : nanos))
  }

  public func writeJSON(to writer: inout JSONWriter) {
    if !Self.secondsRange.contains(seconds) || nanos.magnitude >= 1_000_000_000 {
      writer.fail("\(seconds) s and \(nanos) ns are no duration of at most 10,000 years")
    } else if seconds.signum() * Int64(nanos.signum()) < 0 {
      writer.fail("\(seconds) s and \(nanos) ns have different signs")
    }
    writer.nested { $0.string(text) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.text("a duration such as \"1.5s\"", Self.init(text:))
  }
}

extension JSONReader {
  /// A message that is a string which `parse` understands.
  mutating func text<T>(_ expected: String, _ parse: (String) -> T?) throws(JSONError) -> T {
    try nested { reader throws(JSONError) in try reader.parsed(expected, parse) }
  }

  private mutating func parsed<T>(
    _ expected: String, _ parse: (String) -> T?
  ) throws(JSONError) -> T {
    guard next() == UInt8(ascii: "\"") else { throw mismatch(expected) }
    let start = position
    let text = try string()
    guard let value = parse(text) else {
      throw error("\(expected) expected, \"\(text)\" found", at: start)
    }
    return value
  }
}

// MARK: - Digits and days

private func padded(_ value: Int64, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// `.5` as `.500`: none, three, six or nine digits behind the point.
private func decimals(_ nanos: Int32) -> String {
  let digits = padded(Int64(nanos.magnitude), 9)
  if nanos == 0 { return "" }
  if digits.hasSuffix("000000") { return ".\(digits.prefix(3))" }
  return digits.hasSuffix("000") ? ".\(digits.prefix(6))" : ".\(digits)"
}

/// The number that up to twelve digits make, nil if they are none.
private func number(_ digits: ArraySlice<UInt8>) -> Int64? {
  guard 1...12 ~= digits.count else { return nil }
  var value: Int64 = 0
  for digit in digits {
    guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
    value = value * 10 + Int64(digit - UInt8(ascii: "0"))
  }
  return value
}

/// The nanoseconds of one to nine digits behind a point.
private func fraction(_ digits: ArraySlice<UInt8>) -> Int64? {
  guard 1...9 ~= digits.count, let value = number(digits) else { return nil }
  return (digits.count..<9).reduce(value) { value, _ in value * 10 }
}

private func daysInMonth(_ year: Int64, _ month: Int64) -> Int64 {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// Days since 1970-01-01 of a date from year 0 on. The year begins in March here, so that a leap day is
/// its last.
private func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let y = month > 2 ? year : year - 1
  let era = (y >= 0 ? y : y - 399) / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// The inverse of ``dayNumber(_:_:_:)``.
private func civilDate(_ dayNumber: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let z = dayNumber + 719_468
  let era = (z >= 0 ? z : z - 146_096) / 146_097
  let dayOfEra = z - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  return (
    yearOfEra + era * 400 + (month < 10 ? 0 : 1), month + (month < 10 ? 3 : -9),
    dayOfYear - (153 * month + 2) / 5 + 1
  )
}
