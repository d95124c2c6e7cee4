import CivilTime

/// Whether something was announced long enough before it takes effect: new terms and catalogue versions
/// (TEL-04, COM-13), the vendor's termination (TEL-16), a discontinuation (TEL-19), a stopping
/// maintenance (CARD-26). "N days before X" is X less N days, inclusive (COM-04).
public enum AdvanceNotice {
  public struct Answer: Hashable, Sendable {
    /// The last day on which it could have been announced.
    public let latest: CivilDate
    /// The first day on which what is announced now could take effect.
    public let earliestEffect: CivilDate
    /// Whether it was late and only the exception allows it.
    public let isWaived: Bool
    public let trace: Trace
  }

  /// Why it may not take effect, in order of precedence.
  public enum Rejection: Refusal {
    case daysNegative(Int)
    /// Announced after the effect.
    case announcedAfterEffect(announced: CivilDate, effect: CivilDate)
    case tooShort(announced: CivilDate, latest: CivilDate, earliestEffect: CivilDate)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .daysNegative(let days):
        Fault(
          .invalid, "NOTICE_DAYS", field: "days", value: String(days), limit: "0 or more",
          fix: "give the length of the notice")
      case .announcedAfterEffect(let announced, let effect):
        Fault(
          .invalid, "ANNOUNCED_AFTER_EFFECT", field: "effect", value: effect.description,
          limit: "\(announced) or later", fix: "nothing takes effect before it is announced")
      case .tooShort(let announced, let latest, let earliest):
        Fault(
          .state, "NOTICE_TOO_SHORT", field: "announced", value: announced.description,
          limit: "\(latest) or earlier",
          fix: "let it take effect on \(earliest) or later, or name the exception that allows it")
      case .outOfCalendar: .dateOutOfCalendar("effect")
      }
    }
  }

  /// 30 days: TEL-04, TEL-16, TEL-19.
  public static let monthDays = 30

  /// Whether what is announced on a day may take effect on another.
  ///
  /// - Parameter exception: why a shorter notice is allowed (a law, an emergency, a licensor's end); nil if
  ///   nothing allows it.
  public static func judge(
    announced: CivilDate, effect: CivilDate, days: Int = monthDays, exception: String? = nil,
    rule: RuleID
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if days < 0 { rejections.append(.daysNegative(days)) }
    if effect < announced {
      rejections.append(.announcedAfterEffect(announced: announced, effect: effect))
    }
    guard rejections.isEmpty else { return .refused(rejections) }
    guard let latest = try? effect.plus(days: -days), let earliest = try? announced.plus(days: days)
    else { return .refused([.outOfCalendar]) }
    let isLate = announced > latest
    if isLate, exception == nil {
      return .refused([.tooShort(announced: announced, latest: latest, earliestEffect: earliest)])
    }
    var trace = Trace()
    trace.step(
      rule, "Announced so many days before it takes effect.",
      [
        "announced": .date(announced), "effect": .date(effect), "notice_days": .integer(days),
        "latest": .date(latest), "earliest_effect": .date(earliest),
      ],
      formula: "latest = add_days(effect, -notice_days); "
        + "earliest_effect = add_days(announced, notice_days)")
    if isLate {
      trace.warn("NOTICE_WAIVED", "announced after \(latest): \(exception ?? "")")
    }
    return .granted(
      Answer(latest: latest, earliestEffect: earliest, isWaived: isLate, trace: trace))
  }
}
