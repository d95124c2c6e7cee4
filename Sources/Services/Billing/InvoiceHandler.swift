import Buffers
import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Billing.IssueRequest: MutationRequest {}
extension Billing.VoidRequest: MutationRequest {}

/// Serves `mado.billing.v1.InvoiceService`.
struct InvoiceHandler: Billing.InvoiceService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let operations: Operations
  let cycle: BillingCycle
  let pageTokenSecret: [UInt8]

  // MARK: Issuing

  func preview(
    _ request: Billing.PreviewRequest, _ call: CallContext
  ) async throws -> Billing.PreviewResponse {
    let (customers, now) = (try Customers(of: call), clock.now)
    let month = try BillingMonth(request.month, field: "month")
    return try await call.awaitingStorage {
      try await database.read { connection in
        let (tenancy, view) = try customers.invoices(of: request.tenantId, connection)
        let contract = try BilledContract.find(request.contractId, tenancy, connection)
        guard view.shows(paidBy: contract.row.reseller) else {
          throw Self.notFound("\(contract.id) \(month.text)")
        }
        let issue = InvoiceIssue(tenancy: tenancy, connection: connection, now: now)
        return Billing.PreviewResponse(
          invoice: try issue.draft(contract, month),
          issued: try InvoiceStore(tenancy, connection).invoice(of: contract.id, in: month) != nil)
      }
    }
  }

  func issue(
    _ request: Billing.IssueRequest, _ call: CallContext
  ) async throws -> Billing.IssueResponse {
    let (tenancy, now) = (try call.tenancy(named: request.tenantId), clock.now)
    let month = try BillingMonth(request.month, field: "month")
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let connection = transaction.connection
      let contract = try BilledContract.find(request.contractId, tenancy, connection)
      let issue = InvoiceIssue(tenancy: tenancy, connection: connection, now: now)
      let made = try issue.issue(contract, month, besides: request.extraLines).message
      return Change(
        "invoice", made.id, to: made, in: tenancy.tenant,
        answer: Billing.IssueResponse(invoice: made))
    }
  }

  func void(
    _ request: Billing.VoidRequest, _ call: CallContext
  ) async throws -> Billing.VoidResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let store = InvoiceStore(tenancy, transaction.connection)
      guard var invoice = try store.invoice(request.id) else { throw Self.notFound(request.id) }
      try invoice.etag.check(request.etag, "etag")
      let before = invoice.message
      guard invoice.kind == .invoice, invoice.state != .void, invoice.paidYen == 0,
        invoice.creditedYen == 0
      else {
        throw RPCError(
          .failedPrecondition,
          "\(invoice.number) is a credit note, void, paid or credited: what has moved money stands",
          reason: "NOT_VOIDABLE", metadata: ["number": invoice.number])
      }
      (invoice.state, invoice.reason) = (.void, request.reason)
      invoice.version += 1
      try store.replace(invoice)
      try store.set(nil, for: invoice.contract, in: invoice.month)
      let after = invoice.message
      return Change(
        "invoice", invoice.id, from: before, to: after, in: tenancy.tenant,
        answer: Billing.VoidResponse(invoice: after))
    }
  }

  // MARK: Reading

  func get(
    _ request: Billing.InvoiceServiceGetRequest, _ call: CallContext
  ) async throws -> Billing.InvoiceServiceGetResponse {
    Billing.InvoiceServiceGetResponse(
      invoice: try await invoice(request.id, request.tenantId, call))
  }

  private func invoice(
    _ id: String, _ tenant: String, _ call: CallContext
  ) async throws -> Billing.Invoice {
    let customers = try Customers(of: call)
    let row = try await call.awaitingStorage {
      try await database.read { connection in
        let (tenancy, view) = try customers.invoices(of: tenant, connection)
        return try InvoiceStore(tenancy, connection, showing: view).invoice(id)
      }
    }
    guard let row else { throw Self.notFound(id) }
    return row.message
  }

  func list(
    _ request: Billing.InvoiceServiceListRequest, _ call: CallContext
  ) async throws -> Billing.InvoiceServiceListResponse {
    let customers = try Customers(of: call)
    let filter = try Filter(request.filter, of: InvoiceStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["invoices", customers.principal.home.text, request.tenantId, request.filter],
      secret: pageTokenSecret)
    let place = try page.place(words: 2) { words in
      Int64(words[0]).map { (createdAt: $0, id: words[1]) }
    }
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let (tenancy, view) = try customers.invoices(of: request.tenantId, connection)
        return try InvoiceStore(tenancy, connection, showing: view)
          .list(filter, before: place, limit: page.limit)
      }
    }
    let shown = page.cut(found) { "\($0.createdAt) \($0.id)" }
    return Billing.InvoiceServiceListResponse(
      invoices: shown.rows.map(\.summary), nextPageToken: shown.next)
  }

  func download(
    _ request: Billing.DownloadRequest, _ call: CallContext
  ) async throws -> Billing.DownloadResponse {
    let invoice = try await invoice(request.id, request.tenantId, call)
    let isTable = request.format == .csv
    let text = isTable ? InvoiceTable.text(of: invoice) : InvoicePage.text(of: invoice)
    return Billing.DownloadResponse(
      data: Bytes(Array(text.utf8)),
      mediaType: isTable ? "text/csv; charset=utf-8" : "text/html; charset=utf-8",
      fileName: "\(invoice.number).\(isTable ? "csv" : "html")")
  }

  static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no invoice \"\(id)\" that you may see: check its id or number",
      reason: "INVOICE_NOT_FOUND", metadata: ["id": id])
  }

  // MARK: The cycle

  func runBillingCycle(
    _ request: Billing.RunBillingCycleRequest, _ call: CallContext
  ) async throws -> Billing.RunBillingCycleResponse {
    let month = try BillingMonth(request.month, field: "month")
    let operation = try await cycle.begin(month, request, call, mutations, operations)
    return Billing.RunBillingCycleResponse(operation: operation)
  }
}

extension InvoiceRow {
  /// Without lines and trace.
  fileprivate var summary: Billing.Invoice {
    var message = message
    message.lines = []
    message.trace = nil
    return message
  }
}
