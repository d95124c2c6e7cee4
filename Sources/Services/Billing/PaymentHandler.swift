import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Billing.RecordRequest: MutationRequest {}

/// Serves `mado.billing.v1.PaymentService`.
struct PaymentHandler: Billing.PaymentService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  // MARK: Recording

  func record(
    _ request: Billing.RecordRequest, _ call: CallContext
  ) async throws -> Billing.RecordResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    let given = request.payment ?? .init()
    var reader = DayReader()
    let day = reader.day(given.date, "payment.date")
    try reader.refuse()
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let invoices = InvoiceStore(tenancy, transaction.connection)
      guard var invoice = try invoices.invoice(given.invoiceId) else {
        throw InvoiceHandler.notFound(given.invoiceId)
      }
      guard invoice.kind == .invoice, invoice.state == .issued else {
        throw RPCError(
          .failedPrecondition,
          "\(invoice.number) is paid, void or a credit note: there is nothing to pay",
          reason: "NOT_PAYABLE", metadata: ["number": invoice.number])
      }
      let before = invoice.message
      let payment = PaymentRow(
        id: freshID("payment", at: now.seconds), invoice: invoice.id, day: day,
        amountYen: given.amountYen, reference: given.reference, createdAt: now.seconds)
      let store = PaymentStore(tenancy, transaction.connection)
      // The rule of interest knows every fault that a payment can have.
      let interest = try invoice.interest(
        after: store.payments(of: invoice.id) + [payment], asOf: JST.date(of: now)
      ).granted(naming: [
        "payments.date": "payment.date", "payments.amount_yen": "payment.amount_yen",
      ])
      try store.add(payment)
      invoice.paidYen += payment.amountYen
      if invoice.outstandingYen <= 0 { invoice.state = .paid }
      invoice.version += 1
      try invoices.replace(invoice)
      // While something is owed its interest goes on.
      let isCharged =
        invoice.state == .paid && interest.interest > .zero && !request.waiveLateInterest
      if isCharged {
        try ContractStore(tenancy, transaction.connection).put(
          invoice.charge(interest.interest, at: now))
      }
      let (made, after) = (Billing.Payment(payment), invoice.message)
      return Change(
        [
          Alteration("payment", payment.id, to: made, in: tenancy.tenant),
          Alteration("invoice", invoice.id, from: before, to: after, in: tenancy.tenant),
        ],
        answer: Billing.RecordResponse(
          payment: made, invoice: after,
          lateInterestYen: isCharged ? interest.interest.amount : 0,
          trace: isCharged ? interest.trace.message : nil))
    }
  }

  // MARK: Reading

  func list(
    _ request: Billing.PaymentServiceListRequest, _ call: CallContext
  ) async throws -> Billing.PaymentServiceListResponse {
    let customers = try Customers(of: call)
    let filter = try Filter(request.filter, of: PaymentStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["payments", customers.principal.home.text, request.tenantId, request.filter],
      secret: pageTokenSecret)
    let place = try page.place(words: 2) { words in
      Int64(words[0]).map { (createdAt: $0, id: words[1]) }
    }
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let (tenancy, view) = try customers.invoices(of: request.tenantId, connection)
        return try PaymentStore(tenancy, connection)
          .list(filter, showing: view, before: place, limit: page.limit)
      }
    }
    let shown = page.cut(found) { "\($0.createdAt) \($0.id)" }
    return Billing.PaymentServiceListResponse(
      payments: shown.rows.map { Billing.Payment($0) }, nextPageToken: shown.next)
  }

  func computeLateInterest(
    _ request: Billing.ComputeLateInterestRequest, _ call: CallContext
  ) async throws -> Billing.ComputeLateInterestResponse {
    let customers = try Customers(of: call)
    var reader = DayReader()
    let asOf = reader.day(request.asOf, "as_of", otherwise: JST.date(of: clock.now))
    try reader.refuse()
    let (invoice, payments) = try await call.awaitingStorage {
      try await database.read { connection in
        let (tenancy, view) = try customers.invoices(of: request.tenantId, connection)
        let store = InvoiceStore(tenancy, connection, showing: view)
        guard let invoice = try store.invoice(request.invoiceId) else {
          throw InvoiceHandler.notFound(request.invoiceId)
        }
        return (invoice, try PaymentStore(tenancy, connection).payments(of: invoice.id))
      }
    }
    let answer = try invoice.interest(after: payments, asOf: asOf)
      .granted(naming: ["amount_yen": "invoice_id", "payments.date": "as_of"])
    return Billing.ComputeLateInterestResponse(
      interestYen: answer.interest.amount, outstandingYen: answer.outstanding.amount,
      segments: answer.segments.map {
        Billing.InterestSegment(
          owedYen: $0.owed.amount, from: $0.days.lowerBound.message,
          through: $0.days.upperBound.message)
      }, taxCategory: answer.category.message, trace: answer.trace.message)
  }
}

extension InvoiceRow {
  /// What late payment of it costs (TEL-21): on what it came to, without what was credited.
  fileprivate func interest(
    after payments: [PaymentRow], asOf day: CivilDate
  ) -> Ruling<LateInterest.Answer, LateInterest.Rejection> {
    LateInterest.compute(
      on: Yen(state == .void ? 0 : totalYen - creditedYen),
      ofWhichInterest: Yen(
        content.lines.filter { $0.item == ContractChargeRow.lateInterest }
          .reduce(0) { $0 &+ $1.amountYen }),
      due: due ?? issued,
      payments: payments.map { LateInterest.Payment($0.day, Yen($0.amountYen)) }, asOf: day)
  }

  /// The interest as what the contract's next invoice charges. The present month's is not issued yet.
  fileprivate func charge(_ interest: Yen, at now: CivilTime.Instant) -> ContractChargeRow {
    ContractChargeRow(
      id: "\(id)-\(ContractChargeRow.lateInterest)", contract: contract,
      item: ContractChargeRow.lateInterest, amount: interest, category: .outOfScope,
      supplied: JST.date(of: now), createdAt: now.seconds)
  }
}

extension Billing.Payment {
  fileprivate init(_ payment: PaymentRow) {
    self.init(
      id: payment.id, invoiceId: payment.invoice, date: payment.day.message,
      amountYen: payment.amountYen, reference: payment.reference,
      createTime: .init(seconds: payment.createdAt))
  }
}
