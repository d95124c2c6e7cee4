import CivilTime

/// What happens at the end of a term (CARD-08, TEL-11): the next term begins or the contract expires, with
/// reminders before. State is a function of this plan and the time.
public enum Renewal {
  /// What the catalogue says.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// Without notice another term begins (CARD-08).
    case auto
    /// The contract expires unless it is ordered again (TEL-11).
    case none
    /// The source says nothing: as none, with a warning.
    case unspecified
  }

  public struct Event: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Somebody is reminded so many days before the term's last day.
      case reminder(daysBefore: Int)
      /// The next term begins.
      case renewed
      /// The contract has expired.
      case expired
    }

    public let kind: Kind
    public let at: Instant
  }

  public struct Answer: Hashable, Sendable {
    /// In order of time.
    public let events: [Event]
    public let trace: Trace
  }

  /// Why there is no plan, in order of precedence.
  public enum Rejection: Refusal {
    case reminderNotPositive(Int)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .reminderNotPositive(let days):
        Fault(
          .invalid, "REMINDER_DAYS", field: "reminder_days", value: String(days),
          limit: "1 or more", fix: "give days before the term's end")
      case .outOfCalendar: .dateOutOfCalendar("term_end")
      }
    }
  }

  /// 90, 60 and 31 days before the term's end; the last is the day before the last day for notice.
  public static let reminderDays = [90, 60, 31]

  /// What happens at and before the end of a term.
  ///
  /// - Parameter isCancelled: whether notice has been given for this term: then nobody is reminded.
  public static func plan(
    termEnd: CivilDate, mode: Mode, isCancelled: Bool = false, reminders: [Int] = reminderDays,
    rule: RuleID = .card08
  ) -> Ruling<Answer, Rejection> {
    let wrong = reminders.filter { $0 < 1 }
    guard wrong.isEmpty else { return .refused(wrong.map { .reminderNotPositive($0) }) }
    guard let next = try? termEnd.plus(days: 1) else { return .refused([.outOfCalendar]) }
    var trace = Trace()
    let renews = mode == .auto && !isCancelled
    trace.step(
      rule,
      renews ? "Without notice another term begins." : "The contract ends with its term.",
      [
        "term_end": .date(termEnd), "renewal": .text(mode.rawValue),
        "cancelled": .text(isCancelled ? "yes" : "no"), "next_day": .date(next),
        "at": .instant(JST.instant(next)),
      ], formula: "next_day = add_days(term_end, 1); at = midnight(next_day)")
    if mode == .unspecified {
      trace.warn("RENEWAL_UNSTATED", "the terms say nothing of renewal: it is not renewed")
    }
    var events = [Event(kind: renews ? .renewed : .expired, at: JST.instant(next))]
    for days in isCancelled ? [] : Set(reminders).sorted() {
      guard let day = try? termEnd.plus(days: -days) else { return .refused([.outOfCalendar]) }
      trace.step(
        rule, "A reminder.",
        ["term_end": .date(termEnd), "days": .integer(days), "reminder": .date(day)],
        formula: "reminder = add_days(term_end, -days)")
      events.append(Event(kind: .reminder(daysBefore: days), at: JST.instant(day)))
    }
    return .granted(Answer(events: events.reversed(), trace: trace))
  }
}
