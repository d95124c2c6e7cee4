import CivilTime

/// What is added within a term and ends with it: telework accounts (TEL-13), connections that are to end
/// with the first ones (CTI-21). Every month of the term that it touches is paid whole.
public enum WithinTerm {
  public struct Answer: Hashable, Sendable {
    public let months: Int
    /// Without tax.
    public let net: Yen
    public let trace: Trace
  }

  /// Why there is no price, in order of precedence.
  public enum Rejection: Refusal {
    case countNotPositive(Int)
    case priceNegative(Yen)
    case addedAfterTerm(added: CivilDate, termEnd: CivilDate)
    case amountTooLarge
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .countNotPositive(let count):
        Fault(
          .invalid, "COUNT_NOT_POSITIVE", field: "count", value: String(count),
          limit: "1 or more", fix: "say how many are added")
      case .priceNegative(let price):
        Fault(
          .invalid, "PRICE_NEGATIVE", field: "monthly_yen", value: price.description,
          limit: "0 yen or more", fix: "give what one costs in a month")
      case .addedAfterTerm(let added, let termEnd):
        Fault(
          .state, "TERM_OVER", field: "added", value: added.description,
          limit: "\(termEnd) or earlier", fix: "order it for the next term")
      case .amountTooLarge: .amountTooLarge("count")
      case .outOfCalendar: .dateOutOfCalendar("term_end")
      }
    }
  }

  /// - Parameters:
  ///   - count: how many are added.
  ///   - monthly: what one costs in a month.
  ///   - added: the first day of use.
  ///   - termEnd: the last day of the term; its months are counted back from the day after.
  public static func compute(
    _ count: Int, monthly: Yen, added: CivilDate, termEnd: CivilDate, rule: RuleID
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if count < 1 { rejections.append(.countNotPositive(count)) }
    if monthly < .zero { rejections.append(.priceNegative(monthly)) }
    if added > termEnd { rejections.append(.addedAfterTerm(added: added, termEnd: termEnd)) }
    guard rejections.isEmpty else { return .refused(rejections) }
    guard let next = try? termEnd.plus(days: 1) else { return .refused([.outOfCalendar]) }
    // Whole months lie in between, or one more that has begun.
    var months = max(1, added.months(to: next))
    guard var start = try? next.plus(months: -months) else { return .refused([.outOfCalendar]) }
    if start > added {
      months += 1
      guard let earlier = try? next.plus(months: -months) else { return .refused([.outOfCalendar]) }
      start = earlier
    }
    guard let net = try? monthly.times(count).times(months) else {
      return .refused([.amountTooLarge])
    }
    var trace = Trace()
    trace.step(
      rule, "The months of the term from the one in which it is added.",
      [
        "added": .date(added), "term_end": .date(termEnd), "next_term": .date(next),
        "months": .integer(months), "from": .date(start),
      ], formula: "next_term = add_days(term_end, 1); from = add_months(next_term, -months)")
    trace.step(
      rule, "Each costs the monthly price.",
      [
        "months": .integer(months), "count": .integer(count), "monthly_yen": .yen(monthly),
        "net_yen": .yen(net),
      ], formula: "net_yen = months * count * monthly_yen")
    return .granted(Answer(months: months, net: net, trace: trace))
  }
}

/// The fee of the month in which a service starts (CTI-11, SUP-23).
public enum StartMonth {
  /// How the month is charged.
  public enum Policy: String, Sendable, Hashable, CaseIterable {
    /// Whole: the default.
    case whole
    case free
    /// By the days that are left of it, the fraction cut off.
    case byDay = "by-day"
  }

  public struct Answer: Hashable, Sendable {
    public let fee: Yen
    public let trace: Trace
  }

  /// The fee of the month of `start`; nil where the product of fee and days does not fit.
  public static func compute(
    monthly: Yen, start: CivilDate, policy: Policy = .whole, rule: RuleID
  ) -> Answer? {
    var trace = Trace()
    let last = start.lastOfMonth
    let (days, all) = (start.days(to: last) + 1, last.day)
    let fee: Yen
    switch policy {
    case .whole: fee = monthly
    case .free: fee = .zero
    case .byDay:
      guard let weighted = try? monthly.times(days) else { return nil }
      fee = Yen(weighted.amount / Int64(all))
    }
    trace.step(
      rule, "The month of the start is charged \(policy.rawValue).",
      [
        "start": .date(start), "policy": .text(policy.rawValue), "days": .integer(days),
        "days_of_month": .integer(all), "monthly_yen": .yen(monthly), "fee_yen": .yen(fee),
      ],
      formula: policy == .byDay
        ? "days = days(start, end_of_month(start)) + 1; fee_yen = monthly_yen * days / days_of_month"
        : nil)
    return Answer(fee: fee, trace: trace)
  }
}
