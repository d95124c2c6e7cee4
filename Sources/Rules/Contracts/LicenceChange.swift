import CivilTime

/// What a change of the number of licences within a term costs (TEL-12, TEL-13, SUP-11, SUP-22, CARD-09): by the
/// month where the catalogue says so, else nothing before the term is renewed.
public enum LicenceChange {
  /// How a product takes licences that are added within a term.
  public enum Addition: Hashable, Sendable {
    /// They are counted when the term is renewed.
    case atRenewal(RuleID)
    /// Each pays the monthly price of an item to the end of the term.
    case byMonth(item: String, RuleID)

    /// The rule that says so.
    var rule: RuleID {
      switch self {
      case .atRenewal(let rule), .byMonth(_, let rule): rule
      }
    }
  }

  public struct Answer: Hashable, Sendable {
    public let licences: Int
    /// The day from which they are there.
    public let effective: CivilDate
    /// What is charged now, without tax.
    public let net: Yen
    public let trace: Trace
  }

  /// Why the number is not changed, in order of precedence.
  public enum Rejection: Refusal {
    case licences(LicenceCount.Rejection)
    case unchanged(Int)
    case priceUnpublished(item: String)
    case added(WithinTerm.Rejection)

    public var fault: Fault {
      switch self {
      case .licences(let rejection): rejection.fault
      case .unchanged(let licences):
        Fault(
          .invalid, "LICENCES_UNCHANGED", field: "licences", value: String(licences),
          limit: "another number than \(licences)", fix: "say how many there are to be")
      case .priceUnpublished(let item):
        Fault(
          .state, "PARAMETER_MISSING", field: "prices.\(item)", value: "nothing",
          limit: "0 yen or more", fix: "give the price: the catalogue publishes none")
      case .added(let rejection): rejection.fault
      }
    }
  }

  /// Changes the licences of a contract from `present` to `count` on `day`.
  ///
  /// - Parameters:
  ///   - price: what one costs in a month, where the catalogue publishes nothing.
  ///   - term: the present term; with the day after it the change is one at renewal.
  public static func compute(
    from present: Int, to count: Int, of product: Product, on day: CivilDate,
    term: ClosedRange<CivilDate>, price: Yen? = nil
  ) -> Ruling<Answer, Rejection> {
    let atRenewal = day > term.upperBound
    let judged = LicenceCount.judge(
      count, minimum: product.minimumLicences, present: present, atRenewal: atRenewal)
    var rejections = judged.rejections.map { Rejection.licences($0) }
    if count == present { rejections.append(.unchanged(count)) }
    guard rejections.isEmpty, let allowed = judged.answer else { return .refused(rejections) }
    var trace = allowed.trace
    guard case .byMonth(let code, let rule) = product.addition, !atRenewal else {
      trace.step(
        product.addition.rule, "Nothing is charged within the term.",
        [
          "from": .integer(present), "to": .integer(count), "day": .date(day),
          "term_end": .date(term.upperBound), "net_yen": .yen(.zero),
        ])
      if !atRenewal {
        trace.warn("COUNTED_AT_RENEWAL", "the fee follows the number when the term is renewed")
      }
      return .granted(Answer(licences: count, effective: day, net: .zero, trace: trace))
    }
    var monthly = price
    if case .fixed(let fixed)? = product[code]?.price { monthly = fixed }
    guard let monthly else { return .refused([.priceUnpublished(item: code)]) }
    let (more, overflow) = count.subtractingReportingOverflow(present)
    let added = WithinTerm.compute(
      overflow ? .max : more, monthly: monthly, added: day, termEnd: term.upperBound, rule: rule)
    switch added {
    case .refused(let rejections): return .refused(rejections.map { .added($0) })
    case .granted(let answer):
      trace.append(answer.trace)
      return .granted(
        Answer(licences: count, effective: day, net: answer.net, trace: trace))
    }
  }
}
