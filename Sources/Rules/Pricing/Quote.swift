import CivilTime

/// What an order costs: its first invoice, its first year, and each year after (CARD-02, SUP-11, SUP-21,
/// SUP-23, CTI-14). What is charged per use is not in it.
public enum Quote {
  public struct Order: Hashable, Sendable {
    /// The code of a product.
    public let product: String
    public let licences: Int
    /// How many of the items that are counted by the unit: lots, packs, PCs.
    public let quantities: [String: Int]
    /// The items of the order; nil for all that are mandatory. Those with a quantity are in it anyhow.
    public let items: Set<String>?
    /// Prices for what the catalogue does not publish, by item.
    public let prices: [String: Yen]
    /// The day of supply: it chooses the rate of tax.
    public let supplied: CivilDate
    public let rounding: TaxRounding

    public init(
      _ product: String, licences: Int = 1, quantities: [String: Int] = [:],
      items: Set<String>? = nil, prices: [String: Yen] = [:], supplied: CivilDate,
      rounding: TaxRounding = .floor
    ) {
      self.product = product
      self.licences = licences
      self.quantities = quantities
      self.items = items
      self.prices = prices
      self.supplied = supplied
      self.rounding = rounding
    }
  }

  /// One item of the order.
  public struct Line: Hashable, Sendable {
    public let item: CatalogueItem
    /// Contracts, licences, or of the order's own quantity.
    public let quantity: Int
    public let unitPrice: Yen
    /// What it comes to each time that it is charged, without tax.
    public let amount: Yen
  }

  public struct Answer: Hashable, Sendable {
    public let lines: [Line]
    /// Everything once, one month, one year.
    public let firstInvoice: InvoiceTotals.Answer
    /// With what is paid once.
    public let firstYear: InvoiceTotals.Answer
    /// Without it; a higher tier costs no second initial fee (SUP-22).
    public let laterYear: InvoiceTotals.Answer
    public let trace: Trace
  }

  /// What `order` costs by `version`.
  public static func compute(
    _ order: Order, by version: CatalogueVersion, rates: TaxTable = .national
  ) -> Ruling<Answer, Rejection> {
    guard let product = version[order.product] else {
      return .refused([.productUnknown(order.product)])
    }
    var reading = OrderReading(order, of: product)
    guard reading.rejections.isEmpty else { return .refused(reading.rejections) }
    var trace = Trace()
    trace.step(
      .com13, "By this version of the catalogue.",
      [
        "version": .text(version.id), "product": .text(product.code),
        "licences": .integer(order.licences), "supplied": .date(order.supplied),
      ])
    do throws(Refused) {
      let lines = try reading.lines(&trace)
      let first = try total(lines, .firstInvoice, order, rates)
      let year = try total(lines, .firstYear, order, rates)
      let later = try total(lines, .laterYear, order, rates)
      for (name, totals) in [
        ("first invoice", first), ("first year", year), ("later year", later),
      ] {
        trace.step(.com08, "The \(name).", ["net_yen": .yen(totals.net)])
        trace.append(totals.trace)
      }
      try warnOfCliffs(order, product, year, rates, &trace)
      return .granted(
        Answer(
          lines: lines, firstInvoice: first, firstYear: year, laterYear: later, trace: trace))
    } catch {
      return .refused([error.why])
    }
  }

  struct Refused: Error {
    let why: Rejection
  }

  // MARK: - Spans

  /// What of an order is added up.
  private enum Span {
    case firstInvoice
    case firstYear
    case laterYear

    /// How often an item is charged in it.
    func times(_ charge: CatalogueItem.Charge) -> Int {
      switch (charge, self) {
      case (.perUse, _), (.once, .laterYear): 0
      case (.once, _), (.yearly, _), (.monthly, .firstInvoice): 1
      // The line's amount is of twelve months already.
      case (.prepaidYear, _): 1
      case (.monthly, _): 12
      }
    }
  }

  private static func total(
    _ lines: [Line], _ span: Span, _ order: Order, _ rates: TaxTable
  ) throws(Refused) -> InvoiceTotals.Answer {
    var charged: [InvoiceLine] = []
    for line in lines {
      let times = span.times(line.item.charge)
      guard times > 0 else { continue }
      guard let amount = try? line.amount.times(times) else {
        throw Refused(why: .amountTooLarge)
      }
      charged.append(
        InvoiceLine(
          line.item.code, amount, category: line.item.category, basis: line.item.basis,
          supplied: order.supplied))
    }
    let ruling = InvoiceTotals.compute(charged, rounding: order.rounding, rates: rates)
    guard let totals = ruling.answer else {
      throw Refused(why: ruling.rejections.first.map { .totals($0) } ?? .amountTooLarge)
    }
    return totals
  }

  // MARK: - Cliffs

  /// At the edge of a tier one licence more or less makes a leap: it is warned of (SUP-21).
  private static func warnOfCliffs(
    _ order: Order, _ product: Product, _ year: InvoiceTotals.Answer, _ rates: TaxTable,
    _ trace: inout Trace
  ) throws(Refused) {
    let edges = product.items.compactMap { item -> (last: Bool, first: Bool)? in
      guard case .tiered(let tiers) = item.price else { return nil }
      return tiers.isAtEdge(order.licences)
    }
    let (atLast, atFirst) = (edges.contains { $0.last }, edges.contains { $0.first })
    for (isEdge, step) in [(atLast, 1), (atFirst, -1)] where isEdge {
      let other = Order(
        order.product, licences: order.licences + step, quantities: order.quantities,
        items: order.items, prices: order.prices, supplied: order.supplied,
        rounding: order.rounding)
      var reading = OrderReading(other, of: product)
      var unused = Trace()
      let there = try total(reading.lines(&unused), .firstYear, other, rates)
      guard let leap = try? there.total.minus(year.total) else {
        throw Refused(why: .amountTooLarge)
      }
      trace.step(
        .sup21, "What one licence \(step > 0 ? "more" : "fewer") makes of the first year.",
        [
          "licences": .integer(order.licences), "year_yen": .yen(year.total),
          "other_licences": .integer(other.licences), "other_year_yen": .yen(there.total),
          "leap_yen": .yen(leap),
        ], formula: "leap_yen = other_year_yen - year_yen")
      trace.warn(
        "TIER_CLIFF",
        step > 0
          ? "one licence more costs \(leap) yen more in the first year"
          : "one licence fewer costs \(-leap.amount) yen less in the first year")
    }
  }
}
