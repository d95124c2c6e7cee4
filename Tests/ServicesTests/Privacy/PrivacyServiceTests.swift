import CivilTime
import Crypto
import Foundation
import MadoAPI
import RPC
import Storage
import Testing

@testable import Services

/// What somebody may ask about the data that an office keeps of him (TEL-26).
@Suite struct PrivacyServiceTests {
  private func office() async throws -> Office {
    try await Office(
      devices: 2, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
  }

  private func ask(
    _ kind: Tenancies.SubjectRequestKind, _ office: Office, as who: String = "demo-worker",
    of user: String = "", _ correction: Tenancies.SubjectCorrection? = nil
  ) async throws -> Tenancies.SubjectRequest {
    let response = try await office.privacy.createSubjectRequest(
      .init(
        requestId: freshID(), userId: user, kind: kind, detail: "佐藤です", correction: correction),
      office.options(who))
    return try #require(response.subjectRequest)
  }

  private func resolve(
    _ request: Tenancies.SubjectRequest, _ office: Office, refused: Bool = false,
    check: String = "", evidence: Tenancies.EvidenceDisposal = .unspecified,
    only isRehearsal: Bool = false
  ) async throws -> Tenancies.SubjectRequest {
    let response = try await office.privacy.resolveSubjectRequest(
      .init(
        requestId: freshID(), validateOnly: isRehearsal, id: request.id, refused: refused,
        answer: "answered", identityCheck: check, evidence: evidence),
      office.options("demo-administrator"))
    return try #require(response.subjectRequest)
  }

  private func get(
    _ id: String, _ office: Office, as who: String = "demo-worker"
  ) async throws -> Tenancies.GetSubjectRequestResponse {
    try await office.privacy.getSubjectRequest(.init(id: id), office.options(who))
  }

  @Test func whoAsksSeesWhatIsKeptOnceItIsAnswered() async throws {
    let office = try await office()
    _ = try await office.verdicts([office.image(1), office.image(2)])
    let led = try await office.department("led").id
    try await office.setLeaders(["demo-worker"], of: led)
    let request = try await ask(.inquire, office)
    #expect(request.state == .verified && request.userId == "demo-worker")
    // The clock stands at 9:00 of 1 July in Japan: the first day is not counted, and the last is whole.
    #expect(request.dueTime?.seconds == Instant("2026-07-15T15:00:00Z")?.seconds)
    #expect(try await get(request.id, office).data == nil)
    #expect(try await resolve(request, office).state == .done)
    let data = try #require(try await get(request.id, office).data)
    #expect(data.user?.id == "demo-worker" && data.pictures == 2)
    #expect(data.devices.map(\.id) == ["demo-device"])
    #expect(data.ledDepartmentIds == [led] && data.departmentIds.isEmpty)
    #expect(data.auditRecords > 0 && data.firstCaptureTime == data.lastCaptureTime)
    let foreign = await failure { try await get(request.id, office, as: "demo-worker-2") }
    #expect(foreign?.reason == "SUBJECT_REQUEST_NOT_FOUND")
    let listed = try await office.privacy.listSubjectRequests(
      .init(), office.options("demo-worker-2")
    ).subjectRequests
    #expect(listed == [])
    let log = try await office.auditLog.list(
      .init(filter: "target = \"subject-data/demo-worker\""), office.options("demo-administrator")
    ).records
    #expect(log.map(\.actor) == ["demo-worker"])
    let again = await failure { try await resolve(request, office) }
    #expect(again?.reason == "SUBJECT_REQUEST_ENDED")
  }

  @Test func whoIsNotSignedInAsHimselfIsMadeSureOf() async throws {
    let office = try await office()
    let request = try await ask(.inquire, office, as: "demo-administrator", of: "demo-worker")
    #expect(request.state == .received && request.enteredBy == "demo-administrator")
    let unsure = await failure { try await resolve(request, office) }
    #expect(unsure?.code == .invalidArgument)
    let fields = unsure?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
    #expect(fields == ["identity_check"])
    let second = await failure {
      try await ask(.inquire, office, as: "demo-administrator", of: "demo-worker")
    }
    #expect(second?.reason == "SUBJECT_REQUEST_OPEN")
    #expect(try await resolve(request, office, check: "his passport").state == .done)
    let nobody = await failure {
      try await ask(.inquire, office, as: "demo-administrator", of: "nobody")
    }
    #expect(nobody?.code == .notFound)
    let other = await failure { try await ask(.inquire, office, of: "demo-worker-2") }
    #expect(other?.code == .notFound, "a worker asks for himself")
  }

  @Test func aCorrectionIsMadeWithItsAnswer() async throws {
    let office = try await office()
    let missing = await failure { try await ask(.correct, office) }
    #expect(missing?.code == .invalidArgument)
    let request = try await ask(.correct, office, .init(name: "佐藤", reading: "さとう"))
    #expect(try await resolve(request, office, refused: true).state == .refused)
    func name() async throws -> String? {
      try await office.users.get(.init(id: "demo-worker"), office.options("demo-administrator"))
        .user?.name
    }
    #expect(try await name() != "佐藤")
    let second = try await ask(.correct, office, .init(name: "佐藤", reading: "さとう"))
    #expect(try await resolve(second, office).state == .done)
    #expect(try await name() == "佐藤")
    let log = try await office.auditLog.list(
      .init(filter: "target = \"user/demo-worker\""), office.options("demo-administrator")
    ).records
    #expect(log.last?.action.hasSuffix("/ResolveSubjectRequest") == true)
  }

  @Test func whoIsDeletedLeavesNoNameAndNoPictureThatOpens() async throws {
    let office = try await office()
    _ = try await office.verdicts([office.image(1)])
    let request = try await ask(.delete, office)
    let undecided = await failure { try await resolve(request, office) }
    #expect(undecided?.code == .failedPrecondition && undecided?.reason == "EVIDENCE_UNDECIDED")
    // What is rehearsed leaves the key as it was.
    _ = try await resolve(request, office, evidence: .destroyed, only: true)
    #expect(try await office.verdicts([office.image(2)])[2]?.verdict == .stored)
    let done = try await resolve(request, office, evidence: .destroyed)
    #expect(done.state == .done && done.detail == "" && done.evidence == .destroyed)
    #expect(await !office.letsIn("demo-worker"))
    #expect(await !office.letsIn("demo-device"))
    let manager = office.options("demo-manager")
    let evidence = try await office.evidence.list(.init(), manager).evidence
    #expect(evidence.count == 2, "the links stay")
    let reading = await failure {
      try await office.evidence.download(.init(id: evidence[0].id), manager).reduce(into: 0) {
        count, _ in count += 1
      }
    }
    #expect(reading?.reason == "EVIDENCE_ERASED")
    let chain = try await office.evidence.verifyChain(
      .init(agentId: "demo-device"), office.options("demo-administrator"))
    #expect(chain.state == .ok && chain.checked == 2, "and vouch for one another")
    let state = try StoredState(
      of: office.path, masterKeyPath: nil, migrations: Backend.migrations)
    defer { state.close() }
    #expect(try Verification.run(state, .all).flaws == [])
    let left = try await office.database.read { connection in
      try connection.first(
        "SELECT login || '|' || name || '|' || reading FROM tenant_user WHERE id = 'demo-worker'"
      ) { try $0.read(0, as: String.self) }
    }
    #expect(left == "deleted demo-worker||")
    let again = await failure {
      try await ask(.inquire, office, as: "demo-administrator", of: "demo-worker")
    }
    #expect(again?.code == .notFound)
  }

  @Test func aHoldAndOnesOwnAccountAreNotDeleted() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    let held = try #require(
      try await office.erasing.placeHold(
        .init(requestId: freshID(), tenantId: "demo", reason: "r"), vendor
      ).hold)
    let request = try await ask(.delete, office)
    let error = await failure { try await resolve(request, office) }
    #expect(error?.code == .failedPrecondition && error?.reason == "LEGAL_HOLD")
    #expect(try await get(request.id, office).subjectRequest?.state == .verified)
    _ = try await office.erasing.releaseHold(.init(requestId: freshID(), id: held.id), vendor)
    #expect(try await resolve(request, office).state == .done, "there are no pictures")
    let own = try await ask(.delete, office, as: "demo-administrator")
    let oneself = await failure { try await resolve(own, office) }
    #expect(oneself?.reason == "NOT_ON_ONESELF")
  }

  @Test func picturesThatAreKeptStayReadable() async throws {
    let office = try await office()
    _ = try await office.verdicts([office.image(1)])
    let request = try await ask(.delete, office)
    #expect(try await resolve(request, office, evidence: .kept).state == .done)
    let manager = office.options("demo-manager")
    let id = try #require(try await office.evidence.list(.init(), manager).evidence.first).id
    let parts = try await office.evidence.download(.init(id: id), manager).reduce(into: 0) {
      count, _ in count += 1
    }
    #expect(parts == 1)
  }

  @Test func theRegisteredAdministratorsAreTold() async throws {
    let office = try await office()
    let administrator = office.options("demo-administrator")
    _ = try await office.contacts.set(
      .init(
        requestId: freshID(),
        contacts: [
          .init(name: "A", email: "a@example.jp"), .init(name: "B", email: "b@example.jp"),
        ]), administrator)
    let request = try await ask(.inquire, office)
    let notices = try await office.notices.list(.init(), administrator).notices
    #expect(Set(notices.map(\.recipient)) == ["a@example.jp", "b@example.jp"])
    for notice in notices {
      #expect(notice.body.contains(request.id) && notice.body.contains("2026-07-15"))
      #expect(!notice.body.contains("demo-worker") && !notice.body.contains("佐藤"))
    }
  }
}
