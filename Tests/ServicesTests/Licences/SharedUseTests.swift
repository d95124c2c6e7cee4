import CivilTime
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// A licence that is one person's is watched for several who use it (CARD-11).
@Suite struct SharedUseTests {
  private static let password = "a password of his"
  private static let user = "demo-manager"

  /// An office whose manager has a licence of a product.
  private func office(_ product: String? = "card-corporate-cloud") async throws -> Office {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    try await office.setPassword(Self.password, of: Self.user)
    if let product { try await license(product, office) }
    return office
  }

  private func license(_ product: String, _ office: Office) async throws {
    office.clock.advance(by: .seconds(1))
    let contract = try await office.addContract(product, licences: 5)
    _ = try await office.licences.assign(
      .init(requestId: freshID(), contractId: contract, userId: Self.user),
      office.options("demo-administrator"))
  }

  /// Signs in by a program of that name, a second after whoever came before.
  @discardableResult
  private func login(by program: String, _ office: Office) async throws -> Identity.Session {
    office.clock.advance(by: .seconds(1))
    let answer = try await office.auth.login(
      .init(tenantId: "demo", login: Self.user, password: Self.password),
      CallOptions(metadata: ["user-agent": program]))
    return try #require(answer.session)
  }

  /// Notices and audit records of the suspicion.
  private func warnings(_ office: Office) async throws -> [Int] {
    let administrator = office.options("demo-administrator")
    let notices = try await office.notices.list(.init(), administrator).notices
    let records = try await office.auditLog.list(
      .init(filter: "target = \"shared-use/\(Self.user)\""), administrator
    ).records
    #expect(notices.allSatisfy { $0.means == .loginScreen && $0.body.contains(Self.user) })
    #expect(records.allSatisfy { $0.actor == Self.user && $0.action.hasPrefix("/mado.identity") })
    return [notices.count, records.count]
  }

  private func check(_ office: Office) async throws -> Contracts.CheckSharedUseResponse {
    let now = office.clock.now
    return try await office.licences.checkSharedUse(
      .init(
        userId: Self.user, from: now.advanced(by: .seconds(-7_200)).message,
        until: now.advanced(by: .seconds(1)).message), office.options("demo-administrator"))
  }

  @Test("two devices in use at one time are told of once, another one again")
  func once() async throws {
    let office = try await office()
    try await login(by: "telephone", office)
    #expect(try await warnings(office) == [0, 0])
    let second = try await login(by: "computer", office)
    #expect(await office.letsIn(second.accessToken), "a warning, no block")
    #expect(try await warnings(office) == [1, 1])
    try await login(by: "computer", office)
    try await login(by: "telephone", office)
    #expect(try await warnings(office) == [1, 1], "the same two")
    office.clock.advance(by: .seconds(86_400))
    try await login(by: "computer", office)
    try await login(by: "telephone", office)
    #expect(try await warnings(office) == [1, 1], "the same two on the next day")
    try await login(by: "tablet", office)
    #expect(try await warnings(office) == [2, 2])
  }

