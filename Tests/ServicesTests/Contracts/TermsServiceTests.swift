import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct TermsServiceTests {
  private func publish(
    _ bureau: ContractBureau, _ kind: Contracts.TermsKind = .service, version: String = "1",
    on day: String = "2026-07-31", exception: String = ""
  ) async throws -> Contracts.Terms {
    try #require(
      try await bureau.terms.publish(
        .init(
          requestId: freshID(),
          terms: .init(
            kind: kind, version: version, title: "利用規約", text: "第1条",
            effectiveDate: ContractBureau.date(day)), exception: exception), bureau.vendor
      ).terms)
  }

  @Test(
    "TEL-04: a change is posted 30 days before it binds",
    arguments: [
      // effect, exception, whether it is posted, what is kept of the exception
      ("2026-07-31", "", true, ""), ("2026-07-30", "", false, ""),
      ("2026-07-30", "法改正", true, "法改正"), ("2026-07-31", "法改正", true, ""),
    ])
  func posting(effect: String, exception: String, isPosted: Bool, kept: String) async throws {
    let bureau = try await ContractBureau()
    guard isPosted else {
      let error = await failure {
        try await publish(bureau, on: effect, exception: exception)
      }
      #expect(error?.code == .failedPrecondition && error?.reason == "NOTICE_TOO_SHORT")
      return
    }
    let terms = try await publish(bureau, on: effect, exception: exception)
    #expect(terms.exception == kept)
    #expect(try await bureau.terms.get(.init(id: terms.id)).terms == terms, "anybody reads it")
    let listed = try await bureau.terms.list(.init(filter: "kind = SERVICE")).terms
    #expect(listed.map(\.id) == [terms.id] && listed.allSatisfy(\.text.isEmpty))
    let again = await failure { try await publish(bureau, on: effect, exception: exception) }
    #expect(again?.code == .alreadyExists && again?.reason == "TERMS_EXIST")
  }

  @Test("TEL-02: an administrator accepts for the tenant, each user the agent's licence")
  func acceptance() async throws {
    let bureau = try await ContractBureau()
    let (service, licence) = (try await publish(bureau), try await publish(bureau, .agentLicence))
    func accept(_ terms: Contracts.Terms, _ who: String) async throws -> Contracts.Acceptance? {
      try await bureau.terms.accept(
        .init(requestId: freshID(), id: terms.id), bureau.office.options(who)
      ).acceptance
    }
    let error = await failure { try await accept(service, "demo-worker") }
    #expect(error?.code == .permissionDenied)
    #expect(error?.reason == "TERMS_ARE_THE_ADMINISTRATORS")
    let own = try await accept(licence, "demo-worker")
    #expect(own?.userId == "demo-worker" && own?.forTenant == false)
    let first = try await accept(service, "demo-administrator")
    #expect(first?.forTenant == true)
    bureau.office.clock.advance(by: .seconds(60))
    #expect(try await accept(service, "demo-administrator") == first, "the first time counts")
    let listed = try await bureau.terms.listAcceptances(.init(pageSize: 1), bureau.customer)
    let rest = try await bureau.terms.listAcceptances(
      .init(pageSize: 1, pageToken: listed.nextPageToken), bureau.customer)
    #expect(
      Set((listed.acceptances + rest.acceptances).map(\.termsId)) == [service.id, licence.id])
    #expect(rest.nextPageToken.isEmpty)
    let none = await failure { try await bureau.terms.get(.init(id: "none")) }
    #expect(none?.code == .notFound)
  }
}

