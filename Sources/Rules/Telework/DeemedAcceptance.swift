import CivilTime

/// When silence accepts an answer (TEL-41): no reply within one week of our answer. The day of
/// sending is not counted, the week ends at 24:00 and rolls to a business day.
public enum DeemedAcceptance {
  public struct Message: Hashable, Sendable {
    public enum Kind: Sendable, Hashable, CaseIterable {
      /// Anything from the customer: stops the clock, and reopens what was accepted.
      case customer
      /// A holding reply of ours: changes nothing.
      case holding
      /// Our answer: starts the clock, anew if it runs.
      case answer
    }

    public let kind: Kind
    public let sent: Instant

    public init(_ kind: Kind, sent: Instant) {
      self.kind = kind
      self.sent = sent
    }
  }

  ///     open ── answer ──▶ running ── the week is over ──▶ accepted
  ///      ▲                  │    ▲ answer                      │
  ///      └──── customer ────┴────┘                             │
  ///      └──────────────────── customer ───────────────────────┘
  public enum State: Hashable, Sendable {
    /// No answer stands.
    case open
    /// An answer stands; silence accepts it at this instant.
    case running(until: Instant)
    /// Silence has accepted the answer at this instant.
    case accepted(at: Instant)
  }

  public struct Answer: Hashable, Sendable {
    public let state: State
    public let trace: Trace
  }

  /// Why there is no state, in order of precedence.
  public enum Rejection: Hashable, Sendable {
    /// A week after an answer leaves the years of known holidays.
    case outOfRange(YearOutOfRange)
  }

  /// One week (1 週間).
  public static let silence = Period(1, .week)

  /// Where a case with these messages, in any order, stands at `now`.
  public static func judge(
    _ messages: [Message], at now: Instant,
    in calendar: BusinessCalendar = DeskCalendar.teleworkPhoneDesk.calendar
  ) -> Ruling<Answer, Rejection> {
    var state = State.open
    var trace = Trace()
    for message in inOrder(messages) where message.sent <= now {
      state.pass(to: message.sent, &trace)
      switch (message.kind, state) {
      case (.holding, _), (.customer, .open), (.answer, .accepted):
        continue
      case (.customer, _):
        trace.step(
          .tel41, "A message of the customer stops the clock.", ["sent": .instant(message.sent)])
        state = .open
      case (.answer, _):
        switch PeriodEnd.compute(
          silence, .after, .instant(message.sent), roll: .nextBusinessDay(calendar))
        {
        case .refused(let rejections):
          return .refused(rejections.map { .outOfRange($0.year(of: message.sent)) })
        case .granted(let end):
          trace.step(.tel41, "Our answer starts the clock.", ["sent": .instant(message.sent)])
          trace.append(end.trace)
          state = .running(until: end.effective)
        }
      }
    }
    state.pass(to: now, &trace)
    return .granted(Answer(state: state, trace: trace))
  }

  /// By time; messages of one instant stay in the order given.
  private static func inOrder(_ messages: [Message]) -> [Message] {
    messages.enumerated()
      .sorted { ($0.element.sent, $0.offset) < ($1.element.sent, $1.offset) }
      .map(\.element)
  }
}

extension DeemedAcceptance.State {
  /// Lets time pass: a clock that runs out accepts.
  fileprivate mutating func pass(to now: Instant, _ trace: inout Trace) {
    guard case .running(let end) = self, end <= now else { return }
    trace.step(.tel41, "No reply within the week: accepted.", ["accepted_at": .instant(end)])
    self = .accepted(at: end)
  }
}

extension PeriodEnd.Rejection {
  /// The year at fault. Only the roll can fail for an instant: a week neither is empty nor runs back,
  /// and the calendar's own end has no known holidays either.
  fileprivate func year(of instant: Instant) -> YearOutOfRange {
    if case .rollOutOfRange(let error) = self { return error }
    return YearOutOfRange(year: JST.date(of: instant).year)
  }
}
