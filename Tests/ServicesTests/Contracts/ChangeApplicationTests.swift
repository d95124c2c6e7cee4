import CivilTime
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// Changes that are applied for (TEL-12): all that ContractService.Change takes, by the same rules.
@Suite struct ChangeApplicationTests {
  private func submit(
    _ contract: Contracts.Contract, licences: Int32 = 0, _ quantities: [String: Int32] = [:],
    prices: [String: Int64] = [:], coTerm: Bool = false, atRenewal: Bool = false,
    isRehearsed: Bool = false, _ bureau: ContractBureau
  ) async throws -> Contracts.SubmitResponse {
    try await bureau.applications.submit(
      .init(
        requestId: freshID(), validateOnly: isRehearsed, kind: .change, contractId: contract.id,
        licences: licences, atRenewal: atRenewal, quantities: quantities, pricesYen: prices,
        coTerm: coTerm), bureau.customer)
  }

  /// What a change that is asked for directly would come to.
  private func preview(
    _ contract: Contracts.Contract, _ quantities: [String: Int32], coTerm: Bool = false,
    _ bureau: ContractBureau
  ) async throws -> Contracts.ChangeResponse {
    try await bureau.contracts.change(
      .init(
        requestId: freshID(), validateOnly: true, contractId: contract.id, etag: contract.etag,
        quantities: quantities, coTerm: coTerm), bureau.customer)
  }

  /// The changes that were applied for.
  private func changes(_ bureau: ContractBureau) async throws -> [Contracts.Application] {
    try await bureau.applications.list(.init(filter: "kind = CHANGE"), bureau.customer).applications
  }

  /// Accepts an application, once its sealed form has come.
  private func approve(
    _ submitted: Contracts.SubmitResponse, _ bureau: ContractBureau
  ) async throws -> Contracts.ApproveResponse {
    let id = try #require(submitted.application).id
    let day = JST.date(of: bureau.office.clock.now).message
    let application = try #require(
      try await bureau.applications.addDocument(
        .init(
          requestId: freshID(), id: id, document: .init(kind: .sealedForm, receiveDate: day)),
        bureau.vendor
      ).application)
    return try await bureau.applications.approve(
      .init(requestId: freshID(), id: id, etag: application.etag), bureau.vendor)
  }

  @Test("CTI-09: what is applied for is what a change would come to, and what becomes of it")
  func items() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-07-01")
    try await bureau.begin("2026-08-10")
    let direct = try await preview(contract, ["software": 5], bureau)
    let looked = try await submit(contract, ["software": 5], isRehearsed: true, bureau)
    #expect(try await changes(bureau).isEmpty)
    let submitted = try await submit(contract, ["software": 5], bureau)
    for answer in [looked, submitted] {
      #expect(answer.trace == direct.trace && answer.netYen == direct.netYen)
      #expect(answer.contract?.itemCounts == direct.contract?.itemCounts)
      #expect(answer.application?.quantities == ["software": 5])
      #expect(answer.application?.licences == 0)
    }
    #expect(direct.contract?.itemCounts.map(\.quantity) == [5])
    #expect(try await bureau.contract(contract.id) == contract, "only applied for")
    let approved = try await approve(submitted, bureau)
    let changed = try await bureau.contract(contract.id)
    #expect(approved.contract == changed && changed == direct.contract)
    #expect(approved.application?.quantities == ["software": 5], "as it is kept")
    #expect(changed.order?.licences == contract.order?.licences)
  }

  @Test("CTI-21: what joins the present year is charged when it is accepted")
  func connections() async throws {
    let bureau = try await ContractBureau()
    var order = ContractBureau.popUp
    order.quantities["connections"] = 1
    let contract = try await bureau.active(order, on: "2026-04-01")
    try await bureau.begin("2026-10-10")
    let submitted = try await submit(contract, ["connections": 2], coTerm: true, bureau)
    #expect(submitted.netYen == 29_700 && submitted.application?.coTerm == true)
    func charges() async throws -> [Int64] {
      try await bureau.office.database.read {
        try ContractStore(.atTheMachine(Demo.tenant), $0).charges(
          of: contract.id, in: .init(literal: 2026, 10, 1)
        ).map(\.amount.amount)
      }
    }
    #expect(try await charges().isEmpty, "only applied for")
    #expect(try await approve(submitted, bureau).netYen == 29_700)
    #expect(try await charges() == [29_700])
  }

  @Test("CARD-13: licences may change with the next term")
  func atRenewal() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.delivered()
    let submitted = try await submit(contract, licences: 8, atRenewal: true, bureau)
    #expect(submitted.contract?.nextLicences == 8 && submitted.contract?.order?.licences == 5)
    let approved = try await approve(submitted, bureau).contract
    #expect(approved?.nextLicences == 8 && approved?.order?.licences == 5)
    let meeting = try await bureau.active(ContractBureau.meeting, on: "2026-07-01")
    let error = await failure {
      try await submit(meeting, licences: 2, atRenewal: true, bureau)
    }
    #expect(error?.code == .failedPrecondition && error?.reason == "NO_RENEWAL")
  }

  @Test func everyWrongFieldIsRefusedAtOnceAndNothingIsKept() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-06-01")
    let wrong: [String: Int32] = ["software": -1, "fax": 1]
    let fields = ["licences", "quantities.fax", "quantities.software"]
    let applied = await failure { try await submit(contract, licences: 3, wrong, bureau) }
    #expect(applied?.code == .invalidArgument && applied?.fields.sorted() == fields)
    let direct = await failure {
      try await bureau.contracts.change(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag, licences: 3,
          quantities: wrong), bureau.customer)
    }
    #expect(direct?.fields == applied?.fields && direct?.reason == applied?.reason)
    let idle = await failure { try await submit(contract, prices: ["software": 1], bureau) }
    #expect(idle?.code == .invalidArgument && idle?.reason == "NOTHING_TO_CHANGE")
    let price = await failure {
      try await submit(contract, ["software": 5], prices: ["connections": 1], bureau)
    }
    #expect(price?.fields == ["prices_yen.connections"])
    let published = await failure {
      try await submit(contract, ["software": 5], prices: ["software": 1], bureau)
    }
    #expect(published?.reason == "PRICE_PUBLISHED" && published?.fields == ["prices_yen.software"])
    let new = await failure {
      try await bureau.applications.submit(
        .init(
          requestId: freshID(), kind: .new, order: ContractBureau.popUp, priceYen: 1,
          atRenewal: true, quantities: ["software": 1], pricesYen: ["software": 1], coTerm: true),
        bureau.customer)
    }
    #expect(
      new?.fields == ["price_yen", "quantities", "prices_yen", "at_renewal", "co_term"])
    #expect(try await changes(bureau).isEmpty)
    #expect(try await bureau.contract(contract.id) == contract)
  }

  @Test func whatDoesNotFitAnyMoreIsNotCarriedOut() async throws {
    let bureau = try await ContractBureau()
    let contract = try await bureau.active(ContractBureau.popUp, on: "2026-06-01")
    let submitted = try await submit(contract, ["software": 5], bureau)
    _ = try await bureau.contracts.change(
      .init(
        requestId: freshID(), contractId: contract.id, etag: contract.etag,
        quantities: ["software": 5]), bureau.customer)
    let before = try await bureau.contract(contract.id)
    let error = await failure { try await approve(submitted, bureau) }
    #expect(error?.code == .invalidArgument && error?.reason == "QUANTITY_UNCHANGED")
    #expect(error?.fields == ["quantities.software"])
    #expect(try await bureau.contract(contract.id) == before)
    #expect(try await changes(bureau).map(\.state) == [.submitted])
  }
}
