import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// What may be done to a ledger of units, within the transaction of whatever it is done for:
///
///     let ledger = try UnitLedger("incidents", of: contract.id, tenancy, transaction.connection)
///     let charged = try ledger.charge(2, for: handling.id, endedAt: end)
///
/// A ledger is opened when its first lot is posted or its first debt is entered. Rules say what is taken from which
/// lots; here the rows follow, so that the ledger balances: what is left of its lots is the sum of its entries.
struct UnitLedger {
  let key: LedgerKey
  private let tenancy: Tenancy
  private let connection: Connection
  private let store: LedgerStore

  /// - Parameters:
  ///   - item: of the contract's product, such as `incidents`.
  ///   - contract: its id; that it is the tenant's is the caller's affair.
  init(_ item: String, of contract: String, _ tenancy: Tenancy, _ connection: Connection) {
    self.init(LedgerKey(contract: contract, item: item), tenancy, connection)
  }

  init(_ key: LedgerKey, _ tenancy: Tenancy, _ connection: Connection) {
    self.key = key
    self.tenancy = tenancy
    self.connection = connection
    store = LedgerStore(tenancy, connection)
  }

  // MARK: Looking

  /// What there is on a day, and how many entries so far.
  func standing(on day: CivilDate) throws -> (LedgerStanding, entryCount: Int64) {
    guard let ledger = try store.ledger(key) else {
      return (LedgerStanding(of: [], waiting: [], on: day), 0)
    }
    let lots = try store.openLots(of: ledger).map(\.lot)
    return (
      LedgerStanding(of: lots, waiting: try store.debts(of: ledger), on: day), ledger.entryCount
    )
  }

  /// Whether what was charged for a handling waits for units.
  func waits(_ handling: String) throws -> Bool {
    guard let ledger = try store.ledger(key) else { return false }
    return try store.debts(of: ledger).contains { $0.id == handling }
  }

  // MARK: Lots

  /// Posts a lot; what waits is settled from it first (SUP-15), and its expiry is planned.
  ///
  /// - Throws: OUT_OF_RANGE TOO_MANY_UNITS where the sum of all lots would not fit.
  /// - Returns: the posting and what was settled, with how it came about.
  @discardableResult
  func post(_ lot: LotRow) throws -> (entries: [EntryRow], trace: Rules.Trace) {
    var ledger = try store.ledger(key) ?? store.open(key)
    guard lot.units > 0, !ledger.balance.addingReportingOverflow(lot.units).overflow else {
      throw RPCError.refusing([LotLedger.Rejection.tooManyUnits(Int(lot.units)).fault])
    }
    let before = ledger.balance
    var posted = lot
    posted.left = 0
    try store.add(posted, to: ledger)
    var entries = [
      try enter(
        .posted, [Draw(lot.id, Int(lot.units))], at: lot.postedAt, for: lot.reference, &ledger)
    ]
    let debts = try store.debts(of: ledger)
    let lots = try store.openLots(of: ledger).map(\.lot)
    let settling = Settlement.plan(debts, from: lots, posted: lot.id)
    for settled in settling {
      _ = try store.removeDebt(settled.debt.id, of: ledger)
      entries.append(
        try enter(
          .settled, settled.draws.map(\.taken), at: lot.postedAt, for: settled.debt.id, &ledger))
    }
    try store.keep(ledger)
    if let last = lot.usableThrough { try planExpiry(of: lot.id, after: last) }
    let trace = LotLedger.posting(
      lot.id, units: Int(lot.units), onto: Int(before), settling: settling)
    return (entries, trace)
  }

  private func planExpiry(of lot: String, after last: CivilDate) throws {
    try DueStore(connection).plan(
      .lotExpiry, lot, of: tenancy.tenant, at: JST.instant(last, .endOfDay))
  }

  /// Writes off what is left of a lot whose last day is over at `now`.
  ///
  /// - Returns: nil when nothing is left of it, or it is not over.
  static func expire(
    _ lot: String, at now: Instant, _ tenancy: Tenancy, _ connection: Connection
  ) throws -> (key: LedgerKey, entry: EntryRow, trace: Rules.Trace)? {
    let store = LedgerStore(tenancy, connection)
    guard let row = try store.lot(lot), row.usableThrough != nil,
      let due = Expiry.due([row.lot], at: now).first,
      var ledger = try store.ledger(ofLot: lot)
    else { return nil }
    let entry = try UnitLedger(ledger.key, tenancy, connection).enter(
      .lapsed, [due.draw.taken], at: due.at.seconds, for: lot, &ledger)
    try store.keep(ledger)
    return (ledger.key, entry, due.trace)
  }

  // MARK: Taking

  /// Units that were taken.
  struct Taken: Sendable {
    let entry: EntryRow
    let trace: Rules.Trace
  }

  /// Takes units from the lots that are usable at an instant; none if they do not suffice.
  ///
  /// - Throws: FAILED_PRECONDITION INSUFFICIENT_UNITS.
  func consume(_ units: Int64, for reference: String, at instant: Instant) throws -> Taken {
    switch try take(units, for: reference, at: instant) {
    case .granted(let taken): return taken
    case .refused(let rejections): throw RPCError.refusing(rejections.map(\.fault))
    }
  }

