import MadoAPI
import Protobuf
import Testing

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of contracts, about the demo tenant's.
  static func contractRequests(_ office: Office) async throws -> [String: any Message] {
    let bureau = ContractBureau(of: office, vendor: "the vendor ADMIN")
    try await bureau.reseller(of: "demo-worker")
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let (package, day) = ("/mado.contract.v1.", ContractBureau.date("2026-07-01"))
    var requests = try await quoteRequests(bureau, id)
    requests.merge(try await lifeRequests(bureau, id)) { first, _ in first }
    let version = try await bureau.catalogue.get(.init(), bureau.vendor).version
    var next = version ?? .init()
    (next.id, next.effectiveDate) = ("next", ContractBureau.date("2027-01-01"))
    let terms = Contracts.Terms(
      kind: .agentLicence, version: "1", title: "t", text: "x", effectiveDate: day)
    let posted = try await bureau.terms.publish(
      .init(requestId: freshID(), terms: terms, exception: "first"), bureau.vendor)
    let said = try await bureau.disclosures.register(
      .init(
        requestId: freshID(), disclosure: .init(means: .spoken, subject: "s", discloseDate: day)),
      bureau.customer)
    let lead = Contracts.Lead(
      kind: .inquiry, company: "c", name: "n", email: "n@example.jp", consentVersion: "1")
    let others: [String: any Message] = [
      "CatalogService/List": Contracts.CatalogServiceListRequest(),
      "CatalogService/Get": Contracts.CatalogServiceGetRequest(),
      "CatalogService/PublishVersion": Contracts.PublishVersionRequest(
        requestId: id, validateOnly: true, version: next),
      "TermsService/Publish": Contracts.PublishRequest(
        requestId: id, validateOnly: true,
        terms: .init(kind: .manual, version: "1", title: "t", text: "x", effectiveDate: day),
        exception: "first"),
      "TermsService/List": Contracts.TermsServiceListRequest(),
      "TermsService/Get": Contracts.TermsServiceGetRequest(id: posted.terms?.id ?? ""),
      "TermsService/Accept": Contracts.TermsServiceAcceptRequest(
        requestId: id, validateOnly: true, id: posted.terms?.id ?? ""),
      "TermsService/ListAcceptances": Contracts.ListAcceptancesRequest(tenantId: "demo"),
      "DisclosureService/Register": Contracts.RegisterRequest(
        requestId: id, validateOnly: true, tenantId: "demo",
        disclosure: .init(means: .marked, subject: "s", discloseDate: day)),
      "DisclosureService/ConfirmInWriting": Contracts.ConfirmInWritingRequest(
        requestId: id, validateOnly: true, id: said.disclosure?.id ?? "", tenantId: "demo",
        confirmDate: day),
      "DisclosureService/List": Contracts.DisclosureServiceListRequest(tenantId: "demo"),
      "LeadService/Submit": Contracts.LeadServiceSubmitRequest(requestId: id, lead: lead),
      "LeadService/List": Contracts.LeadServiceListRequest(),
    ]
    for (method, request) in others { requests[package + method] = request }
    let resellers = "/mado.tenant.v1.ResellerService/"
    let reseller = try #require(
      try await bureau.resellers.list(.init(), bureau.vendor).resellers.first)
    requests[resellers + "Create"] = Tenancies.ResellerServiceCreateRequest(
      requestId: id, validateOnly: true, reseller: .init(name: "r"))
    requests[resellers + "List"] = Tenancies.ResellerServiceListRequest()
    requests[resellers + "AssignTenant"] = Tenancies.AssignTenantRequest(
      requestId: id, validateOnly: true, tenantId: "demo", resellerId: reseller.id)
    requests[resellers + "SetStaff"] = Tenancies.SetStaffRequest(
      requestId: id, validateOnly: true, resellerId: reseller.id)
    return requests
  }

  private static func quoteRequests(
    _ bureau: ContractBureau, _ id: String
  ) async throws -> [String: any Message] {
    let made = try await bureau.quotes.create(
      .init(requestId: freshID(), order: ContractBureau.callCentre), bureau.customer)
    let quote = try #require(made.quote)
    let application = try await bureau.apply(for: ContractBureau.telework)
    let quotes = "/mado.contract.v1.QuoteService/"
    let applications = "/mado.contract.v1.ApplicationService/"
    return [
      quotes + "Compute": Contracts.ComputeRequest(order: ContractBureau.callCentre),
      quotes + "Create": Contracts.QuoteServiceCreateRequest(
        requestId: id, validateOnly: true, tenantId: "demo", order: ContractBureau.callCentre),
      quotes + "Get": Contracts.QuoteServiceGetRequest(id: quote.id),
      quotes + "List": Contracts.QuoteServiceListRequest(tenantId: "demo"),
      quotes + "Accept": Contracts.QuoteServiceAcceptRequest(
        requestId: id, validateOnly: true, id: quote.id, etag: quote.etag),
      applications + "Submit": Contracts.SubmitRequest(
        requestId: id, validateOnly: true, tenantId: "demo", kind: .new,
        order: ContractBureau.telework),
      applications + "AddDocument": Contracts.AddDocumentRequest(
        requestId: id, validateOnly: true, id: application.id, document: .init(kind: .other)),
      applications + "Get": Contracts.ApplicationServiceGetRequest(id: application.id),
      applications + "List": Contracts.ApplicationServiceListRequest(tenantId: "demo"),
      applications + "Approve": Contracts.ApproveRequest(
        requestId: id, validateOnly: true, id: application.id, etag: application.etag),
      applications + "Refuse": Contracts.RefuseRequest(
        requestId: id, validateOnly: true, id: application.id, etag: application.etag,
        reason: .unsuitable),
      applications + "Withdraw": Contracts.WithdrawRequest(
        requestId: id, validateOnly: true, id: application.id, etag: application.etag),
    ]
  }

  private static func lifeRequests(
    _ bureau: ContractBureau, _ id: String
  ) async throws -> [String: any Message] {
    let service = "/mado.contract.v1.ContractService/"
    let (card, centre) = (
      try await bureau.conclude(ContractBureau.card),
      try await bureau.conclude(ContractBureau.callCentre)
    )
    let active = try await bureau.active(ContractBureau.callCentre, on: "2026-06-01")
    let popUp = try await bureau.active(ContractBureau.popUp, on: "2026-06-01")
    var (cancelled, suspended) = (
      try await bureau.active(ContractBureau.popUp, on: "2026-06-01"), popUp
    )
    let notice = Contracts.CancellationNotice(wishDate: ContractBureau.date("2026-10-31"))
    cancelled = try #require(
      try await bureau.contracts.cancel(
        .init(
          requestId: freshID(), contractId: cancelled.id, etag: cancelled.etag, notice: notice),
        bureau.vendor
      ).contract)
    suspended = try await bureau.active(ContractBureau.telework, on: "2026-06-01")
    suspended = try #require(
      try await bureau.contracts.suspend(
        .init(
          requestId: freshID(), contractId: suspended.id, etag: suspended.etag, reason: .notPaid),
        bureau.vendor
      ).contract)
    let (last, order) = (ContractBureau.date("2026-12-31"), ContractBureau.telework)
    let trial = try #require(
      try await bureau.contracts.startTrial(
        .init(requestId: freshID(), tenantId: "demo", order: order, endDate: last), bureau.vendor
      ).contract)
    let reads: [String: any Message] = [
      service + "Get": Contracts.ContractServiceGetRequest(id: active.id),
      service + "List": Contracts.ContractServiceListRequest(tenantId: "demo"),
      service + "ListChanges": Contracts.ContractServiceListChangesRequest(tenantId: "demo"),
      service + "PreviewCancellation": Contracts.PreviewCancellationRequest(
        contractId: popUp.id, notice: notice),
      service + "RunRenewals": Contracts.RunRenewalsRequest(
        requestId: id, validateOnly: true, tenantId: "demo"),
      service + "Discontinue": Contracts.DiscontinueRequest(
        requestId: id, validateOnly: true, product: "meeting", endDate: last),
      service + "StartTrial": Contracts.StartTrialRequest(
        requestId: id, validateOnly: true, tenantId: "demo", order: order, endDate: last),
    ]
    return [
      service + "RecordDelivery": Contracts.RecordDeliveryRequest(
        requestId: id, validateOnly: true, contractId: card.id, etag: card.etag,
        deliverTime: ContractBureau.time("2026-06-01T00:00:00Z")),
      service + "Prepare": Contracts.PrepareRequest(
        requestId: id, validateOnly: true, contractId: centre.id, etag: centre.etag,
        targetDate: last),
      service + "Activate": Contracts.ActivateRequest(
        requestId: id, validateOnly: true, contractId: centre.id, etag: centre.etag),
      service + "Change": Contracts.ChangeRequest(
        requestId: id, validateOnly: true, contractId: active.id, etag: active.etag, licences: 101),
      service + "Cancel": Contracts.CancelRequest(
        requestId: id, validateOnly: true, contractId: popUp.id, etag: popUp.etag, notice: notice),
      service + "RevokeCancellation": Contracts.RevokeCancellationRequest(
        requestId: id, validateOnly: true, contractId: cancelled.id, etag: cancelled.etag),
      service + "Suspend": Contracts.SuspendRequest(
        requestId: id, validateOnly: true, contractId: active.id, etag: active.etag,
        reason: .abroad),
      service + "Resume": Contracts.ResumeRequest(
        requestId: id, validateOnly: true, contractId: suspended.id, etag: suspended.etag),
      service + "Terminate": Contracts.TerminateRequest(
        requestId: id, validateOnly: true, contractId: active.id, etag: active.etag,
        reason: .insolvency),
      service + "ConvertTrial": Contracts.ConvertTrialRequest(
        requestId: id, validateOnly: true, contractId: trial.id, etag: trial.etag),
      service + "EndTrial": Contracts.EndTrialRequest(
        requestId: id, validateOnly: true, contractId: trial.id, etag: trial.etag),
    ].merging(reads) { first, _ in first }
  }
}
