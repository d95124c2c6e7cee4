import CivilTime

/// How long telework data is kept (TEL-40): in each month that of the three calendar months before, by the
/// time of capture. The month before these is purged when the month begins.
public enum Retention {
  /// Whole months kept before the present one.
  public static let months = 3
  /// Days before a purge on which its export is called to mind.
  public static let reminderDays = 7

  public struct Answer: Hashable, Sendable {
    /// When data captured on that day is purged.
    public let purgedAt: Instant
    public let remindedAt: Instant
    public let trace: Trace
  }

  /// Why there is no answer, in order of precedence.
  public enum Rejection: Refusal {
    case outOfCalendar

    public var fault: Fault { .dateOutOfCalendar("captured_at") }
  }

  /// When what was captured at an instant is purged.
  public static func compute(captured event: PeriodEnd.Event) -> Ruling<Answer, Rejection> {
    var trace = Trace()
    let captured = event.day(&trace)
    guard let purge = try? captured.firstOfMonth.plus(months: months + 1),
      let reminder = try? purge.plus(days: -reminderDays)
    else { return .refused([.outOfCalendar]) }
    trace.step(
      .tel40, "Kept in its month and the three after it.",
      [
        "captured": .date(captured), "months": .integer(months), "purge_day": .date(purge),
        "purged_at": .instant(JST.instant(purge)), "reminder": .date(reminder),
      ],
      formula: "purge_day = add_months(start_of_month(captured), months + 1); "
        + "purged_at = midnight(purge_day); reminder = add_days(purge_day, -\(reminderDays))")
    return .granted(
      Answer(
        purgedAt: JST.instant(purge), remindedAt: JST.instant(reminder), trace: trace))
  }

  /// The first day whose data is still there at `now`; the calendar's first where that leaves it.
  ///
  /// - Parameter months: whole months kept before the present one, where a parameter says more than the rule.
  public static func oldestKept(at now: Instant, months: Int = Retention.months) -> CivilDate {
    (try? JST.date(of: now).firstOfMonth.plus(months: -months)) ?? .min
  }
}
