import CivilTime

/// What a month's use costs: of each item that is charged for each use what was counted, at the catalogue's price
/// (CTI-03 to 05, CTI-13, CTI-20).
public enum UsageCharges {
  public struct Answer: Hashable, Sendable {
    /// In the product's order; what cost nothing too, so that the customer sees that it was counted.
    public let lines: [InvoiceLine]
    public let trace: Trace
  }

  /// Why there are no charges, in order of precedence.
  public enum Rejection: Refusal {
    /// The product has no such item that is charged for each use.
    case itemUnknown(String)
    case countNegative(item: String, Int)
    /// The catalogue publishes no price, and none is given.
    case priceUnpublished(item: String)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .itemUnknown(let item):
        Fault(
          .invalid, "ITEM_UNKNOWN", field: "usage", value: item,
          limit: "an item of the product that is charged for each use",
          fix: "list the product's items")
      case .countNegative(let item, let count):
        Fault(
          .invalid, "COUNT_NEGATIVE", field: "usage.\(item)", value: String(count),
          limit: "0 or more", fix: "give what was counted")
      case .priceUnpublished(let item):
        Fault(
          .state, "PARAMETER_MISSING", field: "prices.\(item)", value: "nothing",
          limit: "0 yen or more", fix: "give the price: the catalogue publishes none")
      case .amountTooLarge: .amountTooLarge("usage")
      }
    }
  }

  /// Whether an item's use is counted.
  public static func isMetered(_ item: CatalogueItem) -> Bool { item.charge == .perUse }

  /// - Parameters:
  ///   - counts: what was counted of each item in the month.
  ///   - prices: of one, where the catalogue publishes nothing.
  ///   - supplied: the last day of the month: it chooses the rate of tax.
  public static func compute(
    _ counts: [String: Int], of product: Product, prices: [String: Yen] = [:],
    supplied: CivilDate
  ) -> Ruling<Answer, Rejection> {
    let metered = product.items.filter(isMetered)
    let codes = Set(metered.map(\.code))
    var rejections = counts.keys.filter { !codes.contains($0) }.sorted().map(Rejection.itemUnknown)
    rejections += counts.filter { $0.value < 0 }.sorted { $0.key < $1.key }
      .map { .countNegative(item: $0.key, $0.value) }
    func price(_ item: CatalogueItem) -> Yen? {
      if case .fixed(let fixed) = item.price { fixed } else { prices[item.code] }
    }
    let used = metered.filter { counts[$0.code, default: 0] > 0 }
    rejections += used.filter { price($0) == nil }.map { .priceUnpublished(item: $0.code) }
    guard rejections.isEmpty else { return .refused(rejections) }

    var trace = Trace()
    var lines: [InvoiceLine] = []
    for item in used {
      let count = counts[item.code, default: 0]
      guard let price = price(item), let amount = try? price.times(count) else {
        return .refused([.amountTooLarge])
      }
      trace.step(
        item.rule, "What was used in the month.",
        [
          "item": .text(item.code), "count": .integer(count), "unit_yen": .yen(price),
          "amount_yen": .yen(amount),
        ], formula: "amount_yen = count * unit_yen")
      lines.append(
        InvoiceLine(
          item.code, amount, category: item.category, basis: item.basis, supplied: supplied))
    }
    return .granted(Answer(lines: lines, trace: trace))
  }
}
