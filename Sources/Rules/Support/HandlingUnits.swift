import CivilTime

/// What a handling (対応) costs in units (インシデント): one for each half hour begun (SUP-12), counted for each
/// handling and not for each case (SUP-13).
public enum HandlingUnits {
  /// 30 分
  public static let secondsOfUnit = 1_800

  public struct Answer: Hashable, Sendable {
    public let units: Int
    /// Whole minutes, as the notice of consumption has them; begun ones count.
    public let minutes: Int
    public let trace: Trace
  }

  /// Why there are no units, in order of precedence.
  public enum Rejection: Refusal {
    case durationNegative(Duration)
    /// Longer than ``durationMax``.
    case durationTooLong(Duration)

    public var fault: Fault {
      switch self {
      case .durationNegative(let duration):
        Fault(
          .invalid, "DURATION_NEGATIVE", field: "duration",
          value: TraceValue.duration(duration).description, limit: "0s or more",
          fix: "a handling ends after it begins")
      case .durationTooLong(let duration):
        Fault(
          .outOfRange, "DURATION_TOO_LONG", field: "duration",
          value: TraceValue.duration(duration).description,
          limit: TraceValue.duration(durationMax).description,
          fix: "enter a handling for each day")
      }
    }
  }

  /// Nobody handles anything for longer than this without a break.
  public static let durationMax: Duration = .seconds(31 * 86_400)

  /// The units of a handling; 0 where none took place. Fractions of a second are cut off, but what took any
  /// time at all costs a unit.
  public static func compute(_ duration: Duration) -> Ruling<Answer, Rejection> {
    if duration < .zero { return .refused([.durationNegative(duration)]) }
    if duration > durationMax { return .refused([.durationTooLong(duration)]) }
    let seconds = Int(duration.components.seconds)
    let least = duration > .zero ? 1 : 0
    let begun = (seconds + secondsOfUnit - 1) / secondsOfUnit
    let units = max(least, begun)
    var trace = Trace()
    trace.step(
      .sup12, "A unit for each half hour begun.",
      [
        "duration": .duration(duration), "seconds": .integer(seconds), "least": .integer(least),
        "units": .integer(units),
      ], formula: "units = max(least, ceiling(seconds, \(secondsOfUnit)))")
    let minutes = max(least, (seconds + 59) / 60)
    return .granted(Answer(units: units, minutes: minutes, trace: trace))
  }
}

/// Handlings before their report (SUP-13): until then those of one case and day may be merged, afterwards they
/// stand, and a mistake is reversed.
public enum WorkLog {
  public struct Handling: Hashable, Sendable {
    public let id: String
    public let caseID: String
    public let start: Instant
    public let end: Instant
    /// Time spent; less than from start to end where handlings were merged.
    public let spent: Duration
    /// When the customer was told of it; nil before.
    public let reportedAt: Instant?

    public init(
      _ id: String, case caseID: String, start: Instant, end: Instant, spent: Duration? = nil,
      reportedAt: Instant? = nil
    ) {
      self.id = id
      self.caseID = caseID
      self.start = start
      self.end = end
      self.spent = spent ?? start.duration(to: end)
      self.reportedAt = reportedAt
    }

    /// Its day in Japan: that of its end, which also chooses the lot.
    public var day: CivilDate { JST.date(of: end) }
  }

  /// Why handlings are not merged, in order of precedence.
  public enum Rejection: Refusal {
    case fewerThanTwo(Int)
    case repeated(String)
    case alreadyReported(String, at: Instant)
    case otherCase(String, case: String)
    case otherDay(String, CivilDate)

