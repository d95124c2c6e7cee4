import CivilTime
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// What becomes of terms when somebody asks for it.
@Suite struct ContractRenewalTests {
  /// A bureau with a contract that is renewed and one that is not, whose terms end with July and June 2027.
  private func bureau() async throws -> (ContractBureau, card: String, telework: String) {
    let bureau = try await ContractBureau()
    let card = try await bureau.delivered()
    let telework = try await bureau.active(ContractBureau.telework, on: "2026-07-01")
    return (bureau, card.id, telework.id)
  }

  private func run(
    _ bureau: ContractBureau, as of: String? = nil, isRehearsed: Bool = false,
    id: String = freshID()
  ) async throws -> Contracts.RunRenewalsResponse {
    try await bureau.contracts.runRenewals(
      .init(
        requestId: id, validateOnly: isRehearsed, tenantId: "demo",
        asOfDate: of.map(ContractBureau.date)), bureau.vendor)
  }

  private func words(_ answer: Contracts.RunRenewalsResponse) -> [String] {
    answer.events.map { "\($0.date?.text ?? "") \($0.kind) \($0.termEndDate?.text ?? "")" }
  }

  private func setClock(_ day: String, _ bureau: ContractBureau) throws {
    bureau.office.clock.set(JST.instant(try #require(CivilDate(day))))
  }

  /// How many notices there are, and when what is due of a contract is due.
  private func state(_ contract: String, _ bureau: ContractBureau) async throws -> [String] {
    let notices = try await bureau.office.notices.list(.init(pageSize: 500), bureau.customer)
    let due = try await bureau.office.database.read { connection in
      try ContractTimetable.kinds.compactMap {
        try DueStore(connection).due($0, contract, of: Demo.tenant)?.description
      }
    }
    return ["\(notices.notices.count)"] + due
  }

  private static let year = [
    "2027-04-01 reminded 2027-06-30", "2027-05-01 reminded 2027-06-30",
    "2027-05-02 reminded 2027-07-31", "2027-05-30 reminded 2027-06-30",
    "2027-06-01 reminded 2027-07-31", "2027-06-30 reminded 2027-07-31",
    "2027-07-01 expired 2027-06-30", "2027-08-01 renewed 2027-07-31",
  ]

  @Test("what becomes of the terms is foreseen as it comes about, and nothing is done")
  func forecast() async throws {
    let (bureau, card, telework) = try await bureau()
    let before = try await state(card, bureau) + state(telework, bureau)
    #expect(try await words(run(bureau, as: "2027-08-01", isRehearsed: true)) == Self.year)
    #expect(try await run(bureau, isRehearsed: true).events.isEmpty, "nothing is due")
    #expect(try await state(card, bureau) + state(telework, bureau) == before)
    #expect(try await bureau.contract(card).termNumber == 1)
    let future = await failure { try await run(bureau, as: "2026-07-02") }
    #expect(future?.code == .invalidArgument && future?.fields == ["as_of_date"])
    let many = try await run(bureau, as: "9999-12-31", isRehearsed: true)
    #expect(many.truncated && many.events.count == 500)
    #expect(try await run(bureau, as: "0001-01-01").events.isEmpty)
  }

  @Test("CARD-08, TEL-11: what is due is carried out up to the day, once, beside the timer too")
  func carryingOut() async throws {
    let (bureau, card, telework) = try await bureau()
    try setClock("2027-08-01", bureau)
    let some = try await run(bureau, as: "2027-05-02")
    #expect(words(some) == Array(Self.year.prefix(3)) && !some.truncated && some.failed.isEmpty)
    #expect(some.events.map(\.contractId) == [telework, telework, card])
    #expect(try await bureau.contract(card).termNumber == 1)
    let foreseen = try await run(bureau, isRehearsed: true)
    let id = freshID()
    let rest = try await run(bureau, id: id)
    #expect(words(rest) == Array(Self.year.dropFirst(3)) && rest == foreseen)
    let renewed = try await bureau.contract(card)
    #expect(renewed.termNumber == 2 && renewed.termEndDate?.text == "2028-07-31", "CARD-08")
    #expect(try await bureau.contract(telework).state == .expired, "TEL-11")
    // Each was begun; then what was told by and by.
    let after = try await state(card, bureau)
    #expect(after[0] == "\(2 + Self.year.count)")
    #expect(try await run(bureau, id: id) == rest, "the same request is answered again")
    #expect(try await run(bureau).events.isEmpty, "it is done")
    try await bureau.office.scheduler.runDue()
    #expect(try await state(card, bureau)[0] == after[0], "by the timer either")
    let log = try await bureau.office.auditLog.list(
      .init(filter: "target = \"contract/\(card)\""), bureau.customer)
    #expect(log.records.contains { $0.actor == "scheduler" })
  }

  @Test func theTimerAndAHandDoNotDoubleEachOther() async throws {
    let (bureau, card, _) = try await bureau()
    try setClock("2027-08-01", bureau)
    async let timer = bureau.office.scheduler.runDue()
    async let first = run(bureau)
    async let second = run(bureau)
    let events = try await [first, second].flatMap(\.events)
    _ = try await timer
    #expect(Set(events).count == events.count, "nothing was done twice")
    #expect(try await state(card, bureau)[0] == "\(2 + Self.year.count)")
    #expect(try await bureau.contract(card).termNumber == 2)
  }

  @Test func whatFailsIsSaidAndHoldsUpNoOtherAndNobodyElsesIsTouched() async throws {
    let (bureau, card, telework) = try await bureau()
    let other = TenantID("other")
    try await bureau.office.database.write { transaction in
      let connection = transaction.connection
      var row = try #require(
        try ContractStore(.atTheMachine(Demo.tenant), connection).contract(telework))
      (row.id, row.tenant) = ("contract-of-another", other)
      try ContractStore(.atTheMachine(other), connection).add(row)
      try ContractTimetable.plan(row, after: .epoch, connection)
      var broken = try #require(
        try ContractStore(.atTheMachine(Demo.tenant), connection).contract(card))
      broken.catalogue = "lost"
      try ContractStore(.atTheMachine(Demo.tenant), connection).replace(broken)
    }
    try setClock("2027-08-01", bureau)
    let answer = try await run(bureau)
    #expect(words(answer) == Self.year.dropLast())
    #expect(answer.failed.map(\.contractId) == [card])
    #expect(answer.failed.first?.date?.text == "2027-08-01")
    #expect(answer.failed.first?.error.contains("contract") == true)
    #expect(try await bureau.contract(card).termNumber == 1, "it left nothing")
    let due = try await bureau.office.database.read {
      try DueStore($0).due(ContractTimetable.termEnd, "contract-of-another", of: other)
    }
    #expect(due?.description == "2027-06-30T15:00:00Z")
  }
}
