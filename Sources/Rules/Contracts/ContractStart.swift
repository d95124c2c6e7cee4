import CivilTime

/// What a contract's conclusion, its delivery and the start of its service make of its dates, by what the terms of its
/// product count from (CARD-04 to 06, TEL-11, SUP-22, SUP-23, CTI-11).
public enum ContractStart {
  /// What is known after it; nil for what another event brings, or the product does not have.
  public struct Answer: Hashable, Sendable {
    /// The first day that is billed.
    public let billingStart: CivilDate?
    /// The first term.
    public let term: ClosedRange<CivilDate>?
    /// The last day of the minimum term.
    public let minimumEnd: CivilDate?
    public let trace: Trace
  }

  /// Why a contract is not begun so, in order of precedence.
  public enum Rejection: Refusal {
    /// Its terms do not count from the conclusion, so that no licence ends them.
    case expiryUnasked(product: String)
    /// Nothing of the product is delivered.
    case nothingToDeliver(product: String)
    /// The service starts by its delivery.
    case startsByDelivery(product: String)
    case term(ContractTerm.Rejection)
    case delivery(DeliveryPlan.Rejection)
    case minimum(MinimumTerm.Rejection)

    public var fault: Fault {
      switch self {
      case .expiryUnasked(let product):
        Fault(
          .invalid, "EXPIRY_UNASKED", field: "licence_expiry", value: "an expiry for \(product)",
          limit: "none",
          fix: "leave it out: the product's terms count from the start of the service"
        )
      case .nothingToDeliver(let product):
        Fault(
          .state, "NOTHING_TO_DELIVER", field: "product", value: product,
          limit: "a product that is delivered", fix: "start the service instead")
      case .startsByDelivery(let product):
        Fault(
          .state, "STARTS_BY_DELIVERY", field: "product", value: product,
          limit: "a product that is not delivered", fix: "record the delivery instead")
      case .term(let rejection): rejection.fault
      case .delivery(let rejection): rejection.fault
      case .minimum(let rejection): rejection.fault
      }
    }
  }

  /// - Parameters:
  ///   - day: the day of the conclusion.
  ///   - licenceExpiry: the last day of a licence, which ends the term sooner or later (TEL-11).
  public static func conclude(
    _ product: Product, on day: CivilDate, licenceExpiry: CivilDate? = nil
  ) -> Ruling<Answer, Rejection> {
    var trace = Trace()
    trace.step(
      .tel10, "The vendor's acceptance concludes the contract.",
      ["concluded": .date(day), "product": .text(product.code)])
    guard product.termStart == .conclusion, let length = product.termLength else {
      if licenceExpiry != nil { return .refused([.expiryUnasked(product: product.code)]) }
      return .granted(Answer(billingStart: nil, term: nil, minimumEnd: nil, trace: trace))
    }
    let term = ContractTerm.compute(
      from: day, length: length, licenceExpiry: licenceExpiry, rule: .tel11)
    guard let answer = term.answer else { return .refused(term.rejections.map { .term($0) }) }
    trace.append(answer.trace)
    return .granted(Answer(billingStart: nil, term: answer.days, minimumEnd: nil, trace: trace))
  }

  /// - Parameter event: the delivery (納品); its day in Japan counts.
  public static func deliver(
    _ product: Product, at event: PeriodEnd.Event
  ) -> Ruling<Answer, Rejection> {
    guard product.termStart == .delivery, let length = product.termLength else {
      return .refused([.nothingToDeliver(product: product.code)])
    }
    let plan = DeliveryPlan.compute(delivered: event, termLength: length)
    guard let answer = plan.answer else { return .refused(plan.rejections.map { .delivery($0) }) }
    return .granted(
      Answer(
        billingStart: answer.billingStart, term: answer.term, minimumEnd: nil, trace: answer.trace))
  }

  /// - Parameters:
  ///   - day: the first day of the service.
  ///   - minimumMonths: the contract's own minimum term, where the catalogue has none.
  public static func activate(
    _ product: Product, on day: CivilDate, minimumMonths: Int? = nil
  ) -> Ruling<Answer, Rejection> {
    guard product.termStart != .delivery else {
      return .refused([.startsByDelivery(product: product.code)])
    }
    var trace = Trace()
    trace.step(
      product.termLength == nil ? .cti11 : .sup23, "Fees run from the start of the service.",
      ["start": .date(day), "product": .text(product.code)])
    var term: ClosedRange<CivilDate>?
    if product.termStart == .activation, let length = product.termLength {
      let ruling = ContractTerm.compute(from: day, length: length, rule: .sup22)
      guard let answer = ruling.answer else { return .refused(ruling.rejections.map { .term($0) }) }
      trace.append(answer.trace)
      term = answer.days
    }
    var minimumEnd: CivilDate?
    if let minimum = product.minimumTerm {
      if minimum.months == nil, minimumMonths == nil {
        trace.warn("NO_MINIMUM_TERM", "neither catalogue nor contract says how long it is")
      } else {
        let ruling = minimum.compute(serviceStart: day, months: minimumMonths)
        guard let answer = ruling.answer else {
          return .refused(ruling.rejections.map { .minimum($0) })
        }
        trace.append(answer.trace)
        minimumEnd = answer.days.upperBound
      }
    }
    return .granted(Answer(billingStart: day, term: term, minimumEnd: minimumEnd, trace: trace))
  }
}
