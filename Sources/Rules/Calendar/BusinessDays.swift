import CivilTime

/// Counting in business days (COM-05). The first day is never counted (COM-04), so that adding and
/// counting undo each other.
public enum BusinessDays {
  /// Where an addition ends.
  public struct Sum: Hashable, Sendable {
    public let date: CivilDate
    /// The days passed over, in the order of the count.
    public let skipped: [ClosedDay]
    public let trace: Trace
  }

  /// How many business days lie between two dates.
  public struct Count: Hashable, Sendable {
    /// Negative when the count ran back.
    public let days: Int
    /// The days passed over, in the order of the count.
    public let skipped: [ClosedDay]
    public let trace: Trace
  }

  /// What a day is.
  public struct Check: Hashable, Sendable {
    /// Every reason why it is no business day; none for a business day.
    public let reasons: [ClosedReason]
    /// The windows in which the desk works on that day.
    public let windows: [WorkingWindow]
    public let trace: Trace

    public var isBusinessDay: Bool { reasons.isEmpty }
  }

  /// Why a count is refused, in order of precedence.
  public enum Rejection: Hashable, Sendable {
    /// The date from which to count lies outside the years of known holidays.
    case fromOutOfRange(YearOutOfRange)
    /// The date up to which to count does.
    case toOutOfRange(YearOutOfRange)
    /// The count runs out of those years.
    case resultOutOfRange(YearOutOfRange)
  }

  /// Whether `date` is a business day.
  public static func check(
    _ date: CivilDate, in calendar: BusinessCalendar
  ) -> Ruling<Check, Rejection> {
    do {
      let reasons = try calendar.reasonsClosed(on: date)
      let windows = reasons.isEmpty ? calendar.hours[date.weekday] : []
      var trace = Trace()
      trace.step(
        .com05, "A business day has no reason to be closed.",
        ["date": .date(date), "calendar": .text(calendar.id)])
      trace.pass(
        over: reasons.isEmpty ? [] : [ClosedDay(date: date, reasons: reasons)], in: calendar)
      return .granted(Check(reasons: reasons, windows: windows, trace: trace))
    } catch {
      return .refused([.fromOutOfRange(error)])
    }
  }

  /// The `count`th business day after `date`, or before it where `count` is negative; zero gives
  /// the date itself, business day or not.
  public static func add(
    _ count: Int, to date: CivilDate, in calendar: BusinessCalendar
  ) -> Ruling<Sum, Rejection> {
    if let error = YearOutOfRange(outside: date.year) { return .refused([.fromOutOfRange(error)]) }
    var walk = Walk(from: date, backward: count < 0, in: calendar)
    do {
      for _ in 0..<count.magnitude {
        try walk.toNextBusinessDay()
      }
    } catch {
      return .refused([.resultOutOfRange(error)])
    }
    var trace = Trace()
    trace.step(
      .com05, "Count business days from the date, which is not counted.",
      ["date": .date(date), "days": .integer(count), "calendar": .text(calendar.id)])
    trace.pass(over: walk.skipped, in: calendar)
    trace.step(.com05, "The count ends here.", ["date": .date(walk.day)])
    return .granted(Sum(date: walk.day, skipped: walk.skipped, trace: trace))
  }

  /// The business days after `from` up to and with `to`; where `to` lies before, those from `to` up
  /// to but without `from`, as a negative number.
  public static func count(
    from: CivilDate, to: CivilDate, in calendar: BusinessCalendar
  ) -> Ruling<Count, Rejection> {
    let rejections = [
      YearOutOfRange(outside: from.year).map(Rejection.fromOutOfRange),
      YearOutOfRange(outside: to.year).map(Rejection.toOutOfRange),
    ].compactMap { $0 }
    guard rejections.isEmpty else { return .refused(rejections) }
    var walk = Walk(from: from, backward: to < from, in: calendar)
    var found = 0
    do {
      while walk.day != to {
        if try walk.isBusinessDayNext() { found += 1 }
      }
    } catch {
      return .refused([.resultOutOfRange(error)])
    }
    let days = to < from ? -found : found
    var trace = Trace()
    trace.step(
      .com05, "Count business days from the first date, which is not counted, to the second.",
      ["from": .date(from), "to": .date(to), "calendar": .text(calendar.id)])
    trace.pass(over: walk.skipped, in: calendar)
    trace.step(
      .com05, "All days less those passed over.",
      [
        "calendar_days": .integer(from.days(to: to)), "skipped": .integer(walk.skipped.count),
        "days": .integer(days),
      ])
    return .granted(Count(days: days, skipped: walk.skipped, trace: trace))
  }
}

/// A walk over a calendar, day by day, that notes the days it passes over.
struct Walk {
  private(set) var day: CivilDate
  private(set) var skipped: [ClosedDay] = []
  private let step: Int
  private let calendar: BusinessCalendar

  init(from day: CivilDate, backward: Bool = false, in calendar: BusinessCalendar) {
    self.day = day
    step = backward ? -1 : 1
    self.calendar = calendar
  }

  /// Goes on to the next business day, beyond the present one.
  mutating func toNextBusinessDay() throws(YearOutOfRange) {
    while try !isBusinessDayNext() {}
  }

  /// Goes on one day and says whether that is a business day.
  mutating func isBusinessDayNext() throws(YearOutOfRange) -> Bool {
    day = day.advanced(by: step)
    return try isBusinessDayHere()
  }

  /// Whether the present day is a business day; it is noted if not.
  mutating func isBusinessDayHere() throws(YearOutOfRange) -> Bool {
    let reasons = try calendar.reasonsClosed(on: day)
    if reasons.isEmpty { return true }
    skipped.append(ClosedDay(date: day, reasons: reasons))
    return false
  }
}
