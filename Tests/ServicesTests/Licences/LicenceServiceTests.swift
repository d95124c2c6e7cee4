import CivilTime
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct LicenceServiceTests {
  private func office(
    _ product: String = "card-corporate-cloud", licences: Int64
  ) async throws -> (Office, contract: String) {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    return (office, try await office.addContract(product, licences: licences))
  }

  private func assign(
    _ user: String, _ contract: String, _ office: Office, in licence: String = ""
  ) async throws -> Contracts.AssignResponse {
    try await office.licences.assign(
      .init(requestId: freshID(), contractId: contract, userId: user, licenceId: licence),
      office.options("demo-administrator"))
  }

  private func seats(_ contract: String, _ office: Office) async throws -> Contracts.SeatCount? {
    try await office.licences.list(
      .init(contractId: contract), office.options("demo-administrator")
    ).seats
  }

  @Test func eachPersonHasALicenceOfHisOwnUntilNoneIsLeft() async throws {
    let (office, contract) = try await office(licences: 2)
    let first = try await assign("demo-worker", contract, office)
    #expect(first.seats == .init(licences: 2, used: 1, free: 1))
    #expect(first.trace?.steps.map(\.ruleId) == ["CARD-12"])
    let twice = await failure { try await assign("demo-worker", contract, office) }
    #expect(twice?.code == .alreadyExists && twice?.reason == "ALREADY_LICENSED")
    _ = try await assign("demo-manager", contract, office)
    let none = await failure { try await assign("demo-administrator", contract, office) }
    #expect(none?.code == .resourceExhausted && none?.reason == "NO_FREE_SEAT")
    let nobody = await failure { try await assign("nobody", contract, office) }
    #expect(nobody?.reason == "USER_NOT_FOUND")
    #expect(try await seats(contract, office)?.used == 2)
    let mine = try await office.licences.list(
      .init(contractId: contract), office.options("demo-worker"))
    #expect(mine.licences.map(\.userIds) == [["demo-worker"]] && mine.seats == nil)
  }

  @Test func aLicenceIsOnePersonsButWhereIdsAreShared() async throws {
    let (office, contract) = try await office(licences: 5)
    let own = try #require(try await assign("demo-worker", contract, office).licence)
    let shared = await failure {
      try await assign("demo-manager", contract, office, in: own.id)
    }
    #expect(
      shared?.code == .failedPrecondition && shared?.reason == "SHARED_ID_FORBIDDEN", "CARD-11")
    let meeting = try await office.addContract("meeting", licences: 1)
    let id = try #require(try await assign("demo-worker", meeting, office).licence)
    let both = try await assign("demo-manager", meeting, office, in: id.id)
    #expect(both.licence?.userIds == ["demo-manager", "demo-worker"], "MTG-11")
    #expect(both.seats == .init(licences: 1, used: 1, free: 0))
    let device = await failure {
      try await office.licences.assignDevice(
        .init(requestId: freshID(), contractId: meeting, device: "PC-1"),
        office.options("demo-administrator"))
    }
    #expect(device?.reason == "OTHER_LICENCE_MODEL")
  }

  @Test func devicesHaveTheLicencesOfWhatIsLicensedByDevices() async throws {
    let (office, contract) = try await office("pop-up-a", licences: 1)
    let administrator = office.options("demo-administrator")
    let made = try await office.licences.assignDevice(
      .init(requestId: freshID(), contractId: contract, device: "PC-1"), administrator)
    #expect(made.licence?.device == "PC-1" && made.seats?.free == 0)
    for (device, reason) in [("PC-1", "ALREADY_LICENSED"), ("PC-2", "NO_FREE_SEAT")] {
      let error = await failure {
        try await office.licences.assignDevice(
          .init(requestId: freshID(), contractId: contract, device: device), administrator)
      }
      #expect(error?.reason == reason)
    }
    let person = await failure { try await assign("demo-worker", contract, office) }
    #expect(person?.reason == "OTHER_LICENCE_MODEL")
  }

  @Test func aLicenceMovesOnceIn30DaysWithoutAReason() async throws {
    let (office, contract) = try await office(licences: 5)
    let administrator = office.options("demo-administrator")
    var licence = try #require(try await assign("demo-worker", contract, office).licence)
    func move(
      to user: String, because reason: String = "", etag: String? = nil
    ) async throws -> Contracts.ReassignResponse {
      try await office.licences.reassign(
        .init(
          requestId: freshID(), id: licence.id, toUserId: user, reason: reason,
          etag: etag ?? licence.etag), administrator)
    }
    let old = licence.etag
    licence = try #require(try await move(to: "demo-manager").licence)
    #expect(licence.userIds == ["demo-manager"] && licence.reassignDate?.day == 27)
    let stale = await failure { try await move(to: "demo-worker", etag: old) }
    #expect(stale?.code == .aborted && stale?.reason == "ETAG_MISMATCH")
    try office.setClock("2026-05-26 10:00")
    let soon = await failure { try await move(to: "demo-worker") }
    #expect(soon?.code == .failedPrecondition && soon?.reason == "REASSIGNED_TOO_SOON", "CARD-11")
    let reasoned = try await move(to: "demo-worker", because: "異動")
    #expect(reasoned.trace?.warnings.map(\.code) == ["REASSIGNED_AGAIN"])
    licence = try #require(reasoned.licence)
    try office.setClock("2026-06-25 10:00")
    #expect(try await move(to: "demo-manager").licence?.userIds == ["demo-manager"])
  }

  @Test func leaversLicencesAreFreeAgainAndStayInTheHistory() async throws {
    let (office, contract) = try await office(licences: 3)
    let administrator = office.options("demo-administrator")
    for user in ["demo-worker", "demo-manager", "demo-administrator"] {
      _ = try await assign(user, contract, office)
    }
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-manager"), administrator)
    let staying = await failure {
      try await office.licences.recover(
        .init(requestId: freshID(), contractId: contract, userIds: ["demo-worker"]), administrator)
    }
    #expect(staying?.code == .invalidArgument)
    let freed = try await office.licences.recover(
      .init(requestId: freshID(), contractId: contract), administrator)
    #expect(freed.licences.map(\.userIds) == [["demo-manager"]], "SUP-09")
    #expect(freed.seats == .init(licences: 3, used: 2, free: 1), "SUP-09")
    let nobody = try await office.licences.recover(
      .init(requestId: freshID(), contractId: contract), administrator)
    #expect(nobody.licences.isEmpty)
    let released = try await office.licences.list(
      .init(filter: "state = RELEASED", contractId: contract), administrator)
    #expect(released.licences.map(\.userIds) == [["demo-manager"]])
  }

  @Test func theDeskRecoversLicencesForAPaidCaseAboutThat() async throws {
    let (office, contract) = try await office(licences: 3)
    _ = try await office.addPaidSupport()
    _ = try await assign("demo-manager", contract, office)
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-manager"), office.options("demo-administrator"))
    let usage = try await office.open(channel: .paid, as: "demo-administrator")
    let move = try await office.open(
      subject: .licenceMove, channel: .paid, as: "demo-administrator")
    let wrong = await failure {
      try await office.licences.recover(
        .init(requestId: freshID(), contractId: contract, caseId: usage.id), office.options("desk"))
    }
    #expect(wrong?.code == .failedPrecondition && wrong?.reason == "NO_LICENCE_MOVE")
    let freed = try await office.licences.recover(
      .init(requestId: freshID(), contractId: contract, caseId: move.id), office.options("desk"))
    #expect(freed.seats?.free == 3)
  }

  @Test func whatIsGivenBackIsFreeAndNothingIsGivenUnderAContractThatEnded() async throws {
    let (office, contract) = try await office(licences: 1)
    let administrator = office.options("demo-administrator")
    let licence = try #require(try await assign("demo-worker", contract, office).licence)
    let released = try await office.licences.release(
      .init(requestId: freshID(), id: licence.id, etag: licence.etag), administrator)
    #expect(released.licence?.state == .released && released.seats?.free == 1)
    let again = await failure {
      try await office.licences.release(
        .init(requestId: freshID(), id: licence.id, etag: licence.etag), administrator)
    }
    #expect(again?.reason == "LICENCE_RELEASED")
    _ = try await assign("demo-worker", contract, office)
    let unknown = await failure { try await assign("demo-worker", "none", office) }
    #expect(unknown?.code == .notFound && unknown?.reason == "CONTRACT_NOT_FOUND")
    let ended = try await office.addContract("telework", licences: 5, state: .terminated)
    let error = await failure { try await assign("demo-worker", ended, office) }
    #expect(error?.code == .failedPrecondition && error?.reason == "CONTRACT_NOT_IN_FORCE")
  }
}
