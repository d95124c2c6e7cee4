import CivilTime

/// How a result came about: enough to compute it again without this program (COM-12).
public struct Trace: Hashable, Sendable {
  public private(set) var steps: [RuleStep] = []
  public private(set) var warnings: [RuleWarning] = []
  /// Which holidays were used, see `NationalHolidays.version`; empty where none were.
  public private(set) var calendarVersion = ""

  public init() {}

  /// Notes a step.
  ///
  /// - Parameter formula: how the step makes values of values, as assignments with `;` between them:
  ///   `end = end_of_month(wish); months = months(end, minimum_end)`. It is kept as the value `formula`, so
  ///   that whoever has the steps can compute them again (COM-12). `/` cuts off; the functions of dates and
  ///   of rounding are those that the tests define.
  mutating func step(
    _ rule: RuleID, _ text: String, _ values: KeyValuePairs<String, TraceValue>,
    formula: String? = nil
  ) {
    var named = values.map { TraceEntry(name: $0.key, value: $0.value) }
    if let formula { named.append(TraceEntry(name: "formula", value: .text(formula))) }
    steps.append(RuleStep(rule: rule, text: text, values: named))
  }

  /// Notes a step with a list of names, such as days, after its values.
  mutating func step(
    _ rule: RuleID, _ text: String, _ values: KeyValuePairs<String, TraceValue>,
    listing list: [TraceEntry]
  ) {
    let named = values.map { TraceEntry(name: $0.key, value: $0.value) }
    steps.append(RuleStep(rule: rule, text: text, values: named + list))
  }

  mutating func warn(_ code: String, _ text: String) {
    warnings.append(RuleWarning(code: code, text: text))
  }

  /// Adds what another rule did on the way.
  public mutating func append(_ other: Trace) {
    steps += other.steps
    warnings += other.warnings
    if !other.calendarVersion.isEmpty { calendarVersion = other.calendarVersion }
  }
}

/// One step: a rule applied to values.
public struct RuleStep: Hashable, Sendable {
  public let rule: RuleID
  /// What the rule did, in English.
  public let text: String
  /// What it worked on and made, in order; names are unique within the step.
  public let values: [TraceEntry]

  /// The value of that name.
  public subscript(name: String) -> TraceValue? { values.first { $0.name == name }?.value }
}

public struct TraceEntry: Hashable, Sendable {
  public let name: String
  public let value: TraceValue
}

/// A value of a trace. Its description is what goes over the wire, and reads back as the same value.
public enum TraceValue: Hashable, Sendable {
  case date(CivilDate)
  case instant(Instant)
  case integer(Int)
  case duration(Duration)
  case text(String)
}

extension TraceValue: CustomStringConvertible {
  /// ISO 8601 for dates and instants, decimal digits for integers, seconds and `s` for durations.
  public var description: String {
    switch self {
    case .date(let date): date.description
    case .instant(let instant): instant.description
    case .integer(let integer): String(integer)
    case .duration(let duration): TraceValue.seconds(of: duration)
    case .text(let text): text
    }
  }

  /// `9900s`, `0.250s`: as in protobuf's JSON, to the nanosecond.
  private static func seconds(of duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = attoseconds.magnitude / 1_000_000_000
    let sign = seconds < 0 || attoseconds < 0 ? "-" : ""
    if nanoseconds == 0 { return "\(sign)\(seconds.magnitude)s" }
    let digits = String(nanoseconds)
    let zeros = String(repeating: "0", count: 9 - digits.utf8.count)
    return "\(sign)\(seconds.magnitude).\(zeros)\(digits)s"
  }
}

/// A doubt about a result.
public struct RuleWarning: Hashable, Sendable {
  /// For programs, in capitals.
  public let code: String
  /// For people, in English.
  public let text: String
}

// MARK: - Days passed over

/// A day that was passed over, with every reason why it is no business day.
public struct ClosedDay: Hashable, Sendable {
  public let date: CivilDate
  public let reasons: [ClosedReason]
}

extension Trace {
  /// Notes the days passed over, by date with their reasons, which holidays the calendar knows, and
  /// the doubt where one of the days hangs on an equinox that the gazette has not announced.
  mutating func pass(over skipped: [ClosedDay], in calendar: BusinessCalendar) {
    calendarVersion = calendar.national.version
    guard !skipped.isEmpty else { return }
    let values = skipped.map { day in
      let reasons = day.reasons.map(\.name.en).joined(separator: ", ")
      return TraceEntry(name: day.date.description, value: .text(reasons))
    }
    steps.append(
      RuleStep(rule: .com05, text: "These days are no business days.", values: values))
    let doubtful = skipped.filter { $0.reasons.contains(where: \.isComputed) }
    guard let first = doubtful.first else { return }
    let others = doubtful.count == 1 ? "" : " (and \(doubtful.count - 1) more)"
    warn(
      "EQUINOX_COMPUTED",
      "\(first.date)\(others) hangs on a computed equinox, which the gazette announces in "
        + "February of the year before")
  }
}

extension ClosedReason {
  fileprivate var isComputed: Bool {
    if case .nationalHoliday(let holiday) = self { holiday.source == .computed } else { false }
  }
}
