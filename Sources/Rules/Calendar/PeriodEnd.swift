import CivilTime

/// A length of time in calendar units.
public struct Period: Hashable, Sendable {
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    case day, week, month, year
  }

  /// From 1.
  public let length: Int
  public let unit: Unit

  public init(_ length: Int, _ unit: Unit) {
    self.length = length
    self.unit = unit
  }
}

extension Period: CustomStringConvertible {
  /// `1 week`, `30 day`: the unit stays singular.
  public var description: String { "\(length) \(unit.rawValue)" }
}

/// When a period is over (COM-03, COM-04), counted as the Civil Code counts (Articles 138 to 143).
public enum PeriodEnd {
  /// What a period counts from.
  public enum Event: Hashable, Sendable {
    case date(CivilDate)
    /// Its day in Japan counts (COM-01).
    case instant(Instant)
  }

  /// How the period lies to its event.
  public enum Placement: String, Sendable, Hashable, CaseIterable {
    /// After the event, whose day is not counted (初日不算入).
    case after
    /// A term that counts its first day: the event is that day.
    case from
    /// Before the event: event less period.
    case before
  }

  /// What happens when the last day is no business day.
  public enum Roll: Sendable {
    case none
    /// It moves to the next business day of this calendar.
    case nextBusinessDay(BusinessCalendar)

    var calendar: BusinessCalendar? {
      if case .nextBusinessDay(let calendar) = self { calendar } else { nil }
    }
  }

  public struct Answer: Hashable, Sendable {
    /// The last day of the period, rolled if asked for. Before an event: the last day to act.
    public let lastDay: CivilDate
    /// The last day before rolling.
    public let countedLastDay: CivilDate
    /// 24:00 in Japan of the last day: from here on the period is over.
    public let effective: Instant
    /// The days passed over in rolling.
    public let skipped: [ClosedDay]
    public let trace: Trace
  }

  /// Why a period is refused, in order of precedence.
  public enum Rejection: Hashable, Sendable {
    /// A period has at least one unit.
    case lengthNotPositive(Int)
    /// Rolling protects a reaction; it is not for counting back (COM-04).
    case rollBeforeEvent
    /// The period leaves 0001-01-01 to 9999-12-31.
    case endOutOfCalendar
    /// The last day cannot be rolled: it lies outside the years of known holidays.
    case rollOutOfRange(YearOutOfRange)
  }

  /// The end of `period` at `event`.
  public static func compute(
    _ period: Period, _ placement: Placement, _ event: Event, roll: Roll = .none
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if period.length < 1 { rejections.append(.lengthNotPositive(period.length)) }
    if placement == .before, roll.calendar != nil { rejections.append(.rollBeforeEvent) }
    guard rejections.isEmpty else { return .refused(rejections) }

    var trace = Trace()
    let date = event.day(&trace)
    let counted: CivilDate
    do {
      counted = try lastDay(of: period, placement, date, &trace)
    } catch {
      return .refused([.endOutOfCalendar])
    }
    do {
      return .granted(try end(after: counted, roll: roll, trace))
    } catch {
      return .refused([.rollOutOfRange(error)])
    }
  }

  private static func lastDay(
    of period: Period, _ placement: Placement, _ date: CivilDate, _ trace: inout Trace
  ) throws(DateOverflow) -> CivilDate {
    let units = try period.inDaysOrMonths()
    guard placement != .before else {
      let last =
        switch units {
        case .days(let days): try date.plus(days: -days)
        case .months(let months): try date.plus(months: -months)
        }
      trace.step(
        units.isMonths ? .com03 : .com04, "The event less the period.",
        ["event": .date(date), "period": .text(period.description), "last_day": .date(last)])
      return last
    }

    let first = placement == .after ? try date.plus(days: 1) : date
    trace.step(
      .com04,
      placement == .after
        ? "The day of the event is not counted." : "The term counts its first day.",
      ["event": .date(date), "first_day": .date(first), "period": .text(period.description)])
    switch units {
    case .days(let days):
      let last = try first.plus(days: days - 1)
      trace.step(.com04, "Days counted from the first day.", ["last_day": .date(last)])
      return last
    case .months(let months):
      return try monthsEnd(from: first, months, &trace)
    }
  }

  /// Civil Code 143-2: the day before the day that corresponds to the first one; where the month has
  /// no such day, its last day.
  private static func monthsEnd(
    from first: CivilDate, _ months: Int, _ trace: inout Trace
  ) throws(DateOverflow) -> CivilDate {
    if let corresponding = try first.correspondingDay(monthsLater: months) {
      let last = try corresponding.plus(days: -1)
      trace.step(
        .com04, "The day before the corresponding day.",
        ["corresponding_day": .date(corresponding), "last_day": .date(last)])
      return last
    }
    let last = try first.plus(months: months)
    trace.step(
      .com04, "The month has no corresponding day: its last day.", ["last_day": .date(last)])
    return last
  }

  private static func end(
    after counted: CivilDate, roll: Roll, _ counting: Trace
  ) throws(YearOutOfRange) -> Answer {
    var trace = counting
    var last = counted
    var skipped: [ClosedDay] = []
    if let calendar = roll.calendar {
      var walk = Walk(from: counted, in: calendar)
      if try !walk.isBusinessDayHere() { try walk.toNextBusinessDay() }
      (last, skipped) = (walk.day, walk.skipped)
      trace.pass(over: skipped, in: calendar)
      trace.step(
        .com04, "The last day rolls to a business day.",
        ["counted_last_day": .date(counted), "last_day": .date(last)])
    }
    let effective = JST.instant(last, .endOfDay)
    trace.step(
      .com04, "The period ends at 24:00 in Japan of the last day.",
      ["last_day": .date(last), "effective_at": .instant(effective)])
    return Answer(
      lastDay: last, countedLastDay: counted, effective: effective, skipped: skipped, trace: trace)
  }
}

extension PeriodEnd.Event {
  /// The event's day in Japan, noted where it comes of an instant (COM-01).
  func day(_ trace: inout Trace) -> CivilDate {
    switch self {
    case .date(let date):
      return date
    case .instant(let instant):
      let date = JST.date(of: instant)
      trace.step(
        .com01, "The day in Japan counts.", ["instant": .instant(instant), "date": .date(date)])
      return date
    }
  }
}

extension Period {
  fileprivate enum Units {
    case days(Int)
    case months(Int)

    var isMonths: Bool {
      if case .months = self { true } else { false }
    }
  }

  /// Weeks as days, years as months.
  fileprivate func inDaysOrMonths() throws(DateOverflow) -> Units {
    // No calendar has more days: whatever is longer overflows it anyhow, and no product below does.
    guard length <= 4_000_000 else { throw DateOverflow() }
    return switch unit {
    case .day: .days(length)
    case .week: .days(length * 7)
    case .month: .months(length)
    case .year: .months(length * 12)
    }
  }
}
