import CivilTime

/// When personal data is erased after the end of a contract (TEL-27): when a month has passed, counted
/// from the day after the end.
public enum Erasure {
  public struct Answer: Hashable, Sendable {
    /// The first day on which it is erased, and the instant at which that day begins.
    public let from: CivilDate
    public let at: Instant
    public let trace: Trace
  }

  /// Why nothing is erased, in order of precedence.
  public enum Rejection: Refusal {
    /// A legal hold keeps the data.
    case legalHold(String)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .legalHold(let why):
        Fault(
          .state, "LEGAL_HOLD", field: "legal_hold", value: why, limit: "no hold",
          fix: "lift the hold first")
      case .outOfCalendar: .dateOutOfCalendar("contract_end")
      }
    }
  }

  /// 1 カ月
  public static let delay = Period(1, .month)

  public static func compute(
    contractEnd: CivilDate, legalHold: String? = nil
  ) -> Ruling<Answer, Rejection> {
    if let legalHold { return .refused([.legalHold(legalHold)]) }
    guard let month = PeriodEnd.compute(delay, .after, .date(contractEnd)).answer,
      let from = try? month.lastDay.plus(days: 1)
    else { return .refused([.outOfCalendar]) }
    var trace = month.trace
    trace.step(
      .tel27, "Erased from the day after that month.",
      [
        "contract_end": .date(contractEnd), "last_day": .date(month.lastDay),
        "erase_from": .date(from), "at": .instant(JST.instant(from)),
      ], formula: "erase_from = add_days(last_day, 1); at = midnight(erase_from)")
    return .granted(Answer(from: from, at: JST.instant(from), trace: trace))
  }
}
