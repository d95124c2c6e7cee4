import Buffers
import CivilTime
import MadoAPI
import SQLite

/// An invoice or a credit note as it is kept. What it said when it was issued never changes and stands in ``content``.
struct InvoiceRow: Sendable {
  enum Kind: String, Sendable {
    case invoice = "INVOICE"
    case creditNote = "CREDIT_NOTE"
  }

  enum State: String, Sendable {
    case issued = "ISSUED"
    case paid = "PAID"
    case void = "VOID"
  }

  var id: String
  var number: String
  var kind: Kind
  var state: State
  var contract: String
  var month: String
  var issued: CivilDate
  /// Nil of a credit note.
  var due: CivilDate?
  /// Empty where the tenant pays himself.
  var reseller: String
  /// Of a credit note: the invoice.
  var original: String?
  /// Why it was voided or credited.
  var reason: String
  /// With tax; negative of a credit note.
  var totalYen: Int64
  var paidYen: Int64 = 0
  var creditedYen: Int64 = 0
  /// As it was issued.
  var content: Billing.Invoice
  /// In seconds since 1970.
  var createdAt: Int64
  /// Grows by one with each change.
  var version: Int64 = 1

  var etag: Etag { Etag(version: version, of: id) }

  /// What is still to be paid; negative where more was paid than is owed after a credit.
  var outstandingYen: Int64 {
    state == .void || kind == .creditNote ? 0 : totalYen - creditedYen - paidYen
  }

  /// In the schema's words, as it is now.
  var message: Billing.Invoice {
    var message = content
    message.state =
      switch state {
      case .issued: .issued
      case .paid: .paid
      case .void: .void
      }
    message.paidYen = paidYen
    message.creditedYen = creditedYen
    message.outstandingYen = outstandingYen
    message.reason = reason
    message.etag = etag.text
    return message
  }
}

/// Which of a tenant's invoices somebody sees: who pays them, and the vendor (CARD-10).
enum InvoiceView: Sendable, Hashable {
  case all
  /// Those that the tenant pays himself.
  case own
  /// Those that a reseller pays.
  case resold(by: String)

  /// What invoices have in the place of a reseller; nil for anything.
  var payer: String? {
    switch self {
    case .all: nil
    case .own: ""
    case .resold(let reseller): reseller
    }
  }

  /// - Parameter reseller: who pays; nil where the tenant does.
  func shows(paidBy reseller: String?) -> Bool { payer.map { $0 == reseller ?? "" } ?? true }
}

extension Customers {
  /// Whose invoices a request names, and which of them the caller sees.
  ///
  /// - Throws: as ``tenancy(named:_:)``.
  func invoices(
    of tenant: String, _ connection: Connection
  ) throws -> (tenancy: Tenancy, view: InvoiceView) {
    let tenancy = try tenancy(named: tenant, connection)
    if isVendors { return (tenancy, .all) }
    guard isResellers, let own = try ResellerStore(connection).reseller(ofUser: principal.subject)
    else { return (tenancy, .own) }
    return (tenancy, .resold(by: own))
  }
}

/// The invoices of a tenant, by contract and month, and their payments.
struct InvoiceStore {
  private let rows: TenantRows
  private let view: InvoiceView

  init(_ tenancy: Tenancy, _ connection: Connection, showing view: InvoiceView = .all) {
    rows = TenantRows(tenancy, connection)
    self.view = view
  }

  // MARK: Invoices

  /// Enters one.
  func add(_ invoice: InvoiceRow) throws {
    try rows.run(
      """
      INSERT INTO invoice (\(InvoiceRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, invoice.id, invoice.number, invoice.kind.rawValue, invoice.state.rawValue,
      invoice.contract, invoice.month, invoice.issued.description, invoice.due?.description,
      invoice.reseller, invoice.original, invoice.reason, invoice.totalYen, invoice.paidYen,
      invoice.creditedYen, invoice.content.encoded(), invoice.createdAt, invoice.version)
  }

  /// Keeps what has become of one, with the next version.
  func replace(_ invoice: InvoiceRow) throws {
    try rows.run(
      """
      UPDATE invoice SET state = ?, reason = ?, paid_yen = ?, credited_yen = ?, version = ?
      WHERE id = ? AND tenant_id = :tenant
      """, invoice.state.rawValue, invoice.reason, invoice.paidYen, invoice.creditedYen,
      invoice.version, invoice.id)
  }

  /// Which there are for the caller, with a `?` for who pays them.
  private static let visible = "tenant_id = :tenant AND reseller_id = COALESCE(?, reseller_id)"

  /// One, by id or number.
  func invoice(_ id: String) throws -> InvoiceRow? {
    try rows.first(
      """
      SELECT \(InvoiceRow.columns) FROM invoice WHERE id = ? AND \(Self.visible)
      UNION ALL
      SELECT \(InvoiceRow.columns) FROM invoice WHERE number = ? AND \(Self.visible)
      """, id, view.payer, id, view.payer, make: InvoiceRow.init)
  }

  /// The credit notes of an invoice, in their order.
  func credits(of invoice: String) throws -> [InvoiceRow] {
    try rows.query(
      """
      SELECT \(InvoiceRow.columns) FROM invoice
      WHERE original_id = ? AND tenant_id = :tenant ORDER BY number
      """, invoice, make: InvoiceRow.init)
  }

  /// What a filter compares. Days compare as they are written.
  static let filterFields = [
    Filter.Field("contract_id", column: "contract_id"),
    Filter.Field("month", column: "month", isOrdered: true),
    Filter.Field("kind", column: "kind"), Filter.Field("state", column: "state"),
    Filter.Field("due", column: "due", isOrdered: true),
  ]

  /// Those before a place, newest first.
  func list(
    _ filter: Filter, before place: (createdAt: Int64, id: String)?, limit: Int
  ) throws -> [InvoiceRow] {
    let conditions = [Self.visible, "(created_at, id) < (?, ?)"] + filter.conditions
    let values: [any Bindable] =
      [view.payer, place?.createdAt ?? .max, place?.id ?? ""] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(InvoiceRow.columns) FROM invoice WHERE \(conditions.joined(separator: " AND "))
      ORDER BY created_at DESC, id DESC LIMIT ?
      """, values: values, make: InvoiceRow.init)
  }

