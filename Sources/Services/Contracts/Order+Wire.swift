import CivilTime
import MadoAPI
import RPC
import Rules
import StandardAPI

extension Quote.Order {
  /// An order that was read before.
  ///
  /// - Parameters:
  ///   - licences: in the place of the order's own.
  ///   - day: the day of supply.
  init(_ order: Contracts.Order, licences: Int? = nil, supplied day: CivilDate) {
    self.init(
      order.product, licences: licences ?? Int(order.licences),
      quantities: order.quantities.mapValues { Int($0) },
      items: order.items.isEmpty ? nil : Set(order.items),
      prices: order.pricesYen.mapValues { Yen($0) }, supplied: day,
      rounding: TaxRounding(order.rounding))
  }
}

extension Contracts.Order {
  /// The day of supply, or `today` where none is given.
  ///
  /// - Throws: INVALID_ARGUMENT for what is no day.
  func supply(otherwise today: CivilDate) throws(RPCError) -> CivilDate {
    try supplyDate.map { date throws(RPCError) in try CivilDate(date, at: "order.supply_date") }
      ?? today
  }

  /// The product that is supported by what is paid for by the incident.
  static let paidSupport = "paid-support"

  /// Throws INVALID_ARGUMENT unless paid support, and nothing else, says which product it is for (SUP-08).
  func checkCover(by version: CatalogueVersion) throws(RPCError) {
    let field = "order.covered_product"
    guard product == Self.paidSupport else {
      if coveredProduct.isEmpty { return }
      throw .invalid([.init(field: field, description: "is of paid support only: leave it out")])
    }
    guard version[coveredProduct] == nil || coveredProduct == Self.paidSupport else { return }
    let known = version.products.map(\.code).filter { $0 != Self.paidSupport }
    throw .invalid([
      .init(
        field: field,
        description: "\"\(coveredProduct)\" is no product that paid support is for: give one of "
          + known.joined(separator: ", "))
    ])
  }

  /// The months of the contract's own minimum term; nil where it has none.
  var ownMinimumMonths: Int? { minimumMonths == 0 ? nil : Int(minimumMonths) }

  /// What the request calls the fields of the rules that read an order.
  static let fields = [
    "product": "order.product", "licences": "order.licences", "items": "order.items",
    "quantities": "order.quantities", "minimum_months": "order.minimum_months",
  ]
}

extension CivilDate {
  /// - Throws: INVALID_ARGUMENT for what is no day.
  init(_ date: GoogleType.Date, at field: String) throws(RPCError) {
    guard let day = CivilDate(date) else {
      throw .invalid([
        .init(
          field: field,
          description:
            "\(date.year)-\(date.month)-\(date.day) is no day: give one from year 1 to 9999")
      ])
    }
    self = day
  }
}

extension Contracts.Price {
  /// What an order costs by a version of the catalogue.
  init(
    _ order: Contracts.Order, on day: CivilDate, by version: CatalogueVersion
  ) throws(RPCError) {
    try order.checkCover(by: version)
    let answer = try Quote.compute(Quote.Order(order, supplied: day), by: version).granted(
      naming: Contracts.Order.fields)
    var trace = answer.trace.message
    trace.catalogVersion = version.id
    self.init(
      catalogVersion: version.id, lines: answer.lines.map(Contracts.OrderLine.init),
      firstInvoice: answer.firstInvoice.message, firstYear: answer.firstYear.message,
      laterYear: answer.laterYear.message,
      trace: trace)
  }
}

extension Contracts.OrderLine {
  init(_ line: Quote.Line) {
    self.init(
      item: line.item.code, name: line.item.name.message,
      charge: Contracts.Charge(line.item.charge), quantity: Int64(line.quantity),
      unitPriceYen: line.unitPrice.amount, amountYen: line.amount.amount)
  }
}
