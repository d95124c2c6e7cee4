import CivilTime

/// Interest on what was paid late (遅延損害金, TEL-21): 14.6 % a year, simple, by days of a year of 365,
/// also in leap years. It is out of scope of the consumption tax (COM-09).
public enum LateInterest {
  /// Tenths of a percent a year: 146 is 14.6 %.
  public static let annualRatePerMille = 146
  /// The days of a year in the rule, leap or not.
  public static let daysOfYear = 365

  public struct Payment: Hashable, Sendable {
    public let date: CivilDate
    public let amount: Yen

    public init(_ date: CivilDate, _ amount: Yen) {
      self.date = date
      self.amount = amount
    }
  }

  /// A run of days in which the same amount was owed.
  public struct Segment: Hashable, Sendable {
    public let owed: Yen
    /// Both ends count.
    public let days: ClosedRange<CivilDate>
  }

  public struct Answer: Hashable, Sendable {
    public let interest: Yen
    /// What is still owed, without interest.
    public let outstanding: Yen
    public let segments: [Segment]
    public let category: TaxCategory
    public let trace: Trace
  }

  /// Why there is no interest to compute, in order of precedence.
  public enum Rejection: Refusal {
    case amountNotPositive(Yen)
    case paymentNotPositive(Payment)
    /// A payment lies after the day up to which to compute.
    case paymentInFuture(Payment, asOf: CivilDate)
    /// The payments exceed the amount.
    case overpaid(paid: Yen, amount: Yen)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .amountNotPositive(let amount):
        Fault(
          .invalid, "AMOUNT_NOT_POSITIVE", field: "amount_yen", value: amount.description,
          limit: "1 or more", fix: "give the overdue amount with tax")
      case .paymentNotPositive(let payment):
        Fault(
          .invalid, "PAYMENT_NOT_POSITIVE", field: "payments.amount_yen",
          value: payment.amount.description, limit: "1 or more", fix: "give what was received")
      case .paymentInFuture(let payment, let asOf):
        Fault(
          .invalid, "FUTURE_DATE", field: "payments.date", value: payment.date.description,
          limit: "\(asOf) or earlier", fix: "give the day of receipt, or a later day to compute to")
      case .overpaid(let paid, let amount):
        Fault(
          .invalid, "OVERPAID", field: "payments.amount_yen", value: paid.description,
          limit: "\(amount) in all", fix: "enter what was paid too much against another invoice")
      case .amountTooLarge: .amountTooLarge("amount_yen")
      }
    }
  }

  /// The interest up to and with `asOf`, on an amount with tax that was due on `due`: from the day after
  /// to the day of each payment, which lowers the base from the next day on. The segments are summed and
  /// the fraction is cut off once.
  ///
  /// - Parameter earlier: what of the amount is interest itself, which bears none; it is paid first.
  public static func compute(
    on amount: Yen, ofWhichInterest earlier: Yen = .zero, due: CivilDate, payments: [Payment],
    asOf: CivilDate
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if amount <= .zero { rejections.append(.amountNotPositive(amount)) }
    rejections += payments.filter { $0.amount <= .zero }.map { .paymentNotPositive($0) }
    rejections += payments.filter { $0.date > asOf }.map { .paymentInFuture($0, asOf: asOf) }
    guard rejections.isEmpty else { return .refused(rejections) }
    do {
      let paid = try Yen.sum(payments.map(\.amount))
      guard paid <= amount else { return .refused([.overpaid(paid: paid, amount: amount)]) }
      return .granted(
        try explain(
          segments(of: amount, earlier, due, payments, asOf), amount, earlier, due,
          outstanding: amount.minus(paid)))
    } catch {
      return .refused([.amountTooLarge])
    }
  }

  private static func segments(
    of amount: Yen, _ earlier: Yen, _ due: CivilDate, _ payments: [Payment], _ asOf: CivilDate
  ) throws(AmountOverflow) -> [Segment] {
    var segments: [Segment] = []
    let principal = try amount.minus(earlier)
    var owed = amount
    var through = due
    for payment in payments.sorted(by: { $0.date < $1.date }) + [Payment(asOf, .zero)] {
      if min(owed, principal) > .zero, payment.date > through {
        segments.append(
          Segment(owed: min(owed, principal), days: through.advanced(by: 1)...payment.date))
        through = payment.date
      }
      owed = try owed.minus(payment.amount)
    }
    return segments
  }

  private static func explain(
    _ segments: [Segment], _ amount: Yen, _ earlier: Yen, _ due: CivilDate, outstanding: Yen
  ) throws(AmountOverflow) -> Answer {
    var trace = Trace()
    trace.step(
      .tel21, "Interest runs from the day after the due day.",
      [
        "amount_yen": .yen(amount), "earlier_interest_yen": .yen(earlier),
        "principal_yen": .yen(try amount.minus(earlier)), "due": .date(due),
        "per_mille_a_year": .integer(annualRatePerMille),
      ], formula: "principal_yen = amount_yen - earlier_interest_yen")
    var weighted = Yen.zero
    for segment in segments {
      let days = segment.days.count
      let before = weighted
      weighted = try weighted.plus(segment.owed.times(days))
      trace.step(
        .tel21, "So much is owed for these days.",
        [
          "owed_yen": .yen(segment.owed), "from": .date(segment.days.lowerBound),
          "through": .date(segment.days.upperBound), "days": .integer(days),
          "before": .yen(before), "yen_days": .yen(weighted),
        ],
        formula: "days = days(from, through) + 1; yen_days = before + owed_yen * days")
    }
    let product = Int128(weighted.amount) * Int128(annualRatePerMille)
    let interest = try Yen(exactly: product / Int128(1_000 * daysOfYear))
    trace.step(
      .tel21, "The fraction is cut off once.",
      ["yen_days": .yen(weighted), "interest_yen": .yen(interest)],
      formula: "interest_yen = yen_days * \(annualRatePerMille) / \(1_000 * daysOfYear)")
    trace.step(
      .com09, "Interest is no consideration for a supply.",
      ["tax_category": .text(TaxCategory.outOfScope.rawValue)])
    return Answer(
      interest: interest, outstanding: outstanding, segments: segments, category: .outOfScope,
      trace: trace)
  }
}
