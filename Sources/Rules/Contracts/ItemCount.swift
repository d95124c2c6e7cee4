import CivilTime

/// How many of an item a contract has from a day on, other than its order says.
public struct ItemCount: Hashable, Sendable {
  /// The item's code.
  public let item: String
  /// The first day.
  public let from: CivilDate
  /// 0 for none; 1 of an item that is not counted by the unit says that the contract has it.
  public let count: Int
  /// What one costs, where the catalogue publishes nothing; nil for what the order says.
  public let price: Yen?

  public init(_ item: String, _ count: Int, from day: CivilDate, price: Yen? = nil) {
    self.item = item
    self.count = count
    self.from = day
    self.price = price
  }
}

extension [ItemCount] {
  /// What holds of an item on a day; nil for what the order says.
  public func inForce(_ item: String, on day: CivilDate) -> ItemCount? {
    last { $0.item == item && $0.from <= day }
  }

  /// Whether another number of an item is planned behind a day.
  public func isPlanned(_ item: String, after day: CivilDate) -> Bool {
    contains { $0.item == item && $0.from > day }
  }

  /// Enters a number, in the place of what was planned of the same item from its day on.
  public mutating func enter(_ new: ItemCount) {
    removeAll { $0.item == new.item && $0.from >= new.from }
    append(new)
    sort { ($0.from, $0.item) < ($1.from, $1.item) }
  }
}

extension Quote.Order {
  /// How many of an item it has: of what is not counted by the unit 1 or 0.
  public func count(of item: CatalogueItem) -> Int {
    if item.per == .unit { return quantities[item.code] ?? 0 }
    return items.map { $0.contains(item.code) } ?? item.isMandatory ? 1 : 0
  }

  /// An order as a month is charged by it.
  public struct Counted: Hashable, Sendable {
    public let order: Quote.Order
    /// Empty where nothing of it was changed.
    public let trace: Trace

    public init(order: Quote.Order, trace: Trace = Trace()) {
      self.order = order
      self.trace = trace
    }
  }

  /// The order as a month is charged by it: what is paid by the month as it is at the month's end, since more is
  /// charged for the whole month and fewer begin with one; what is paid by the year as it was when the contract's year
  /// began (CTI-22).
  ///
  /// - Parameters:
  ///   - month: any day of it.
  ///   - start: the first day that is billed, from which the contract's years count.
  public func counting(
    _ counts: [ItemCount], of product: Product, in month: CivilDate, from start: CivilDate
  ) -> Counted {
    var (quantities, prices, chosen, trace) = (quantities, prices, items, Trace())
    for item in product.items {
      guard
        let day = Self.countedDay(of: item, counts, in: month, from: start, &trace),
        let held = counts.inForce(item.code, on: day)
      else { continue }
      trace.step(
        item.rule, "So many hold.",
        [
          "item": .text(item.code), "day": .date(day), "from": .date(held.from),
          "quantity": .integer(held.count),
        ])
      if let price = held.price { prices[item.code] = price }
      if item.per == .unit { quantities[item.code] = held.count > 0 ? held.count : nil }
      var kept = chosen ?? Set(product.items.filter(\.isMandatory).map(\.code))
      if held.count > 0 { kept.insert(item.code) } else { kept.remove(item.code) }
      chosen = kept
    }
    let order = Quote.Order(
      self.product, licences: licences, quantities: quantities, items: chosen, prices: prices,
      supplied: supplied, rounding: rounding)
    return Counted(order: order, trace: trace)
  }

  /// The day on which an item is counted; nil of what was never changed, or cannot be.
  private static func countedDay(
    of item: CatalogueItem, _ counts: [ItemCount], in month: CivilDate, from start: CivilDate,
    _ trace: inout Trace
  ) -> CivilDate? {
    guard counts.contains(where: { $0.item == item.code }) else { return nil }
    switch item.charge {
    case .monthly:
      trace.step(
        item.rule, "What is paid by the month counts at its end.",
        ["item": .text(item.code), "month": .date(month), "day": .date(month.lastOfMonth)],
        formula: "day = end_of_month(month)")
      return month.lastOfMonth
    case .yearly, .prepaidYear:
      let months = max(0, start.months(to: month)) / 12 * 12
      guard let day = try? start.plus(months: months) else { return nil }
      trace.step(
        .cti22, "What is paid by the year counts when the contract's year begins.",
        [
          "item": .text(item.code), "billing_start": .date(start), "month": .date(month),
          "months": .integer(months), "day": .date(day),
        ],
        formula: "months = max(0, months(billing_start, month)) / 12 * 12; "
          + "day = add_months(billing_start, months)")
      return day
    case .once, .perUse: return nil
    }
  }
}
