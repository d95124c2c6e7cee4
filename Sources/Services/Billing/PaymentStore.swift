import CivilTime
import Rules
import SQLite

/// A payment as it is kept.
struct PaymentRow: Sendable, Hashable {
  var id: String
  var invoice: String
  /// The day of receipt in Japan.
  var day: CivilDate
  var amountYen: Int64
  var reference: String
  /// In seconds since 1970.
  var createdAt: Int64
}

/// What a tenant has paid.
struct PaymentStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ payment: PaymentRow) throws {
    try rows.run(
      """
      INSERT INTO payment (\(PaymentRow.columns), tenant_id) VALUES (?, ?, ?, ?, ?, ?, :tenant)
      """, payment.id, payment.invoice, payment.day.description, payment.amountYen,
      payment.reference, payment.createdAt)
  }

  /// The payments of an invoice, in the order of their days.
  func payments(of invoice: String) throws -> [PaymentRow] {
    try rows.query(
      """
      SELECT \(PaymentRow.columns) FROM payment
      WHERE invoice_id = ? AND tenant_id = :tenant ORDER BY day, id
      """, invoice, make: PaymentRow.init)
  }

  /// What a filter compares. Days compare as they are written.
  static let filterFields = [
    Filter.Field("invoice_id", column: "invoice_id"),
    Filter.Field("date", column: "day", isOrdered: true),
  ]

  /// Those before a place, newest first.
  ///
  /// - Parameter view: of which invoices.
  func list(
    _ filter: Filter, showing view: InvoiceView, before place: (createdAt: Int64, id: String)?,
    limit: Int
  ) throws -> [PaymentRow] {
    let isPaidByWhom =
      "invoice_id IN (SELECT id FROM invoice WHERE tenant_id = :tenant AND reseller_id = ?)"
    let conditions =
      ["tenant_id = :tenant", "(created_at, id) < (?, ?)"]
      + (view.payer == nil ? [] : [isPaidByWhom])
      + filter.conditions
    var values: [any Bindable] = [place?.createdAt ?? .max, place?.id ?? ""]
    if let payer = view.payer { values.append(payer) }
    values += filter.values + [limit]
    return try rows.query(
      """
      SELECT \(PaymentRow.columns) FROM payment WHERE \(conditions.joined(separator: " AND "))
      ORDER BY created_at DESC, id DESC LIMIT ?
      """, values: values, make: PaymentRow.init)
  }
}

extension PaymentRow {
  fileprivate static let columns = "id, invoice_id, day, amount_yen, reference, created_at"

  fileprivate init(_ row: Row) throws {
    guard let day = CivilDate(try row.read(2, as: String.self)) else {
      throw DamagedRow(table: "payment")
    }
    self.init(
      id: try row.read(0), invoice: try row.read(1), day: day, amountYen: try row.read(3),
      reference: try row.read(4), createdAt: try row.read(5))
  }
}
