import CivilTime

/// How long confidential information is protected, and by when what was said has to be confirmed in
/// writing (TEL-24).
public enum Disclosure {
  public enum Means: String, Sendable, Hashable, CaseIterable {
    /// Marked secret on something tangible.
    case marked
    /// Said or shown as secret: counts only if it is confirmed in writing.
    case spoken
  }

  public struct Answer: Hashable, Sendable {
    /// The last day for the written confirmation; nil where none is needed.
    public let confirmBy: CivilDate?
    /// Whether it is protected on what is known now.
    public let isProtected: Bool
    /// The last day of protection.
    public let protectedThrough: CivilDate
    public let trace: Trace
  }

  /// Why it is not protected, in order of precedence.
  public enum Rejection: Refusal {
    case confirmedBeforeDisclosure(confirmed: CivilDate, disclosed: CivilDate)
    case confirmedTooLate(confirmed: CivilDate, confirmBy: CivilDate)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .confirmedBeforeDisclosure(let confirmed, let disclosed):
        Fault(
          .invalid, "CONFIRMED_BEFORE_DISCLOSURE", field: "confirmed",
          value: confirmed.description, limit: "\(disclosed) or later",
          fix: "give the day of the writing")
      case .confirmedTooLate(let confirmed, let confirmBy):
        Fault(
          .state, "CONFIRM_TOO_LATE", field: "confirmed", value: confirmed.description,
          limit: "\(confirmBy) or earlier", fix: "disclose it again and confirm it in time")
      case .outOfCalendar: .dateOutOfCalendar("disclosed")
      }
    }
  }

  /// 7 日以内
  public static let confirmation = Period(7, .day)
  /// 3 年間 from disclosure
  public static let protection = Period(3, .year)

  /// - Parameter confirmed: the day of the writing with date and content, if there is one.
  public static func judge(
    _ means: Means, disclosed: CivilDate, confirmed: CivilDate? = nil
  ) -> Ruling<Answer, Rejection> {
    if let confirmed, confirmed < disclosed {
      return .refused([.confirmedBeforeDisclosure(confirmed: confirmed, disclosed: disclosed)])
    }
    guard let through = PeriodEnd.compute(protection, .after, .date(disclosed)).answer,
      let writing = PeriodEnd.compute(confirmation, .after, .date(disclosed)).answer
    else { return .refused([.outOfCalendar]) }
    var trace = Trace()
    trace.append(through.trace)
    trace.step(
      .tel24, "Protected through this day.",
      ["disclosed": .date(disclosed), "protected_through": .date(through.lastDay)],
      formula: "protected_through = term_end(add_days(disclosed, 1), 36)")
    guard means == .spoken else {
      return .granted(
        Answer(
          confirmBy: nil, isProtected: true, protectedThrough: through.lastDay, trace: trace))
    }
    if let confirmed, confirmed > writing.lastDay {
      return .refused([.confirmedTooLate(confirmed: confirmed, confirmBy: writing.lastDay)])
    }
    trace.step(
      .tel24, "What was said has to be confirmed in writing by this day.",
      ["disclosed": .date(disclosed), "confirm_by": .date(writing.lastDay)],
      formula: "confirm_by = add_days(disclosed, 7)")
    if confirmed == nil { trace.warn("UNCONFIRMED", "not protected before it is confirmed") }
    return .granted(
      Answer(
        confirmBy: writing.lastDay, isProtected: confirmed != nil,
        protectedThrough: through.lastDay, trace: trace))
  }
}
