import CivilTime
import Testing

@testable import Rules

/// Computes the formulas of a trace again, from the text that goes over the wire and nothing else (COM-12).
/// Dates are walked day by day and month by month: no function of `Rules` is asked.
struct TraceFormula {
  enum Value: Hashable {
    case integer(Int128)
    case date(CivilDate)
    case instant(Instant)

    init?(_ text: String) {
      if let integer = Int128(text) {
        self = .integer(integer)
      } else if let date = CivilDate(text) {
        self = .date(date)
      } else if let instant = Instant(text) {
        self = .instant(instant)
      } else if let duration = Value.nanoseconds(text) {
        self = .integer(duration)
      } else {
        return nil
      }
    }

    /// `9900s` or `0.250000000s`
    private static func nanoseconds(_ text: String) -> Int128? {
      guard text.hasSuffix("s") else { return nil }
      let parts = text.dropLast().split(separator: ".")
      guard let whole = parts.first.flatMap({ Int128($0) }) else { return nil }
      guard parts.count > 1 else { return whole * 1_000_000_000 }
      guard let fraction = Int128(parts[1]) else { return nil }
      return whole * 1_000_000_000 + (text.hasPrefix("-") ? -fraction : fraction)
    }
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private let values: [String: Value]
  private var rest: Substring

  /// Computes every formula from the values of its step, and fails where the trace says another result.
  ///
  /// - Returns: what was computed, by name; of several the last.
  @discardableResult
  static func check(_ trace: Trace) throws -> [String: Value] {
    var computed: [String: Value] = [:]
    for step in trace.steps {
      guard let formula = step["formula"]?.description else { continue }
      let named = step.values.compactMap { entry in
        Value(entry.value.description).map { (entry.name, $0) }
      }
      for assignment in formula.split(separator: ";") {
        let sides = assignment.split(separator: "=", maxSplits: 1)
        let name = sides[0].filter { $0 != " " }
        let values = Dictionary(uniqueKeysWithValues: named)
        var reader = TraceFormula(values: values, rest: sides[1])
        let result = try reader.whole()
        if result != values[name] {
          throw Fault(
            description: "\(step.rule.rawValue): \(assignment) gives \(result) with \(step.values)")
        }
        computed[name] = result
      }
    }
    return computed
  }

  // MARK: - Reading

  private mutating func whole() throws -> Value {
    let value = try sum()
    skip()
    if let next = rest.first { throw Fault(description: "unexpected \(next) in \(rest)") }
    return value
  }

  private mutating func sum() throws -> Value {
    var left = try product()
    while let sign = take(anyOf: "+-") {
      let right = try integer(product())
      left = .integer(try integer(left) + (sign == "+" ? right : -right))
    }
    return left
  }

  private mutating func product() throws -> Value {
    var left = try factor()
    while let sign = take(anyOf: "*/") {
      let right = try integer(factor())
      left = .integer(sign == "*" ? try integer(left) * right : try integer(left) / right)
    }
    return left
  }

  private mutating func factor() throws -> Value {
    if take(anyOf: "-") != nil { return .integer(-(try integer(factor()))) }
    if take(anyOf: "(") != nil {
      let inner = try sum()
      try require(")")
      return inner
    }
    skip()
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    rest = rest.dropFirst(word.count)
    if let number = Int128(word) { return .integer(number) }
    guard take(anyOf: "(") != nil else {
      guard let value = values[String(word)] else { throw Fault(description: "no value \(word)") }
      return value
    }
    var arguments = [try sum()]
    while take(anyOf: ",") != nil { arguments.append(try sum()) }
    try require(")")
    return try apply(String(word), arguments)
  }

  private mutating func skip() { rest = rest.drop { $0 == " " } }

  private mutating func take(anyOf characters: String) -> Character? {
    skip()
    guard let next = rest.first, characters.contains(next) else { return nil }
    rest = rest.dropFirst()
    return next
  }

  private mutating func require(_ character: Character) throws {
    if take(anyOf: String(character)) == nil {
      throw Fault(description: "no \(character) in \(rest)")
    }
  }

  private func integer(_ value: Value) throws -> Int128 {
    if case .integer(let integer) = value { return integer }
    throw Fault(description: "\(value) is no number")
  }

  // MARK: - Functions

