import CivilTime
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct ContractServiceTests {
  // MARK: Beginning

  @Test(
    "CARD-04: a day more of delivery is a month more without fees",
    arguments: [
      // delivered, billing start, end of the term, state on 1 July 2026
      ("2026-01-31T14:59:59Z", "2026-03-01", "2027-02-28", Contracts.ContractState.active),
      ("2026-01-31T15:00:00Z", "2026-04-01", "2027-03-31", .active),
      ("2026-06-30T01:00:00Z", "2026-08-01", "2027-07-31", .setUp),
    ])
  func delivery(
    at: String, billing: String, end: String, state: Contracts.ContractState
  ) async throws {
    let bureau = try await ContractBureau()
    _ = try await bureau.reseller()
    let contract = try await bureau.conclude(ContractBureau.card, on: "2026-01-05")
    let request = Contracts.RecordDeliveryRequest(
      requestId: freshID(), contractId: contract.id, etag: contract.etag,
      deliverTime: ContractBureau.time(at))
    var preview = request
    (preview.requestId, preview.validateOnly) = (freshID(), true)
    let foreseen = try await bureau.contracts.recordDelivery(preview, bureau.vendor)
    let answer = try await bureau.contracts.recordDelivery(request, bureau.vendor)
    #expect(foreseen == answer, "a preview is the same without the effect")
    let delivered = try #require(answer.contract)
    #expect(delivered.billingStartDate?.text == billing && delivered.termEndDate?.text == end)
    #expect(delivered.state == state && delivered.termNumber == 1)
    #expect(answer.trace?.steps.contains { $0.ruleId == "CARD-04" } == true)
    let again = await failure {
      try await bureau.contracts.recordDelivery(
        .init(
          requestId: freshID(), contractId: contract.id, etag: delivered.etag,
          deliverTime: request.deliverTime), bureau.vendor)
    }
    #expect(again?.code == .failedPrecondition)
    #expect(again?.reason == (state == .setUp ? "ALREADY_DELIVERED" : "STATE"))
  }

  @Test("SUP-23: a call centre is prepared, and starts with its own contract filed")
  func callCentre() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.conclude(ContractBureau.callCentre)
    let prepared = try await bureau.contracts.prepare(
      .init(
        requestId: freshID(), contractId: contract.id, etag: contract.etag,
        targetDate: ContractBureau.date("2026-10-01")), bureau.vendor)
    #expect(prepared.contract?.state == .preparing)
    var request = Contracts.ActivateRequest(
      requestId: freshID(), contractId: contract.id, etag: prepared.contract?.etag ?? "",
      startDate: ContractBureau.date("2026-10-01"))
    let error = await failure { [request] in
      try await bureau.contracts.activate(request, bureau.vendor)
    }
    #expect(error?.reason == "MISSING_DOCUMENT" && error?.values["document"] == "CENTRE_CONTRACT")
    request.document = "CC-7"
    let active = try await bureau.contracts.activate(request, bureau.vendor)
    #expect(active.contract?.state == .preparing, "until its day")
    #expect(active.contract?.termEndDate?.text == "2027-09-30", "SUP-22")
    try await bureau.begin("2026-10-01")
    #expect(try await bureau.contract(contract.id).state == .active)
  }

  @Test("TEL-18: a suspended contract is resumed, for a reason that it keeps meanwhile")
  func suspension() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.telework, on: "2026-06-01")
    let suspended = try await bureau.contracts.suspend(
      .init(
        requestId: freshID(), contractId: contract.id, etag: contract.etag, reason: .malware),
      bureau.vendor)
    #expect(suspended.contract?.state == .suspended && suspended.contract?.reason == .malware)
    let stale = await failure {
      try await bureau.contracts.resume(
        .init(requestId: freshID(), contractId: contract.id, etag: contract.etag), bureau.vendor)
    }
    #expect(stale?.code == .aborted && stale?.reason == "ETAG_MISMATCH")
    let resumed = try await bureau.contracts.resume(
      .init(
        requestId: freshID(), contractId: contract.id, etag: suspended.contract?.etag ?? ""),
      bureau.vendor)
    #expect(resumed.contract?.state == .active && resumed.contract?.reason == .unspecified)
  }

  // MARK: The vendor's end

  @Test(
    "TEL-15, TEL-16: at once for a grave reason, else with 30 days' notice",
    arguments: [
      // reason, last day, how it is refused, state after it
      (Contracts.ContractReason.insolvency, nil, nil, Contracts.ContractState.terminated),
      (.withNotice, "2026-07-31", nil, .active),
      (.withNotice, "2026-07-30", "NOTICE_TOO_SHORT", .active),
      (.abroad, "2026-07-15", nil, .active), (.abroad, "2026-06-30", "INVALID_FIELDS", .active),
    ] as [(Contracts.ContractReason, String?, String?, Contracts.ContractState)])
  func termination(
    reason: Contracts.ContractReason, end: String?, refusal: String?,
    state: Contracts.ContractState
  ) async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.telework, on: "2026-06-01")
    let request = Contracts.TerminateRequest(
      requestId: freshID(), contractId: contract.id, etag: contract.etag, reason: reason,
      endDate: end.map(ContractBureau.date))
    if let refusal {
      let error = await failure { try await bureau.contracts.terminate(request, bureau.vendor) }
      #expect(error?.reason == refusal)
      #expect(try await bureau.contract(contract.id) == contract, "nothing has changed")
      return
    }
    let answer = try await bureau.contracts.terminate(request, bureau.vendor)
    #expect(answer.contract?.state == state)
    #expect(answer.contract?.endDate?.text == end ?? "2026-07-01")
    try await bureau.begin("2026-08-01")
    let over = try await bureau.contract(contract.id)
    #expect(over.state == .terminated)
  }

  @Test("TEL-17: every contract may end with one")
  func antiSocialForces() async throws {
    let bureau = try await ContractBureau()
    let first = try await bureau.active(ContractBureau.telework, on: "2026-06-01")
    let second = try await bureau.active(ContractBureau.popUp, on: "2026-06-01")
    let wrong = await failure {
      try await bureau.contracts.terminate(
        .init(
          requestId: freshID(), contractId: first.id, etag: first.etag, reason: .abroad,
          allContracts: true), bureau.vendor)
    }
    #expect(wrong?.fields == ["all_contracts"])
    let answer = try await bureau.contracts.terminate(
      .init(
        requestId: freshID(), contractId: first.id, etag: first.etag, reason: .antiSocial,
        allContracts: true), bureau.vendor)
    #expect(answer.contract?.state == .terminated && answer.others == 1)
    #expect(try await bureau.contract(second.id).state == .terminated)
  }

  @Test("TEL-19: a product ends for all who have it, who are told")
  func discontinuation() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-06-01")
    let other = try await bureau.active(ContractBureau.telework, on: "2026-06-01")
    func discontinue(_ end: String, _ exception: String) async throws -> Int32 {
      try await bureau.contracts.discontinue(
        .init(
          requestId: freshID(), product: "pop-up-a", endDate: ContractBureau.date(end),
          exception: exception, note: "終了"), bureau.vendor
      ).contracts
    }
    let error = await failure { try await discontinue("2026-07-30", "") }
    #expect(error?.reason == "NOTICE_TOO_SHORT")
    #expect(try await discontinue("2026-07-30", "licensor") == 1)
    #expect(try await bureau.contract(contract.id).endDate?.text == "2026-07-30")
    #expect(try await bureau.contract(other.id) == other)
    let told = try await bureau.office.notices.list(.init(), bureau.customer).notices
    #expect(told.contains { $0.body.contains("2026-07-30") && $0.body.contains("終了") })
  }

  // MARK: Licences

  @Test("SUP-22, CARD-13: licences are added at once, and fewer only from the next term on")
  func licences() async throws {
    let bureau = try await ContractBureau()
    _ = try await bureau.reseller()
    var order = ContractBureau.card
    order.licences = 10
    let concluded = try await bureau.conclude(order, on: "2026-01-05")
    var contract = try #require(
      try await bureau.contracts.recordDelivery(
        .init(
          requestId: freshID(), contractId: concluded.id, etag: concluded.etag,
          deliverTime: ContractBureau.time("2026-01-31T00:00:00Z")), bureau.vendor
      ).contract)
    func change(_ licences: Int32, atRenewal: Bool) async throws -> Contracts.ChangeResponse {
      let answer = try await bureau.contracts.change(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag, licences: licences,
          atRenewal: atRenewal), bureau.customer)
      return answer
    }
    let fewer = await failure { try await change(9, atRenewal: false) }
    #expect(fewer?.code == .failedPrecondition && fewer?.reason == "REDUCE_ONLY_AT_RENEWAL")
    let tooFew = await failure { try await change(4, atRenewal: true) }
    #expect(tooFew?.code == .invalidArgument && tooFew?.reason == "MIN_LICENCES")
    let more = try await change(12, atRenewal: false)
    #expect(more.netYen == 0 && more.trace?.warnings.map(\.code) == ["COUNTED_AT_RENEWAL"])
    contract = try #require(more.contract)
    #expect(contract.order?.licences == 12 && contract.billedLicences == 10)
    contract = try #require(try await change(6, atRenewal: true).contract)
    #expect(contract.nextLicences == 6)
    try await bureau.begin("2027-03-01")
    let renewed = try await bureau.contract(contract.id)
    #expect(renewed.order?.licences == 6 && renewed.billedLicences == 6)
    #expect(renewed.nextLicences == 0 && renewed.termNumber == 2)
  }

  // MARK: Trials

  @Test("CARD-28: a trial ends by itself, or becomes a contract")
  func trials() async throws {
    let bureau = try await ContractBureau()
    func start() async throws -> Contracts.Contract {
      try #require(
        try await bureau.contracts.startTrial(
          .init(
            requestId: freshID(), tenantId: "demo", order: ContractBureau.telework,
            endDate: ContractBureau.date("2026-07-31")), bureau.vendor
        ).contract)
    }
    let (first, second, third) = (try await start(), try await start(), try await start())
    #expect(first.state == .trial && first.endDate?.text == "2026-07-31")
    let converted = try await bureau.contracts.convertTrial(
      .init(requestId: freshID(), contractId: second.id, etag: second.etag), bureau.vendor)
    #expect(converted.contract?.state == .concluded)
    #expect(converted.contract?.termEndDate?.text == "2027-06-30", "TEL-11")
    let ended = try await bureau.contracts.endTrial(
      .init(requestId: freshID(), contractId: third.id, etag: third.etag), bureau.vendor)
    #expect(ended.contract?.state == .ended && ended.contract?.endDate?.text == "2026-07-01")
    try await bureau.begin("2026-08-01")
    #expect(try await bureau.contract(first.id).state == .ended)
    #expect(try await bureau.contract(second.id).state == .concluded)
  }

  // MARK: Lists

  @Test func listsGoOnWhereTheyEndedAndChangesAreShown() async throws {
    let bureau = try await ContractBureau()
    var ids: [String] = []
    for _ in 0..<3 { ids.append(try await bureau.conclude(ContractBureau.telework).id) }
    let first = try await bureau.contracts.list(.init(pageSize: 2), bureau.customer)
    #expect(first.contracts.map(\.id) == Array(ids.prefix(2)))
    let rest = try await bureau.contracts.list(
      .init(pageSize: 2, pageToken: first.nextPageToken), bureau.customer)
    #expect(rest.contracts.map(\.id) == [ids[2]] && rest.nextPageToken.isEmpty)
    let other = await failure {
      try await bureau.contracts.list(
        .init(pageToken: first.nextPageToken, filter: "product = telework"), bureau.customer)
    }
    #expect(other?.code == .invalidArgument && other?.reason == "PAGE_TOKEN_MISMATCH")
    let changes = try await bureau.contracts.listChanges(.init(), bureau.customer)
    #expect(changes.contracts.map(\.id) == ids)
    let none = try await bureau.contracts.listChanges(
      .init(sinceToken: changes.nextSinceToken), bureau.customer)
    #expect(none.contracts.isEmpty)
    let filtered = try await bureau.contracts.list(
      .init(filter: "term_end_date >= \"2027-07-01\""), bureau.customer)
    #expect(filtered.contracts.isEmpty)
    let unnamed = await failure { try await bureau.contracts.list(.init(), bureau.vendor) }
    #expect(unnamed?.fields == ["tenant_id"])
  }
}
