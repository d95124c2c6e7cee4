import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct ApplicationServiceTests {
  @Test("TEL-10: the vendor's acceptance concludes, once the sealed form has come")
  func approval() async throws {
    let bureau = try await ContractBureau()
    let submitted = try await bureau.applications.submit(
      .init(requestId: freshID(), kind: .new, order: ContractBureau.telework), bureau.customer)
    let application = try #require(submitted.application)
    #expect(application.state == .submitted && submitted.price?.firstYear?.totalYen == 132_000)
    let early = await failure {
      try await bureau.applications.approve(
        .init(requestId: freshID(), id: application.id, etag: application.etag), bureau.vendor)
    }
    #expect(early?.reason == "MISSING_DOCUMENT" && early?.values["document"] == "SEALED_FORM")
    let own = await failure {
      try await bureau.applications.addDocument(
        .init(
          requestId: freshID(), id: application.id,
          document: .init(kind: .sealedForm, receiveDate: ContractBureau.date("2026-07-01"))),
        bureau.customer)
    }
    #expect(own?.code == .permissionDenied && own?.reason == "ONLY_THE_VENDOR_SAYS")
    let contract = try await bureau.conclude(ContractBureau.telework, on: "2026-04-10")
    #expect(contract.state == .concluded && contract.catalogVersion == "published")
    #expect(contract.termStartDate?.text == "2026-04-10", "TEL-11")
    #expect(contract.termEndDate?.text == "2027-04-09", "TEL-11")
    #expect(contract.billingStartDate == nil)
  }

  @Test func whatIsDecidedIsNotDecidedAgain() async throws {
    let bureau = try await ContractBureau()
    let first = try await bureau.apply(for: ContractBureau.telework)
    let stale = await failure {
      try await bureau.applications.refuse(
        .init(requestId: freshID(), id: first.id, etag: "old", reason: .unsuitable), bureau.vendor)
    }
    #expect(stale?.code == .aborted && stale?.reason == "ETAG_MISMATCH")
    let refused = try await bureau.applications.refuse(
      .init(
        requestId: freshID(), id: first.id, etag: first.etag, reason: .falseData, note: "番地"),
      bureau.vendor)
    #expect(refused.application?.state == .refused && refused.application?.refusal == .falseData)
    let approved = await failure {
      try await bureau.applications.approve(
        .init(requestId: freshID(), id: first.id, etag: refused.application?.etag ?? ""),
        bureau.vendor)
    }
    #expect(approved?.code == .failedPrecondition && approved?.reason == "STATE")
    let second = try await bureau.apply(for: ContractBureau.telework)
    let back = try await bureau.applications.withdraw(
      .init(requestId: freshID(), id: second.id, etag: second.etag), bureau.customer)
    #expect(back.application?.state == .withdrawn)
    let listed = try await bureau.applications.list(
      .init(filter: "state = WITHDRAWN"), bureau.customer)
    #expect(listed.applications.map(\.id) == [second.id])
  }

  @Test("the same request twice is one application, another under its id is refused")
  func once() async throws {
    let bureau = try await ContractBureau()
    let request = Contracts.SubmitRequest(
      requestId: freshID(), kind: .new, order: ContractBureau.telework)
    let first = try await bureau.applications.submit(request, bureau.customer)
    #expect(try await bureau.applications.submit(request, bureau.customer) == first)
    var other = request
    other.order?.licences = 11
    let error = await failure { [other] in
      try await bureau.applications.submit(other, bureau.customer)
    }
    #expect(error?.code == .alreadyExists && error?.reason == "IDEMPOTENCY_KEY_REUSED")
    #expect(try await bureau.applications.list(.init(), bureau.customer).applications.count == 1)
  }

  @Test func fieldsOfAnotherKindAreRefusedAtOnce() async throws {
    let bureau = try await ContractBureau()
    let error = await failure {
      try await bureau.applications.submit(
        .init(requestId: freshID(), kind: .new, contractId: "c", licences: 7), bureau.customer)
    }
    #expect(error?.fields == ["order", "contract_id", "licences"])
    let change = await failure {
      try await bureau.applications.submit(
        .init(requestId: freshID(), kind: .change, order: ContractBureau.card), bureau.customer)
    }
    #expect(change?.fields == ["order", "contract_id"])
  }

  @Test("TEL-12, TEL-13: accounts are added by an application, and paid by the month")
  func changes() async throws {
    let bureau = try await ContractBureau(at: "2026-07-09T15:00:00Z")
    let contract = try await bureau.active(ContractBureau.telework, on: "2026-04-01")
    let direct = await failure {
      try await bureau.contracts.change(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag, licences: 15),
        bureau.customer)
    }
    #expect(direct?.reason == "APPLICATION_REQUIRED")
    let submitted = try await bureau.applications.submit(
      .init(
        requestId: freshID(), kind: .change, contractId: contract.id, licences: 15,
        priceYen: 1_000), bureau.customer)
    #expect(submitted.trace?.steps.last?.values["net_yen"] == "45000")
    #expect(try await bureau.contract(contract.id).order?.licences == 10, "only applied for")
    let application = try await bureau.applications.addDocument(
      .init(
        requestId: freshID(), id: submitted.application?.id ?? "",
        document: .init(kind: .sealedForm, receiveDate: ContractBureau.date("2026-07-10"))),
      bureau.vendor
    ).application
    let approved = try await bureau.applications.approve(
      .init(requestId: freshID(), id: application?.id ?? "", etag: application?.etag ?? ""),
      bureau.vendor)
    #expect(approved.contract?.order?.licences == 15 && approved.contract?.billedLicences == 10)
    let charged = try await bureau.office.database.read {
      try ContractStore(.atTheMachine(Demo.tenant), $0).charges(
        of: contract.id, in: .init(literal: 2026, 7, 1))
    }
    #expect(charged.map(\.item) == ["added-account"] && charged.map(\.amount) == [45_000])
  }

  @Test("TEL-02: who applies accepts the terms that are in effect")
  func terms() async throws {
    let bureau = try await ContractBureau()
    func publish(_ kind: Contracts.TermsKind, _ product: String) async throws -> String {
      let made = try await bureau.terms.publish(
        .init(
          requestId: freshID(),
          terms: .init(
            kind: kind, product: product, version: "1", title: "t", text: "x",
            effectiveDate: ContractBureau.date("2026-07-01")), exception: "first"), bureau.vendor)
      return try #require(made.terms).id
    }
    let own = try await publish(.service, "telework")
    let all = try await publish(.thirdParty, "")
    _ = try await publish(.service, "meeting")
    _ = try await publish(.agentLicence, "telework")
    func submit(_ ids: [String]) async throws -> Contracts.SubmitResponse {
      try await bureau.applications.submit(
        .init(
          requestId: freshID(), kind: .new, order: ContractBureau.telework, termsIds: ids),
        bureau.customer)
    }
    let error = await failure { try await submit([own]) }
    #expect(error?.reason == "TERMS_NOT_ACCEPTED" && error?.values["terms_ids"] == all)
    _ = try await submit([own, all])
    let kept = try await bureau.terms.listAcceptances(.init(), bureau.customer).acceptances
    #expect(Set(kept.map(\.termsId)) == [own, all] && kept.allSatisfy(\.forTenant))
  }

  @Test("CARD-10: a reseller reaches the tenants in its care alone")
  func resellers() async throws {
    let bureau = try await ContractBureau()
    let missing = await failure { try await bureau.conclude(ContractBureau.card) }
    #expect(missing?.code == .failedPrecondition && missing?.reason == "RESELLER_MISSING")
    let reseller = try await bureau.reseller()
    let contract = try await bureau.conclude(ContractBureau.card)
    #expect(contract.resellerId == reseller)
    let (seller, rival) = (bureau.office.options("seller"), bureau.office.options("rival"))
    #expect(try await bureau.contracts.get(.init(id: contract.id), seller).contract == contract)
    let unknown = await failure { try await bureau.contracts.get(.init(id: contract.id), rival) }
    #expect(unknown?.code == .notFound)
    let list = await failure { try await bureau.contracts.list(.init(tenantId: "demo"), rival) }
    #expect(list?.code == .notFound)
    let listed = try await bureau.contracts.list(.init(tenantId: "demo"), seller)
    #expect(listed.contracts.map(\.id) == [contract.id])
    let unasked = await failure {
      try await bureau.conclude(ContractBureau.popUp, reseller: reseller)
    }
    #expect(unasked?.code == .invalidArgument && unasked?.fields == ["reseller_id"])
    let all = try await bureau.resellers.list(.init(), bureau.vendor).resellers
    #expect(all.map(\.tenantIds) == [["demo"]] && all.map(\.userIds) == [["seller"]])
  }
}