  // MARK: Months

  /// The invoice that stands for a contract's month; nil while none does.
  func invoice(of contract: String, in month: BillingMonth) throws -> String? {
    try rows.first(
      """
      SELECT invoice_id FROM billed_month
      WHERE contract_id = ? AND month = ? AND tenant_id = :tenant
      """, contract, month.text
    ) { try $0.read(0, as: String?.self) } ?? nil
  }

  /// Whether a month was invoiced, be it by one that was voided since.
  func wasInvoiced(_ contract: String, in month: BillingMonth) throws -> Bool {
    try rows.first(
      "SELECT 1 FROM billed_month WHERE contract_id = ? AND month = ? AND tenant_id = :tenant",
      contract, month.text
    ) { _ in true } ?? false
  }

  /// Says which invoice stands for a month; nil for one that was voided.
  func set(_ invoice: String?, for contract: String, in month: String) throws {
    try rows.run(
      """
      INSERT INTO billed_month (tenant_id, contract_id, month, invoice_id)
      VALUES (:tenant, ?, ?, ?)
      ON CONFLICT (tenant_id, contract_id, month) DO UPDATE SET invoice_id = excluded.invoice_id
      """, contract, month, invoice)
  }

  // MARK: Terms

  func terms() throws -> BillingTermsRow {
    try rows.first(
      """
      SELECT recipient, address, rounding, due_months, version FROM billing_terms
      WHERE tenant_id = :tenant
      """
    ) {
      BillingTermsRow(
        recipient: try $0.read(0), address: try $0.read(1), rounding: try $0.read(2),
        dueMonths: try $0.read(3), version: try $0.read(4))
    } ?? BillingTermsRow()
  }

  func replace(_ terms: BillingTermsRow) throws {
    try rows.run(
      """
      INSERT INTO billing_terms (tenant_id, recipient, address, rounding, due_months, version)
      VALUES (:tenant, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant_id) DO UPDATE SET recipient = excluded.recipient,
        address = excluded.address, rounding = excluded.rounding,
        due_months = excluded.due_months, version = excluded.version
      """, terms.recipient, terms.address, terms.rounding, terms.dueMonths, terms.version)
  }
}

/// How a tenant is invoiced, as it is kept.
struct BillingTermsRow: Sendable, Hashable {
  var recipient = ""
  var address = ""
  /// As the rules call it; empty for what each contract's order says.
  var rounding = ""
  /// 翌月末 where nothing is said.
  var dueMonths: Int64 = 1
  /// Grows by one with each change; 0 before the first.
  var version: Int64 = 0
}

extension InvoiceRow {
  static let columns = """
    id, number, kind, state, contract_id, month, issued, due, reseller_id, original_id, reason,
    total_yen, paid_yen, credited_yen, content, created_at, version
    """

  /// Reads ``columns`` in their order.
  init(_ row: Row) throws {
    guard let kind = Kind(rawValue: try row.read(2)), let state = State(rawValue: try row.read(3)),
      let issued = CivilDate(try row.read(6, as: String.self)),
      let content = try? Billing.Invoice(decoding: try row.read(14, as: Bytes.self))
    else { throw DamagedRow(table: "invoice") }
    self.init(
      id: try row.read(0), number: try row.read(1), kind: kind, state: state,
      contract: try row.read(4), month: try row.read(5), issued: issued,
      due: try row.read(7, as: String?.self).flatMap { CivilDate($0) }, reseller: try row.read(8),
      original: try row.read(9), reason: try row.read(10), totalYen: try row.read(11),
      paidYen: try row.read(12), creditedYen: try row.read(13), content: content,
      createdAt: try row.read(15), version: try row.read(16))
  }
}
