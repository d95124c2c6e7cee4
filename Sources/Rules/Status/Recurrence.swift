import CivilTime

/// The days on which something happens again, in Japan: maintenance windows, runs of jobs. The nth time counts
/// from the first day and never from the time before (COM-03).
public struct Recurrence: Hashable, Sendable {
  public enum Pattern: Hashable, Sendable {
    case once
    case daily(every: Int)
    /// In every nth week from that of the first day, weeks beginning on Monday.
    case weekly(every: Int, on: Set<Weekday>)
    /// In every nth month, on that day or the month's last where it has no such day.
    case monthly(every: Int, day: Int)
    /// In every nth month, on the nth of that weekday, from 1; -1 is the last. Some months have no fifth.
    case monthlyWeekday(every: Int, nth: Int, Weekday)
  }

  /// Why there is no such recurrence, in order of precedence.
  public enum Rejection: Refusal {
    case intervalNotPositive(Int)
    case weekdaysMissing
    case dayOutOfRange(Int)
    case nthOutOfRange(Int)
    case endsBeforeStart(until: CivilDate, first: CivilDate)

    public var fault: Fault {
      switch self {
      case .intervalNotPositive(let every):
        Fault(
          .invalid, "INTERVAL_NOT_POSITIVE", field: "every", value: String(every),
          limit: "1 or more", fix: "1 is every day, week or month")
      case .weekdaysMissing:
        Fault(
          .invalid, "WEEKDAYS_MISSING", field: "weekdays", value: "none", limit: "1 to 7",
          fix: "say on which days of the week")
      case .dayOutOfRange(let day):
        Fault(
          .invalid, "DAY_OUT_OF_RANGE", field: "day", value: String(day), limit: "1 to 31",
          fix: "31 is every month's last day")
      case .nthOutOfRange(let nth):
        Fault(
          .invalid, "NTH_OUT_OF_RANGE", field: "nth", value: String(nth), limit: "1 to 5, or -1",
          fix: "-1 is the month's last")
      case .endsBeforeStart(let until, let first):
        Fault(
          .invalid, "ENDS_BEFORE_START", field: "until", value: until.description,
          limit: "\(first) or later", fix: "let it end after its first day")
      }
    }
  }

  public let pattern: Pattern
  /// The first day on which it may fall.
  public let first: CivilDate
  /// The last; nil for ever.
  public let until: CivilDate?
  /// Days that are left out.
  public let except: Set<CivilDate>

  private init(
    checked pattern: Pattern, _ first: CivilDate, _ until: CivilDate?, _ except: Set<CivilDate>
  ) {
    self.pattern = pattern
    self.first = first
    self.until = until
    self.except = except
  }

  /// A recurrence, if its numbers are what they can be.
  public static func make(
    _ pattern: Pattern, from first: CivilDate, until: CivilDate? = nil,
    except: Set<CivilDate> = []
  ) -> Ruling<Recurrence, Rejection> {
    var rejections: [Rejection] = []
    switch pattern {
    case .once: break
    case .daily(let every), .weekly(let every, _), .monthly(let every, _),
      .monthlyWeekday(let every, _, _):
      if every < 1 { rejections.append(.intervalNotPositive(every)) }
    }
    if case .weekly(_, let days) = pattern, days.isEmpty { rejections.append(.weekdaysMissing) }
    if case .monthly(_, let day) = pattern, !(1...31).contains(day) {
      rejections.append(.dayOutOfRange(day))
    }
    if case .monthlyWeekday(_, let nth, _) = pattern, nth != -1, !(1...5).contains(nth) {
      rejections.append(.nthOutOfRange(nth))
    }
    if let until, until < first { rejections.append(.endsBeforeStart(until: until, first: first)) }
    guard rejections.isEmpty else { return .refused(rejections) }
    return .granted(Recurrence(checked: pattern, first, until, except))
  }

  /// Whether it falls on `date`.
  public func falls(on date: CivilDate) -> Bool {
    guard date >= first, until.map({ date <= $0 }) ?? true, !except.contains(date) else {
      return false
    }
    switch pattern {
    case .once:
      return date == first
    case .daily(let every):
      return first.days(to: date).isMultiple(of: every)
    case .weekly(let every, let days):
      let monday = first.dayNumber - (first.weekday.rawValue - 1)
      return days.contains(date.weekday)
        && ((date.dayNumber - monday) / 7).isMultiple(of: every)
    case .monthly(let every, let day):
      return first.months(to: date).isMultiple(of: every)
        && date.day == min(day, date.lastOfMonth.day)
    case .monthlyWeekday(let every, let nth, let weekday):
      guard date.weekday == weekday, first.months(to: date).isMultiple(of: every) else {
        return false
      }
      return nth == -1 ? date.day + 7 > date.lastOfMonth.day : (date.day - 1) / 7 + 1 == nth
    }
  }

  /// The days of a span on which it falls.
  public struct Answer: Hashable, Sendable {
    /// In order.
    public let days: [CivilDate]
    fileprivate let recurrence: Recurrence
    fileprivate let span: ClosedRange<CivilDate>

    /// How they were found. It is written when it is asked for: whether a call falls into a window is asked more often
    /// than why.
    public var trace: Trace {
      var trace = Trace()
      let (every, on) = recurrence.pattern.words
      trace.step(
        .com03, "Counted from the first day, never from the time before.",
        [
          "pattern": .text(recurrence.pattern.name), "every": .integer(every), "on": .text(on),
          "first": .date(recurrence.first),
          "until": .text(recurrence.until?.description ?? "open"),
        ],
        listing: recurrence.except.sorted().map { .init(name: "\($0)", value: .text("left out")) })
      trace.step(
        .com03, "It falls on these days.",
        [
          "from": .date(span.lowerBound), "through": .date(span.upperBound),
          "count": .integer(days.count),
        ], listing: days.map { .init(name: "\($0)", value: .text("\($0.weekday)")) })
      return trace
    }
  }

  /// The days of `span` on which it falls, in order.
  public func days(in span: ClosedRange<CivilDate>) -> Answer {
    let low = max(span.lowerBound, first)
    let high = min(span.upperBound, pattern == .once ? first : until ?? span.upperBound)
    let days = low <= high ? (low...high).filter { falls(on: $0) } : []
    return Answer(days: days, recurrence: self, span: span)
  }
}

extension Recurrence.Pattern {
  /// As a trace names it.
  fileprivate var name: String {
    switch self {
    case .once: "once"
    case .daily: "daily"
    case .weekly: "weekly"
    case .monthly: "monthly"
    case .monthlyWeekday: "monthly-weekday"
    }
  }

  /// How often, and on what, as a trace says it: weekdays from 1 for Monday, a day of the month, or `2/1` for the second
  /// Monday.
  fileprivate var words: (every: Int, on: String) {
    switch self {
    case .once: (1, "the first day")
    case .daily(let every): (every, "every day")
    case .weekly(let every, let days):
      (every, days.map(\.rawValue).sorted().map { "\($0)" }.joined(separator: " "))
    case .monthly(let every, let day): (every, "\(day)")
    case .monthlyWeekday(let every, let nth, let weekday): (every, "\(nth)/\(weekday.rawValue)")
    }
  }
}
