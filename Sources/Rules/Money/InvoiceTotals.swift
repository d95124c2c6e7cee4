import CivilTime

/// An amount on a quote or an invoice. Lines show no tax of their own.
public struct InvoiceLine: Hashable, Sendable {
  /// What it is for: the code of a catalogue item.
  public let item: String
  public let amount: Yen
  public let category: TaxCategory
  public let basis: TaxBasis
  /// The day in Japan of the supply: it chooses the rate.
  public let supplied: CivilDate

  public init(
    _ item: String, _ amount: Yen, category: TaxCategory = .taxable, basis: TaxBasis = .exclusive,
    supplied: CivilDate
  ) {
    self.item = item
    self.amount = amount
    self.category = category
    self.basis = basis
    self.supplied = supplied
  }
}

/// The foot of an invoice: tax is rounded once per rate, never per line (COM-08).
public enum InvoiceTotals {
  /// What one rate comes to.
  public struct Group: Hashable, Sendable {
    /// Nil for what is out of scope.
    public let rate: TaxRate?
    public let net: Yen
    public let tax: Yen
  }

  public struct Answer: Hashable, Sendable {
    /// By rate, the highest first; what is out of scope comes last.
    public let groups: [Group]
    public let net: Yen
    public let tax: Yen
    /// Net and tax.
    public let total: Yen
    /// To be kept with the invoice.
    public let rounding: TaxRounding
    public let trace: Trace
  }

  /// Why there are no totals, in order of precedence.
  public enum Rejection: Refusal {
    /// No rate is known for the day of a line's supply.
    case rateUnknown(item: String, supplied: CivilDate)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .rateUnknown(let item, let supplied):
        Fault(
          .outOfRange, "TAX_RATE_UNKNOWN", field: "lines.\(item).supplied",
          value: supplied.description, limit: "the first day of the table of rates or later",
          fix: "give the day of supply, or put that time's rate into the table")
      case .amountTooLarge: .amountTooLarge("lines.amount")
      }
    }
  }

  public static func compute(
    _ lines: [InvoiceLine], rounding: TaxRounding = .floor, rates: TaxTable = .national
  ) -> Ruling<Answer, Rejection> {
    var sums: [TaxRate?: Sums] = [:]
    var rejections: [Rejection] = []
    for line in lines {
      let rate = line.category == .outOfScope ? nil : rates.rate(on: line.supplied)
      if rate == nil, line.category == .taxable {
        rejections.append(.rateUnknown(item: line.item, supplied: line.supplied))
      }
      sums[rate, default: Sums()].add(line)
    }
    guard rejections.isEmpty else { return .refused(rejections) }
    do {
      return .granted(try total(of: sums, count: lines.count, rounding))
    } catch {
      return .refused([.amountTooLarge])
    }
  }

  /// What the lines of one rate add up to, by what their amounts contain. No number of lines that fits
  /// into memory overflows it.
  private struct Sums {
    var exclusive: Int128 = 0
    var inclusive: Int128 = 0

    mutating func add(_ line: InvoiceLine) {
      switch line.basis {
      case .exclusive: exclusive += Int128(line.amount.amount)
      case .inclusive: inclusive += Int128(line.amount.amount)
      }
    }
  }

  private static func total(
    of sums: [TaxRate?: Sums], count: Int, _ rounding: TaxRounding
  ) throws(AmountOverflow) -> Answer {
    var trace = Trace()
    trace.step(
      .com08, "Tax is rounded once for each rate.",
      ["lines": .integer(count), "rounding": .text(rounding.rawValue)])
    var groups: [Group] = []
    let rates = sums.keys.sorted { ($0?.basisPoints ?? -1) > ($1?.basisPoints ?? -1) }
    for rate in rates {
      groups.append(try group(rate, sums[rate] ?? Sums(), rounding, &trace))
    }
    let net = try Yen.sum(groups.map(\.net))
    let tax = try Yen.sum(groups.map(\.tax))
    let total = try net.plus(tax)
    trace.step(
      .com08, "The total.",
      ["net_yen": .yen(net), "tax_yen": .yen(tax), "total_yen": .yen(total)],
      formula: "total_yen = net_yen + tax_yen")
    return Answer(
      groups: groups, net: net, tax: tax, total: total, rounding: rounding, trace: trace)
  }

  private static func group(
    _ rate: TaxRate?, _ sums: Sums, _ rounding: TaxRounding, _ trace: inout Trace
  ) throws(AmountOverflow) -> Group {
    guard let rate else {
      let net = try Yen(exactly: sums.exclusive + sums.inclusive)
      trace.step(.com09, "Out of scope of the tax.", ["net_yen": .yen(net)])
      return Group(rate: nil, net: net, tax: .zero)
    }
    let exclusive = try Yen(exactly: sums.exclusive)
    let points = Int128(rate.basisPoints)
    guard sums.inclusive != 0 else {
      let tax = try Yen(exactly: rounding.quotient(sums.exclusive * points, 10_000))
      trace.step(
        .com08, "The tax on everything at this rate.",
        [
          "net_yen": .yen(exclusive), "basis_points": .integer(rate.basisPoints),
          "tax_yen": .yen(tax),
        ],
        formula: "tax_yen = \(rounding.function)(net_yen * basis_points, 10000)")
      return Group(rate: rate, net: exclusive, tax: tax)
    }
    let inclusive = try Yen(exactly: sums.inclusive)
    // Both parts as one fraction, rounded once; what the inclusive part is without its tax only shows.
    let whole = 10_000 + points
    let tax = try Yen(
      exactly: rounding.quotient(
        sums.exclusive * points * whole + sums.inclusive * points * 10_000, 10_000 * whole))
    let contained = try Yen(exactly: rounding.quotient(sums.inclusive * points, whole))
    let net = try exclusive.plus(inclusive).minus(contained)
    let function = rounding.function
    trace.step(
      .com08, "The tax on everything at this rate, some of whose prices contain it.",
      [
        "exclusive_yen": .yen(exclusive), "inclusive_yen": .yen(inclusive),
        "basis_points": .integer(rate.basisPoints), "contained_yen": .yen(contained),
        "net_yen": .yen(net), "tax_yen": .yen(tax),
      ],
      formula: "contained_yen = \(function)(inclusive_yen * basis_points, 10000 + basis_points); "
        + "net_yen = exclusive_yen + inclusive_yen - contained_yen; "
        + "tax_yen = \(function)(exclusive_yen * basis_points * (10000 + basis_points) "
        + "+ inclusive_yen * basis_points * 10000, 10000 * (10000 + basis_points))")
    return Group(rate: rate, net: net, tax: tax)
  }
}
