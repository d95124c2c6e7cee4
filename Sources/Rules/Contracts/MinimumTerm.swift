import CivilTime

/// A minimum term (最低利用期間), as the catalogue has it.
public struct MinimumTerm: Hashable, Sendable {
  /// Nil where the source gives none: a parameter of the contract.
  public let months: Int?
  public let rule: RuleID

  public init(months: Int?, rule: RuleID) {
    self.months = months
    self.rule = rule
  }

  public struct Answer: Hashable, Sendable {
    public let days: ClosedRange<CivilDate>
    public let trace: Trace
  }

  /// Why there is no minimum term, in order of precedence.
  public enum Rejection: Refusal {
    /// Neither the catalogue nor the contract says how long.
    case lengthUnpublished
    case lengthNotPositive(Int)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .lengthUnpublished:
        Fault(
          .state, "PARAMETER_MISSING", field: "minimum_months", value: "nothing",
          limit: "1 or more", fix: "say how many months this contract's minimum term has")
      case .lengthNotPositive(let months):
        Fault(
          .invalid, "TERM_LENGTH", field: "minimum_months", value: String(months),
          limit: "1 or more", fix: "give the length of the minimum term")
      case .outOfCalendar: .dateOutOfCalendar("service_start")
      }
    }
  }

  /// The months from the one after service start (サービス開始日の翌月から): CTI-11.
  ///
  /// - Parameter months: the contract's own length, where the catalogue has none.
  public func compute(
    serviceStart: CivilDate, months own: Int? = nil
  ) -> Ruling<Answer, Rejection> {
    guard let months = months ?? own else { return .refused([.lengthUnpublished]) }
    guard months > 0 else { return .refused([.lengthNotPositive(months)]) }
    guard let first = try? serviceStart.firstOfMonth.plus(months: 1),
      let next = try? first.plus(months: months), let last = try? next.plus(days: -1)
    else { return .refused([.outOfCalendar]) }
    var trace = Trace()
    trace.step(
      rule, "The minimum term counts from the month after service start.",
      [
        "service_start": .date(serviceStart), "months": .integer(months),
        "minimum_start": .date(first), "minimum_end": .date(last),
      ],
      formula: "minimum_start = add_months(start_of_month(service_start), 1); "
        + "minimum_end = add_days(add_months(minimum_start, months), -1)")
    return .granted(Answer(days: first...last, trace: trace))
  }
}
