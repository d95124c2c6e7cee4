import CivilTime

/// A ledger of units: lots, and the entries that changed them. It balances always: what is left of the lots is
/// the sum of the entries. Entries are never changed; a mistake is reversed by another entry (SUP-13).
public struct LotLedger: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case posted
      case consumed
      /// A debt was settled later.
      case settled
      case lapsed
      /// The entry at that index was taken back.
      case reversed(Int)
    }

    public let kind: Kind
    public let at: Instant
    /// What it was for: a handling, a scan, an order.
    public let reference: String
    /// Per lot; negative where units were taken.
    public let changes: [Draw]

    public var units: Int { changes.reduce(0) { $0 + $1.units } }
  }

  /// Why an entry is not made, in order of precedence.
  public enum Rejection: Refusal {
    case lotExists(String)
    case unitsNotPositive(Int)
    /// The sum of all lots would not fit.
    case tooManyUnits(Int)
    case consumption(Consumption.Rejection)
    case entryUnknown(Int)
    /// Only consumption can be taken back, and once.
    case notReversible(Int)

    public var fault: Fault {
      switch self {
      case .lotExists(let id):
        Fault(
          .state, "LOT_EXISTS", field: "lot", value: id, limit: "an id not used yet",
          fix: "a lot is posted once")
      case .unitsNotPositive(let units):
        Fault(
          .invalid, "UNITS_NOT_POSITIVE", field: "units", value: String(units),
          limit: "1 or more", fix: "say how many units")
      case .tooManyUnits(let units):
        Fault(
          .outOfRange, "TOO_MANY_UNITS", field: "units", value: String(units),
          limit: "\(Int.max) in all lots", fix: "post a smaller lot")
      case .consumption(let rejection): rejection.fault
      case .entryUnknown(let index):
        Fault(
          .invalid, "ENTRY_UNKNOWN", field: "entry", value: String(index),
          limit: "an entry of the ledger", fix: "list the entries")
      case .notReversible(let index):
        Fault(
          .state, "NOT_REVERSIBLE", field: "entry", value: String(index),
          limit: "a consumption not reversed yet", fix: "list the entries")
      }
    }
  }

  public private(set) var entries: [Entry] = []
  /// By id.
  public private(set) var lots: [String: Lot] = [:]
  /// Handlings that wait for units.
  public private(set) var debts: [Settlement.Debt] = []
  /// Entries that were taken back.
  private var reversed: Set<Int> = []

  public init() {}

  /// What is left of all lots.
  public var balance: Int { lots.values.reduce(0) { $0 + $1.left } }

  /// A posting.
  public struct Posted: Hashable, Sendable {
    /// The posting, then what was settled.
    public let entries: [Entry]
    public let trace: Trace
  }

  /// How a lot came to be posted.
  ///
  /// - Parameters:
  ///   - before: what was left of all lots.
  ///   - settled: what waited and is settled with it, in order.
  public static func posting(
    _ lot: String, units: Int, onto before: Int, settling settled: [Settlement.Settled]
  ) -> Trace {
    var trace = Trace()
    let sum = saturatingSum([before, units])
    trace.step(
      .sup14, "A lot is posted.",
      [
        "lot": .text(lot), "before": .integer(before), "units": .integer(units),
        "balance": .integer(sum),
      ], formula: "balance = before + units")
    var left = sum
    for debt in settled {
      trace.append(debt.trace)
      trace.step(
        .sup15, "What waited is settled first, the oldest before others.",
        [
          "handling": .text(debt.debt.id), "before": .integer(left),
          "units": .integer(debt.debt.units), "balance": .integer(left - debt.debt.units),
        ], formula: "balance = before - units")
      left -= debt.debt.units
    }
    return trace
  }

  /// Posts a lot that was bought; debts are settled from it first.
  public mutating func post(
    _ lot: Lot, at now: Instant, reference: String
  ) -> Ruling<Posted, Rejection> {
    var rejections: [Rejection] = []
    if lots[lot.id] != nil { rejections.append(.lotExists(lot.id)) }
    if lot.left < 1 { rejections.append(.unitsNotPositive(lot.left)) }
    if balance.addingReportingOverflow(lot.left).overflow {
      rejections.append(.tooManyUnits(lot.left))
    }
    guard rejections.isEmpty else { return .refused(rejections) }
    let (before, first) = (balance, entries.count)
    lots[lot.id] = lot
    entries.append(
      Entry(
        kind: .posted, at: now, reference: reference, changes: [Draw(lot.id, lot.left)]))
    let settling = Settlement.plan(debts, from: Array(lots.values), posted: lot.id)
    for settled in settling {
      take(settled.draws, .settled, at: now, reference: settled.debt.id)
      debts.removeAll { $0 == settled.debt }
    }
    return .granted(
      Posted(
        entries: Array(entries[first...]),
        trace: Self.posting(lot.id, units: lot.left, onto: before, settling: settling)))
  }

  /// Takes units now; nothing is taken if they do not suffice.
  public mutating func consume(
    _ units: Int, at now: Instant, reference: String
  ) -> Ruling<Consumption.Answer, Rejection> {
    let ruling = Consumption.plan(units, on: JST.date(of: now), from: Array(lots.values))
    guard let answer = ruling.answer else {
      return .refused(ruling.rejections.map { .consumption($0) })
    }
    take(answer.draws, .consumed, at: now, reference: reference)
    return .granted(answer)
  }

  /// Takes units for a handling that has ended; what they do not suffice for becomes a debt.
  ///
  /// - Returns: the answer if it was paid, nil if it is a debt.
  public mutating func charge(
    _ units: Int, endedAt end: Instant, handling: String
  ) -> Consumption.Answer? {
    guard units > 0 else { return nil }
    // A debt is older: what is charged now does not overtake it.
    if debts.isEmpty, let answer = consume(units, at: end, reference: handling).answer {
      return answer
    }
    debts.append(Settlement.Debt(handling, units: units, day: JST.date(of: end)))
    return nil
  }

  /// Writes off what has lapsed.
  public mutating func expire(at now: Instant) -> [Expiry.WriteOff] {
    let due = Expiry.due(Array(lots.values), at: now)
    for writeOff in due { take([writeOff.draw], .lapsed, at: writeOff.at, reference: "") }
    return due
  }

  /// A reversal.
  public struct Reversal: Hashable, Sendable {
    public let entry: Entry
    public let trace: Trace
  }

  /// How a consumption came to be taken back.
  ///
  /// - Parameters:
  ///   - entry: its index or position.
  ///   - draws: what it took from which lot, in order.
  ///   - before: what was left of all lots.
  public static func reversal(of entry: Int, _ draws: [Draw], onto before: Int) -> Trace {
    var (trace, left) = (Trace(), before)
    for draw in draws {
      let sum = saturatingSum([left, draw.units])
      trace.step(
        .sup13, "Its units return to the lot that they came from.",
        [
          "entry": .integer(entry), "lot": .text(draw.lot), "before": .integer(left),
          "units": .integer(draw.units), "balance": .integer(sum),
        ], formula: "balance = before + units")
      left = sum
    }
    return trace
  }

  /// Takes a consumption back: its units return to the lots that they came from. What returns to a lot that
  /// has expired lapses with the next ``expire(at:)``.
  public mutating func reverse(
    _ index: Int, at now: Instant, reference: String
  ) -> Ruling<Reversal, Rejection> {
    guard entries.indices.contains(index) else { return .refused([.entryUnknown(index)]) }
    let entry = entries[index]
    guard entry.kind == .consumed || entry.kind == .settled, !reversed.contains(index) else {
      return .refused([.notReversible(index)])
    }
    let back = entry.changes.map { Draw($0.lot, -$0.units) }
    let trace = Self.reversal(of: index, back, onto: balance)
    for draw in back { lots[draw.lot]?.left += draw.units }
    reversed.insert(index)
    let reversal = Entry(kind: .reversed(index), at: now, reference: reference, changes: back)
    entries.append(reversal)
    return .granted(Reversal(entry: reversal, trace: trace))
  }

  private mutating func take(
    _ draws: [Draw], _ kind: Entry.Kind, at instant: Instant, reference: String
  ) {
    for draw in draws { lots[draw.lot]?.left -= draw.units }
    entries.append(
      Entry(
        kind: kind, at: instant, reference: reference,
        changes: draws.map { Draw($0.lot, -$0.units) }))
  }
}
