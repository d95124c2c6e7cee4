import CivilTime
import MadoAPI
import Protobuf

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of the support desk, about a case of the demo tenant's first worker.
  static func supportRequests(_ office: Office) async throws -> [String: any Message] {
    let opened = try await office.open()
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let (cases, sla) = ("/mado.support.v1.CaseService/", "/mado.support.v1.SlaService/")
    let policy = Support.SlaPolicy(calendarId: "business-days")
    return [
      cases + "Create": Support.CaseServiceCreateRequest(
        requestId: id, validateOnly: true, channel: .freeWeb, category: .usage,
        subject: .ownSoftware, product: "meeting", title: "t", body: "b"),
      cases + "Get": Support.CaseServiceGetRequest(id: opened.id),
      cases + "List": Support.CaseServiceListRequest(),
      cases + "Update": Support.CaseServiceUpdateRequest(
        requestId: id, validateOnly: true,
        case: .init(id: opened.id, title: "u", etag: opened.etag),
        updateMask: .init(paths: ["title"])),
      cases + "Assign": Support.AssignRequest(
        requestId: id, validateOnly: true, id: opened.id, etag: opened.etag),
      cases + "AddMessage": Support.AddMessageRequest(
        requestId: id, validateOnly: true, caseId: opened.id, kind: .question, body: "b"),
      cases + "ListMessages": Support.ListMessagesRequest(caseId: opened.id),
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
    ]
  }
}
