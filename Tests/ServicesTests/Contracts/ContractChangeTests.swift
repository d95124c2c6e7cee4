import CivilTime
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// What a contract has is changed, and its service starts on a day to come.
@Suite struct ContractChangeTests {
  private func change(
    _ contract: Contracts.Contract, _ quantities: [String: Int32], coTerm: Bool = false,
    licences: Int32? = nil, prices: [String: Int64] = [:], isRehearsed: Bool = false,
    _ bureau: ContractBureau, as caller: CallOptions? = nil
  ) async throws -> Contracts.ChangeResponse {
    try await bureau.contracts.change(
      .init(
        requestId: freshID(), validateOnly: isRehearsed, contractId: contract.id,
        etag: contract.etag, licences: licences, quantities: quantities, pricesYen: prices,
        coTerm: coTerm), caller ?? bureau.customer)
  }

  private func fees(of contract: String, in month: String, _ bureau: ContractBureau) async throws
    -> [String: Int64]
  {
    let invoices = Billing.InvoiceServiceClient(bureau.office.transport)
    let answer = try await invoices.preview(
      .init(contractId: contract, month: month), bureau.customer)
    return Dictionary(
      (answer.invoice?.lines ?? []).map { ($0.item, $0.amountYen) }, uniquingKeysWith: +)
  }

  @Test("CTI-09, CTI-22: more PCs are there at once, fewer from the next month")
  func computers() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-07-01")
    try await bureau.begin("2026-08-10")
    let preview = try await change(contract, ["software": 5], isRehearsed: true, bureau)
    let more = try await change(contract, ["software": 5], bureau)
    #expect(preview == more, "a preview is the same without the effect")
    let changed = try #require(more.contract)
    #expect(changed.itemCounts.map { $0.fromDate?.text } == ["2026-08-10"] && more.netYen == 0)
    let fewer = try #require(try await change(changed, ["software": 1], bureau).contract)
    #expect(fewer.itemCounts.map(\.quantity) == [5, 1])
    #expect(fewer.itemCounts.last?.fromDate?.text == "2026-09-01")
    for (month, yen) in [("2026-07", 3_150), ("2026-08", 5_250), ("2026-09", 1_050)]
      as [(String, Int64)]
    {
      #expect(try await fees(of: contract.id, in: month, bureau)["software"] == yen, "\(month)")
    }
    #expect(try await bureau.contract(contract.id) == fewer, "as it is kept")
  }

  @Test("CTI-21: connections join the present year by its months, or begin with the next")
  func connections() async throws {
    let bureau = try await ContractBureau()
    var order = ContractBureau.popUp
    order.quantities["connections"] = 1
    let contract = try await bureau.active(order, on: "2026-04-01")
    try await bureau.begin("2026-10-10")
    let later = try await change(contract, ["connections": 2], bureau)
    #expect(later.contract?.itemCounts.first?.fromDate?.text == "2027-04-01", "CTI-22")
    let joined = try await change(
      try #require(later.contract), ["connections": 2], coTerm: true, bureau)
    #expect(joined.netYen == 29_700, "CTI-21")
    #expect(joined.contract?.itemCounts.map { $0.fromDate?.text } == ["2026-10-10"])
    #expect(try await fees(of: contract.id, in: "2026-10", bureau)["connections"] == 29_700)
    #expect(try await fees(of: contract.id, in: "2026-04", bureau)["connections"] == 59_400)
    #expect(try await fees(of: contract.id, in: "2027-04", bureau)["connections"] == 118_800)
    let leases = Contracts.SeatLeaseServiceClient(bureau.office.transport)
    let held = try await leases.acquire(
      .init(contractId: contract.id, leaseId: "tab", client: .web),
      bureau.office.options("demo-worker"))
    #expect(held.limit == 10, "what the order has may be used")
  }

  @Test func everyFieldIsRefusedAtOnceAndNothingIsChanged() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-06-01")
    let wrong = await failure {
      try await change(contract, ["software": -1, "fax": 1, "maintenance": 0], bureau)
    }
    #expect(wrong?.code == .invalidArgument)
    #expect(
      Set(wrong?.fields ?? []) == [
        "quantities.fax", "quantities.maintenance", "quantities.software",
      ])
    let idle = await failure { try await change(contract, [:], bureau) }
    #expect(idle?.reason == "NOTHING_TO_CHANGE")
    let price = await failure {
      try await change(contract, ["software": 5], prices: ["connections": 1], bureau)
    }
    #expect(price?.fields == ["prices_yen.connections"])
    let theirs = await failure {
      try await change(contract, ["software": 5], prices: ["software": 1], bureau)
    }
    #expect(theirs?.code == .permissionDenied && theirs?.reason == "ONLY_THE_VENDOR_SAYS")
    let published = await failure {
      try await change(
        contract, ["software": 5], prices: ["software": 1], bureau, as: bureau.vendor)
    }
    #expect(published?.reason == "PRICE_PUBLISHED" && published?.fields == ["prices_yen.software"])
    #expect(try await bureau.contract(contract.id) == contract)
  }

  @Test(
    "SUP-23, CTI-11: a service starts on the day that was said, and until then another may be said")
  func start() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.conclude(ContractBureau.popUp)
    func activate(_ etag: String, _ day: String) async throws -> Contracts.Contract {
      try #require(
        try await bureau.contracts.activate(
          .init(
            requestId: freshID(), contractId: contract.id, etag: etag,
            startDate: ContractBureau.date(day)), bureau.vendor
        ).contract)
    }
    let first = try await activate(contract.etag, "2026-09-01")
    #expect(first.state == .concluded && first.startDate?.text == "2026-09-01")
    #expect(first.minimumEndDate?.text == "2027-09-30", "CTI-11")
    let moved = try await activate(first.etag, "2026-08-15")
    #expect(moved.minimumEndDate?.text == "2027-08-31" && moved.state == .concluded)
    try await bureau.begin("2026-08-14")
    #expect(try await bureau.contract(contract.id).state == .concluded)
    #expect(try await fees(of: contract.id, in: "2026-07", bureau).isEmpty)
    try await bureau.begin("2026-08-15")
    let started = try await bureau.contract(contract.id)
    #expect(started.state == .active && started.etag != moved.etag, "the schedule has done it")
    try await bureau.begin("2026-09-02")
    #expect(try await bureau.contract(contract.id).etag == started.etag, "once")
    #expect(try await fees(of: contract.id, in: "2026-08", bureau)["maintenance"] == 10_000)
  }
}
