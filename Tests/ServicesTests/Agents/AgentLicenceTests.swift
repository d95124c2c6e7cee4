import CivilTime
import MadoAPI
import RPC
import Testing

@testable import Services

/// TEL-02: installing and using the agent is under a licence of its own.
@Suite struct AgentLicenceTests {
  /// Posts a version of the agent's licence that is in effect at once.
  private func publish(
    _ version: String, of product: String = "", _ office: Office
  ) async throws -> Contracts.Terms {
    let day = JST.date(of: office.clock.now).message
    return try #require(
      try await Contracts.TermsServiceClient(office.transport).publish(
        .init(
          requestId: freshID(),
          terms: .init(
            kind: .agentLicence, product: product, version: version, title: "使用許諾契約書", text: "第1条",
            effectiveDate: day), exception: "e"), office.options("vendor")
      ).terms)
  }

  private func register(_ version: String, _ office: Office) async -> RPCError? {
    await failure { try await office.register(accepting: version) }
  }

  @Test func whoHasAnAgentRegisteredAcceptsItsLicenceOnceForEachVersion() async throws {
    let office = try await Office(
      devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
    let terms = Contracts.TermsServiceClient(office.transport)
    func accepted() async throws -> [Contracts.Acceptance] {
      try await terms.listAcceptances(.init(), office.options("demo-administrator")).acceptances
    }
    try await office.register()
    #expect(await register("0", office) == nil, "nothing is asked while none is in effect")
    _ = try await publish("9", of: "cti", office)
    #expect(await register("", office) == nil, "another product's")
    #expect(try await accepted() == [])

    let first = try await publish("1", office)
    let agent = try await office.connect()
    let punch = try await agent.take(1, .punch(.init(act: .startWork)))
    #expect(punch.verdict == .taken, "who is registered goes on")
    for version in ["", "2"] {
      let error = await register(version, office)
      #expect(error?.code == .failedPrecondition && error?.reason == "TERMS_NOT_ACCEPTED")
      #expect(error?.values["version"] == "1" && error?.values["terms_ids"] == first.id)
      #expect(error?.message.contains("accepted_licence is \"\(version)\"") == true)
    }
    let read = try await terms.get(.init(id: first.id), office.options("demo-device")).terms
    #expect(read?.text == "第1条", "a device reads it")
    let rehearsed = await failure {
      try await office.agents.register(
        .init(
          requestId: freshID(), validateOnly: true, environment: Office.tested,
          acceptedLicence: "1"), office.options("demo-device"))
    }
    #expect(rehearsed == nil)
    #expect(try await accepted() == [])
    let at = office.clock.now
    #expect(await register("1", office) == nil)
    office.clock.advance(by: .seconds(60))
    #expect(await register("1", office) == nil)
    #expect(await register("", office) == nil, "he has accepted it")
    #expect(
      try await accepted() == [
        .init(termsId: first.id, userId: "demo-worker", acceptTime: .init(seconds: at.seconds))
      ])
    let log = try await office.auditLog.list(.init(), office.options("demo-administrator"))
    #expect(log.records.count { $0.target == "terms-acceptance/\(first.id)" } == 1)

    // The product's own goes before that of all products.
    let own = try await publish("3", of: "telework", office)
    #expect(await register("1", office)?.values["version"] == "3")
    _ = try await terms.accept(
      .init(requestId: freshID(), id: own.id), office.options("demo-worker"))
    #expect(await register("", office) == nil, "accepted elsewhere")
    #expect(Set(try await accepted().map(\.termsId)) == [first.id, own.id])
  }
}