    public var fault: Fault {
      switch self {
      case .fewerThanTwo(let count):
        Fault(
          .invalid, "NOTHING_TO_MERGE", field: "handlings", value: String(count),
          limit: "2 or more", fix: "name the handlings to merge")
      case .repeated(let id):
        Fault(
          .invalid, "HANDLING_REPEATED", field: "handlings", value: id, limit: "each once",
          fix: "name each handling once")
      case .alreadyReported(let id, let at):
        Fault(
          .state, "ALREADY_REPORTED", field: "handlings", value: id, limit: "not reported yet",
          fix: "reported at \(at): reverse it and enter it again")
      case .otherCase(let id, let other):
        Fault(
          .state, "OTHER_CASE", field: "handlings", value: id, limit: "of one case",
          fix: "it is of case \(other)")
      case .otherDay(let id, let day):
        Fault(
          .state, "OTHER_DAY", field: "handlings", value: id, limit: "of one day in Japan",
          fix: "it ended on \(day)")
      }
    }
  }

  public struct Merged: Hashable, Sendable {
    public let handling: Handling
    public let trace: Trace
  }

  /// One handling of the time of all, in the place of the first.
  public static func merge(_ handlings: [Handling]) -> Ruling<Merged, Rejection> {
    guard let first = handlings.first, handlings.count > 1 else {
      return .refused([.fewerThanTwo(handlings.count)])
    }
    var seen: Set<String> = []
    var rejections = handlings.filter { !seen.insert($0.id).inserted }
      .map { Rejection.repeated($0.id) }
    rejections += handlings.compactMap { handling in
      handling.reportedAt.map { .alreadyReported(handling.id, at: $0) }
    }
    rejections += handlings.filter { $0.caseID != first.caseID }
      .map { .otherCase($0.id, case: $0.caseID) }
    rejections += handlings.filter { $0.day != first.day }.map { .otherDay($0.id, $0.day) }
    guard rejections.isEmpty else { return .refused(rejections) }
    var trace = Trace()
    var spent: Duration = .zero
    for handling in handlings {
      let before = spent
      spent += handling.spent
      trace.step(
        .sup13, "Merged before the report.",
        [
          "handling": .text(handling.id), "case": .text(handling.caseID),
          "day": .date(handling.day), "before": .duration(before),
          "spent": .duration(handling.spent), "together": .duration(spent),
        ], formula: "together = before + spent")
    }
    let merged = Handling(
      first.id, case: first.caseID, start: handlings.map(\.start).min() ?? first.start,
      end: handlings.map(\.end).max() ?? first.end, spent: spent)
    return .granted(Merged(handling: merged, trace: trace))
  }

  /// When the report of a handling is sent, unless an agent asks for it before: at the midnight in Japan that
  /// ends its day.
  public static func reportDue(_ handling: Handling) -> Instant {
    JST.instant(handling.day, .endOfDay)
  }
}

/// What the contractor is told after every handling (SUP-16).
public struct ConsumptionNotice: Hashable, Sendable {
  public let units: Int
  public let minutes: Int
  /// Units left, those that wait for a lot taken off; negative while some wait.
  public let balance: Int
  /// The last day of what is used up next.
  public let nextExpiry: CivilDate?
  /// Whether the units were there.
  public let isSettled: Bool
  public let trace: Trace

  /// Of a handling that was charged to `ledger` with this outcome.
  public init(
    _ handling: HandlingUnits.Answer, paid: Consumption.Answer?, in ledger: LotLedger,
    on day: CivilDate
  ) {
    self.init(
      handling, isPaid: paid != nil,
      LedgerStanding(of: Array(ledger.lots.values), waiting: ledger.debts, on: day), on: day)
  }

  /// Of a handling, with what its ledger has after it on a day.
  ///
  /// - Parameter isPaid: whether the units were there.
  public init(
    _ handling: HandlingUnits.Answer, isPaid: Bool, _ standing: LedgerStanding, on day: CivilDate
  ) {
    units = handling.units
    minutes = handling.minutes
    balance = standing.balance
    nextExpiry = standing.nextExpiry
    isSettled = isPaid || handling.units == 0
    var trace = handling.trace
    trace.step(
      .sup16, "What is left, without what waits for a lot.",
      [
        "day": .date(day), "available": .integer(standing.available),
        "waiting": .integer(standing.waiting), "balance": .integer(balance),
      ], formula: "balance = available - waiting")
    self.trace = trace
  }
}
