import CivilTime

/// What a case is promised when it is opened, and keeps whatever becomes of the policies.
public struct CaseTerms: Hashable, Sendable {
  /// How a case reaches the desk.
  public enum Intake: String, Sendable, Hashable, CaseIterable {
    case web
    case phone
    case email
  }

  public let policy: SlaPolicy
  /// Whether the first reply is due when the desk closes on the next business day (CARD-24).
  public let repliesNextBusinessDay: Bool
  /// Whether silence of a week accepts an answer (TEL-41).
  public let acceptsBySilence: Bool

  public init(_ policy: SlaPolicy, repliesNextBusinessDay: Bool, acceptsBySilence: Bool) {
    self.policy = policy
    self.repliesNextBusinessDay = repliesNextBusinessDay
    self.acceptsBySilence = acceptsBySilence
  }
}

/// Terms of the rule book's own, with the desk in whose time they run and the rule that makes them.
public enum BuiltInTerms: String, Sendable, CaseIterable {
  /// A reply by the next business day (CARD-24).
  case cardDesk = "card-desk"
  /// A first answer within three hours of the desk (TEL-43).
  case teleworkPhone = "telework-phone"
  /// No promise of time; silence accepts (TEL-41, TEL-42).
  case teleworkMail = "telework-mail"
  /// In real time, without a promise (SUP-20).
  case callCentre = "call-centre"
  /// Day and night, without a promise (SUP-03).
  case web

  public var terms: CaseTerms {
    switch self {
    case .cardDesk: make(repliesNextBusinessDay: true)
    case .teleworkPhone: CaseTerms(.phone, repliesNextBusinessDay: false, acceptsBySilence: true)
    case .teleworkMail: make(acceptsBySilence: true)
    case .callCentre, .web: make()
    }
  }

  public var desk: DeskCalendar {
    switch self {
    case .cardDesk: .cardSupportDesk
    case .teleworkPhone, .teleworkMail: .teleworkPhoneDesk
    case .callCentre: .supportCallCentre
    // The hours of the form's desk are published nowhere.
    case .web: .businessDays
    }
  }

  public var rule: RuleID {
    switch self {
    case .cardDesk: .card24
    case .teleworkPhone: .tel43
    case .teleworkMail: .tel41
    case .callCentre: .sup20
    case .web: .sup03
    }
  }

  private func make(
    repliesNextBusinessDay: Bool = false, acceptsBySilence: Bool = false
  ) -> CaseTerms {
    CaseTerms(
      .unpromised(rawValue), repliesNextBusinessDay: repliesNextBusinessDay,
      acceptsBySilence: acceptsBySilence)
  }

  /// Those of a case; the call centre's before the product's, since its contract is for all products.
  public static func choose(
    product: String, by channel: SupportScope.Channel, _ intake: CaseTerms.Intake
  ) -> BuiltInTerms {
    if channel == .callCentre { return .callCentre }
    if product.hasPrefix("card-") { return .cardDesk }
    if product == "telework" { return intake == .phone ? .teleworkPhone : .teleworkMail }
    return .web
  }
}

/// Where the clocks of a case stand by its terms: those of ``SlaClocks``, and the one of the next business day.
public enum CaseClocks {
  /// Before the next business day's close, where a desk is warned of it.
  static let warning: Duration = .seconds(1_800)

  /// - Parameters:
  ///   - opened: when the case was received: the customer's first message.
  ///   - events: in any order; those after `now` have not happened.
  public static func judge(
    opened: Instant, events: [SlaClocks.Event], terms: CaseTerms, in calendar: BusinessCalendar,
    at now: Instant
  ) -> Ruling<SlaClocks.Answer, SlaClocks.Rejection> {
    let ruling = SlaClocks.judge(
      opened: opened, events: events, policy: terms.policy, in: calendar, at: now)
    guard terms.repliesNextBusinessDay, let answer = ruling.answer else { return ruling }
    switch AnswerDue.compute(received: opened, in: calendar) {
    case .refused(let rejections):
      return .refused(
        rejections.map { rejection in
          switch rejection {
          case .outOfRange(let year): .outOfRange(year)
          }
        })
    case .granted(let due):
      let reading = reading(due.due, opened: opened, stopped: stop(of: events, until: now), now)
      var trace = answer.trace
      trace.append(due.trace)
      return .granted(SlaClocks.Answer(readings: [reading] + answer.readings, trace: trace))
    }
  }

  /// When the first reply was, or the case ended without one.
  private static func stop(of events: [SlaClocks.Event], until now: Instant) -> Instant? {
    events.filter { event in
      switch event.kind {
      case .reply: true
      case .state(let state): state.isResolved
      case .message: false
      }
    }.map(\.at).filter { $0 <= now }.min()
  }

  private static func reading(
    _ due: Instant, opened: Instant, stopped: Instant?, _ now: Instant
  ) -> SlaClocks.Reading {
    let standing: SlaClocks.Reading.Standing =
      if due < stopped ?? now { .breached(at: due) } else if let stopped { .met(at: stopped) } else
      {
        .running
      }
    return SlaClocks.Reading(
      clock: .first, started: opened, standing: standing, due: due,
      warnAt: due.advanced(by: .zero - warning), used: .zero,
      spans: [opened..<max(opened, stopped ?? now)])
  }
}

extension SlaClocks.Answer {
  /// When a clock that runs is over next; nil where none runs.
  public var due: Instant? { running.compactMap(\.due).min() }

  /// When something has to be said of the clocks next: of a clock that runs its warning, or that it was not stopped
  /// when it was due, which is the case from the first instant after that.
  ///
  /// - Parameter now: when was looked at them: of what is to be said until then nothing is left to wait for.
  public func nextAlert(after now: Instant) -> Instant? {
    (running.compactMap(\.warnAt) + running.compactMap { $0.due?.advanced(by: .nanoseconds(1)) })
      .filter { $0 > now }.min()
  }

  private var running: [SlaClocks.Reading] { readings.filter { $0.standing == .running } }
}

extension Trace {
  /// Notes by which policy a case's clocks run.
  ///
  /// - Parameter rule: that made it; nil where the vendor has.
  public mutating func promise(_ policy: String, by rule: RuleID?, in calendar: BusinessCalendar) {
    step(
      rule ?? .sup03, rule == nil ? "By a policy of the vendor's." : "By the rule book's terms.",
      ["policy": .text(policy), "calendar": .text(calendar.id)])
  }
}