  private func apply(_ name: String, _ arguments: [Value]) throws -> Value {
    switch (name, arguments.first, arguments.dropFirst().first) {
    case ("min", .integer(let a), .integer(let b)): .integer(a < b ? a : b)
    case ("max", .integer(let a), .integer(let b)): .integer(a < b ? b : a)
    case ("min", .date(let a), .date(let b)): .date(a < b ? a : b)
    case ("max", .date(let a), .date(let b)): .date(a < b ? b : a)
    case ("floor", .integer(let a), .integer(let b)): .integer(a / b)
    case ("half_up", .integer(let a), .integer(let b)):
      .integer((2 * a + (a < 0 ? -b : b)) / (2 * b))
    case ("ceiling", .integer(let a), .integer(let b)):
      .integer(a / b + (a % b == 0 ? 0 : a < 0 ? -1 : 1))
    case ("end_of_month", .date(let a), nil): .date(Walked.endOfMonth(a))
    case ("start_of_month", .date(let a), nil): .date(Walked.startOfMonth(a))
    case ("add_days", .date(let a), .integer(let n)): .date(Walked.days(Int(n), from: a))
    case ("add_months", .date(let a), .integer(let n)): .date(try Walked.months(Int(n), from: a))
    case ("term_end", .date(let a), .integer(let n)):
      .date(try Walked.termEnd(of: a, months: Int(n)))
    case ("days", .date(let a), .date(let b)): .integer(Int128(a.days(to: b)))
    case ("months", .date(let a), .date(let b)): .integer(Int128(Walked.monthsBetween(a, b)))
    case ("midnight", .date(let a), nil):
      .instant(try #require(Instant("\(a)T00:00:00+09:00")))
    case ("day_of", .instant(let a), nil): .date(try Walked.day(of: a))
    default: throw Fault(description: "no function \(name) of \(arguments)")
    }
  }
}

/// Dates by walking: an oracle that shares nothing with what it checks but the next day.
enum Walked {
  static func next(_ date: CivilDate) -> CivilDate { date.advanced(by: 1) }

  /// The day it is in Japan: the first whose end lies behind.
  static func day(of instant: Instant) throws -> CivilDate {
    var date = CivilDate(literal: 2000, 1, 1)
    while true {
      let end = try #require(Instant("\(next(date))T00:00:00+09:00"))
      if instant < end { return date }
      date = next(date)
    }
  }

  static func endOfMonth(_ date: CivilDate) -> CivilDate {
    var date = date
    while next(date).day != 1 { date = next(date) }
    return date
  }

  static func startOfMonth(_ date: CivilDate) -> CivilDate {
    var date = date
    while date.day != 1 { date = date.advanced(by: -1) }
    return date
  }

  static func days(_ count: Int, from date: CivilDate) -> CivilDate {
    (0..<abs(count)).reduce(date) { day, _ in day.advanced(by: count.signum()) }
  }

  /// Month by month from the anchor, then back to a day that exists.
  static func months(_ count: Int, from date: CivilDate) throws -> CivilDate {
    var (year, month, day) = date.civil
    for _ in 0..<abs(count) {
      month += count.signum()
      if month == 13 { (year, month) = (year + 1, 1) }
      if month == 0 { (year, month) = (year - 1, 12) }
    }
    while CivilDate(year: year, month: month, day: day) == nil { day -= 1 }
    return try #require(CivilDate(year: year, month: month, day: day))
  }

  /// The last day of a term that begins on `first` (Civil Code 143-2).
  static func termEnd(of first: CivilDate, months: Int) throws -> CivilDate {
    let same = try Walked.months(months, from: first)
    return same.day == first.day ? same.advanced(by: -1) : same
  }

  /// Ends of months from `a` up to `b`'s month.
  static func monthsBetween(_ a: CivilDate, _ b: CivilDate) -> Int {
    var count = 0
    var (low, high) = (endOfMonth(min(a, b)), endOfMonth(max(a, b)))
    while low < high {
      high = endOfMonth(startOfMonth(high).advanced(by: -1))
      count += 1
    }
    low = high
    return a <= b ? count : -count
  }

  /// Every day from 2024 to 2032.
  static let allDays = CivilDate(literal: 2024, 1, 1)...CivilDate(literal: 2032, 12, 31)
}

/// What a refusal has to say.
func expectClear(_ refusals: [any Refusal], _ place: SourceLocation = #_sourceLocation) {
  for refusal in refusals {
    let fault = refusal.fault
    let reason = fault.reason.utf8.allSatisfy { $0 == 0x5F || (0x41...0x5A).contains($0) }
    #expect(reason && !fault.reason.isEmpty, "\(fault)", sourceLocation: place)
    for part in [fault.field, fault.value, fault.limit, fault.fix] {
      #expect(!part.isEmpty, "\(fault)", sourceLocation: place)
    }
  }
}
