import CivilTime

/// A month's bill of a pop-up contract (CTI-20): what was counted, at the catalogue's prices.
public enum CallBill {
  /// What was counted in the month.
  public struct Usage: Hashable, Sendable {
    public let standard: Int
    public let employee: Int
    public let spam: Int
    /// Out of hours and on closed days.
    public let outOfHours: Int
    /// PCs that have no database product of their own: others pay nothing (CTI-09).
    public let pcs: Int
    /// Entries of lists, where these are charged by the entry.
    public let listEntries: Int

    public init(
      standard: Int, employee: Int, spam: Int = 0, outOfHours: Int = 0, pcs: Int = 0,
      listEntries: Int = 0
    ) {
      self.standard = standard
      self.employee = employee
      self.spam = spam
      self.outOfHours = outOfHours
      self.pcs = pcs
      self.listEntries = listEntries
    }

    /// What `tally` counted.
    public init(_ tally: CallTally, pcs: Int = 0, listEntries: Int = 0) {
      self.init(
        standard: tally[.standard], employee: tally[.employee], spam: tally[.spam],
        outOfHours: tally[.outOfHours], pcs: pcs, listEntries: listEntries)
    }
  }

  public struct Answer: Hashable, Sendable {
    public let lines: [InvoiceLine]
    public let totals: InvoiceTotals.Answer
    public let trace: Trace
  }

  /// Why there is no bill, in order of precedence.
  public enum Rejection: Refusal {
    /// The product has no such item at a fixed price.
    case itemUnknown(String)
    case countNegative(String, Int)
    /// Entries were counted in a contract that does not pay lists by the entry: it has one way (CTI-13).
    case entriesUncharged(Int)
    case totals(InvoiceTotals.Rejection)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .itemUnknown(let item):
        Fault(
          .invalid, "ITEM_UNKNOWN", field: "product", value: item, limit: "a pop-up product",
          fix: "rate by a product that has this item")
      case .countNegative(let field, let count):
        Fault(
          .invalid, "COUNT_NEGATIVE", field: field, value: String(count), limit: "0 or more",
          fix: "give what was counted")
      case .entriesUncharged(let entries):
        Fault(
          .state, "ONE_LIST_INPUT", field: "list_entries", value: String(entries),
          limit: "0 unless lists are paid by the entry", fix: "charge lists one way only")
      case .totals(let rejection): rejection.fault
      case .amountTooLarge: .amountTooLarge("usage")
      }
    }
  }

  /// - Parameters:
  ///   - supplied: the last day of the month: it chooses the rate of tax.
  ///   - isFirst: whether set-up is charged with this month.
  public static func compute(
    _ usage: Usage, product: Product, listInput: CallRates.ListInput = .none, supplied: CivilDate,
    isFirst: Bool = false, rounding: TaxRounding = .floor, rates: TaxTable = .national
  ) -> Ruling<Answer, Rejection> {
    let charged = usage.standard.addingReportingOverflow(usage.employee)
    let counts: [(item: String, count: Int)] = [
      ("set-up", isFirst ? 1 : 0), ("maintenance", 1), ("software", usage.pcs),
      ("pop-up", usage.standard), ("pop-up-employee", usage.employee),
      ("pop-up-spam", usage.spam),
      ("list-pop-up", listInput == .perPopUp ? charged.partialValue : 0),
      ("list-entry", usage.listEntries),
    ]
    var rejections: [Rejection] = counts.filter { fixedPrice($0.item, product) == nil }
      .map { .itemUnknown($0.item) }
    rejections += counts.filter { $0.count < 0 }.map { .countNegative($0.item, $0.count) }
    if usage.outOfHours < 0 { rejections.append(.countNegative("out-of-hours", usage.outOfHours)) }
    if usage.listEntries > 0, listInput != .perEntry {
      rejections.append(.entriesUncharged(usage.listEntries))
    }
    if charged.overflow { rejections.append(.amountTooLarge) }
    guard rejections.isEmpty else { return .refused(rejections) }

    var trace = Trace()
    trace.step(
      .cti20, "The month's bill.",
      [
        "product": .text(product.code), "supplied": .date(supplied),
        "out_of_hours": .integer(usage.outOfHours), "list_input": .text(listInput.rawValue),
      ])
    var lines: [InvoiceLine] = []
    for (code, count) in counts where count > 0 {
      guard let item = product[code], let price = fixedPrice(code, product),
        let amount = try? price.times(count)
      else { return .refused([.amountTooLarge]) }
      trace.step(
        item.rule, "A line of the bill.",
        [
          "item": .text(code), "count": .integer(count), "unit_yen": .yen(price),
          "amount_yen": .yen(amount),
        ], formula: "amount_yen = count * unit_yen")
      lines.append(
        InvoiceLine(
          code, amount, category: item.category, basis: item.basis, supplied: supplied))
    }
    let totals = InvoiceTotals.compute(lines, rounding: rounding, rates: rates)
    guard let total = totals.answer else {
      return .refused(totals.rejections.map { .totals($0) })
    }
    trace.append(total.trace)
    return .granted(Answer(lines: lines, totals: total, trace: trace))
  }

  private static func fixedPrice(_ code: String, _ product: Product) -> Yen? {
    if case .fixed(let yen)? = product[code]?.price { yen } else { nil }
  }
}
