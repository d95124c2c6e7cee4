import Buffers
import Foundation
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

/// Every method that is served, called as every role, of the tenant whose data it asks for and of another.
///
/// What came of it is kept in `Fixtures/access.txt`, which says who may do what. `MADO_UPDATE_GOLDEN=1`
/// writes it anew; read the difference before committing it.
@Suite struct RoleWalkTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/access.txt")

  /// Somebody in a role, and how he stands to the data that the calls ask for.
  private struct Visitor {
    let standing: String
    let role: String
    let secret: String
    let principal: Principal
  }

  private static func visitors() -> [Visitor] {
    var found: [Visitor] = []
    func add(_ standing: String, _ role: String, _ principal: Principal) {
      found.append(
        Visitor(standing: standing, role: role, secret: "\(standing) \(role)", principal: principal)
      )
    }
    let other = TenantID("other")
    for role in TenantRole.all {
      let isDevice = role == .device
      let (device, colleague) = ("demo-device", "demo-device-2")
      add(
        "himself", role.word,
        Principal(
          .tenant(Demo.tenant, [role]), subject: isDevice ? device : "demo-worker",
          worker: "demo-worker"))
      add(
        "a colleague", role.word,
        Principal(
          .tenant(Demo.tenant, [role]), subject: isDevice ? colleague : "demo-worker-2",
          worker: "demo-worker-2"))
      // Of the same name, which must not help him.
      add(
        "another tenant", role.word,
        Principal(
          .tenant(other, [role]), subject: isDevice ? device : "demo-worker",
          worker: "demo-worker"))
    }
    for role in VendorRole.all {
      add("the vendor", role.word, Principal(.vendor([role]), subject: "demo-worker"))
    }
    return found
  }

  /// A right request of each method, about the demo tenant's first worker.
  private static func requests(_ office: Office) async throws -> [String: any Message] {
    let evidence = try #require(try await office.verdicts([office.image(1)])[1]).evidenceId
    try await office.database.write { transaction in
      let token = APIToken(
        id: "token-of-worker", user: "demo-worker", name: "t", scopes: ["calendar.read"],
        createdAt: 1, expiresAt: nil)
      try APITokenStore(.atTheMachine(Demo.tenant), transaction.connection)
        .add(token, secret: Token())
    }
    try await office.setPassword("a password of his", of: "demo-worker")
    _ = try await office.login("demo-worker", "a password of his")
    let session = try #require(
      try await office.auth.listSessions(.init(), office.options("demo-worker")).sessions.first
    ).id
    let group = try #require(
      try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: "g")), office.options("demo-administrator")
      ).group)
    let policy = try await office.policies.getPolicy(.init(), office.options("demo-administrator"))
    let operation = try await office.database.write { transaction in
      try office.operations.begin(
        Principal(.tenant(Demo.tenant, [.worker]), subject: "demo-worker"),
        OperationHandler.descriptor.methods[0], .atTheMachine(Demo.tenant), on: nil,
        in: transaction
      ) { _ in
        try await Task.sleep(for: .seconds(86_400))
        return Job.CancelResponse()
      }
    }
    let notice = "notice-of-tenant"
    try await office.database.write { transaction in
      try NoticeStore(.atTheMachine(Demo.tenant), transaction.connection).add(
        NoticeRow(
          id: notice, tenant: "demo", means: .other, recipient: "", subject: "s", body: "b",
          createdAt: 1, state: .recorded))
    }
    let hold = "hold-of-tenant"
    try await office.database.write { transaction in
      try ErasureStore(transaction.connection).add(
        HoldRow(id: hold, tenant: Demo.tenant, reason: "r", placedAt: 1, placedBy: "v"))
    }
    let subjectRequest = try #require(
      try await office.privacy.createSubjectRequest(
        .init(requestId: freshID(), kind: .inquire), office.options("demo-worker")
      ).subjectRequest)
    let others = try await supportRequests(office)
      .merging(billingRequests(office)) { first, _ in first }
      .merging(contractRequests(office)) { first, _ in first }
      .merging(worktimeRequests(office)) { first, _ in first }
      .merging(watchingRequests(office)) { first, _ in first }
      .merging(agentRequests(office)) { first, _ in first }
      .merging(retentionRequests(office)) { first, _ in first }
      .merging(reportRequests()) { first, _ in first }
      .merging(faceRequests(office)) { first, _ in first }
      .merging(exportRequests(office)) { first, _ in first }
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    let reflection = GrpcReflection.ServerReflectionRequest(messageRequest: .listServices(""))
    return [
      "/mado.telework.v1.EvidenceService/Upload": Telework.UploadRequest(
        item: .image(office.image(1))),
      "/mado.telework.v1.EvidenceService/List": Telework.EvidenceServiceListRequest(),
      "/mado.telework.v1.EvidenceService/Get": Telework.EvidenceServiceGetRequest(id: evidence),
      "/mado.telework.v1.EvidenceService/Download": Telework.DownloadRequest(id: evidence),
      "/mado.telework.v1.EvidenceService/ListGaps": Telework.ListGapsRequest(
        agentId: "demo-device"),
      "/mado.telework.v1.EvidenceService/VerifyChain": Telework.VerifyChainRequest(
        agentId: "demo-device"),
      "/mado.calendar.v1.CalendarService/ListHolidays": Calendar.ListHolidaysRequest(
        fromYear: 2026),
      "/mado.calendar.v1.CalendarService/CheckDay": Calendar.CheckDayRequest(date: day),
      "/mado.calendar.v1.CalendarService/AddBusinessDays": Calendar.AddBusinessDaysRequest(
        date: day, days: 1),
      "/mado.calendar.v1.CalendarService/CountBusinessDays": Calendar.CountBusinessDaysRequest(
        from: day, to: day),
      "/mado.calendar.v1.CalendarService/ComputeDue": Calendar.ComputeDueRequest(
        start: .init(seconds: 1_800_000_000), duration: .init(seconds: 60)),
      "/mado.calendar.v1.CalendarService/ComputePeriod": Calendar.ComputePeriodRequest(
        event: .eventDate(day), length: 1, unit: .month),
      "/mado.identity.v1.AuthService/Login": Identity.LoginRequest(
        tenantId: "demo", login: "demo-worker", password: "a password of his"),
      "/mado.identity.v1.AuthService/Refresh": Identity.RefreshRequest(refreshToken: "none"),
      "/mado.identity.v1.AuthService/SetPassword": Identity.SetPasswordRequest(
        tenantId: "nowhere", login: "nobody", code: "none", password: "a password of his"),
      "/mado.identity.v1.AuthService/Logout": Identity.LogoutRequest(),
      "/mado.identity.v1.AuthService/LogoutAll": Identity.LogoutAllRequest(),
      "/mado.identity.v1.AuthService/VerifyTotp": Identity.VerifyTotpRequest(
        challenge: "none", code: "123456"),
      "/mado.identity.v1.AuthService/UseRecoveryCode": Identity.UseRecoveryCodeRequest(
        challenge: "none", code: "none"),
      "/mado.identity.v1.AuthService/ChangePassword": Identity.ChangePasswordRequest(
        currentPassword: "a password of his", newPassword: "a password of his"),
      "/mado.identity.v1.AuthService/ListSessions": Identity.ListSessionsRequest(
        userId: "demo-worker"),
      "/mado.identity.v1.AuthService/RevokeSession": Identity.RevokeSessionRequest(
        requestId: id, validateOnly: true, id: session),
      "/mado.identity.v1.TwoFactorService/BeginTotp": Identity.BeginTotpRequest(
        requestId: id, validateOnly: true),
      "/mado.identity.v1.TwoFactorService/ConfirmTotp": Identity.ConfirmTotpRequest(
        requestId: id, validateOnly: true, code: "123456"),
      "/mado.identity.v1.TwoFactorService/DisableTotp": Identity.DisableTotpRequest(
        requestId: id, validateOnly: true, code: "123456"),
      "/mado.identity.v1.TwoFactorService/RegenerateRecoveryCodes":
        Identity.RegenerateRecoveryCodesRequest(requestId: id, validateOnly: true, code: "123456"),
      "/mado.identity.v1.PolicyService/GetPolicy": Identity.GetPolicyRequest(),
      "/mado.identity.v1.PolicyService/UpdatePolicy": Identity.UpdatePolicyRequest(
        requestId: id, validateOnly: true, policy: policy.policy,
        updateMask: .init(paths: ["require_mfa"])),
      "/mado.identity.v1.UserService/Delete": Identity.UserServiceDeleteRequest(
        requestId: id, validateOnly: true, id: "demo-worker"),
      "/mado.identity.v1.TokenService/Rotate": Identity.TokenServiceRotateRequest(
        requestId: id, validateOnly: true, id: "token-of-worker"),
      "/mado.identity.v1.DeviceService/IssueCode": Identity.DeviceServiceIssueCodeRequest(
        requestId: id, validateOnly: true, workerId: "demo-worker"),
      "/mado.identity.v1.DeviceService/Enrol": Identity.EnrolRequest(code: "none", name: "d"),
      "/mado.identity.v1.DeviceService/List": Identity.DeviceServiceListRequest(
        filter: "worker_id = \"demo-worker\""),
      "/mado.identity.v1.DeviceService/Revoke": Identity.DeviceServiceRevokeRequest(
        requestId: id, validateOnly: true, id: "demo-device"),
      "/mado.tenant.v1.TenantService/Create": Tenancies.TenantServiceCreateRequest(
        requestId: id, validateOnly: true,
        tenant: .init(id: "C001234", name: "T", locale: "ja"),
        administrator: .init(login: "a", name: "A", locale: "ja")),
      "/mado.tenant.v1.TenantService/Get": Tenancies.TenantServiceGetRequest(id: "demo"),
      "/mado.tenant.v1.TenantService/List": Tenancies.TenantServiceListRequest(),
      "/mado.tenant.v1.TenantService/Update": Tenancies.TenantServiceUpdateRequest(
        requestId: id, validateOnly: true,
        tenant: .init(id: "demo", locale: "en", etag: Etag(version: 1, of: "demo").text),
        updateMask: .init(paths: ["locale"])),
      "/mado.tenant.v1.TenantService/Close": Tenancies.CloseRequest(
        requestId: id, validateOnly: true, id: "demo", contractEnd: day),
      "/mado.tenant.v1.ErasureService/List": Tenancies.ErasureServiceListRequest(),
      "/mado.tenant.v1.ErasureService/Get": Tenancies.ErasureServiceGetRequest(tenantId: "demo"),
      "/mado.tenant.v1.ErasureService/PlaceHold": Tenancies.PlaceHoldRequest(
        requestId: id, validateOnly: true, tenantId: "demo", reason: "r"),
      "/mado.tenant.v1.ErasureService/ReleaseHold": Tenancies.ReleaseHoldRequest(
        requestId: id, validateOnly: true, id: hold),
      "/mado.tenant.v1.PrivacyService/CreateSubjectRequest":
        Tenancies.CreateSubjectRequestRequest(
          requestId: id, validateOnly: true, userId: "demo-worker", kind: .delete),
      "/mado.tenant.v1.PrivacyService/GetSubjectRequest": Tenancies.GetSubjectRequestRequest(
        id: subjectRequest.id),
      "/mado.tenant.v1.PrivacyService/ListSubjectRequests":
        Tenancies.ListSubjectRequestsRequest(),
      "/mado.tenant.v1.PrivacyService/ResolveSubjectRequest":
        Tenancies.ResolveSubjectRequestRequest(
          requestId: id, validateOnly: true, id: subjectRequest.id, answer: "a"),
      "/mado.tenant.v1.GroupService/Create": Tenancies.GroupServiceCreateRequest(
        requestId: id, validateOnly: true, group: .init(name: "new")),
      "/mado.tenant.v1.GroupService/Get": Tenancies.GroupServiceGetRequest(id: group.id),
      "/mado.tenant.v1.GroupService/List": Tenancies.GroupServiceListRequest(),
      "/mado.tenant.v1.GroupService/Update": Tenancies.GroupServiceUpdateRequest(
        requestId: id, validateOnly: true, group: .init(id: group.id, name: "h", etag: group.etag),
        updateMask: .init(paths: ["name"])),
      "/mado.tenant.v1.GroupService/Move": Tenancies.MoveRequest(
        requestId: id, validateOnly: true, id: group.id, etag: group.etag),
      "/mado.tenant.v1.GroupService/Delete": Tenancies.GroupServiceDeleteRequest(
        requestId: id, validateOnly: true, id: group.id),
      "/mado.tenant.v1.GroupService/SetMembers": Tenancies.SetMembersRequest(
        requestId: id, validateOnly: true, id: group.id, userIds: ["demo-worker"]),
      "/mado.tenant.v1.GroupService/SetLeaders": Tenancies.SetLeadersRequest(
        requestId: id, validateOnly: true, id: group.id, userIds: ["demo-worker"]),
      "/mado.tenant.v1.AdminContactService/Set": Tenancies.SetRequest(
        requestId: id, validateOnly: true,
        contacts: [.init(name: "A", email: "a@example.jp")]),
      "/mado.tenant.v1.AdminContactService/List": Tenancies.AdminContactServiceListRequest(),
      "/mado.tenant.v1.AdminContactService/VerifyCaller": Tenancies.VerifyCallerRequest(
        systemId: "0000000000", name: "A"),
      "/mado.identity.v1.UserService/IssueCode": Identity.IssueCodeRequest(
        requestId: id, validateOnly: true, userId: "demo-worker"),
      "/mado.identity.v1.UserService/Create": Identity.UserServiceCreateRequest(
        requestId: id, validateOnly: true,
        user: .init(login: "new", name: "New", locale: "ja", roles: [.worker])),
      "/mado.identity.v1.UserService/ImportUsers": Identity.ImportUsersRequest(
        requestId: id, validateOnly: true, csv: "login,name,roles\nn,N,WORKER\n"),
      "/mado.identity.v1.UserService/Get": Identity.UserServiceGetRequest(id: "demo-worker"),
      "/mado.identity.v1.UserService/ListChanges": Identity.ListChangesRequest(),
      "/mado.identity.v1.UserService/List": Identity.UserServiceListRequest(),
      "/mado.identity.v1.UserService/Update": Identity.UserServiceUpdateRequest(
        requestId: id, validateOnly: true,
        user: .init(id: "demo-worker", name: "W", etag: Etag(version: 1, of: "demo-worker").text),
        updateMask: .init(paths: ["name"])),
      "/mado.identity.v1.TokenService/Create": Identity.TokenServiceCreateRequest(
        requestId: id, validateOnly: true, name: "t", scopes: ["calendar.read"]),
      "/mado.identity.v1.TokenService/List": Identity.TokenServiceListRequest(),
      "/mado.identity.v1.TokenService/Revoke": Identity.TokenServiceRevokeRequest(
        requestId: id, validateOnly: true, id: "token-of-worker"),
      "/mado.audit.v1.AuditService/StartVerification": Audit.StartVerificationRequest(
        requestId: id, validateOnly: true),
      "/mado.job.v1.OperationService/Get": Job.GetRequest(id: operation.id),
      "/mado.job.v1.OperationService/List": Job.ListRequest(),
      "/mado.job.v1.OperationService/Wait": Job.WaitRequest(
        id: operation.id, timeout: .init(nanos: 1_000_000)),
      "/mado.job.v1.OperationService/Cancel": Job.CancelRequest(
        requestId: id, validateOnly: true, id: operation.id),
      "/mado.notice.v1.NoticeService/Send": Notices.SendRequest(
        requestId: id, validateOnly: true, tenantId: "demo", means: .other, subject: "s", body: "b"),
      "/mado.notice.v1.NoticeService/List": Notices.ListRequest(tenantId: "demo"),
      "/mado.notice.v1.NoticeService/Get": Notices.GetRequest(id: notice, tenantId: "demo"),
      "/mado.notice.v1.NoticeService/Acknowledge": Notices.AcknowledgeRequest(
        requestId: id, validateOnly: true, id: notice),
      "/mado.audit.v1.AuditService/List": Audit.ListRequest(),
      "/mado.audit.v1.AuditService/Get": Audit.GetRequest(position: 1),
      "/mado.audit.v1.AuditService/ListChanges": Audit.ListChangesRequest(),
      "/mado.audit.v1.AuditService/Verify": Audit.VerifyRequest(),
      "/mado.audit.v1.AuditService/ListCheckpoints": Audit.ListCheckpointsRequest(),
      "/mado.audit.v1.AuditService/Export": Audit.ExportRequest(format: .jsonLines),
      "/grpc.health.v1.Health/Check": GrpcHealth.HealthCheckRequest(),
      "/grpc.health.v1.Health/List": GrpcHealth.HealthListRequest(),
      "/grpc.health.v1.Health/Watch": GrpcHealth.HealthCheckRequest(),
      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo": reflection,
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": reflection,
    ].merging(others) { first, _ in first }
      .merging(try await statusRequests(office)) { first, _ in first }
  }

  private func office() async throws -> (Office, [Visitor]) {
    let visitors = Self.visitors()
    let office = try await Office(others: visitors.map { ($0.secret, $0.principal) })
    return (office, visitors)
  }

  /// A line for each outcome, with the roles that have it.
  private func fate(
    of visitors: [Visitor], calling method: MethodDescriptor, _ request: BytePieces,
    _ office: Office
  ) async -> String {
    var roles: [String: [String]] = [:]
    for visitor in visitors {
      roles[await office.outcome(method, request, as: visitor.secret), default: []]
        .append(visitor.role)
    }
    return roles.sorted { $0.key < $1.key }.map { outcome, roles in
      let isAll = roles.count == visitors.count
      return "    \(outcome): \(isAll ? "every role" : roles.joined(separator: " "))\n"
    }.joined()
  }

  @Test func everyRoleReachesWhatTheTableSays() async throws {
    let (office, visitors) = try await office()
    let requests = try await Self.requests(office)
    let methods = office.services.flatMap { type(of: $0).descriptor.methods }
    #expect(
      Set(methods.map(\.path)) == Set(requests.keys), "a method has no request, or none is served")
    var text = Self.head
    let table = try AccessTable(office.services.map { type(of: $0).descriptor })
    // What ends the worker's sessions comes last.
    let last = "/mado.identity.v1.AuthService/LogoutAll"
    for method in methods.sorted(by: {
      ($0.path == last ? 1 : 0, $0.path) < ($1.path == last ? 1 : 0, $1.path)
    }) {
      let request = try #require(requests[method.path]).framed()
      text += "\n\(method.path.dropFirst())\n"
      // Nobody is asked who he is.
      guard table[method]?.audience != .everybody else {
        text += "  everybody\n    \(await office.outcome(method, request, as: nil))\n"
        continue
      }
      text += "  nobody\n    \(await office.outcome(method, request, as: nil))\n"
      // Those who fare alike stand together.
      var fates: [(standings: [String], lines: String)] = []
      for standing in ["himself", "a colleague", "another tenant", "the vendor"] {
        let lines = await fate(
          of: visitors.filter { $0.standing == standing }, calling: method, request, office)
        if let same = fates.firstIndex(where: { $0.lines == lines }) {
          fates[same].standings.append(standing)
        } else {
          fates.append(([standing], lines))
        }
      }
      for fate in fates { text += "  \(fate.standings.joined(separator: ", "))\n\(fate.lines)" }
    }
    if ProcessInfo.processInfo.environment["MADO_UPDATE_GOLDEN"] == "1" {
      try text.write(to: Self.golden, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: Self.golden, encoding: .utf8)))
  }

  private static let head = """
    Who may call what, found by calling: every method as every role. The data that is asked for is that of a
    worker of the tenant "demo"; the caller is that worker himself, or his device; a colleague of the same
    tenant, who leads the worker's department; somebody of another tenant; of the vendor. "nothing" is an answer
    that shows nothing.

    """

  /// Who may not call learns nothing of how a request is read.
  @Test func aMalformedRequestIsLookedAtForThoseAloneWhoMayCall() async throws {
    let (office, visitors) = try await office()
    let requests = try await Self.requests(office)
    let malformed = BytePieces(Bytes([0, 0, 0, 0, 1, 0xff]))
    let denials: Set = ["PERMISSION_DENIED", "UNAUTHENTICATED"]
    let table = try AccessTable(office.services.map { type(of: $0).descriptor })
    // What everybody may call says UNAUTHENTICATED of what is in a request, not of who calls.
    for method in office.services.flatMap({ type(of: $0).descriptor.methods })
    where table[method]?.audience != .everybody {
      let request = try #require(requests[method.path]).framed()
      for secret in [nil] + visitors.map(\.secret) {
        let right = await office.outcome(method, request, as: secret)
        let wrong = await office.outcome(method, malformed, as: secret)
        // A stream may know that there is nothing for its caller before it reads.
        let expected = denials.contains(right) ? [right] : ["INVALID_ARGUMENT", "NOT_FOUND"]
        #expect(expected.contains(wrong), "\(method.path) as \(secret ?? "nobody")")
      }
    }
  }
}
