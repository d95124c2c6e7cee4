import CivilTime

/// Taking units from lots (SUP-15, CARD-16): the earliest expiry first, split over lots where need be, all or
/// nothing. Functions of the open lots: what they plan is carried out by whoever keeps the ledger.
public enum Consumption {
  public struct Answer: Hashable, Sendable {
    /// What is taken from which lot, in order.
    public let draws: [Draw]
    /// Units that are left in lots usable on that day.
    public let balance: Int
    /// The last day of what is used up next; nil if nothing is left.
    public let nextExpiry: CivilDate?
    public let trace: Trace
  }

  /// Why nothing is taken, in order of precedence.
  public enum Rejection: Refusal {
    case unitsNotPositive(Int)
    case insufficient(needed: Int, available: Int)

    public var fault: Fault {
      switch self {
      case .unitsNotPositive(let units):
        Fault(
          .invalid, "UNITS_NOT_POSITIVE", field: "units", value: String(units),
          limit: "1 or more", fix: "say how many units")
      case .insufficient(let needed, let available):
        Fault(
          .state, "INSUFFICIENT_UNITS", field: "units", value: String(needed),
          limit: "\(available) available", fix: "buy another lot first; nothing was taken")
      }
    }
  }

  /// Takes `units` on `day`: for a handling the day in Japan of its end.
  public static func plan(
    _ units: Int, on day: CivilDate, from lots: [Lot], rule: RuleID = .sup15
  ) -> Ruling<Answer, Rejection> {
    guard units > 0 else { return .refused([.unitsNotPositive(units)]) }
    return take(units, from: lots.filter { $0.usable.contains(day) }, on: day, rule)
  }

  /// Takes from lots of which each may be used.
  static func take(
    _ units: Int, from lots: [Lot], on day: CivilDate, _ rule: RuleID
  ) -> Ruling<Answer, Rejection> {
    let open = lots.filter { $0.left > 0 }.sorted { $0.isBefore($1) }
    let available = saturatingSum(open.map(\.left))
    guard units <= available else {
      return .refused([.insufficient(needed: units, available: available)])
    }
    var trace = Trace()
    trace.step(
      rule, "The earliest expiry first, all or nothing.",
      ["day": .date(day), "units": .integer(units), "available": .integer(available)])
    var draws: [Draw] = []
    var needed = units
    for lot in open where needed > 0 {
      let taken = min(needed, lot.left)
      draws.append(Draw(lot.id, taken))
      trace.step(
        rule, "Taken from this lot.",
        [
          "lot": .text(lot.id), "expires": .date(lot.usable.upperBound),
          "lot_units": .integer(lot.left), "needed": .integer(needed), "taken": .integer(taken),
          "still_needed": .integer(needed - taken),
        ], formula: "taken = min(needed, lot_units); still_needed = needed - taken")
      needed -= taken
    }
    let rest = open.dropFirst(draws.count)
    let last = open[draws.count - 1]
    let isLastOpen = last.left > (draws.last?.units ?? 0)
    let next = isLastOpen ? last : rest.first
    trace.step(
      rule, "What is left.",
      [
        "available": .integer(available), "units": .integer(units),
        "balance": .integer(available - units),
      ], formula: "balance = available - units")
    return .granted(
      Answer(
        draws: draws, balance: available - units, nextExpiry: next?.usable.upperBound,
        trace: trace))
  }
}

/// Settling what could not be paid with units when it was done (SUP-15): oldest first, as soon as a lot is
/// posted that suffices, whatever that lot's start.
public enum Settlement {
  /// A handling that waits for units.
  public struct Debt: Hashable, Sendable {
    public let id: String
    public let units: Int
    /// The day in Japan on which the handling ended.
    public let day: CivilDate

    public init(_ id: String, units: Int, day: CivilDate) {
      self.id = id
      self.units = units
      self.day = day
    }
  }

  /// A debt that is settled.
  public struct Settled: Hashable, Sendable {
    public let debt: Debt
    public let draws: [Draw]
    public let trace: Trace
  }

  /// What is taken for each debt that can be settled, oldest first. The first that cannot stops the rest, so
  /// that a small one never overtakes a large one.
  ///
  /// - Parameter posted: the id of the lot that was just posted.
  public static func plan(
    _ debts: [Debt], from lots: [Lot], posted: String
  ) -> [Settled] {
    var lots = lots
    var settled: [Settled] = []
    for debt in debts.sorted(by: { ($0.day, $0.id) < ($1.day, $1.id) }) where debt.units > 0 {
      let usable = lots.filter { $0.id == posted || $0.usable.contains(debt.day) }
      let ruling = Consumption.take(debt.units, from: usable, on: debt.day, .sup15)
      guard let answer = ruling.answer else { break }
      for index in lots.indices {
        for draw in answer.draws where draw.lot == lots[index].id { lots[index].left -= draw.units }
      }
      settled.append(Settled(debt: debt, draws: answer.draws, trace: answer.trace))
    }
    return settled
  }
}

/// Units that lapse unused (SUP-14): the rest of every lot whose last day has passed, written off at the
/// midnight in Japan after it.
public enum Expiry {
  public struct WriteOff: Hashable, Sendable {
    public let draw: Draw
    /// When they lapsed.
    public let at: Instant
    public let trace: Trace
  }

  /// What has lapsed by `now`, in order of time and lot.
  public static func due(_ lots: [Lot], at now: Instant) -> [WriteOff] {
    lots.filter { $0.left > 0 }
      .filter { JST.instant($0.usable.upperBound, .endOfDay) <= now }
      .sorted { ($0.usable.upperBound, $0.id) < ($1.usable.upperBound, $1.id) }
      .map { lot in
        let at = JST.instant(lot.usable.upperBound, .endOfDay)
        var trace = Trace()
        trace.step(
          .sup14, "What is left lapses at the end of the last day.",
          [
            "lot": .text(lot.id), "last_day": .date(lot.usable.upperBound), "at": .instant(at),
            "units": .integer(lot.left),
          ], formula: "at = midnight(add_days(last_day, 1))")
        return WriteOff(draw: Draw(lot.id, lot.left), at: at, trace: trace)
      }
  }
}
