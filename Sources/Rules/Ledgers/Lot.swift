import CivilTime

/// Units that were bought together and can be used until the same day: a 口 of incidents (SUP-14), a pack of
/// sides (CARD-16), the sides that a term includes.
public struct Lot: Hashable, Sendable {
  public let id: String
  /// What is left of it.
  public var left: Int
  /// The days on which it can be used; both ends count.
  public let usable: ClosedRange<CivilDate>
  /// Used before any other, whatever its expiry: what a term includes (CARD-16).
  public let isIncluded: Bool

  public init(_ id: String, left: Int, usable: ClosedRange<CivilDate>, isIncluded: Bool = false) {
    self.id = id
    self.left = left
    self.usable = usable
    self.isIncluded = isIncluded
  }

  /// Whether it is used up before `other`: what is included first, then by expiry, then by start; lots that
  /// agree in all of these by id, so that the order never depends on how they were stored.
  func isBefore(_ other: Lot) -> Bool {
    if isIncluded != other.isIncluded { return isIncluded }
    return (usable.upperBound, usable.lowerBound, id)
      < (other.usable.upperBound, other.usable.lowerBound, other.id)
  }
}

/// Units taken from one lot, or given back to it.
public struct Draw: Hashable, Sendable {
  public let lot: String
  public let units: Int

  public init(_ lot: String, _ units: Int) {
    self.lot = lot
    self.units = units
  }
}

/// The sum of counts that are not negative; at most what an integer holds.
func saturatingSum(_ counts: some Sequence<Int>) -> Int {
  counts.reduce(0) { sum, count in
    let (total, overflow) = sum.addingReportingOverflow(count)
    return overflow ? .max : total
  }
}

/// The purchase of lots (SUP-14, CARD-16, CTI-14): the field of the request is lots, not units.
public enum LotPurchase {
  public struct Answer: Hashable, Sendable {
    public let units: Int
    /// Nil where what was bought does not expire.
    public let usable: ClosedRange<CivilDate>?
    public let price: InvoiceTotals.Answer
    public let trace: Trace
  }

  /// Why nothing is bought, in order of precedence.
  public enum Rejection: Refusal {
    case notSoldInLots(item: String)
    case lotsNotPositive(Int)
    /// Units were asked for that are no whole lots.
    case notALot(units: Int, lot: Int)
    case priceUnpublished(item: String)
    case priceNegative(Yen)
    case outOfCalendar
    case totals(InvoiceTotals.Rejection)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .notSoldInLots(let item):
        Fault(
          .invalid, "NOT_SOLD_IN_LOTS", field: "item", value: item, limit: "an item sold in lots",
          fix: "list the product's items")
      case .lotsNotPositive(let lots):
        Fault(
          .invalid, "LOTS_NOT_POSITIVE", field: "lots", value: String(lots), limit: "1 or more",
          fix: "say how many lots")
      case .notALot(let units, let lot):
        Fault(
          .invalid, "NOT_A_LOT", field: "units", value: String(units),
          limit: "a multiple of \(lot)", fix: "order lots, of \(lot) units each")
      case .priceUnpublished(let item):
        Fault(
          .state, "PARAMETER_MISSING", field: "prices.\(item)", value: "nothing",
          limit: "0 yen or more", fix: "give the price: the catalogue publishes none")
      case .priceNegative(let price):
        Fault(
          .invalid, "PRICE_NEGATIVE", field: "prices", value: price.description,
          limit: "0 yen or more", fix: "give what a unit costs")
      case .outOfCalendar: .dateOutOfCalendar("bought")
      case .totals(let rejection): rejection.fault
      case .amountTooLarge: .amountTooLarge("lots")
      }
    }
  }

  /// How many lots units are.
  public struct Count: Hashable, Sendable {
    public let lots: Int
    public let trace: Trace
  }

  /// How many lots so many units are.
  public static func lots(ofUnits units: Int, item: CatalogueItem) -> Ruling<Count, Rejection> {
    guard units > 0, item.lot > 0, units % item.lot == 0 else {
      return .refused([.notALot(units: units, lot: item.lot)])
    }
    var trace = Trace()
    trace.step(
      item.rule, "Units are whole lots.",
      [
        "units": .integer(units), "lot": .integer(item.lot), "lots": .integer(units / item.lot),
      ], formula: "lots = ceiling(units, lot); units = lots * lot")
    return .granted(Count(lots: units / item.lot, trace: trace))
  }

  /// - Parameters:
  ///   - unitPrice: what one unit costs, where the catalogue publishes nothing.
  ///   - bought: the first day of use.
  public static func compute(
    _ lots: Int, of item: CatalogueItem, unitPrice: Yen? = nil, bought: CivilDate,
    rounding: TaxRounding = .floor, rates: TaxTable = .national
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if item.feeClass != .pack { rejections.append(.notSoldInLots(item: item.code)) }
    if lots < 1 { rejections.append(.lotsNotPositive(lots)) }
    var price: Yen?
    if case .fixed(let fixed) = item.price { price = fixed } else { price = unitPrice }
    if price == nil { rejections.append(.priceUnpublished(item: item.code)) }
    if let price, price < .zero { rejections.append(.priceNegative(price)) }
    guard rejections.isEmpty, let price else { return .refused(rejections) }

    let months = item.charge == .prepaidYear ? 12 : 1
    let (units, overflow) = lots.multipliedReportingOverflow(by: item.lot)
    guard !overflow, let net = try? price.times(units).times(months) else {
      return .refused([.amountTooLarge])
    }
    var trace = Trace()
    trace.step(
      item.rule, "Sold in lots.",
      [
        "lots": .integer(lots), "lot": .integer(item.lot), "units": .integer(units),
        "unit_yen": .yen(price), "months": .integer(months), "net_yen": .yen(net),
      ], formula: "units = lots * lot; net_yen = units * unit_yen * months")
    var usable: ClosedRange<CivilDate>?
    if let validity = item.validity {
      guard let end = PeriodEnd.compute(validity, .from, .date(bought)).answer else {
        return .refused([.outOfCalendar])
      }
      trace.append(end.trace)
      usable = bought...end.lastDay
    }
    let line = InvoiceLine(
      item.code, net, category: item.category, basis: item.basis, supplied: bought)
    let totals = InvoiceTotals.compute([line], rounding: rounding, rates: rates)
    guard let total = totals.answer else {
      return .refused(totals.rejections.map { .totals($0) })
    }
    trace.append(total.trace)
    return .granted(Answer(units: units, usable: usable, price: total, trace: trace))
  }
}
