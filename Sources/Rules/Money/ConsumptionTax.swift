import CivilTime

/// A rate of consumption tax.
public struct TaxRate: Hashable, Sendable {
  /// In hundredths of a percent: 1,000 is 10 %.
  public let basisPoints: Int

  /// Nil unless it lies from 0 to 100 %.
  public init?(basisPoints: Int) {
    guard (0...10_000).contains(basisPoints) else { return nil }
    self.basisPoints = basisPoints
  }

  private init(literal basisPoints: Int) {
    self.basisPoints = basisPoints
  }

  /// 5 %, from 1 April 1997
  static let five = TaxRate(literal: 500)
  /// 8 %, from 1 April 2014
  static let eight = TaxRate(literal: 800)
  /// 10 %, from 1 October 2019
  static let ten = TaxRate(literal: 1_000)
}

/// The rates by the date from which they hold (COM-08). What counts is the date of supply, not that of
/// the invoice.
public struct TaxTable: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public let from: CivilDate
    public let rate: TaxRate

    public init(from: CivilDate, _ rate: TaxRate) {
      self.from = from
      self.rate = rate
    }
  }

  /// In order of date.
  public let rows: [Row]

  /// Nil if two rows begin on the same day.
  public init?(_ rows: [Row]) {
    guard Set(rows.map(\.from)).count == rows.count else { return nil }
    self.rows = rows.sorted { $0.from < $1.from }
  }

  private init(ordered rows: [Row]) {
    self.rows = rows
  }

  /// The standard rates in Japan since 1997.
  public static let national = TaxTable(ordered: [
    Row(from: CivilDate(literal: 1997, 4, 1), .five),
    Row(from: CivilDate(literal: 2014, 4, 1), .eight),
    Row(from: CivilDate(literal: 2019, 10, 1), .ten),
  ])

  /// The rate that holds on `date`, nil before the first.
  public func rate(on date: CivilDate) -> TaxRate? { rows.last { $0.from <= date }?.rate }
}

/// How a fraction of a yen of tax is rounded. Chosen by the tenant, fixed when an invoice is issued and
/// kept with it (COM-08). It works on the magnitude, so that a credit takes back exactly what was charged.
public enum TaxRounding: String, Sendable, Hashable, CaseIterable {
  /// Cut off: the default.
  case floor
  case halfUp = "half-up"
  case ceiling

  /// The name of this rounding in a trace's formulas.
  var function: String {
    switch self {
    case .floor: "floor"
    case .halfUp: "half_up"
    case .ceiling: "ceiling"
    }
  }

  /// `numerator / denominator` as a whole number; the denominator is positive.
  func quotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
    let up =
      switch self {
      case .floor: false
      case .halfUp: 2 * rest >= denominator.magnitude
      case .ceiling: rest > 0
      }
    let size = Int128(whole) + (up ? 1 : 0)
    return numerator < 0 ? -size : size
  }
}

/// Whether an amount bears tax.
public enum TaxCategory: String, Sendable, Hashable, CaseIterable {
  case taxable
  /// No consideration for a supply (不課税): interest and penalties by default (COM-09).
  case outOfScope = "out-of-scope"
}

/// What a price contains.
public enum TaxBasis: String, Sendable, Hashable, CaseIterable {
  /// 税別: tax comes on top.
  case exclusive
  /// 税込: the tax is in it.
  case inclusive
}
