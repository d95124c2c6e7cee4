import Buffers
import CivilTime
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct CaseServiceTests {
  @Test func aCaseIsAskedAnsweredAndAccepted() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let opened = try await office.open()
    #expect(opened.state == .new && opened.policyId == "card-desk")
    #expect(opened.dueTime == (try Office.japan("2026-05-07 17:30")).message, "CARD-24")
    let held = try await office.write(.holding, to: opened.id)
    #expect(held.state == .open && held.dueTime == nil)
    let answered = try await office.write(.answer, to: opened.id)
    #expect(answered.state == .answered)
    let again = try await office.write(.question, to: opened.id, as: "demo-worker")
    #expect(again.state == .open)
    try await office.write(.internal, to: opened.id)
    try await office.write(.answer, to: opened.id)
    let accepted = try await office.cases.accept(
      .init(requestId: freshID(), id: opened.id), office.options("demo-worker")
    ).case
    #expect(accepted?.state == .accepted && accepted?.acceptance == .explicit)
    let mine = try await office.cases.listMessages(
      .init(caseId: opened.id), office.options("demo-worker"))
    #expect(mine.messages.map(\.kind) == [.question, .holding, .answer, .question, .answer])
    let all = try await office.cases.listMessages(.init(caseId: opened.id), office.options("desk"))
    #expect(all.messages.map(\.position) == [1, 2, 3, 4, 5, 6])
    let reopened = try await office.write(.question, to: opened.id, as: "demo-worker")
    #expect(reopened.state == .open && reopened.acceptTime == nil)
  }

  @Test func casesAreFoundByTheirWords() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let (worker, desk) = (office.options("demo-worker"), office.options("desk"))
    var ids: [String] = []
    for (title, body) in [
      ("Scanner", "名刺が読み取れません。Error E-42"), ("印刷", "the scanner prints twice"),
      ("パスワード", "忘れました"),
    ] {
      let made = try await office.cases.create(
        .init(
          requestId: freshID(), channel: .freeWeb, category: .defect, subject: .ownSoftware,
          product: "meeting", title: title, body: body), worker)
      ids.append(try #require(made.case).id)
      office.clock.advance(by: .seconds(60))
    }
    try await office.write(.internal, to: ids[2], as: "desk")
    func found(_ query: String, _ caller: CallOptions, filter: String = "") async throws -> Set<
      String
    > {
      Set(
        try await office.cases.search(.init(query: query, filter: filter), caller).cases.map(\.id))
    }
    #expect(
      try await found("scanner", worker) == Set(ids[..<2]), "title or message, in either size")
    #expect(try await found(" SCANNER e-42 ", worker) == [ids[0]], "every word")
    #expect(try await found("読み取れ", desk) == [ids[0]])
    #expect(try await found("scanner", desk, filter: "requester_id = \"nobody\"").isEmpty)
    #expect(
      try await found("scanner", office.options("demo-manager")).isEmpty, "they are not his own")
    let blank = await failure { try await office.cases.search(.init(query: "  "), worker) }
    #expect(blank?.code == .invalidArgument && blank?.fields == ["query"])
    let first = try await office.cases.search(.init(query: "scanner", pageSize: 1), worker)
    let rest = try await office.cases.search(
      .init(query: "scanner", pageSize: 1, pageToken: first.nextPageToken), worker)
    #expect(
      first.cases.map(\.id) == [ids[1]] && rest.cases.map(\.id) == [ids[0]], "the newest first")
    let other = await failure {
      try await office.cases.search(
        .init(query: "printer", pageToken: first.nextPageToken), worker)
    }
    #expect(other?.reason == "PAGE_TOKEN_MISMATCH")
  }

  @Test func whatTheFreeFormDoesNotTakeOnIsClosedAtOnce() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let answer = try await office.cases.create(
      .init(
        requestId: freshID(), channel: .freeWeb, category: .usage, subject: .hardware,
        product: "meeting", title: "t", body: "b"), office.options("demo-worker"))
    #expect(answer.case?.state == .outOfScope)
    #expect(answer.trace?.steps.first?.ruleId == "SUP-05")
    let error = await failure {
      try await office.write(.question, to: answer.case?.id ?? "", as: "demo-worker")
    }
    #expect(error?.code == .failedPrecondition && error?.reason == "CASE_ENDED")
  }

  @Test func whatIsPaidForWantsAContract() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    for channel in [Support.Channel.paid, .callCentre] {
      let error = await failure { try await office.open(channel: channel) }
      #expect(error?.code == .failedPrecondition && error?.reason == "CONTRACT_MISSING", "SUP-17")
    }
  }

  @Test func byThePaidChannelTheLicensedAskOrThoseWhomTheContractNames() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let contract = try await office.addPaidSupport()
    let administrator = office.options("demo-administrator")
    let unlicensed = await failure { try await office.open(channel: .paid) }
    #expect(
      unlicensed?.code == .permissionDenied && unlicensed?.reason == "NOT_AUTHORISED_CONTACT",
      "SUP-04")
    _ = try await office.licences.assign(
      .init(requestId: freshID(), contractId: contract, userId: "demo-worker"), administrator)
    #expect(try await office.open(channel: .paid).contractId == contract, "SUP-04")
    let other = await failure { try await office.open(product: "meeting", channel: .paid) }
    #expect(other?.reason == "CONTRACT_MISSING", "SUP-08: a contract for each product")
    let set = try await office.cases.setAuthorisedContacts(
      .init(requestId: freshID(), contractId: contract, userIds: ["demo-manager"]), administrator)
    #expect(set.userIds == ["demo-manager"])
    let unnamed = await failure { try await office.open(channel: .paid) }
    #expect(unnamed?.reason == "NOT_AUTHORISED_CONTACT", "SUP-04")
    _ = try await office.open(channel: .paid, as: "demo-manager")
    #expect(
      try await office.cases.listAuthorisedContacts(.init(contractId: contract), administrator)
        .userIds == ["demo-manager"])
  }

  @Test func theCallCentreIsTheCompanysForAllItsProducts() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let contract = try await office.addContract("call-centre", licences: 100)
    let opened = try await office.open(product: "", channel: .callCentre)
    #expect(opened.contractId == contract && opened.policyId == "call-centre", "SUP-18")
    let declined = try await office.open(
      product: "meeting", subject: .otherSoftware, channel: .callCentre)
    #expect(declined.state == .declinedOtherVendor, "SUP-19")
  }

  @Test func ofTeleworkAdministratorsAloneAsk() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let error = await failure { try await office.open(product: "telework") }
    #expect(error?.code == .permissionDenied && error?.reason == "NOT_AUTHORISED_CONTACT", "TEL-05")
    let opened = try await office.open(product: "telework", as: "demo-administrator")
    #expect(opened.policyId == "telework-mail" && opened.dueTime == nil)
  }

  @Test func aUserSeesHisOwnTheAdministratorTheTenantsTheDeskAll() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let his = try await office.open()
    let others = try await office.open(as: "demo-manager")
    let hidden = await failure { try await office.show(others.id, as: "demo-worker") }
    #expect(hidden?.code == .notFound && hidden?.reason == "CASE_NOT_FOUND")
    let error = await failure {
      try await office.write(.question, to: others.id, as: "demo-worker")
    }
    #expect(error?.reason == "CASE_NOT_FOUND")
    for (user, count) in [("demo-worker", 1), ("demo-administrator", 2), ("desk", 2)] {
      let listed = try await office.cases.list(.init(), office.options(user)).cases
      #expect(listed.count == count, "\(user)")
    }
    let byDue = try await office.cases.list(
      .init(filter: "requester_id = demo-worker", orderBy: "due_time"), office.options("desk"))
    #expect(byDue.cases.map(\.id) == [his.id])
  }

  @Test func aPageGoesOnWhereTheLastEndedAndNowhereElse() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    var ids: [String] = []
    for _ in 0..<5 {
      ids.append(try await office.open().id)
      office.clock.advance(by: .seconds(60))
    }
    for (order, expected) in [("", ids.reversed()), ("open_time", ids), ("due_time", ids)] {
      var (found, token): ([String], String) = ([], "")
      repeat {
        let page = try await office.cases.list(
          .init(pageSize: 2, pageToken: token, orderBy: order), office.options("desk"))
        found += page.cases.map(\.id)
        token = page.nextPageToken
      } while !token.isEmpty
      #expect(found == Array(expected), "\(order)")
    }
    let page = try await office.cases.list(.init(pageSize: 2), office.options("desk"))
    let other = await failure {
      try await office.cases.list(
        .init(pageToken: page.nextPageToken, filter: "state = \"new\""), office.options("desk"))
    }
    #expect(other?.reason == "PAGE_TOKEN_MISMATCH")
  }

  @Test func theDesksWordsAreTheDesksToWrite() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let opened = try await office.open()
    for kind in [Support.MessageKind.answer, .holding, .internal] {
      let error = await failure { try await office.write(kind, to: opened.id, as: "demo-worker") }
      #expect(error?.code == .invalidArgument)
    }
    let waits = await failure { try await office.write(.answer, to: opened.id, waits: true) }
    #expect(
      waits?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
        == ["waits_for_customer"])
    #expect(try await office.show(opened.id).case == opened)
  }

  @Test func whoHasReadAnOldStateChangesNothing() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let opened = try await office.open()
    try await office.write(.holding, to: opened.id)
    let error = await failure {
      try await office.cases.update(
        .init(
          requestId: freshID(), case: .init(id: opened.id, title: "x", etag: opened.etag),
          updateMask: .init(paths: ["title"])), office.options("demo-worker"))
    }
    #expect(error?.code == .aborted && error?.reason == "ETAG_MISMATCH")
    let now = try #require(try await office.show(opened.id).case)
    let changed = try await office.cases.update(
      .init(
        requestId: freshID(),
        case: .init(id: opened.id, category: .defect, title: "x", etag: now.etag),
        updateMask: .init(paths: ["title", "category"])), office.options("demo-worker")
    ).case
    #expect(changed?.title == "x" && changed?.category == .defect)
    let unknown = await failure {
      try await office.cases.assign(
        .init(requestId: freshID(), id: opened.id, assigneeId: "nobody", etag: changed?.etag ?? ""),
        office.options("desk"))
    }
    #expect(unknown?.reason == "USER_NOT_FOUND")
  }

  @Test func aRehearsalOpensNothing() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let id = freshID()
    let request = Support.CaseServiceCreateRequest(
      requestId: id, validateOnly: true, channel: .freeWeb, category: .usage,
      subject: .ownSoftware, product: "meeting", title: "t", body: "b")
    let answer = try await office.cases.create(request, office.options("demo-worker"))
    #expect(answer.case?.state == .new)
    #expect(try await office.cases.list(.init(), office.options("desk")).cases.isEmpty)
    var real = request
    real.validateOnly = false
    let first = try await office.cases.create(real, office.options("demo-worker"))
    let second = try await office.cases.create(real, office.options("demo-worker"))
    #expect(first == second)
    #expect(try await office.cases.list(.init(), office.options("desk")).cases.count == 1)
    real.title = "other"
    let reused = await failure {
      try await office.cases.create(real, office.options("demo-worker"))
    }
    #expect(reused?.reason == "IDEMPOTENCY_KEY_REUSED")
  }

  @Test func filesOfACaseAreItsPartiesOwn() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let opened = try await office.open()
    func upload(_ name: String, as user: String = "demo-worker") async throws -> Support.Attachment
    {
      let answer = try await office.cases.uploadAttachment(
        .init(
          requestId: freshID(), caseId: opened.id, fileName: name, mediaType: "text/plain",
          content: Bytes(Array("白紙".utf8))), office.options(user))
      return try #require(answer.attachment)
    }
    let file = try await upload("画面.txt")
    #expect(file.sizeBytes == 6 && file.sha256.count == 32)
    #expect(try await office.show(opened.id).attachments == [file])
    func download(
      from offset: Int64 = 0, limit: Int32 = 0, as user: String = "desk"
    ) async throws -> [UInt8] {
      Array(
        try await office.cases.downloadAttachment(
          .init(caseId: opened.id, id: file.id, offset: offset, limit: limit), office.options(user)
        ).content)
    }
    #expect(try await download() == Array("白紙".utf8))
    #expect(try await download(from: 3, limit: 2, as: "demo-worker") == Array("紙".utf8.prefix(2)))
    #expect(try await download(from: 6).isEmpty)
    let past = await failure { try await download(from: 7) }
    #expect(past?.code == .outOfRange && past?.reason == "OFFSET_PAST_END")
    let hidden = await failure { try await download(as: "demo-manager") }
    #expect(hidden?.reason == "CASE_NOT_FOUND")
    let folder = await failure { try await upload("../a") }
    #expect(folder?.code == .invalidArgument)
    for number in 1..<20 { _ = try await upload("\(number)", as: "desk") }
    let full = await failure { try await upload("21") }
    #expect(full?.code == .resourceExhausted && full?.reason == "ATTACHMENTS_FULL")
    _ = try await office.cases.close(
      .init(requestId: freshID(), id: opened.id, end: .closed), office.options("desk"))
    #expect(await failure { try await upload("a") }?.reason == "CASE_ENDED")
  }

  @Test func changesAreToldOfTheirTenant() async throws {
    let office = try await Office.supporting(at: "2026-05-01 10:00")
    let opened = try await office.open()
    let administrator = office.options("demo-administrator")
    let first = try await office.cases.listChanges(.init(), administrator)
    #expect(first.cases == [opened])
    let answered = try await office.write(.answer, to: opened.id)
    let next = try await office.cases.listChanges(
      .init(sinceToken: first.nextSinceToken), administrator)
    #expect(next.cases == [answered])
    let desk = try await office.cases.listChanges(.init(tenantId: "demo"), office.options("desk"))
    #expect(desk.cases == [answered])
    let nobody = await failure {
      try await office.cases.listChanges(.init(), office.options("desk"))
    }
    #expect(nobody?.code == .invalidArgument)
  }
}
