import CivilTime
import Rules
import SQLite

/// Which ledger: of a contract's units of one item.
struct LedgerKey: Hashable, Sendable {
  let contract: String
  /// The item of the contract's product, such as `incidents`.
  let item: String
}

/// A ledger as it is kept.
struct LedgerRow: Sendable, Hashable {
  let id: Int64
  let key: LedgerKey
  /// The last entry's position.
  var entryCount: Int64
  /// What is left of all lots: the sum of the entries.
  var balance: Int64
}

/// A lot as it is kept.
struct LotRow: Sendable, Hashable {
  var id: String
  var units: Int64
  var left: Int64
  var usableFrom: CivilDate
  /// Nil where it does not expire.
  var usableThrough: CivilDate?
  var isIncluded = false
  /// How many were ordered; none of what a contract includes.
  var boughtLots: Int64 = 0
  /// What they cost, without tax.
  var netYen: Int64 = 0
  /// What it was ordered by.
  var reference: String
  /// In seconds since 1970.
  var postedAt: Int64

  /// As the rules see it.
  var lot: Lot {
    Lot(
      id, left: Int(left), usable: usableFrom...max(usableFrom, usableThrough ?? .max),
      isIncluded: isIncluded)
  }
}

/// An entry as it is kept.
struct EntryRow: Sendable, Hashable {
  enum Kind: String, Sendable {
    case posted = "POSTED"
    case consumed = "CONSUMED"
    case settled = "SETTLED"
    case lapsed = "LAPSED"
    case reversed = "REVERSED"
  }

  /// Its place in the ledger, from 1.
  var position: Int64
  var kind: Kind
  /// In seconds since 1970.
  var at: Int64
  /// Of all lots; negative where they were taken.
  var units: Int64
  /// What is left of all lots after it.
  var balance: Int64
  var reference: String
  /// The entry that it takes back.
  var reverses: Int64?
  /// The entry that takes it back.
  var reversedBy: Int64?
  var draws: [Draw] = []
}

