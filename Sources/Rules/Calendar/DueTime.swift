import CivilTime

/// When a duration of working time has passed: the clock of a desk runs in its windows only (TEL-43).
public enum DueTime {
  public struct Answer: Hashable, Sendable {
    /// The end of the last used window. It may be the instant at which the desk closes.
    public let due: Instant
    /// Where the clock ran, in order; none is empty.
    public let windows: [Range<Instant>]
    /// The closed days on the way, in order.
    public let skipped: [ClosedDay]
    public let trace: Trace
  }

  /// Why a due time is refused, in order of precedence.
  public enum Rejection: Hashable, Sendable {
    case durationNotPositive(Duration)
    /// Longer than ``durationMax``.
    case durationTooLong(Duration)
    /// The start lies outside the years of known holidays.
    case startOutOfRange(YearOutOfRange)
    /// The clock runs out of those years.
    case dueOutOfRange(YearOutOfRange)
  }

  /// 366 days of working time: no desk promises more, and it bounds the answer.
  public static let durationMax: Duration = .seconds(366 * 86_400)

  /// When `duration` of the calendar's working time has passed since `start`.
  public static func compute(
    _ duration: Duration, from start: Instant, in calendar: BusinessCalendar
  ) -> Ruling<Answer, Rejection> {
    let begin = JST.dateTime(of: start)
    var rejections: [Rejection] = []
    if duration <= .zero { rejections.append(.durationNotPositive(duration)) }
    if duration > durationMax { rejections.append(.durationTooLong(duration)) }
    if let error = YearOutOfRange(outside: begin.date.year) {
      rejections.append(.startOutOfRange(error))
    }
    guard rejections.isEmpty else { return .refused(rejections) }

    var walk = Walk(from: begin.date, in: calendar)
    var used: [Range<Instant>] = []
    var left = duration
    do {
      var open = try walk.isBusinessDayHere()
      while true {
        if open {
          run(&left, on: walk.day, from: start, in: calendar, &used)
          if left == .zero { break }
        }
        open = try walk.isBusinessDayNext()
      }
    } catch {
      return .refused([.dueOutOfRange(error)])
    }
    let due = used.last?.upperBound ?? start
    let trace = explain(
      duration, from: start, in: calendar, used: used, skipped: walk.skipped, due: due)
    return .granted(Answer(due: due, windows: used, skipped: walk.skipped, trace: trace))
  }

  /// Runs the clock through the windows of one business day, `left` at most, noting what it used.
  private static func run(
    _ left: inout Duration, on day: CivilDate, from start: Instant, in calendar: BusinessCalendar,
    _ used: inout [Range<Instant>]
  ) {
    for window in calendar.hours[day.weekday] where left > .zero {
      let open = max(JST.instant(day, window.open), start)
      let close = JST.instant(day, window.close)
      guard open < close else { continue }
      let part = min(left, open.duration(to: close))
      used.append(open..<open.advanced(by: part))
      left -= part
    }
  }

  private static func explain(
    _ duration: Duration, from start: Instant, in calendar: BusinessCalendar,
    used: [Range<Instant>], skipped: [ClosedDay], due: Instant
  ) -> Trace {
    var trace = Trace()
    trace.step(
      .tel43, "The clock runs in the calendar's windows only.",
      [
        "start": .instant(start), "duration": .duration(duration), "calendar": .text(calendar.id),
      ])
    trace.pass(over: skipped, in: calendar)
    for window in used {
      trace.step(
        .com02, "The clock runs in this window.",
        [
          "from": .instant(window.lowerBound), "to": .instant(window.upperBound),
          "used": .duration(window.lowerBound.duration(to: window.upperBound)),
        ])
    }
    trace.step(.tel43, "The duration has passed.", ["due": .instant(due)])
    return trace
  }
}
