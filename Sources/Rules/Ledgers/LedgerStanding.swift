import CivilTime

/// What a ledger of units has on a day (SUP-15, SUP-16).
public struct LedgerStanding: Hashable, Sendable {
  /// Units in lots that are usable on the day.
  public let available: Int
  /// Units that wait for a lot.
  public let waiting: Int
  /// Available without what waits: negative while more waits than there is.
  public let balance: Int
  /// The last day of what is used up next; nil if nothing is left.
  public let nextExpiry: CivilDate?
  /// The lots that are usable and of which something is left, in the order of their use.
  public let lots: [Lot]
  public let trace: Trace

  public init(of lots: [Lot], waiting debts: [Settlement.Debt], on day: CivilDate) {
    let open = lots.filter { $0.left > 0 && $0.usable.contains(day) }.sorted { $0.isBefore($1) }
    available = saturatingSum(open.map(\.left))
    waiting = saturatingSum(debts.map(\.units))
    balance = available - waiting
    nextExpiry = open.first?.usable.upperBound
    self.lots = open
    var trace = Trace()
    trace.step(
      .sup15, "What can be used on the day, without what waits for a lot.",
      [
        "day": .date(day), "lots": .integer(open.count), "available": .integer(available),
        "waiting": .integer(waiting), "balance": .integer(balance),
      ], formula: "balance = available - waiting")
    self.trace = trace
  }
}
