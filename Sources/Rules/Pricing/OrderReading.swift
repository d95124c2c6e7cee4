/// An order held against its product: what is wrong with it, and its lines.
struct OrderReading {
  private let order: Quote.Order
  private let product: Product
  /// In the catalogue's order.
  private let items: [CatalogueItem]
  /// Every fault, in order of precedence.
  let rejections: [Quote.Rejection]

  init(_ order: Quote.Order, of product: Product) {
    self.order = order
    self.product = product
    let mandatory = product.items.filter(\.isMandatory).map(\.code)
    let chosen = (order.items ?? Set(mandatory)).union(order.quantities.keys)
    items = product.items.filter { chosen.contains($0.code) }
    var found: [Quote.Rejection] = []
    for code in chosen.union(order.prices.keys).sorted() where product[code] == nil {
      found.append(.itemUnknown(code))
    }
    found += LicenceCount.judge(order.licences, minimum: product.minimumLicences).rejections
      .map { .licences($0) }
    let lasts = items.compactMap { item -> Int? in
      if case .tiered(let tiers) = item.price { tiers.last } else { nil }
    }
    if let last = lasts.min(), order.licences > last {
      found.append(.individualQuote(licences: order.licences, last: last))
    }
    for item in items {
      found += OrderReading.quantityFaults(of: item, order)
    }
    found += mandatory.filter { !chosen.contains($0) }.map { .mandatoryItemMissing(item: $0) }
    for item in items {
      found += OrderReading.priceFaults(of: item, order)
    }
    rejections = found
  }

  private static func quantityFaults(
    of item: CatalogueItem, _ order: Quote.Order
  ) -> [Quote.Rejection] {
    switch (item.per, order.quantities[item.code]) {
    case (.unit, let count?): count < 1 ? [.quantityNotPositive(item: item.code, count)] : []
    case (.unit, nil): [.quantityMissing(item: item.code)]
    case (_, .some): [.quantityUnasked(item: item.code)]
    case (_, nil): []
    }
  }

  private static func priceFaults(
    of item: CatalogueItem, _ order: Quote.Order
  ) -> [Quote.Rejection] {
    switch (item.price, order.prices[item.code]) {
    case (.unpublished, let price?):
      price < .zero ? [.priceNegative(item: item.code, price)] : []
    case (.unpublished, nil): [.priceUnpublished(item: item.code)]
    case (_, let price?): [.pricePublished(item: item.code, price)]
    case (_, nil): []
    }
  }

  /// The lines of an order without fault.
  mutating func lines(_ trace: inout Trace) throws(Quote.Refused) -> [Quote.Line] {
    var lines: [Quote.Line] = []
    for item in items { lines.append(try line(of: item, &trace)) }
    return lines
  }

  private func line(
    of item: CatalogueItem, _ trace: inout Trace
  ) throws(Quote.Refused) -> Quote.Line {
    let quantity =
      switch item.per {
      case .contract: 1
      case .licence: order.licences
      case .unit: order.quantities[item.code] ?? 0
      }
    let price: Yen
    switch item.price {
    case .fixed(let yen): price = yen
    case .unpublished: price = order.prices[item.code] ?? .zero
    case .tiered(let tiers):
      guard let row = tiers.row(of: order.licences) else {
        throw Quote.Refused(why: .individualQuote(licences: order.licences, last: tiers.last))
      }
      trace.step(
        item.rule, "The whole contract pays its row of the table.",
        [
          "item": .text(item.code), "licences": .integer(order.licences),
          "through": .integer(row.through), "unit_yen": .yen(row.price),
        ])
      price = row.price
    }
    let months = item.charge == .prepaidYear ? 12 : 1
    let (units, overflow) = quantity.multipliedReportingOverflow(by: item.lot)
    guard !overflow, let amount = try? price.times(units).times(months) else {
      throw Quote.Refused(why: .amountTooLarge)
    }
    trace.step(
      item.rule, "Charged \(item.charge.rawValue).",
      [
        "item": .text(item.code), "charge": .text(item.charge.rawValue),
        "quantity": .integer(quantity), "lot": .integer(item.lot), "months": .integer(months),
        "unit_yen": .yen(price), "amount_yen": .yen(amount),
      ], formula: "amount_yen = quantity * lot * months * unit_yen")
    return Quote.Line(item: item, quantity: quantity, unitPrice: price, amount: amount)
  }
}
