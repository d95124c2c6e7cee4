import CivilTime

/// A change of how many of an item a contract has, of an option taken or left (CTI-09, CTI-21, CTI-22): more of what is
/// paid by the month at once, fewer from the next month; what is paid by the year with the contract's next year, since
/// nothing is given back.
public enum ItemChange {
  public struct Answer: Hashable, Sendable {
    /// The new number, with the day from which on it is there.
    public let count: ItemCount
    /// What is charged now, without tax.
    public let net: Yen
    public let trace: Trace
  }

  /// What is asked for.
  public struct Wish: Hashable, Sendable {
    /// The item's code.
    public let item: String
    public let count: Int
    /// What one costs, where the catalogue publishes nothing.
    public let price: Yen?
    /// Whether more of what is paid ahead ends with the present year, and is there at once.
    public let isCoTerm: Bool

    public init(_ item: String, _ count: Int, price: Yen? = nil, isCoTerm: Bool = false) {
      self.item = item
      self.count = count
      self.price = price
      self.isCoTerm = isCoTerm
    }
  }

  /// Why nothing is changed, in order of precedence.
  public enum Rejection: Refusal {
    case itemUnknown(String)
    /// It is paid once or for each use, or follows the licences.
    case notChangeable(item: String, CatalogueItem.Charge)
    case countNegative(item: String, Int)
    /// What is not counted by the unit is taken or left.
    case optionCounted(item: String, Int)
    case mandatory(item: String)
    case unchanged(item: String, Int)
    case coTermUnasked(item: String)
    case priceUnpublished(item: String)
    case pricePublished(item: String, Yen)
    case priceNegative(item: String, Yen)
    case added(WithinTerm.Rejection)
    case outOfCalendar

    public var fault: Fault {
      switch self {
      case .itemUnknown(let item):
        Fault(
          .invalid, "ITEM_UNKNOWN", field: "quantities.\(item)", value: item,
          limit: "an item of the product", fix: "list the product's items")
      case .notChangeable(let item, let charge):
        Fault(
          .state, "ITEM_NOT_CHANGEABLE", field: "quantities.\(item)", value: charge.rawValue,
          limit: "what is paid by the month or the year",
          fix: charge == .once
            ? "buy lots of it" : charge == .perUse ? "use it" : "change the licences")
      case .countNegative(let item, let count):
        Fault(
          .invalid, "QUANTITY_NEGATIVE", field: "quantities.\(item)", value: String(count),
          limit: "0 or more", fix: "say how many there are to be")
      case .optionCounted(let item, let count):
        Fault(
          .invalid, "OPTION_COUNTED", field: "quantities.\(item)", value: String(count),
          limit: "0 or 1", fix: "1 takes it, 0 leaves it")
      case .mandatory(let item):
        Fault(
          .state, "MISSING_MANDATORY_ITEM", field: "quantities.\(item)", value: "0",
          limit: "1: it is mandatory", fix: "leave it as it is")
      case .unchanged(let item, let count):
        Fault(
          .invalid, "QUANTITY_UNCHANGED", field: "quantities.\(item)", value: String(count),
          limit: "another number than \(count)", fix: "leave out what stays as it is")
      case .coTermUnasked(let item):
        Fault(
          .invalid, "CO_TERM_UNASKED", field: "co_term", value: item,
          limit: "more of what is paid ahead for a year, once that has begun",
          fix: "leave it out, or change \(item) by itself")
      case .priceUnpublished(let item): Quote.Rejection.priceUnpublished(item: item).fault
      case .pricePublished(let item, let price):
        Quote.Rejection.pricePublished(item: item, price).fault
      case .priceNegative(let item, let price):
        Quote.Rejection.priceNegative(item: item, price).fault
      case .added(let rejection): rejection.fault
      case .outOfCalendar: .dateOutOfCalendar("day")
      }
    }
  }

