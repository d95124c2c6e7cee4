import MadoAPI
import Protobuf
import StandardAPI

/// An invoice as a table: a row for each line, then one for each rate, then the total.
enum InvoiceTable {
  static func text(of invoice: Billing.Invoice) -> String {
    var text = CSV.mark + CSV.line(names)
    for line in invoice.lines {
      text += row(
        of: invoice, "line", line.item, line.name?.ja ?? "", line.quantity, line.unitPriceYen,
        line.amountYen, line.basisPoints, nil, line.supplied)
    }
    let totals = invoice.totals ?? .init()
    for group in totals.groups {
      let isTaxed = group.category == .taxable
      text += row(
        of: invoice, "tax", isTaxed ? "taxable" : "out-of-scope", isTaxed ? "課税" : "不課税", 1,
        group.netYen, group.netYen, group.basisPoints, group.taxYen, nil)
    }
    return text
      + row(
        of: invoice, "total", "", "合計", 1, totals.totalYen, totals.totalYen, 0, totals.taxYen, nil)
  }

  private static let names = [
    "row", "number", "kind", "state", "tenant_id", "contract_id", "month", "issued", "due", "item",
    "name", "quantity", "unit_price_yen", "amount_yen", "basis_points", "tax_yen", "supplied",
  ]

  private static func row(
    of invoice: Billing.Invoice, _ row: String, _ item: String, _ name: String, _ quantity: Int64,
    _ unit: Int64, _ amount: Int64, _ points: Int32, _ tax: Int64?, _ supplied: GoogleType.Date?
  ) -> String {
    CSV.line([
      row, invoice.number, invoice.kind == .creditNote ? "credit-note" : "invoice",
      invoice.state.word, invoice.tenantId, invoice.contractId, invoice.month,
      invoice.issued.text, invoice.due.text, item, name, "\(quantity)", "\(unit)", "\(amount)",
      "\(points)", tax.map { "\($0)" } ?? "", supplied.text,
    ])
  }
}

extension Billing.InvoiceState {
  fileprivate var word: String {
    switch self {
    case .issued: "issued"
    case .paid: "paid"
    case .void: "void"
    case .unspecified, .unrecognized: ""
    }
  }
}

extension Optional where Wrapped == GoogleType.Date {
  /// ISO 8601; empty for none.
  var text: String {
    guard let self else { return "" }
    func digits(_ number: Int32, _ count: Int) -> String {
      let text = "\(number)"
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return "\(digits(self.year, 4))-\(digits(self.month, 2))-\(digits(self.day, 2))"
  }
}
