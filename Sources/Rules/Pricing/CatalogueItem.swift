import CivilTime

/// Something that is sold, with its price: data, not code.
public struct CatalogueItem: Hashable, Sendable {
  /// What kind of fee it is.
  public enum Class: String, Sendable, Hashable, CaseIterable {
    /// ライセンス費用, アカウント
    case licence
    /// 名刺データ化費用
    case digitisation
    /// 初期導入費用
    case onboarding
    /// 初期費用
    case initial
    /// 基本料金
    case base
    /// 月額費用
    case monthly
    /// システム保守料金
    case maintenance
    /// ソフトウェア料金
    case software
    /// 利用料金
    case usage
    /// 名刺データ化パック, 同時接続, インシデントの口
    case pack
  }

  /// When it is charged.
  public enum Charge: String, Sendable, Hashable, CaseIterable {
    /// With the first invoice, or when it is bought.
    case once
    case monthly
    case yearly
    /// The price is of a month; twelve are paid ahead (月額換算, 年払い).
    case prepaidYear = "prepaid-year"
    /// For each use, with the month's invoice.
    case perUse = "per-use"
  }

  /// What it is counted by.
  public enum Per: String, Sendable, Hashable, CaseIterable {
    case contract
    case licence
    /// A quantity of its own in the order: lots, PCs, uses.
    case unit
  }

  public enum Price: Hashable, Sendable {
    case fixed(Yen)
    /// By the number of licences.
    case tiered(PriceTiers)
    /// The source gives no figure: a parameter without default.
    case unpublished
  }

  public let code: String
  public let name: LocalizedName
  public let feeClass: Class
  public let charge: Charge
  public let per: Per
  public let price: Price
  /// Units in one of what is ordered: ten in a 口 of incidents.
  public let lot: Int
  /// How long what was bought can be used; nil where it does not expire or nothing is stated.
  public let validity: Period?
  public let category: TaxCategory
  public let basis: TaxBasis
  /// Whether no first order is complete without it.
  public let isMandatory: Bool
  public let rule: RuleID

  public init(
    _ code: String, _ name: LocalizedName, _ feeClass: Class, _ charge: Charge, per: Per,
    _ price: Price, lot: Int = 1, validity: Period? = nil, category: TaxCategory = .taxable,
    basis: TaxBasis = .exclusive, isMandatory: Bool = false, rule: RuleID
  ) {
    self.code = code
    self.name = name
    self.feeClass = feeClass
    self.charge = charge
    self.per = per
    self.price = price
    self.lot = lot
    self.validity = validity
    self.category = category
    self.basis = basis
    self.isMandatory = isMandatory
    self.rule = rule
  }
}

/// Prices by the number of licences. The whole contract pays the row that its number falls into, not each
/// licence its own (SUP-21). What lies past the last row is quoted by a person.
public struct PriceTiers: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    /// The last number of the row; it counts.
    public let through: Int
    public let price: Yen

    public init(through: Int, _ price: Yen) {
      self.through = through
      self.price = price
    }
  }

  /// In order.
  public let rows: [Row]

  /// Nil unless there are rows, in strictly rising order from 1.
  public init?(_ rows: [Row]) {
    guard let first = rows.first, first.through >= 1,
      zip(rows, rows.dropFirst()).allSatisfy({ $0.through < $1.through })
    else { return nil }
    self.rows = rows
  }

  /// Written out in code, in order, as (last number, yen).
  init(literal rows: (Int, Yen)...) {
    self.rows = rows.map { Row(through: $0.0, $0.1) }
  }

  /// The largest number with a price.
  public var last: Int { rows.last?.through ?? 0 }

  /// The row of `count`, nil outside of the table.
  public func row(of count: Int) -> Row? {
    count < 1 ? nil : rows.first { count <= $0.through }
  }

  /// Whether `count` is the last of its row, or the first of one that follows another.
  func isAtEdge(_ count: Int) -> (last: Bool, first: Bool) {
    (
      rows.dropLast().contains { $0.through == count },
      rows.dropLast().contains { $0.through + 1 == count }
    )
  }
}
