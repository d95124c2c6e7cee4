import CivilTime

/// By when the support desk answers (CARD-24): by its closing time on the first business day strictly
/// after the day of receipt, whatever the hour of receipt.
public enum AnswerDue {
  public struct Answer: Hashable, Sendable {
    public let due: Instant
    public let trace: Trace
  }

  /// Why there is no due time, in order of precedence.
  public enum Rejection: Hashable, Sendable {
    /// The receipt or the answer leaves the years of known holidays.
    case outOfRange(YearOutOfRange)
  }

  /// The due instant of what was received at `received`.
  public static func compute(
    received: Instant, in calendar: BusinessCalendar = DeskCalendar.cardSupportDesk.calendar
  ) -> Ruling<Answer, Rejection> {
    let date = JST.date(of: received)
    switch BusinessDays.add(1, to: date, in: calendar) {
    case .refused(let rejections):
      return .refused(rejections.map { .outOfRange($0.year) })
    case .granted(let next):
      // A business day has a window: without one it would be closed.
      let closing = calendar.hours[next.date.weekday].last?.close ?? .endOfDay
      let due = JST.instant(next.date, closing)
      var trace = Trace()
      trace.step(
        .com01, "The day in Japan counts.", ["instant": .instant(received), "date": .date(date)])
      trace.append(next.trace)
      trace.step(
        .card24, "The answer is due when the desk closes on that day.",
        [
          "date": .date(next.date), "closing": .text(closing.description), "due": .instant(due),
        ])
      return .granted(Answer(due: due, trace: trace))
    }
  }
}
