import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Billing.CreditNoteRequest: MutationRequest {}

extension InvoiceHandler {
  func creditNote(
    _ request: Billing.CreditNoteRequest, _ call: CallContext
  ) async throws -> Billing.CreditNoteResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let connection = transaction.connection
      let store = InvoiceStore(tenancy, connection)
      guard var invoice = try store.invoice(request.invoiceId) else {
        throw Self.notFound(request.invoiceId)
      }
      try invoice.etag.check(request.etag, "etag")
      guard invoice.kind == .invoice, invoice.state != .void else {
        throw RPCError(
          .failedPrecondition,
          "\(invoice.number) is void or a credit note itself: credit is given for an invoice",
          reason: "NOT_CREDITABLE", metadata: ["number": invoice.number])
      }
      let before = invoice.message
      let contract = try BilledContract.find(invoice.contract, tenancy, connection)
      if request.reason == .earlyEnd { try Self.checkRefund(request, contract, before) }
      let credit = try CreditTotals.compute(
        request.credits.map { CreditTotals.Credit($0.item, Yen($0.amountYen)) },
        of: before.lines.map(\.rule),
        after: store.credits(of: invoice.id).flatMap { $0.content.lines.map(\.rule) },
        rounding: TaxRounding(before.totals?.rounding ?? .floor),
        rates: TaxStore(connection).table()
      ).granted()
      let issue = InvoiceIssue(tenancy: tenancy, connection: connection, now: now)
      var draft = before.credited(credit, because: request.explanation)
      draft.issued = JST.date(of: now).message
      let note = try issue.enter(draft, due: nil)
      invoice.creditedYen -= note.totalYen
      if invoice.outstandingYen <= 0 { invoice.state = .paid }
      invoice.version += 1
      try store.replace(invoice)
      let after = invoice.message
      return Change(
        [
          Alteration("invoice", note.id, to: note.message, in: tenancy.tenant),
          Alteration("invoice", invoice.id, from: before, to: after, in: tenancy.tenant),
        ], answer: Billing.CreditNoteResponse(creditNote: note.message, invoice: after))
    }
  }

  /// Throws where nothing is refunded, whatever the reason: of telework (TEL-20), and of connections, which are paid for a
  /// year ahead (CTI-22).
  private static func checkRefund(
    _ request: Billing.CreditNoteRequest, _ contract: BilledContract, _ invoice: Billing.Invoice
  ) throws(RPCError) {
    let items = request.credits.isEmpty ? invoice.lines.map(\.item) : request.credits.map(\.item)
    let isPrepaid = items.contains { contract.product[$0]?.charge == .prepaidYear }
    let rule = contract.product.cancellation.noRefundRule ?? (isPrepaid ? .cti22 : nil)
    guard let rule else { return }
    throw RPCError(
      .failedPrecondition,
      "of \(contract.product.code) nothing is refunded because it ended early (\(rule.rawValue)): give credit "
        + "for another reason, or none",
      reason: "NO_REFUND_POLICY",
      metadata: ["product": contract.product.code, "rule": rule.rawValue])
  }
}

extension Billing.Line {
  /// As the rules see it.
  var rule: InvoiceLine {
    InvoiceLine(
      item, Yen(amountYen), category: TaxCategory(taxCategory), basis: TaxBasis(taxBasis),
      supplied: supplied.flatMap { CivilDate($0) } ?? .min)
  }
}

extension Billing.Invoice {
  /// The credit note of an invoice, without id and number.
  fileprivate func credited(
    _ credit: CreditTotals.Answer, because reason: String
  ) -> Billing.Invoice {
    var note = self
    note.kind = .creditNote
    note.originalId = id
    note.state = .paid
    note.due = nil
    note.reason = reason
    (note.paidYen, note.creditedYen, note.outstandingYen, note.etag) = (0, 0, 0, "")
    note.lines = credit.lines.map { credited in
      let original = lines.first { $0.item == credited.item }
      return Billing.Line(
        item: credited.item, name: original?.name, quantity: 1,
        unitPriceYen: credited.amount.amount, amountYen: credited.amount.amount,
        taxCategory: credited.category.message, taxBasis: credited.basis.message,
        supplied: credited.supplied.message, basisPoints: original?.basisPoints ?? 0,
        ruleId: original?.ruleId ?? "")
    }
    note.totals = Shared.Totals(
      netYen: credit.net.amount, taxYen: credit.tax.amount, totalYen: credit.total.amount,
      groups: credit.groups.map { Shared.TaxGroup($0) }, rounding: totals?.rounding ?? .floor)
    var trace = credit.trace.message
    trace.catalogVersion = catalogVersion
    note.trace = trace
    return note
  }
}
