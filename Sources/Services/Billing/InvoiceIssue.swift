import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

/// Issues invoices, one for each contract and month, whoever asks for it and however often: that a month is invoiced is a
/// row, entered with the invoice.
struct InvoiceIssue {
  let tenancy: Tenancy
  let connection: Connection
  let now: CivilTime.Instant

  private var store: InvoiceStore { InvoiceStore(tenancy, connection) }
  private var today: CivilDate { JST.date(of: now) }

  /// What would be issued.
  func draft(
    _ contract: BilledContract, _ month: BillingMonth, besides extras: [Billing.ExtraLine] = []
  ) throws -> Billing.Invoice {
    let terms = try store.terms()
    var draft = try InvoiceDraft(of: contract, in: month, besides: extras, tenancy, connection)
    return try draft.invoice(
      terms, SellerStore(connection).seller(), recipient: recipient(contract, terms),
      rates: TaxStore(connection).table(), on: today)
  }

  /// To whom: the reseller who pays, or the tenant.
  private func recipient(_ contract: BilledContract, _ terms: BillingTermsRow) throws -> String {
    if let reseller = contract.row.reseller {
      return try ResellerStore(connection).reseller(reseller)?.name ?? reseller
    }
    if !terms.recipient.isEmpty { return terms.recipient }
    return try TenantRegister(connection).tenant(tenancy.tenant)?.name ?? tenancy.tenant.text
  }

  /// Issues an invoice.
  ///
  /// - Throws: FAILED_PRECONDITION MONTH_NOT_OVER, ALREADY_ISSUED, SELLER_MISSING, NOTHING_TO_INVOICE, and what the
  ///   rules refuse.
  func issue(
    _ contract: BilledContract, _ month: BillingMonth, besides extras: [Billing.ExtraLine] = []
  ) throws -> InvoiceRow {
    try Self.check(month, on: today)
    if let known = try store.invoice(of: contract.id, in: month) {
      let number = try store.invoice(known)?.number ?? known
      throw RPCError(
        .failedPrecondition,
        "\(month.text) of \(contract.id) is invoiced by \(number): void that first, if it is wrong",
        reason: "ALREADY_ISSUED", metadata: ["month": month.text, "number": number])
    }
    let draft = try draft(contract, month, besides: extras)
    guard draft.seller != nil else { throw Self.sellerMissing }
    guard !draft.lines.isEmpty else {
      throw RPCError(
        .failedPrecondition,
        "nothing is charged of \(contract.id) in \(month.text): there is no invoice to issue",
        reason: "NOTHING_TO_INVOICE", metadata: ["month": month.text])
    }
    let row = try enter(draft, due: draft.due.flatMap { CivilDate($0) })
    try store.set(row.id, for: contract.id, in: month.text)
    return row
  }

  /// What has become of a contract's month.
  enum Outcome: Sendable {
    case issued(InvoiceRow)
    /// It was invoiced before, be it by an invoice that is void now: that is mended by hand.
    case known
    /// Nothing is charged in it.
    case empty
  }

  /// Issues the invoice of a month, unless one was issued.
  func issueIfMissing(_ id: String, _ month: BillingMonth) throws -> Outcome {
    if try store.wasInvoiced(id, in: month) { return .known }
    let contract = try BilledContract.find(id, tenancy, connection)
    if try draft(contract, month).lines.isEmpty { return .empty }
    return .issued(try issue(contract, month))
  }

  /// Gives a document its id and number, and keeps it.
  func enter(_ draft: Billing.Invoice, due: CivilDate?) throws -> InvoiceRow {
    var content = draft
    let isCredit = draft.kind == .creditNote
    content.id = freshID(isCredit ? "credit-note" : "invoice", at: now.seconds)
    content.number = try SellerStore(connection).takeNumber(in: today.year)
    content.createTime = .init(seconds: now.seconds)
    let total = draft.totals?.totalYen ?? 0
    let row = InvoiceRow(
      id: content.id, number: content.number, kind: isCredit ? .creditNote : .invoice,
      state: total > 0 ? .issued : .paid, contract: draft.contractId, month: draft.month,
      issued: today, due: due, reseller: draft.resellerId,
      original: draft.originalId.isEmpty ? nil : draft.originalId, reason: draft.reason,
      totalYen: total, content: content, createdAt: now.seconds)
    try store.add(row)
    return row
  }

  /// Throws unless a month is over.
  static func check(_ month: BillingMonth, on today: CivilDate) throws(RPCError) {
    guard month.last < today else {
      throw RPCError(
        .failedPrecondition, "\(month.text) is not over: it can be invoiced after \(month.last)",
        reason: "MONTH_NOT_OVER", metadata: ["month": month.text, "last": month.last.description])
    }
  }

  static let sellerMissing = RPCError(
    .failedPrecondition,
    "nobody has said who issues invoices: do so by InvoiceService.UpdateSeller",
    reason: "SELLER_MISSING")
}
