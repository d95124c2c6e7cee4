import CivilTime
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// Each product's way to its end (COM-11).
@Suite struct ContractCancellationTests {
  private func preview(
    _ contract: Contracts.Contract, _ notice: Contracts.CancellationNotice,
    _ bureau: ContractBureau
  ) async throws -> Contracts.Cancellation {
    try #require(
      try await bureau.contracts.previewCancellation(
        .init(contractId: contract.id, notice: notice), bureau.customer
      ).cancellation)
  }

  private func notice(_ received: String, wish: String? = nil) -> Contracts.CancellationNotice {
    .init(
      receiveTime: ContractBureau.time("\(received)T03:00:00Z"),
      wishDate: wish.map(ContractBureau.date))
  }

  @Test(
    "a cancelled contract ends as its product's terms have it, and the last invoice is foreseen",
    arguments: [
      // rule, order, start, received, wish, end, penalty, the last invoice with tax
      (
        "TEL-14", ContractBureau.telework, "2026-01-10", "2026-01-31", "2026-02-28", "2026-02-28",
        0, 0
      ),
      ("TEL-14", ContractBureau.telework, "2026-01-10", "2026-02-01", nil, "2026-03-31", 0, 0),
      (
        "TEL-14", ContractBureau.telework, "2026-01-10", "2026-12-20", "2027-06-30", "2027-01-09",
        0, 132_000
      ),
      (
        "MTG-02", ContractBureau.meeting, "2026-03-15", "2026-05-31", "2026-06-30", "2026-06-30",
        270_000, 303_000
      ),
      (
        "MTG-04", ContractBureau.meeting, "2026-03-15", "2026-06-01", "2026-10-31", "2026-10-31",
        150_000, 183_000
      ),
      (
        "CTI-12", ContractBureau.popUp, "2026-04-15", "2026-06-01", "2026-10-31", "2026-10-31",
        60_000, 74_465
      ),
      (
        "CTI-12", ContractBureau.popUp, "2026-04-01", "2026-06-01", "2027-04-30", "2027-04-30", 0,
        14_465
      ),
    ]
      as [(String, Contracts.Order, String, String, String?, String, Int64, Int64)])
  func ends(
    rule: String, order: Contracts.Order, start: String, received: String, wish: String?,
    end: String, penalty: Int64, invoice: Int64
  ) async throws {
    let bureau = try await ContractBureau(at: "2026-12-31T00:00:00Z")
    let contract = try await bureau.active(order, on: start)
    let notice = notice(received, wish: wish)
    let foreseen = try await preview(contract, notice, bureau)
    #expect(foreseen.endDate?.text == end, "\(rule)")
    #expect(foreseen.penaltyYen == penalty && !foreseen.penaltyTaxable, "\(rule)")
    #expect(foreseen.lastInvoice?.totals?.totalYen == invoice, "\(rule)")
    #expect(foreseen.explanation?.en.contains(end) == true)
    #expect(foreseen.trace?.steps.contains { $0.ruleId == rule } == true)
    #expect(try await bureau.contract(contract.id) == contract, "a preview has no effect")
    let done = try await bureau.contracts.cancel(
      .init(
        requestId: freshID(), contractId: contract.id, etag: contract.etag, notice: notice,
        reference: "K-1", customerNumber: "demo"), bureau.vendor)
    #expect(done.cancellation == foreseen)
    #expect(done.contract?.cancellationReference == "K-1")
    #expect(done.contract?.endDate?.text == end)
  }

  private func card(_ bureau: ContractBureau) async throws -> Contracts.Contract {
    _ = try await bureau.reseller()
    let contract = try await bureau.conclude(ContractBureau.card, on: "2026-01-05")
    return try #require(
      try await bureau.contracts.recordDelivery(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag,
          deliverTime: ContractBureau.time("2026-01-31T00:00:00Z")), bureau.vendor
      ).contract)
  }

  @Test("CARD-07, CARD-08: a notice one day late is told the next possible end")
  func tooLate() async throws {
    let bureau = try await ContractBureau(at: "2027-01-30T04:00:00Z")
    let contract = try await card(bureau)
    let inTime = try await preview(contract, notice("2027-01-29"), bureau)
    #expect(inTime.endDate?.text == "2027-02-28")
    func cancel(_ accept: Bool) async throws -> Contracts.CancelResponse {
      var notice = notice("2027-01-30")
      notice.acceptNextTerm = accept
      return try await bureau.contracts.cancel(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag, notice: notice),
        bureau.vendor)
    }
    let error = await failure { try await cancel(false) }
    #expect(error?.code == .failedPrecondition && error?.reason == "NOTICE_TOO_LATE")
    #expect(error?.values["next_possible_end"] == "2028-02-29")
    #expect(error?.fields == ["notice.receive_time"])
    #expect(try await bureau.contract(contract.id) == contract, "nothing has changed")
    let accepted = try await cancel(true)
    #expect(accepted.contract?.endDate?.text == "2028-02-29")
    // It is renewed once more, and then ends.
    try await bureau.begin("2027-03-01")
    let renewed = try await bureau.contract(contract.id)
    #expect(renewed.termNumber == 2 && renewed.state == .active)
    try await bureau.begin("2028-03-01")
    let over = try await bureau.contract(contract.id)
    #expect(over.state == .cancelled && over.termNumber == 2)
  }

  @Test("MTG-01: the stamped original comes to the vendor, with the customer number on it")
  func original() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.meeting, on: "2026-03-15")
    let request = Contracts.CancelRequest(
      requestId: freshID(), contractId: contract.id, etag: contract.etag,
      notice: .init(wishDate: ContractBureau.date("2026-08-31")), customerNumber: "C000001")
    let own = await failure { try await bureau.contracts.cancel(request, bureau.customer) }
    #expect(own?.reason == "ORIGINAL_REQUIRED")
    let wrong = await failure { try await bureau.contracts.cancel(request, bureau.vendor) }
    #expect(wrong?.code == .invalidArgument && wrong?.fields == ["customer_number"])
  }

  @Test("what only the vendor knows, he says alone", arguments: 0..<4)
  func vendorsFields(place: Int) async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.telework, on: "2026-03-15")
    let past = ContractBureau.time("2026-05-01T00:00:00Z")
    let notices: [(Contracts.CancellationNotice, String)] = [
      (.init(receiveTime: past), "notice.receive_time"),
      (.init(fileTime: past), "notice.file_time"),
      (.init(literal: true), "notice.literal"),
      (.init(monthlyFeeYen: 0), "notice.monthly_fee_yen"),
    ]
    let error = await failure {
      try await bureau.contracts.cancel(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag,
          notice: notices[place].0), bureau.customer)
    }
    #expect(error?.code == .permissionDenied && error?.reason == "ONLY_THE_VENDOR_SAYS")
    #expect(error?.values["field"] == notices[place].1)
  }

  @Test func aCancellationIsRevokedWithItsPenalty() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-04-15")
    func cancel(_ etag: String) async throws -> Contracts.Contract? {
      try await bureau.contracts.cancel(
        .init(
          requestId: freshID(), contractId: contract.id, etag: etag,
          notice: .init(wishDate: ContractBureau.date("2026-10-31"))), bureau.customer
      ).contract
    }
    func penalties() async throws -> [ContractChargeRow] {
      try await bureau.office.database.read {
        try ContractStore(.atTheMachine(Demo.tenant), $0).charges(
          of: contract.id, in: .init(literal: 2026, 10, 31))
      }
    }
    let cancelled = try #require(try await cancel(contract.etag))
    #expect(try await penalties().map(\.amount) == [60_000])
    let twice = await failure { try await cancel(cancelled.etag) }
    #expect(twice?.reason == "ALREADY_CANCELLED" && twice?.values["end_date"] == "2026-10-31")
    let revoked = try await bureau.contracts.revokeCancellation(
      .init(requestId: freshID(), contractId: contract.id, etag: cancelled.etag), bureau.vendor)
    #expect(revoked.contract?.endDate == nil)
    #expect(try await penalties() == [])
    let none = await failure {
      try await bureau.contracts.revokeCancellation(
        .init(
          requestId: freshID(), contractId: contract.id, etag: revoked.contract?.etag ?? ""),
        bureau.vendor)
    }
    #expect(none?.reason == "NOT_CANCELLED")
  }

  @Test func whatHasNotBegunOrHasEndedIsNotCancelled() async throws {
    let bureau = try await ContractBureau()
    _ = try await bureau.reseller()
    let card = try await bureau.conclude(ContractBureau.card)
    let unknown = await failure { try await preview(card, .init(), bureau) }
    #expect(unknown?.reason == "TERM_UNKNOWN")
    let telework = try await bureau.active(ContractBureau.telework, on: "2026-06-01")
    _ = try await bureau.contracts.terminate(
      .init(
        requestId: freshID(), contractId: telework.id, etag: telework.etag, reason: .insolvency),
      bureau.vendor)
    let over = await failure { try await preview(telework, .init(), bureau) }
    #expect(over?.code == .failedPrecondition && over?.reason == "STATE")
    let future = await failure {
      try await bureau.contracts.cancel(
        .init(
          requestId: freshID(), contractId: card.id, etag: card.etag,
          notice: notice("2026-07-02")), bureau.vendor)
    }
    #expect(future?.fields == ["notice.receive_time"])
  }
}
