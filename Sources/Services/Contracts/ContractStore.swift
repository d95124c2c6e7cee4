import Buffers
import CivilTime
import MadoAPI
import Rules
import SQLite

/// The contracts of a tenant, with what is charged of them once.
struct ContractStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Contracts

  func contract(_ id: String) throws -> ContractRow? {
    try rows.first(
      "SELECT \(ContractRow.columns) FROM contract WHERE id = ? AND tenant_id = :tenant", id,
      make: ContractRow.init)
  }

  /// All of them, or those of one product, in the order of their ids.
  func contracts(of product: String? = nil) throws -> [ContractRow] {
    try rows.query(
      """
      SELECT \(ContractRow.columns) FROM contract
      WHERE tenant_id = :tenant AND product = COALESCE(?, product) ORDER BY id
      """, product, make: ContractRow.init)
  }

  /// Whether contracts of a product are suspended, and none of them is active.
  func isSuspended(_ product: String) throws -> Bool {
    try rows.first(
      """
      SELECT 1 FROM contract WHERE tenant_id = :tenant AND product = ? AND state = ?
        AND NOT EXISTS (
          SELECT 1 FROM contract WHERE tenant_id = :tenant AND product = ? AND state = ?)
      """, product, ContractLife.State.suspended.rawValue, product,
      ContractLife.State.active.rawValue
    ) { _ in true } ?? false
  }

  /// What a filter compares. Days compare as they are written.
  static let filterFields = [
    Filter.Field("product", column: "product"),
    Filter.Field("reseller_id", column: "COALESCE(reseller_id, '')"),
    Filter.Field("licences", column: "licences", as: .number),
    Filter.Field("term_end_date", column: "term_end", isOrdered: true),
    Filter.Field("end_date", column: "last_day", isOrdered: true),
  ]

  /// Contracts behind an id, in the order of ids.
  func list(_ filter: Filter, after id: String, limit: Int) throws -> [ContractRow] {
    let conditions = ["tenant_id = :tenant"] + filter.conditions
    let values: [any Bindable] = filter.values + [id, limit]
    return try rows.query(
      """
      SELECT \(ContractRow.columns) FROM contract
      WHERE \(conditions.joined(separator: " AND ")) AND id > ? ORDER BY id LIMIT ?
      """, values: values, make: ContractRow.init)
  }

  /// Enters a contract.
  func add(_ contract: ContractRow) throws {
    try rows.run(
      """
      INSERT INTO contract (\(ContractRow.columns), last_day)
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, contract.id, contract.reseller, contract.product, contract.catalogue,
      contract.order.encoded(), contract.licences, contract.billedLicences,
      contract.nextLicences, contract.renewal.rawValue, contract.state.rawValue,
      contract.concluded?.description, contract.prepareTarget?.description,
      contract.delivered?.description, contract.started?.description,
      contract.billingStart?.description, contract.termAnchor?.description, contract.termNumber,
      contract.term?.lowerBound.description, contract.term?.upperBound.description,
      contract.minimumEnd?.description, contract.trialEnd?.description,
      contract.cancelledEnd?.description, contract.terminatedEnd?.description,
      contract.reason.word, contract.reference, contract.createdAt, contract.version,
      contract.keptCounts, contract.lastDay?.description)
  }

  /// Puts a changed contract in the place of what was, with the next version.
  func replace(_ contract: ContractRow) throws {
    try rows.run(
      """
      UPDATE contract SET reseller_id = ?, catalogue = ?, renewal = ?, licences = ?, billed_licences = ?, next_licences = ?,
        state = ?, concluded = ?, prepare_target = ?, delivered = ?, started = ?, billing_start = ?,
        term_anchor = ?, term_number = ?, term_start = ?, term_end = ?, minimum_end = ?,
        trial_end = ?, cancelled_end = ?, terminated_end = ?, last_day = ?, reason = ?,
        reference = ?, version = ?, item_counts = ?
      WHERE id = ? AND tenant_id = :tenant
      """, contract.reseller, contract.catalogue, contract.renewal.rawValue, contract.licences,
      contract.billedLicences, contract.nextLicences, contract.state.rawValue,
      contract.concluded?.description,
      contract.prepareTarget?.description, contract.delivered?.description,
      contract.started?.description, contract.billingStart?.description,
      contract.termAnchor?.description, contract.termNumber, contract.term?.lowerBound.description,
      contract.term?.upperBound.description, contract.minimumEnd?.description,
      contract.trialEnd?.description, contract.cancelledEnd?.description,
      contract.terminatedEnd?.description, contract.lastDay?.description, contract.reason.word,
      contract.reference, contract.version, contract.keptCounts, contract.id)
  }

  // MARK: Charges

  /// What is charged of a contract once in a month.
  ///
  /// - Parameter month: any day of it.
  func charges(of contract: String, in month: CivilDate) throws -> [ContractChargeRow] {
    try rows.query(
      """
      SELECT id, contract_id, item, amount, category, supplied, created_at FROM contract_charge
      WHERE contract_id = ? AND supplied >= ? AND supplied <= ? AND tenant_id = :tenant
      ORDER BY supplied, id
      """, contract, month.firstOfMonth.description, month.lastOfMonth.description,
      make: ContractChargeRow.init)
  }

  /// Enters a charge, in the place of an earlier one of its id.
  func put(_ charge: ContractChargeRow) throws {
    try removeCharge(charge.id)
    try rows.run(
      """
      INSERT INTO contract_charge
        (id, tenant_id, contract_id, item, amount, category, supplied, created_at)
      VALUES (?, :tenant, ?, ?, ?, ?, ?, ?)
      """, charge.id, charge.contract, charge.item, charge.amount.amount, charge.category.rawValue,
      charge.supplied.description, charge.createdAt)
  }

  func removeCharge(_ id: String) throws {
    try rows.run("DELETE FROM contract_charge WHERE id = ? AND tenant_id = :tenant", id)
  }
}

// MARK: - Rows

extension ContractRow {
  static let columns = """
    id, tenant_id, reseller_id, product, catalogue, order_content, licences, billed_licences,
    next_licences, renewal, state, concluded, prepare_target, delivered, started, billing_start,
    term_anchor, term_number, term_start, term_end, minimum_end, trial_end, cancelled_end,
    terminated_end, reason, reference, created_at, version, item_counts
    """

  /// Reads ``columns`` in their order; the product stands in the order too.
  init(_ row: Row) throws {
    guard let order = try? Contracts.Order(decoding: row.read(5, as: Bytes.self)),
      let renewal = Renewal.Mode(rawValue: try row.read(9)),
      let state = ContractLife.State(rawValue: try row.read(10))
    else { throw DamagedRow(table: "contract") }
    let dates = try (11...16).map { try row.date($0) } + (18...23).map { try row.date($0) }
    var term: ClosedRange<CivilDate>?
    if let first = dates[6], let last = dates[7], first <= last { term = first...last }
    self.init(
      id: try row.read(0), tenant: TenantID(try row.read(1)), reseller: try row.read(2),
      catalogue: try row.read(4), order: order, licences: try row.read(6),
      billedLicences: try row.read(7), nextLicences: try row.read(8), renewal: renewal,
      state: state, concluded: dates[0], prepareTarget: dates[1], delivered: dates[2],
      started: dates[3], billingStart: dates[4], termAnchor: dates[5],
      termNumber: try row.read(17), term: term, minimumEnd: dates[8], trialEnd: dates[9],
      cancelledEnd: dates[10], terminatedEnd: dates[11],
      reason: Contracts.ContractReason(word: try row.read(24)) ?? .unspecified,
      reference: try row.read(25), itemCounts: try Self.counts(row.read(28)),
      createdAt: try row.read(26), version: try row.read(27))
  }

  /// What was changed of its items, kept as a contract of the schema that has nothing else; nil for nothing.
  fileprivate var keptCounts: Bytes? {
    itemCounts.isEmpty ? nil : Contracts.Contract(itemCounts: itemCounts.map(\.message)).encoded()
  }

  private static func counts(_ kept: Bytes?) throws -> [ItemCount] {
    guard let kept else { return [] }
    guard let contract = try? Contracts.Contract(decoding: kept) else {
      throw DamagedRow(table: "contract")
    }
    return contract.itemCounts.compactMap { ItemCount($0) }
  }
}

extension ContractChargeRow {
  fileprivate init(_ row: Row) throws {
    guard let category = TaxCategory(rawValue: try row.read(4)),
      let supplied = CivilDate(try row.read(5, as: String.self))
    else { throw DamagedRow(table: "contract_charge") }
    self.init(
      id: try row.read(0), contract: try row.read(1), item: try row.read(2),
      amount: Yen(try row.read(3)), category: category, supplied: supplied,
      createdAt: try row.read(6))
  }
}

extension Row {
  /// A day, kept as ISO 8601; nil for NULL.
  func date(_ column: Int) throws -> CivilDate? {
    guard let text = try read(column, as: String?.self) else { return nil }
    guard let date = CivilDate(text) else { throw DamagedRow(table: "with a day \(text)") }
    return date
  }
}