@Suite struct DisclosureServiceTests {
  private func register(
    _ bureau: ContractBureau, _ means: Contracts.DisclosureMeans, _ day: String
  ) async throws -> Contracts.Disclosure {
    try #require(
      try await bureau.disclosures.register(
        .init(
          requestId: freshID(),
          disclosure: .init(
            means: means, subject: "仕様", discloseDate: ContractBureau.date(day))),
        bureau.customer
      ).disclosure)
  }

  @Test(
    "TEL-24: what was said is confirmed in writing within seven days",
    arguments: [("2026-04-08", nil), ("2026-04-09", "CONFIRM_TOO_LATE")] as [(String, String?)])
  func confirmation(day: String, refusal: String?) async throws {
    let bureau = try await ContractBureau()
    let said = try await register(bureau, .spoken, "2026-04-01")
    #expect(!said.isProtected && said.confirmByDate?.text == "2026-04-08")
    #expect(said.protectedThroughDate?.text == "2029-04-01")
    let request = Contracts.ConfirmInWritingRequest(
      requestId: freshID(), id: said.id, tenantId: "demo", confirmDate: ContractBureau.date(day))
    if let refusal {
      let error = await failure {
        try await bureau.disclosures.confirmInWriting(request, bureau.vendor)
      }
      #expect(error?.code == .failedPrecondition && error?.reason == refusal)
      #expect(error?.fields == ["confirm_date"])
    } else {
      let done = try await bureau.disclosures.confirmInWriting(request, bureau.vendor)
      #expect(done.disclosure?.isProtected == true)
    }
    let listed = try await bureau.disclosures.list(.init(), bureau.customer).disclosures
    #expect(listed.map(\.isProtected) == [refusal == nil])
  }

  @Test func protectionEndsAndWhatIsExcludedHasNone() async throws {
    let bureau = try await ContractBureau()
    let marked = try await register(bureau, .marked, "2026-07-01")
    #expect(marked.isProtected && marked.confirmByDate == nil)
    let known = try await bureau.disclosures.register(
      .init(
        requestId: freshID(), tenantId: "demo",
        disclosure: .init(
          means: .marked, subject: "s", byVendor: true,
          discloseDate: ContractBureau.date("2026-07-01"), exclusion: .public)), bureau.vendor)
    #expect(known.disclosure?.isProtected == false)
    try await bureau.begin("2029-07-02")
    let listed = try await bureau.disclosures.list(.init(), bureau.customer).disclosures
    #expect(listed.count == 2 && listed.allSatisfy { !$0.isProtected })
    let early = await failure { try await register(bureau, .marked, "2029-07-03") }
    #expect(early?.fields == ["disclosure.disclose_date"])
  }
}

@Suite struct LeadServiceTests {
  private func lead(_ text: String = "資料をください") -> Contracts.Lead {
    .init(
      kind: .document, product: "telework", company: "山田商事", name: "山田",
      email: "yamada@example.jp", text: text, consentVersion: "2026-04")
  }

  @Test("CARD-36: anybody leaves a request, once, with the text to which he consents")
  func submit() async throws {
    let bureau = try await ContractBureau()
    let request = Contracts.LeadServiceSubmitRequest(requestId: freshID(), lead: lead())
    let first = try await bureau.leads.submit(request)
    #expect(try await bureau.leads.submit(request) == first)
    let other = await failure {
      try await bureau.leads.submit(.init(requestId: request.requestId, lead: lead("other")))
    }
    #expect(other?.code == .alreadyExists && other?.reason == "IDEMPOTENCY_KEY_REUSED")
    let listed = try await bureau.leads.list(
      .init(filter: "kind = DOCUMENT"), bureau.office.options("billing")
    ).leads
    #expect(listed.map(\.id) == [first.leadId] && listed.map(\.consentVersion) == ["2026-04"])
    let wrong = await failure {
      try await bureau.leads.submit(
        .init(requestId: freshID(), lead: .init(kind: .trial, email: "nobody")))
    }
    #expect(
      wrong?.fields == [
        "lead.company", "lead.name", "lead.email", "lead.consent_version",
      ])
  }

  @Test func whoLeavesTooManyWaits() async throws {
    let bureau = try await ContractBureau()
    for _ in 0..<30 { _ = try await bureau.leads.submit(.init(requestId: freshID(), lead: lead())) }
    let error = await failure {
      try await bureau.leads.submit(.init(requestId: freshID(), lead: lead()))
    }
    #expect(error?.code == .resourceExhausted && error?.reason == "RATE_LIMITED")
  }
}