/// The rows of a tenant's ledgers. What may be done to them is ``UnitLedger``'s affair.
struct LedgerStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Ledgers

  func ledger(_ key: LedgerKey) throws -> LedgerRow? {
    try rows.first(
      """
      SELECT \(LedgerRow.columns) FROM unit_ledger
      WHERE contract_id = ? AND item = ? AND tenant_id = :tenant
      """, key.contract, key.item, make: LedgerRow.init)
  }

  func ledger(ofLot id: String) throws -> LedgerRow? {
    try rows.first(
      """
      SELECT \(LedgerRow.columns) FROM unit_ledger
      WHERE id = (SELECT ledger_id FROM unit_lot WHERE id = ? AND tenant_id = :tenant)
      """, id, make: LedgerRow.init)
  }

  /// The ledgers of a contract, in the order of their items.
  func ledgers(of contract: String) throws -> [LedgerRow] {
    try rows.query(
      """
      SELECT \(LedgerRow.columns) FROM unit_ledger
      WHERE contract_id = ? AND tenant_id = :tenant ORDER BY item
      """, contract, make: LedgerRow.init)
  }

  /// Opens a ledger without entries.
  func open(_ key: LedgerKey) throws -> LedgerRow {
    try rows.run(
      """
      INSERT INTO unit_ledger (id, tenant_id, contract_id, item, entry_count, balance)
      SELECT COALESCE(MAX(id), 0) + 1, :tenant, ?, ?, 0, 0 FROM unit_ledger
      """, key.contract, key.item)
    guard let ledger = try ledger(key) else { throw DamagedRow(table: "unit_ledger") }
    return ledger
  }

  func keep(_ ledger: LedgerRow) throws {
    try rows.run(
      "UPDATE unit_ledger SET entry_count = ?, balance = ? WHERE id = ? AND tenant_id = :tenant",
      ledger.entryCount, ledger.balance, ledger.id)
  }

  // MARK: Lots

  func add(_ lot: LotRow, to ledger: LedgerRow) throws {
    try rows.run(
      """
      INSERT INTO unit_lot (\(LotRow.columns), ledger_id, tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, lot.id, lot.units, lot.left, lot.usableFrom.description,
      lot.usableThrough?.description, lot.isIncluded ? 1 : 0, lot.boughtLots, lot.netYen,
      lot.reference, lot.postedAt, ledger.id)
  }

  func lot(_ id: String) throws -> LotRow? {
    try rows.first(
      "SELECT \(LotRow.columns) FROM unit_lot WHERE id = ? AND tenant_id = :tenant", id,
      make: LotRow.init)
  }

  /// The lots of a ledger of which something is left.
  func openLots(of ledger: LedgerRow) throws -> [LotRow] {
    try rows.query(
      """
      SELECT \(LotRow.columns) FROM unit_lot
      WHERE ledger_id = ? AND units_left > 0 AND tenant_id = :tenant
      """, ledger.id, make: LotRow.init)
  }

  /// The tenant's lots of which something is left though their last day was before `day`, the earliest first.
  func lapsedLots(before day: CivilDate, limit: Int) throws -> [LotRow] {
    try rows.query(
      """
      SELECT \(LotRow.columns) FROM unit_lot
      WHERE tenant_id = :tenant AND units_left > 0 AND usable_through < ?
      ORDER BY usable_through, id LIMIT ?
      """, day.description, limit, make: LotRow.init)
  }

  /// The lots of a ledger that were bought from one day to another, in the order of their days.
  func boughtLots(of ledger: LedgerRow, in days: ClosedRange<CivilDate>) throws -> [LotRow] {
    try rows.query(
      """
      SELECT \(LotRow.columns) FROM unit_lot
      WHERE ledger_id = ? AND usable_from >= ? AND usable_from <= ? AND bought_lots > 0
        AND tenant_id = :tenant
      ORDER BY usable_from, id
      """, ledger.id, days.lowerBound.description, days.upperBound.description,
      make: LotRow.init)
  }

  /// Adds to what is left of a lot, or takes from it.
  func change(_ draw: Draw) throws {
    try rows.run(
      "UPDATE unit_lot SET units_left = units_left + ? WHERE id = ? AND tenant_id = :tenant",
      draw.units, draw.lot)
  }

  // MARK: Entries

  func add(_ entry: EntryRow, to ledger: LedgerRow) throws {
    try rows.run(
      """
      INSERT INTO unit_entry (\(EntryRow.columns), ledger_id, tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, entry.position, entry.kind.rawValue, entry.at, entry.units, entry.balance,
      entry.reference, entry.reverses, entry.reversedBy, ledger.id)
    for draw in entry.draws {
      try rows.run(
        """
        INSERT INTO unit_draw (ledger_id, position, lot_id, units, tenant_id)
        VALUES (?, ?, ?, ?, :tenant)
        """, ledger.id, entry.position, draw.lot, draw.units)
    }
  }

  func entry(_ position: Int64, of ledger: LedgerRow) throws -> EntryRow? {
    let entry = try rows.first(
      """
      SELECT \(EntryRow.columns) FROM unit_entry
      WHERE ledger_id = ? AND position = ? AND tenant_id = :tenant
      """, ledger.id, position, make: EntryRow.init)
    return try entry.map { try withDraws($0, ledger) }
  }

  /// The consumption or settlement for a reference that was not taken back; the last one, should there be several.
  func standingEntry(for reference: String, of ledger: LedgerRow) throws -> EntryRow? {
    let entry = try rows.first(
      """
      SELECT \(EntryRow.columns) FROM unit_entry
      WHERE ledger_id = ? AND reference = ? AND tenant_id = :tenant
        AND kind IN ('CONSUMED', 'SETTLED') AND reversed_by IS NULL
      ORDER BY position DESC LIMIT 1
      """, ledger.id, reference, make: EntryRow.init)
    return try entry.map { try withDraws($0, ledger) }
  }

  func markReversed(_ position: Int64, by reversal: Int64, of ledger: LedgerRow) throws {
    try rows.run(
      """
      UPDATE unit_entry SET reversed_by = ?
      WHERE ledger_id = ? AND position = ? AND tenant_id = :tenant
      """, reversal, ledger.id, position)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("kind", column: "kind"), Filter.Field("reference", column: "reference"),
    Filter.Field("position", column: "position", as: .number),
    Filter.Field("time", column: "(at * 1000000000)", as: .instant),
  ]

  /// Entries before a position, newest first.
  func entries(
    _ filter: Filter, of ledger: LedgerRow, before position: Int64, limit: Int
  ) throws -> [EntryRow] {
    let conditions =
      ["ledger_id = ?", "position < ?", "tenant_id = :tenant"] + filter.conditions
    let values: [any Bindable] = [ledger.id, position] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(EntryRow.columns) FROM unit_entry
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY position DESC LIMIT ?
      """, values: values, make: EntryRow.init
    ).map { try withDraws($0, ledger) }
  }

  private func withDraws(_ entry: EntryRow, _ ledger: LedgerRow) throws -> EntryRow {
    var entry = entry
    entry.draws = try rows.query(
      """
      SELECT lot_id, units FROM unit_draw
      WHERE ledger_id = ? AND position = ? AND tenant_id = :tenant ORDER BY lot_id
      """, ledger.id, entry.position
    ) { Draw(try $0.read(0), try $0.read(1)) }
    return entry
  }

  // MARK: Debts

  /// What waits for units.
  func debts(of ledger: LedgerRow) throws -> [Settlement.Debt] {
    try rows.query(
      """
      SELECT handling_id, units, ended_at FROM unit_debt
      WHERE ledger_id = ? AND tenant_id = :tenant ORDER BY ended_at, handling_id
      """, ledger.id
    ) { row in
      guard let end = CivilTime.Instant(seconds: try row.read(2)) else {
        throw DamagedRow(table: "unit_debt")
      }
      return Settlement.Debt(try row.read(0), units: try row.read(1), day: JST.date(of: end))
    }
  }

  /// - Parameter end: when the handling ended, in seconds since 1970.
  func add(_ debt: Settlement.Debt, endedAt end: Int64, to ledger: LedgerRow) throws {
    try rows.run(
      """
      INSERT INTO unit_debt (ledger_id, handling_id, units, ended_at, tenant_id)
      VALUES (?, ?, ?, ?, :tenant)
      """, ledger.id, debt.id, debt.units, end)
  }

  /// Forgets a debt; false when there is none.
  func removeDebt(_ handling: String, of ledger: LedgerRow) throws -> Bool {
    try rows.run(
      "DELETE FROM unit_debt WHERE ledger_id = ? AND handling_id = ? AND tenant_id = :tenant",
      ledger.id, handling) > 0
  }
}

// MARK: - Reading rows

extension LedgerRow {
  fileprivate static let columns = "id, contract_id, item, entry_count, balance"

  fileprivate init(_ row: Row) throws {
    self.init(
      id: try row.read(0), key: LedgerKey(contract: try row.read(1), item: try row.read(2)),
      entryCount: try row.read(3), balance: try row.read(4))
  }
}

extension LotRow {
  fileprivate static let columns = """
    id, units, units_left, usable_from, usable_through, is_included, bought_lots, net_yen,
    reference, posted_at
    """

  fileprivate init(_ row: Row) throws {
    guard let from = CivilDate(try row.read(3, as: String.self)) else {
      throw DamagedRow(table: "unit_lot")
    }
    self.init(
      id: try row.read(0), units: try row.read(1), left: try row.read(2), usableFrom: from,
      usableThrough: try row.read(4, as: String?.self).flatMap { CivilDate($0) },
      isIncluded: try row.read(5, as: Int64.self) != 0, boughtLots: try row.read(6),
      netYen: try row.read(7), reference: try row.read(8), postedAt: try row.read(9))
  }
}

extension EntryRow {
  fileprivate static let columns =
    "position, kind, at, units, balance, reference, reverses, reversed_by"

  fileprivate init(_ row: Row) throws {
    guard let kind = Kind(rawValue: try row.read(1)) else { throw DamagedRow(table: "unit_entry") }
    self.init(
      position: try row.read(0), kind: kind, at: try row.read(2), units: try row.read(3),
      balance: try row.read(4), reference: try row.read(5), reverses: try row.read(6),
      reversedBy: try row.read(7))
  }
}
