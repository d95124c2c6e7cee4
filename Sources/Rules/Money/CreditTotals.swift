import CivilTime

/// What is credited of an invoice, with its tax (適格返還請求書). The tax of all credits together is that of one credit of
/// their sum, so that an invoice which is credited piece by piece is credited to the last yen and never more (COM-08).
public enum CreditTotals {
  /// So much of an item of the invoice.
  public struct Credit: Hashable, Sendable {
    public let item: String
    public let amount: Yen

    public init(_ item: String, _ amount: Yen) {
      self.item = item
      self.amount = amount
    }
  }

  public struct Answer: Hashable, Sendable {
    /// With negative amounts.
    public let lines: [InvoiceLine]
    /// Negative.
    public let groups: [InvoiceTotals.Group]
    public let net: Yen
    public let tax: Yen
    public let total: Yen
    public let trace: Trace
  }

  /// Why nothing is credited, in order of precedence.
  public enum Rejection: Refusal {
    case itemUnknown(String)
    case itemRepeated(String)
    case amountNotPositive(item: String, Yen)
    /// More than what is left of the item.
    case tooMuch(item: String, asked: Yen, left: Yen)
    /// Nothing is left of the invoice.
    case nothingLeft
    /// All credits together would come to more than the invoice, of which something was taken off.
    case moreThanInvoice(credited: Yen, total: Yen)
    case totals(InvoiceTotals.Rejection)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .itemUnknown(let item):
        Fault(
          .invalid, "ITEM_UNKNOWN", field: "credits.item", value: item,
          limit: "an item of the invoice", fix: "read the invoice's lines")
      case .itemRepeated(let item):
        Fault(
          .invalid, "ITEM_REPEATED", field: "credits.item", value: item, limit: "each once",
          fix: "give one amount for each item")
      case .amountNotPositive(let item, let amount):
        Fault(
          .invalid, "AMOUNT_NOT_POSITIVE", field: "credits.\(item)", value: amount.description,
          limit: "1 or more", fix: "give what is credited")
      case .tooMuch(let item, let asked, let left):
        Fault(
          .state, "CREDIT_TOO_LARGE", field: "credits.\(item)", value: asked.description,
          limit: "\(left) or less", fix: "credit what is left of the item at most")
      case .nothingLeft:
        Fault(
          .state, "CREDIT_TOO_LARGE", field: "credits", value: "everything that is left",
          limit: "an invoice of which something is left", fix: "it is credited already")
      case .moreThanInvoice(let credited, let total):
        Fault(
          .state, "CREDIT_TOO_LARGE", field: "credits", value: "\(credited) in all, with tax",
          limit: "\(total) or less", fix: "credit what the invoice came to at most")
      case .totals(let rejection): rejection.fault
      case .amountTooLarge: .amountTooLarge("credits")
      }
    }
  }

  /// - Parameters:
  ///   - credits: what to credit; all that is left when empty.
  ///   - invoice: the lines of the invoice.
  ///   - earlier: the lines of the credit notes before, with their negative amounts.
  ///   - rounding: that of the invoice.
  public static func compute(
    _ credits: [Credit], of invoice: [InvoiceLine], after earlier: [InvoiceLine],
    rounding: TaxRounding, rates: TaxTable = .national
  ) -> Ruling<Answer, Rejection> {
    var left: [(line: InvoiceLine, amount: Int128)] = []
    for line in invoice {
      if let same = left.firstIndex(where: { $0.line.isLike(line) }) {
        left[same].amount += Int128(line.amount.amount)
      } else {
        left.append((line, Int128(line.amount.amount)))
      }
    }
    for line in earlier {
      guard let same = left.firstIndex(where: { $0.line.isLike(line) }) else { continue }
      left[same].amount += Int128(line.amount.amount)
    }
    let asked: [InvoiceLine]
    switch lines(credits, of: left) {
    case .granted(let lines): asked = lines
    case .refused(let rejections): return .refused(rejections)
    }
    return totals(asked, of: invoice, after: earlier, rounding, rates)
  }

  /// The lines of a credit, an item's amount taken from its lines in their order.
  private static func lines(
    _ credits: [Credit], of left: [(line: InvoiceLine, amount: Int128)]
  ) -> Ruling<[InvoiceLine], Rejection> {
    guard !credits.isEmpty else {
      // What was taken off is credited with the rest, or it would be credited too much.
      let rest = left.filter { $0.amount != 0 }
        .map { $0.line.credited(Int64(clamping: $0.amount)) }
      return rest.isEmpty ? .refused([.nothingLeft]) : .granted(rest)
    }
    var (rejections, lines, seen): ([Rejection], [InvoiceLine], Set<String>) = ([], [], [])
    for credit in credits {
      let places = left.filter { $0.line.item == credit.item }
      guard !places.isEmpty else {
        rejections.append(.itemUnknown(credit.item))
        continue
      }
      if !seen.insert(credit.item).inserted { rejections.append(.itemRepeated(credit.item)) }
      if credit.amount <= .zero {
        rejections.append(.amountNotPositive(item: credit.item, credit.amount))
      }
      let sum = places.reduce(Int128(0)) { $0 + max(0, $1.amount) }
      if Int128(credit.amount.amount) > sum {
        rejections.append(
          .tooMuch(item: credit.item, asked: credit.amount, left: Yen(Int64(clamping: sum))))
      }
      var rest = Int128(credit.amount.amount)
      for place in places where rest > 0 && place.amount > 0 {
        let taken = min(rest, place.amount)
        lines.append(place.line.credited(Int64(clamping: taken)))
        rest -= taken
      }
    }
    return rejections.isEmpty ? .granted(lines) : .refused(rejections)
  }

  private static func totals(
    _ lines: [InvoiceLine], of invoice: [InvoiceLine], after earlier: [InvoiceLine],
    _ rounding: TaxRounding, _ rates: TaxTable
  ) -> Ruling<Answer, Rejection> {
    let whole = InvoiceTotals.compute(invoice, rounding: rounding, rates: rates)
    let before = InvoiceTotals.compute(earlier, rounding: rounding, rates: rates)
    let after = InvoiceTotals.compute(earlier + lines, rounding: rounding, rates: rates)
    guard let whole = whole.answer, let before = before.answer, let after = after.answer else {
      let rejections = whole.rejections + before.rejections + after.rejections
      return .refused(rejections.map { .totals($0) })
    }
    guard let credited = try? Yen.zero.minus(after.total) else {
      return .refused([.amountTooLarge])
    }
    guard credited <= whole.total else {
      return .refused([.moreThanInvoice(credited: credited, total: whole.total)])
    }
    var trace = Trace()
    trace.append(before.trace)
    trace.append(after.trace)
    var groups: [InvoiceTotals.Group] = []
    for group in after.groups {
      let known = before.groups.first { $0.rate == group.rate }
      guard let net = try? group.net.minus(known?.net ?? .zero),
        let tax = try? group.tax.minus(known?.tax ?? .zero)
      else { return .refused([.amountTooLarge]) }
      trace.step(
        .com08, "What this credit adds to those before it.",
        [
          "all_net_yen": .yen(group.net), "before_net_yen": .yen(known?.net ?? .zero),
          "net_yen": .yen(net), "all_tax_yen": .yen(group.tax),
          "before_tax_yen": .yen(known?.tax ?? .zero), "tax_yen": .yen(tax),
        ],
        formula: "net_yen = all_net_yen - before_net_yen; tax_yen = all_tax_yen - before_tax_yen")
      if net != .zero || tax != .zero {
        groups.append(InvoiceTotals.Group(rate: group.rate, net: net, tax: tax))
      }
    }
    guard let net = try? Yen.sum(groups.map(\.net)), let tax = try? Yen.sum(groups.map(\.tax)),
      let total = try? net.plus(tax)
    else { return .refused([.amountTooLarge]) }
    return .granted(
      Answer(lines: lines, groups: groups, net: net, tax: tax, total: total, trace: trace))
  }
}

extension InvoiceLine {
  /// Whether another differs in its amount alone.
  fileprivate func isLike(_ other: InvoiceLine) -> Bool {
    item == other.item && category == other.category && basis == other.basis
      && supplied == other.supplied
  }

  /// So much of it, taken back.
  fileprivate func credited(_ amount: Int64) -> InvoiceLine {
    InvoiceLine(item, Yen(-amount), category: category, basis: basis, supplied: supplied)
  }
}
