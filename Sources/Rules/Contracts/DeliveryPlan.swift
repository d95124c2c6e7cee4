import CivilTime

/// What follows from the delivery of the start information (納品): the month of delivery is free, billing
/// starts on the first of the second month after it (CARD-04), the days between are for setting up
/// (CARD-05), and the term is a year from billing start (CARD-06).
public enum DeliveryPlan {
  public struct Answer: Hashable, Sendable {
    public let delivered: CivilDate
    /// セットアップ期間: usable and not billed; from delivery to the day before billing starts.
    public let setup: ClosedRange<CivilDate>
    /// 課金開始日
    public let billingStart: CivilDate
    /// 利用期間: the first term.
    public let term: ClosedRange<CivilDate>
    public let trace: Trace
  }

  /// Why there is no plan, in order of precedence.
  public enum Rejection: Refusal {
    case term(ContractTerm.Rejection)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .term(let rejection): rejection.fault
      case .outOfCalendar: .dateOutOfCalendar("delivered")
      }
    }
  }

  /// Months from the month of delivery to that of billing start (翌々月).
  public static let monthsToBilling = 2

  public static func compute(
    delivered event: PeriodEnd.Event, termLength: Period = ContractTerm.year
  ) -> Ruling<Answer, Rejection> {
    var trace = Trace()
    let delivered = event.day(&trace)
    guard let start = try? delivered.firstOfMonth.plus(months: monthsToBilling) else {
      return .refused([.outOfCalendar])
    }
    trace.step(
      .card04, "Billing starts on the first of the second month after delivery.",
      [
        "delivered": .date(delivered), "months": .integer(monthsToBilling),
        "billing_start": .date(start),
      ],
      formula: "billing_start = add_months(start_of_month(delivered), months)")
    let setup = delivered...start.advanced(by: -1)
    trace.step(
      .card05, "The setup period ends on the day before.",
      [
        "delivered": .date(delivered), "billing_start": .date(start),
        "setup_end": .date(setup.upperBound), "setup_days": .integer(setup.count),
      ],
      formula:
        "setup_end = add_days(billing_start, -1); setup_days = days(delivered, setup_end) + 1")
    switch ContractTerm.compute(from: start, length: termLength, rule: .card06) {
    case .refused(let rejections):
      return .refused(rejections.map { .term($0) })
    case .granted(let term):
      trace.append(term.trace)
      return .granted(
        Answer(
          delivered: delivered, setup: setup, billingStart: start, term: term.days, trace: trace))
    }
  }
}
