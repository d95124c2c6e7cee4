import CivilTime
import Foundation
import MadoAPI
import RPC
import Rules
import Testing

@testable import Services

/// What time does to contracts.
@Suite struct ContractWorkTests {
  private func planned(
    _ id: String, _ bureau: ContractBureau
  ) async throws -> [String: String] {
    try await bureau.office.database.read { connection in
      let store = DueStore(connection)
      var found: [String: String] = [:]
      for kind in ContractTimetable.kinds {
        found[kind.name] = try store.due(kind, id, of: Demo.tenant)?.description
      }
      return found
    }
  }

  private func subjects(_ bureau: ContractBureau) async throws -> [String] {
    try await bureau.office.notices.list(.init(), bureau.customer).notices.map(\.subject).reversed()
  }

  @Test("CARD-05 to CARD-08: set-up ends, reminders go out, the contract is renewed")
  func aYear() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.delivered()
    #expect(
      try await planned(contract.id, bureau) == [
        "contract.setup-end": "2026-07-31T15:00:00Z", "contract.term-end": "2027-07-31T15:00:00Z",
        "contract.reminder": "2027-05-01T15:00:00Z",
      ])
    try await bureau.begin("2026-07-31")
    #expect(try await bureau.contract(contract.id).state == .setUp)
    try await bureau.begin("2026-08-01")
    #expect(try await bureau.contract(contract.id).state == .active)
    for day in ["2027-05-02", "2027-06-01", "2027-06-30"] { try await bureau.begin(day) }
    #expect(
      try await planned(contract.id, bureau) == ["contract.term-end": "2027-07-31T15:00:00Z"])
    try await bureau.begin("2027-08-01")
    let renewed = try await bureau.contract(contract.id)
    #expect(renewed.termNumber == 2 && renewed.termStartDate?.text == "2027-08-01")
    #expect(renewed.termEndDate?.text == "2028-07-31" && renewed.state == .active)
    let reminders = Array(repeating: "ご契約更新のお知らせ", count: 4)
    #expect(try await subjects(bureau) == ["ご利用開始のお知らせ"] + reminders)
    #expect(try await planned(contract.id, bureau)["contract.reminder"] == "2028-05-01T15:00:00Z")
  }

  @Test("after an outage of years all that is overdue has been done, once and in order")
  func anOutage() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.delivered()
    try await bureau.begin("2029-08-01")
    let renewed = try await bureau.contract(contract.id)
    #expect(renewed.termNumber == 4 && renewed.termEndDate?.text == "2030-07-31")
    // Begun; in each of three years three reminders and a renewal.
    #expect(try await subjects(bureau).count == 1 + 3 * 4)
    #expect(try await bureau.office.scheduler.runDue() == 0)
  }

  @Test("TEL-11: what is not renewed expires, and was announced before")
  func expiry() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.telework, on: "2026-07-01")
    try await bureau.begin("2027-06-30")
    #expect(try await bureau.contract(contract.id).state == .active)
    try await bureau.begin("2027-07-01")
    let over = try await bureau.contract(contract.id)
    #expect(over.state == .expired && over.endDate?.text == "2027-06-30")
    #expect(try await planned(contract.id, bureau) == [:])
    #expect(
      try await subjects(bureau) == [
        "ご利用開始のお知らせ", "契約期間満了のお知らせ", "契約期間満了のお知らせ", "契約期間満了のお知らせ",
        "契約終了のお知らせ",
      ])
    let log = try await bureau.office.auditLog.list(
      .init(filter: "target = \"contract/\(contract.id)\""), bureau.customer)
    #expect(log.records.contains { $0.actor == "scheduler" })
  }

  @Test func aCancelledContractIsNeitherRemindedOfNorRenewed() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.delivered()
    let cancelled = try await bureau.contracts.cancel(
      .init(requestId: freshID(), contractId: contract.id, etag: contract.etag), bureau.vendor)
    #expect(
      try await planned(contract.id, bureau) == [
        "contract.setup-end": "2026-07-31T15:00:00Z", "contract.end": "2027-07-31T15:00:00Z",
      ])
    try await bureau.begin("2027-08-01")
    #expect(try await bureau.contract(contract.id).state == .cancelled)
    #expect(try await bureau.contract(contract.id).termNumber == 1)
    #expect(cancelled.contract?.endDate?.text == "2027-07-31")
    #expect(try await subjects(bureau) == ["ご利用開始のお知らせ"])
  }
}
