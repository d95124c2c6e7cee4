/// An amount in yen: whole, since the yen has no smaller unit (COM-07). Arithmetic never traps: what
/// does not fit is thrown, and becomes a refusal.
public struct Yen: Hashable, Sendable {
  public let amount: Int64

  public static let zero = Yen(0)

  public init(_ amount: Int64) {
    self.amount = amount
  }

  /// The amount, if it fits.
  init(exactly amount: Int128) throws(AmountOverflow) {
    guard let fitting = Int64(exactly: amount) else { throw AmountOverflow() }
    self.amount = fitting
  }

  public func plus(_ other: Yen) throws(AmountOverflow) -> Yen {
    try Yen(exactly: Int128(amount) + Int128(other.amount))
  }

  public func minus(_ other: Yen) throws(AmountOverflow) -> Yen {
    try Yen(exactly: Int128(amount) - Int128(other.amount))
  }

  /// So many times the amount.
  public func times(_ count: Int) throws(AmountOverflow) -> Yen {
    try Yen(exactly: Int128(amount) * Int128(count))
  }

  /// The sum of amounts, zero of none.
  public static func sum(_ amounts: some Sequence<Yen>) throws(AmountOverflow) -> Yen {
    var sum = Yen.zero
    for amount in amounts { sum = try sum.plus(amount) }
    return sum
  }
}

extension Yen: Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  public static func < (a: Yen, b: Yen) -> Bool { a.amount < b.amount }

  public init(integerLiteral amount: Int64) {
    self.init(amount)
  }

  /// Decimal digits, nothing else.
  public var description: String { String(amount) }
}

/// A result lies outside what an amount can be: Int64.
public struct AmountOverflow: Error, Hashable, Sendable {
  public init() {}
}

extension TraceValue {
  /// An amount; the name of the value ends in `_yen`.
  static func yen(_ amount: Yen) -> TraceValue { .integer(Int(amount.amount)) }
}
