import Buffers
import CivilTime
import MadoAPI
import Protobuf

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of the support desk, about a case of the demo tenant's first worker.
  static func supportRequests(_ office: Office) async throws -> [String: any Message] {
    let opened = try await office.open()
    let file = try await office.cases.uploadAttachment(
      .init(
        requestId: freshID(), caseId: opened.id, fileName: "a.txt", mediaType: "text/plain",
        content: Bytes([1])), office.options("demo-worker")
    ).attachment
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let (cases, sla) = ("/mado.support.v1.CaseService/", "/mado.support.v1.SlaService/")
    let policy = Support.SlaPolicy(calendarId: "business-days")
    return [
      cases + "Create": Support.CaseServiceCreateRequest(
        requestId: id, validateOnly: true, channel: .freeWeb, category: .usage,
        subject: .ownSoftware, product: "meeting", title: "t", body: "b"),
      cases + "Get": Support.CaseServiceGetRequest(id: opened.id),
      cases + "List": Support.CaseServiceListRequest(),
      cases + "Search": Support.CaseServiceSearchRequest(query: "t"),
      cases + "Update": Support.CaseServiceUpdateRequest(
        requestId: id, validateOnly: true,
        case: .init(id: opened.id, title: "u", etag: opened.etag),
        updateMask: .init(paths: ["title"])),
      cases + "Assign": Support.AssignRequest(
        requestId: id, validateOnly: true, id: opened.id, etag: opened.etag),
      cases + "AddMessage": Support.AddMessageRequest(
        requestId: id, validateOnly: true, caseId: opened.id, kind: .question, body: "b"),
      cases + "ListMessages": Support.ListMessagesRequest(caseId: opened.id),
      cases + "UploadAttachment": Support.UploadAttachmentRequest(
        requestId: id, validateOnly: true, caseId: opened.id, fileName: "a.txt",
        mediaType: "text/plain", content: Bytes([1])),
      cases + "DownloadAttachment": Support.DownloadAttachmentRequest(
        caseId: opened.id, id: file?.id ?? ""),
      cases + "Accept": Support.AcceptRequest(requestId: id, validateOnly: true, id: opened.id),
      cases + "GetAcceptance": Support.GetAcceptanceRequest(id: opened.id),
      cases + "Close": Support.CloseRequest(
        requestId: id, validateOnly: true, id: opened.id, end: .closed),
      cases + "Reopen": Support.ReopenRequest(requestId: id, validateOnly: true, id: opened.id),
      cases + "ListChanges": Support.CaseServiceListChangesRequest(tenantId: "demo"),
      cases + "SetAuthorisedContacts": Support.SetAuthorisedContactsRequest(
        requestId: id, validateOnly: true, contractId: "none"),
      cases + "ListAuthorisedContacts": Support.ListAuthorisedContactsRequest(contractId: "none"),
      sla + "CreatePolicy": Support.CreatePolicyRequest(
        requestId: id, validateOnly: true, policy: policy),
      sla + "UpdatePolicy": Support.UpdatePolicyRequest(
        requestId: id, validateOnly: true, policy: policy, updateMask: .init(paths: ["first"])),
      sla + "ListPolicies": Support.ListPoliciesRequest(),
      sla + "Explain": Support.SlaServiceExplainRequest(caseId: opened.id),
      sla + "ListAlerts": Support.ListAlertsRequest(),
      "/mado.support.v1.PhoneDeskService/LogCall": Support.LogCallRequest(
        requestId: id, validateOnly: true, tenantId: "demo",
        receiveTime: .init(seconds: office.clock.now.seconds), contactName: "n", channel: .freeWeb,
        product: "meeting", category: .usage, subject: .ownSoftware, title: "t", body: "b"),
    ].merging(try await workRequests(office)) { first, _ in first }
  }

  /// The same of handlings, licences and connections.
  private static func workRequests(_ office: Office) async throws -> [String: any Message] {
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let administrator = office.options("demo-administrator")
    let paid = try await office.addPaidSupport()
    let opened = try await office.open(channel: .paid, as: "demo-administrator")
    let now = office.clock.now
    let handling = HandlingRow(
      id: "handling", caseID: opened.id, contract: paid, agent: "demo-worker", start: now,
      state: .running)
    try await office.database.write { transaction in
      try HandlingStore(.atTheMachine(Demo.tenant), transaction.connection).add(handling)
    }
    let card = try await office.addContract("card-corporate-cloud", licences: 5)
    let popUps = try await office.addContract("pop-up-a", licences: 5)
    let licence = try await office.licences.assign(
      .init(requestId: freshID(), contractId: card, userId: "demo-worker"), administrator
    ).licence
    _ = try await office.leases.acquire(
      .init(contractId: popUps, leaseId: "lease", client: .web), office.options("demo-worker"))
    let (log, licences, leases) = (
      "/mado.support.v1.WorkLogService/", "/mado.contract.v1.LicenceService/",
      "/mado.contract.v1.SeatLeaseService/"
    )
    let said = try await office.feedback.submit(
      .init(requestId: freshID(), product: "meeting", body: "b"), office.options("demo-worker")
    ).feedback
    let (words, news) = (
      "/mado.support.v1.FeedbackService/", "/mado.support.v1.ReleaseService/"
    )
    return [
      "/mado.support.v1.MailboxService/Provision": Support.ProvisionRequest(
        requestId: id, validateOnly: true, contractId: paid, domain: "example.jp"),
      "/mado.support.v1.MailboxService/Ingest": Support.IngestRequest(
        requestId: id, validateOnly: true, address: "none@example.jp", messageId: "m",
        sender: "a@example.jp", body: "b"),
      "/mado.support.v1.MailboxService/List": Support.MailboxServiceListRequest(
        tenantId: "demo"),
      words + "Submit": Support.SubmitRequest(
        requestId: id, validateOnly: true, product: "meeting", body: "b"),
      words + "GrantPublication": Support.GrantPublicationRequest(
        requestId: id, validateOnly: true, id: said?.id ?? "", consentVersion: "1"),
      words + "RevokePublication": Support.RevokePublicationRequest(
        requestId: id, validateOnly: true, id: said?.id ?? ""),
      words + "List": Support.FeedbackServiceListRequest(),
      news + "Publish": Support.PublishRequest(
        requestId: id, validateOnly: true,
        release: .init(product: "meeting", version: "1", kind: .fix, title: "t")),
      news + "List": Support.ReleaseServiceListRequest(),
      news + "SetSubscription": Support.SetSubscriptionRequest(
        requestId: id, validateOnly: true, products: ["meeting"]),
      news + "GetSubscription": Support.GetSubscriptionRequest(),
      log + "Start": Support.StartRequest(requestId: id, validateOnly: true, caseId: opened.id),
      log + "Stop": Support.StopRequest(requestId: id, validateOnly: true, id: "handling"),
      log + "Add": Support.AddRequest(
        requestId: id, validateOnly: true, caseId: opened.id, startTime: now.message,
        endTime: now.message),
      log + "MergeEntries": Support.MergeEntriesRequest(
        requestId: id, validateOnly: true, ids: ["none"]),
      log + "ReverseEntry": Support.ReverseEntryRequest(
        requestId: id, validateOnly: true, id: "none", reason: "r"),
      log + "SendReport": Support.SendReportRequest(
        requestId: id, validateOnly: true, caseId: opened.id),
      log + "List": Support.WorkLogServiceListRequest(tenantId: "demo"),
      licences + "Assign": Contracts.AssignRequest(
        requestId: id, validateOnly: true, contractId: card, userId: "demo-manager"),
      licences + "AssignDevice": Contracts.AssignDeviceRequest(
        requestId: id, validateOnly: true, contractId: popUps, device: "d"),
      licences + "Release": Contracts.ReleaseRequest(
        requestId: id, validateOnly: true, id: licence?.id ?? "", etag: licence?.etag ?? ""),
      licences + "Reassign": Contracts.ReassignRequest(
        requestId: id, validateOnly: true, id: licence?.id ?? "", toUserId: "demo-manager",
        etag: licence?.etag ?? ""),
      licences + "Recover": Contracts.RecoverRequest(
        requestId: id, validateOnly: true, contractId: card, caseId: opened.id),
      licences + "List": Contracts.LicenceServiceListRequest(contractId: card),
      licences + "CheckSharedUse": Contracts.CheckSharedUseRequest(
        userId: "demo-worker", from: now.message,
        until: now.advanced(by: .seconds(1)).message),
      leases + "Acquire": Contracts.AcquireRequest(
        contractId: popUps, leaseId: "lease", client: .web),
      leases + "Renew": Contracts.RenewRequest(contractId: popUps, leaseId: "lease"),
      leases + "Release": Contracts.SeatLeaseServiceReleaseRequest(
        contractId: popUps, leaseId: "none"),
      leases + "GetUsage": Contracts.GetUsageRequest(contractId: popUps),
      leases + "ListPeaks": Contracts.ListPeaksRequest(
        contractId: popUps, from: now.message,
        until: now.advanced(by: .seconds(3_600)).message),
    ]
  }
}