  /// - Parameters:
  ///   - order: that of the contract, with ``ItemCount``s of its own.
  ///   - counts: what was changed of it so far.
  ///   - day: on which it is asked for.
  ///   - start: the first day that is billed; nil while none is known.
  public static func compute(
    _ wish: Wish, of order: Quote.Order, _ counts: [ItemCount], _ product: Product,
    on day: CivilDate, billedFrom start: CivilDate?
  ) -> Ruling<Answer, Rejection> {
    guard let item = product[wish.item] else { return .refused([.itemUnknown(wish.item)]) }
    let held = counts.inForce(item.code, on: day)
    let present = held?.count ?? order.count(of: item)
    var rejections = faults(of: wish, item, product)
    if wish.count == present, !counts.isPlanned(item.code, after: day) {
      rejections.append(.unchanged(item: item.code, present))
    }
    let hasBegun = start.map { $0 <= day } ?? false
    if wish.isCoTerm, item.charge != .prepaidYear || wish.count <= present || !hasBegun {
      rejections.append(.coTermUnasked(item: item.code))
    }
    let price = wish.price ?? held?.price ?? order.prices[item.code]
    rejections += priceFaults(of: wish, item, price)
    guard rejections.isEmpty else { return .refused(rejections) }
    var trace = Trace()
    guard let from = begin(of: wish, item, present, day, start, &trace) else {
      return .refused([.outOfCalendar])
    }
    var net = Yen.zero
    if wish.isCoTerm, let start, let next = nextYear(of: start, after: day) {
      var monthly = price ?? .zero
      if case .fixed(let fixed) = item.price { monthly = fixed }
      let (units, overflow) = (wish.count - present).multipliedReportingOverflow(by: item.lot)
      let added = WithinTerm.compute(
        overflow ? .max : units, monthly: monthly, added: day, termEnd: next.advanced(by: -1),
        rule: .cti21)
      guard let answer = added.answer else { return .refused(added.rejections.map { .added($0) }) }
      trace.append(answer.trace)
      net = answer.net
    }
    let count = ItemCount(item.code, wish.count, from: from, price: wish.price ?? held?.price)
    return .granted(Answer(count: count, net: net, trace: trace))
  }

  private static func faults(
    of wish: Wish, _ item: CatalogueItem, _ product: Product
  ) -> [Rejection] {
    var found: [Rejection] = []
    var isOfLicences = false
    if case .byMonth(let added, _) = product.addition { isOfLicences = added == item.code }
    switch item.charge {
    case .once, .perUse: found.append(.notChangeable(item: item.code, item.charge))
    case .monthly where isOfLicences: found.append(.notChangeable(item: item.code, .monthly))
    case .monthly, .yearly, .prepaidYear: break
    }
    if wish.count < 0 { found.append(.countNegative(item: item.code, wish.count)) }
    if item.per != .unit, wish.count > 1 {
      found.append(.optionCounted(item: item.code, wish.count))
    }
    if wish.count == 0, item.isMandatory { found.append(.mandatory(item: item.code)) }
    return found
  }

  private static func priceFaults(
    of wish: Wish, _ item: CatalogueItem, _ price: Yen?
  ) -> [Rejection] {
    if case .unpublished = item.price {
      if let given = wish.price, given < .zero {
        return [.priceNegative(item: item.code, given)]
      }
      return price == nil && wish.count > 0 ? [.priceUnpublished(item: item.code)] : []
    }
    return wish.price.map { [.pricePublished(item: item.code, $0)] } ?? []
  }

  /// The first day of the new number; nil behind the calendar's end.
  private static func begin(
    of wish: Wish, _ item: CatalogueItem, _ present: Int, _ day: CivilDate, _ start: CivilDate?,
    _ trace: inout Trace
  ) -> CivilDate? {
    let values: KeyValuePairs<String, TraceValue> = [
      "item": .text(item.code), "from": .integer(present), "to": .integer(wish.count),
      "charge": .text(item.charge.rawValue),
    ]
    trace.step(item.rule, "Another number of an item.", values)
    func atOnce(_ rule: RuleID, _ text: String) -> CivilDate {
      trace.step(
        rule, text, ["day": .date(day), "effective": .date(day)], formula: "effective = day")
      return day
    }
    guard let start, start <= day else {
      return atOnce(item.rule, "Nothing is billed yet: it is there at once.")
    }
    if item.charge == .monthly {
      guard wish.count < present else {
        return atOnce(item.rule, "More is there at once; its month is charged whole.")
      }
      guard let next = try? day.lastOfMonth.plus(days: 1) else { return nil }
      trace.step(
        .cti22, "Fewer begin with the next month: nothing is given back.",
        ["day": .date(day), "effective": .date(next)],
        formula: "effective = add_days(end_of_month(day), 1)")
      return next
    }
    if wish.count == present { return atOnce(item.rule, "What was planned is called off.") }
    if wish.isCoTerm { return atOnce(.cti21, "It is there at once, and ends with the year.") }
    guard let next = nextYear(of: start, after: day) else { return nil }
    trace.step(
      .cti22, "What is paid by the year changes with the contract's next year.",
      [
        "billing_start": .date(start), "day": .date(day),
        "months": .integer(start.months(to: next)), "effective": .date(next),
      ], formula: "effective = add_months(billing_start, months)")
    return next
  }

  /// The first day of the contract's next year.
  private static func nextYear(of start: CivilDate, after day: CivilDate) -> CivilDate? {
    let years = max(0, start.months(to: day)) / 12
    for number in years...years + 1 {
      guard let next = try? start.plus(months: 12 * number) else { return nil }
      if next > day { return next }
    }
    return nil
  }
}