  /// Takes units for a handling that has ended. What they do not suffice for waits for the next lot, and so does what
  /// is charged while something waits (SUP-15).
  ///
  /// - Returns: nil when it waits, or there is nothing to charge.
  func charge(_ units: Int64, for handling: String, endedAt end: Instant) throws -> Taken? {
    guard units > 0 else { return nil }
    let ledger = try store.ledger(key) ?? store.open(key)
    if try store.debts(of: ledger).isEmpty,
      case .granted(let taken) = try take(units, for: handling, at: end)
    {
      return taken
    }
    try store.add(
      Settlement.Debt(handling, units: Int(units), day: JST.date(of: end)), endedAt: end.seconds,
      to: ledger)
    return nil
  }

  private func take(
    _ units: Int64, for reference: String, at instant: Instant
  ) throws -> Ruling<Taken, Consumption.Rejection> {
    let ledger = try store.ledger(key)
    let lots = try ledger.map { try store.openLots(of: $0).map(\.lot) } ?? []
    let ruling = Consumption.plan(Int(units), on: JST.date(of: instant), from: lots)
    guard var ledger, let plan = ruling.answer else { return .refused(ruling.rejections) }
    let entry = try enter(
      .consumed, plan.draws.map(\.taken), at: instant.seconds, for: reference, &ledger)
    try store.keep(ledger)
    return .granted(Taken(entry: entry, trace: plan.trace))
  }

  // MARK: Taking back

  /// Takes a consumption back: its units return to their lots, and what returns to one that has expired lapses again.
  ///
  /// - Throws: NOT_FOUND ENTRY_NOT_FOUND; FAILED_PRECONDITION NOT_REVERSIBLE for what is no consumption, or was taken
  ///   back before.
  func reverse(
    _ position: Int64, because reason: String, at now: Instant
  ) throws -> (entry: EntryRow, trace: Rules.Trace) {
    guard var ledger = try store.ledger(key), let entry = try store.entry(position, of: ledger)
    else {
      throw RPCError(
        .notFound, "the ledger has no entry \(position): list its entries",
        reason: "ENTRY_NOT_FOUND", metadata: ["position": "\(position)"])
    }
    guard entry.kind == .consumed || entry.kind == .settled, entry.reversedBy == nil else {
      throw RPCError.refusing(
        [LotLedger.Rejection.notReversible(Int(position)).fault], naming: ["entry": "position"])
    }
    let back = entry.draws.map { Draw($0.lot, -$0.units) }
    let trace = LotLedger.reversal(of: Int(position), back, onto: Int(ledger.balance))
    return (try reverse(entry, because: reason, at: now, &ledger), trace)
  }

  /// Takes back what was charged for a handling: its consumption is reversed, or it waits no more.
  ///
  /// - Returns: the reversal; nil where it was waiting, or nothing was charged.
  @discardableResult
  func takeBack(_ handling: String, because reason: String, at now: Instant) throws -> EntryRow? {
    guard var ledger = try store.ledger(key) else { return nil }
    if try store.removeDebt(handling, of: ledger) { return nil }
    guard let entry = try store.standingEntry(for: handling, of: ledger) else { return nil }
    return try reverse(entry, because: reason, at: now, &ledger)
  }

  private func reverse(
    _ entry: EntryRow, because reason: String, at now: Instant, _ ledger: inout LedgerRow
  ) throws -> EntryRow {
    let back = entry.draws.map { Draw($0.lot, -$0.units) }
    let reversal = try enter(
      .reversed, back, at: now.seconds, for: reason, reversing: entry.position, &ledger)
    try store.markReversed(entry.position, by: reversal.position, of: ledger)
    try store.keep(ledger)
    for draw in back {
      guard let last = try store.lot(draw.lot)?.usableThrough else { continue }
      try planExpiry(of: draw.lot, after: last)
    }
    return reversal
  }

  // MARK: Entries

  /// Enters what changes lots; the caller keeps the ledger.
  private func enter(
    _ kind: EntryRow.Kind, _ draws: [Draw], at instant: Int64, for reference: String,
    reversing reversed: Int64? = nil, _ ledger: inout LedgerRow
  ) throws -> EntryRow {
    let units = draws.reduce(0) { $0 + Int64($1.units) }
    ledger.entryCount += 1
    ledger.balance += units
    let entry = EntryRow(
      position: ledger.entryCount, kind: kind, at: instant, units: units, balance: ledger.balance,
      reference: reference, reverses: reversed, draws: draws)
    for draw in draws { try store.change(draw) }
    try store.add(entry, to: ledger)
    return entry
  }
}

extension Draw {
  /// The same as it stands in an entry that takes.
  fileprivate var taken: Draw { Draw(lot, -units) }
}

extension JobKind {
  /// What is left of a lot lapses at the end of its last day (SUP-14).
  static let lotExpiry = JobKind(name: "billing.lot-expiry", rank: 10)
}

/// Writes off lots when their last day is over.
struct LotExpiry: ScheduledWork {
  let kind = JobKind.lotExpiry
  let rules: [RuleID] = [.sup14]

  func carryOut(
    _ due: DueRow, at now: Instant, in transaction: Transaction
  ) throws -> Carried {
    let lapsed = try UnitLedger.expire(
      due.subject, at: due.due, .ofWhomItConcerns(due.tenant), transaction.connection)
    guard let lapsed else { return Carried(note: "nothing was left of it") }
    return Carried(
      note: "\(-lapsed.entry.units) units of \(lapsed.key.item) have lapsed",
      alterations: [
        Alteration("unit-lot", due.subject, to: Billing.Entry(lapsed.entry), in: due.tenant)
      ])
  }
}