  @Test func aSessionThatHasEndedOrIsNotUsedIsNoneBesideAnother() async throws {
    let office = try await office()
    let first = try await login(by: "telephone", office)
    _ = try await office.auth.logout(.init(), office.options(first.accessToken))
    let second = try await login(by: "computer", office)
    // Nobody refreshes it: its access token ends.
    office.clock.advance(by: .seconds(900))
    try await login(by: "tablet", office)
    #expect(try await warnings(office) == [0, 0])
    office.clock.advance(by: .seconds(1))
    let third = try #require(
      try await office.auth.refresh(.init(refreshToken: second.refreshToken)).session)
    #expect(try await warnings(office) == [1, 1], "it is in use again")
    office.clock.advance(by: .seconds(890))
    _ = try await office.auth.refresh(.init(refreshToken: third.refreshToken))
    office.clock.advance(by: .seconds(890))
    try await login(by: "tablet", office)
    #expect(try await warnings(office) == [1, 1], "the same two")
    try await login(by: "watch", office)
    #expect(try await warnings(office) == [2, 2], "beside one that goes on")
    let steps = try #require(try await check(office).trace).steps
    let programs = steps.map { $0.values["device"]?.split(separator: " ").last.map(String.init) }
    #expect(programs == ["computer", "tablet", "computer", "tablet", "watch"])
  }

  @Test func whoHasNoLicenceThatIsOnePersonsGivesNoWarning() async throws {
    let office = try await office(nil)
    for program in ["telephone", "computer"] { try await login(by: program, office) }
    try await license("meeting", office)
    try await login(by: "tablet", office)
    #expect(try await warnings(office) == [0, 0], "MTG-11")
    let error = await failure { try await check(office) }
    #expect(error?.code == .failedPrecondition && error?.reason == "NO_NAMED_LICENCE")
    try await license("card-corporate-cloud", office)
    try await login(by: "computer", office)
    #expect(try await warnings(office) == [0, 0], "no device more")
    office.clock.advance(by: .seconds(3_600))
    for program in ["telephone", "computer"] { try await login(by: program, office) }
    #expect(try await warnings(office) == [1, 1], "what was before the licence is not counted")
  }

  @Test func aContractThatHasEndedForbidsNoSharing() async throws {
    let office = try await office()
    try await office.database.write { transaction in
      let store = ContractStore(.atTheMachine(Demo.tenant), transaction.connection)
      for var contract in try store.contracts() {
        contract.state = .terminated
        try store.replace(contract)
      }
    }
    for program in ["telephone", "computer"] { try await login(by: program, office) }
    #expect(try await warnings(office) == [0, 0])
  }

  @Test func whatCannotBeLookedAtKeepsNobodyOut() async throws {
    let office = try await office()
    try await office.database.write { transaction in
      let store = LicenceStore(.atTheMachine(Demo.tenant), transaction.connection)
      try store.add(
        LicenceRow(id: "l", contract: "lost", users: [Self.user], assigned: office.clock.now))
    }
    let session = try await login(by: "telephone", office)
    #expect(await office.letsIn(session.accessToken))
    let records = try await office.auditLog.list(
      .init(filter: "target = \"shared-use/\(Self.user)\""), office.options("demo-administrator")
    ).records
    #expect(records.map(\.refusal) == [SharedUseWatch.unknown])
  }

  @Test func aSecondFactorOpensASessionLikeAnyOther() async throws {
    let office = try await office()
    let session = try await login(by: "telephone", office)
    let (authenticator, _) = try await office.enrol(session.accessToken)
    office.clock.advance(by: .seconds(60))
    let challenge = try await office.challenge(Self.user, Self.password)
    #expect(try await warnings(office) == [0, 0], "half a sign-in is none")
    let code = office.shown(by: authenticator)
    _ = try await office.auth.verifyTotp(
      .init(challenge: challenge, code: code), CallOptions(metadata: ["user-agent": "computer"]))
    #expect(try await warnings(office) == [1, 1])
  }

  @Test("COM-12: what was found is shown with all that was looked at, ended sessions too")
  func checking() async throws {
    let office = try await office()
    let first = try await login(by: "telephone 1.0", office)
    let begun = office.clock.now.advanced(by: .seconds(1))
    try await login(by: "computer", office)
    office.clock.advance(by: .seconds(1))
    _ = try await office.auth.logout(.init(), office.options(first.accessToken))
    try await login(by: "tablet", office)
    let answer = try await check(office)
    #expect(
      answer.suspicions.map { $0.devices.map(\.userAgent) }
        == [
          ["computer", "telephone 1.0"], ["computer", "tablet"],
        ].map { $0.sorted() })
    #expect(answer.suspicions.first?.time == begun.message)
    #expect(answer.suspicions.first?.devices.first?.address == "in-process")
    #expect(answer.trace?.steps.map(\.ruleId) == ["CARD-11", "CARD-11", "CARD-11"])
    #expect(answer.trace?.steps.map { $0.values["in_use"] } == ["1", "2", "2"])
    office.clock.advance(by: .seconds(8_000))
    #expect(try await check(office).suspicions.isEmpty, "not in that time")
    let past = await failure {
      try await office.licences.checkSharedUse(
        .init(
          userId: Self.user, from: office.clock.now.message, until: office.clock.now.message),
        office.options("demo-administrator"))
    }
    #expect(past?.code == .invalidArgument && past?.fields == ["until"])
    let nobody = await failure {
      try await office.licences.checkSharedUse(
        .init(userId: "nobody", from: begun.message, until: office.clock.now.message),
        office.options("demo-administrator"))
    }
    #expect(nobody?.code == .notFound && nobody?.reason == "USER_NOT_FOUND")
  }

  @Test func whoAsksSeesItAndWhoGoesTakesItAlong() async throws {
    let office = try await office()
    try await login(by: "telephone", office)
    let administrator = office.options("demo-administrator")
    let asked = try await office.privacy.createSubjectRequest(
      .init(requestId: freshID(), kind: .inquire), office.options(Self.user)
    ).subjectRequest
    let id = try #require(asked).id
    _ = try await office.privacy.resolveSubjectRequest(
      .init(requestId: freshID(), id: id, answer: "shown"), administrator)
    let data = try await office.privacy.getSubjectRequest(
      .init(id: id), office.options(Self.user)
    ).data
    #expect(data?.sessionUses.map(\.userAgent) == ["telephone"])
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: Self.user), administrator)
    let left = try await office.database.read {
      try SessionUseStore(.atTheMachine(Demo.tenant), $0)
        .uses(of: Self.user, from: .min, until: .max)
    }
    #expect(left.isEmpty)
  }

  @Test func usesAreKeptForAWhileAndInANumber() async throws {
    let office = try await office()
    let kept = try await office.database.write { transaction in
      let store = SessionUseStore(.atTheMachine(Demo.tenant), transaction.connection)
      func add(_ number: Int64) throws {
        let device = SignInDevice(address: "a", userAgent: "")
        try store.add(
          SessionUse(
            session: "s\(number)", user: "u", device: device, from: number, until: number + 1))
      }
      for number in 0..<Int64(600) { try add(number) }
      let many = try store.uses(of: "u", from: .min, until: .max).map(\.from)
      try add(599 + SessionUseStore.keptSeconds)
      return [many, try store.uses(of: "u", from: .min, until: .max).map(\.from)]
    }
    #expect(kept[0] == Array(100..<600))
    #expect(kept[1] == [599, 599 + SessionUseStore.keptSeconds])
  }
}
