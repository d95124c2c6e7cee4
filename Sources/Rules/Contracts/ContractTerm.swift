import CivilTime

/// The terms of a contract, each counted from the anchor and never from the term before (COM-03), so
/// that they follow each other without gap or overlap: CARD-06, TEL-11, SUP-14, SUP-22.
public enum ContractTerm {
  public struct Answer: Hashable, Sendable {
    /// First and last day; both count.
    public let days: ClosedRange<CivilDate>
    public let trace: Trace
  }

  /// Why there is no such term, in order of precedence.
  public enum Rejection: Refusal {
    case numberNotPositive(Int)
    case lengthNotPositive(Int)
    /// The licence expires before the term begins.
    case expiresBeforeStart(expiry: CivilDate, first: CivilDate)
    /// The term leaves the calendar.
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .numberNotPositive(let number):
        Fault(
          .invalid, "TERM_NUMBER", field: "number", value: String(number), limit: "1 or more",
          fix: "count terms from 1")
      case .lengthNotPositive(let length):
        Fault(
          .invalid, "TERM_LENGTH", field: "length", value: String(length), limit: "1 or more",
          fix: "give the length of a term")
      case .expiresBeforeStart(let expiry, let first):
        Fault(
          .invalid, "LICENCE_EXPIRED", field: "licence_expiry", value: expiry.description,
          limit: "\(first) or later", fix: "give a licence that lasts into the term")
      case .outOfCalendar: .dateOutOfCalendar("anchor")
      }
    }
  }

  /// One year.
  public static let year = Period(1, .year)

  /// The term of that number; the first begins on `anchor`, which counts.
  ///
  /// - Parameters:
  ///   - licenceExpiry: the last day of a licence; the term ends with it, sooner or later (TEL-11).
  ///   - rule: the product's rule of terms.
  public static func compute(
    _ number: Int = 1, from anchor: CivilDate, length: Period = year,
    licenceExpiry: CivilDate? = nil, rule: RuleID
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if number < 1 { rejections.append(.numberNotPositive(number)) }
    if length.length < 1 { rejections.append(.lengthNotPositive(length.length)) }
    guard rejections.isEmpty else { return .refused(rejections) }
    var trace = Trace()
    trace.step(
      rule, "Terms count from the anchor.",
      [
        "anchor": .date(anchor), "length": .text(length.description), "number": .integer(number),
      ])
    guard let first = start(of: number, anchor, length),
      let counted = PeriodEnd.compute(length.times(number), .from, .date(anchor)).answer
    else { return .refused([.outOfCalendar]) }
    if let expiry = licenceExpiry {
      guard first <= expiry else {
        return .refused([.expiresBeforeStart(expiry: expiry, first: first)])
      }
      trace.step(
        rule, "The licence's expiry ends the term.", ["first": .date(first), "last": .date(expiry)])
      return .granted(Answer(days: first...expiry, trace: trace))
    }
    trace.append(counted.trace)
    let unit = length.inMonths ?? length.inDays ?? 0
    trace.step(
      rule, "The term.",
      [
        "anchor": .date(anchor), "number": .integer(number), "length": .integer(unit),
        "first": .date(first), "last": .date(counted.lastDay),
      ],
      formula: length.inMonths == nil
        ? "last = add_days(anchor, number * length - 1)"
        : "last = term_end(anchor, number * length)")
    return .granted(Answer(days: first...counted.lastDay, trace: trace))
  }

  /// The day after the term before.
  private static func start(of number: Int, _ anchor: CivilDate, _ length: Period) -> CivilDate? {
    guard number > 1 else { return anchor }
    let before = PeriodEnd.compute(length.times(number - 1), .from, .date(anchor)).answer
    return try? before?.lastDay.plus(days: 1)
  }
}

extension Period {
  /// Nil for days and weeks, and for what no calendar holds.
  fileprivate var inMonths: Int? {
    switch unit {
    case .month: length
    case .year: length > 9_999 ? nil : 12 * length
    case .day, .week: nil
    }
  }

  /// Nil for months and years, and for what no calendar holds.
  fileprivate var inDays: Int? {
    switch unit {
    case .day: length
    case .week: length > 600_000 ? nil : 7 * length
    case .month, .year: nil
    }
  }

  /// So many of these periods, at most what no calendar holds.
  func times(_ count: Int) -> Period {
    let (product, overflow) = length.multipliedReportingOverflow(by: count)
    return Period(overflow ? .max : product, unit)
  }
}
