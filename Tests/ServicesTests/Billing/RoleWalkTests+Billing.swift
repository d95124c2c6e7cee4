import MadoAPI
import Protobuf
import StandardAPI

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of billing, about a contract of the demo tenant's.
  static func billingRequests(_ office: Office) async throws -> [String: any Message] {
    let (contract, invoice) = try await BillingRows.walk(office)
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    return [
      "/mado.billing.v1.InvoiceService/Preview": Billing.PreviewRequest(
        tenantId: "demo", contractId: contract, month: "2026-07"),
      "/mado.billing.v1.InvoiceService/Issue": Billing.IssueRequest(
        requestId: id, validateOnly: true, tenantId: "demo", contractId: contract,
        month: "2026-06"),
      "/mado.billing.v1.InvoiceService/Get": Billing.InvoiceServiceGetRequest(
        tenantId: "demo", id: invoice.id),
      "/mado.billing.v1.InvoiceService/List": Billing.InvoiceServiceListRequest(tenantId: "demo"),
      "/mado.billing.v1.InvoiceService/Void": Billing.VoidRequest(
        requestId: id, validateOnly: true, tenantId: "demo", id: invoice.id,
        etag: invoice.etag.text, reason: "r"),
      "/mado.billing.v1.InvoiceService/CreditNote": Billing.CreditNoteRequest(
        requestId: id, validateOnly: true, tenantId: "demo", invoiceId: invoice.id,
        etag: invoice.etag.text, reason: .error, explanation: "e"),
      "/mado.billing.v1.InvoiceService/Download": Billing.DownloadRequest(
        tenantId: "demo", id: invoice.id, format: .csv),
      "/mado.billing.v1.InvoiceService/RunBillingCycle": Billing.RunBillingCycleRequest(
        requestId: id, validateOnly: true, month: "2026-06"),
      "/mado.billing.v1.InvoiceService/GetSeller": Billing.GetSellerRequest(),
      "/mado.billing.v1.InvoiceService/UpdateSeller": Billing.UpdateSellerRequest(
        requestId: id, validateOnly: true,
        seller: .init(
          name: "n", registrationNumber: "T1234567890123",
          etag: Etag(version: 1, of: "seller").text)),
      "/mado.billing.v1.InvoiceService/GetTerms": Billing.GetTermsRequest(tenantId: "demo"),
      "/mado.billing.v1.InvoiceService/UpdateTerms": Billing.UpdateTermsRequest(
        requestId: id, validateOnly: true, tenantId: "demo",
        terms: .init(address: "a", etag: Etag(version: 0, of: "terms").text),
        updateMask: .init(paths: ["address"])),
      "/mado.billing.v1.LedgerService/GetBalance": Billing.GetBalanceRequest(
        tenantId: "demo", contractId: contract, item: "incidents"),
      "/mado.billing.v1.LedgerService/ListEntries": Billing.ListEntriesRequest(
        tenantId: "demo", contractId: contract, item: "incidents"),
      "/mado.billing.v1.LedgerService/PurchaseLots": Billing.PurchaseLotsRequest(
        requestId: id, validateOnly: true, tenantId: "demo", contractId: contract,
        item: "incidents", lots: 1),
      "/mado.billing.v1.LedgerService/Consume": Billing.ConsumeRequest(
        requestId: id, validateOnly: true, tenantId: "demo", contractId: contract,
        item: "incidents", units: 1),
      "/mado.billing.v1.LedgerService/Reverse": Billing.ReverseRequest(
        requestId: id, validateOnly: true, tenantId: "demo", contractId: contract,
        item: "incidents", position: 2, reason: "r"),
      "/mado.billing.v1.LedgerService/RunExpiry": Billing.RunExpiryRequest(
        requestId: id, validateOnly: true, tenantId: "demo"),
      "/mado.billing.v1.MeterService/RecordUsage": Billing.RecordUsageRequest(
        tenantId: "demo", contractId: contract, events: [.init(eventId: "e")]),
      "/mado.billing.v1.MeterService/GetUsage": Billing.GetUsageRequest(
        tenantId: "demo", contractId: contract, month: "2026-07"),
      "/mado.billing.v1.MeterService/ListUsage": Billing.ListUsageRequest(
        tenantId: "demo", contractId: contract),
      "/mado.billing.v1.PaymentService/Record": Billing.RecordRequest(
        requestId: id, validateOnly: true, tenantId: "demo",
        payment: .init(invoiceId: invoice.id, date: day, amountYen: 1)),
      "/mado.billing.v1.PaymentService/List": Billing.PaymentServiceListRequest(tenantId: "demo"),
      "/mado.billing.v1.PaymentService/ComputeLateInterest": Billing.ComputeLateInterestRequest(
        tenantId: "demo", invoiceId: invoice.id),
      "/mado.billing.v1.RatingService/RateCall": Billing.RateCallRequest(
        product: "pop-up-a", ringTime: .init(seconds: 1_800_000_000)),
      "/mado.billing.v1.RatingService/RateCallMonth": Billing.RateCallMonthRequest(
        product: "pop-up-a", month: "2026-07"),
      "/mado.billing.v1.RatingService/RateIncident": Billing.RateIncidentRequest(
        duration: .init(seconds: 60)),
      "/mado.billing.v1.RatingService/RateSupport": Billing.RateSupportRequest(licences: 100),
      "/mado.billing.v1.RatingService/RateCallCentre": Billing.RateCallCentreRequest(licences: 100),
      "/mado.billing.v1.RatingService/RateConcurrency": Billing.RateConcurrencyRequest(
        webSessions: 8),
      "/mado.billing.v1.RatingService/RateScan": Billing.RateScanRequest(simplex: 1),
      "/mado.billing.v1.RatingService/RateAddition": Billing.RateAdditionRequest(
        kind: .connections, count: 5, added: day, termEnd: day),
      "/mado.billing.v1.TaxService/ListRates": Billing.ListRatesRequest(),
      "/mado.billing.v1.TaxService/PutRate": Billing.PutRateRequest(
        requestId: id, validateOnly: true,
        rate: .init(from: .init(year: 2030, month: 4, day: 1), basisPoints: 1200)),
    ]
  }
}
