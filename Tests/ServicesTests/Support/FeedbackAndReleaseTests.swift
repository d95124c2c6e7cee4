import CivilTime
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct FeedbackAndReleaseTests {
  @Test func feedbackIsPublishedWhileItsAuthorConsents() async throws {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let user = office.options("demo-worker")
    let said = try #require(
      try await office.feedback.submit(
        .init(requestId: freshID(), product: "meeting", body: "便利です。"), user
      ).feedback)
    #expect(!said.publishable, "SUP-06")
    let granted = try await office.feedback.grantPublication(
      .init(requestId: freshID(), id: said.id, consentVersion: "1"), user
    ).feedback
    #expect(granted?.publishable == true && granted?.consentVersion == "1", "SUP-06")
    let others = await failure {
      try await office.feedback.revokePublication(
        .init(requestId: freshID(), id: said.id), office.options("demo-administrator"))
    }
    #expect(others?.code == .notFound && others?.reason == "FEEDBACK_NOT_FOUND")
    func publishable() async throws -> [String] {
      try await office.feedback.list(
        .init(filter: "publishable = true"), office.options("desk")
      ).feedback.map(\.id)
    }
    #expect(try await publishable() == [said.id])
    office.clock.advance(by: .seconds(60))
    let revoked = try await office.feedback.revokePublication(
      .init(requestId: freshID(), id: said.id), user
    ).feedback
    #expect(revoked?.publishable == false && revoked?.revokeTime != nil, "SUP-06")
    #expect(try await publishable().isEmpty)
    let again = try await office.feedback.grantPublication(
      .init(requestId: freshID(), id: said.id, consentVersion: "2"), user
    ).feedback
    #expect(again?.publishable == true && again?.revokeTime == nil)
    let unknown = await failure {
      try await office.feedback.submit(.init(requestId: freshID(), product: "p", body: "b"), user)
    }
    #expect(unknown?.code == .invalidArgument)
  }

  private func publish(_ version: String, of product: String, _ office: Office) async throws {
    _ = try await office.releases.publish(
      .init(
        requestId: freshID(),
        release: .init(
          product: product, version: version, kind: .feature, title: "新機能", body: "b")),
      office.options("vendor"))
  }

  @Test func whoHasALicenceOfAProductMayUpgrade() async throws {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    try await office.addContract("meeting", licences: 1)
    try await publish("1.0", of: "meeting", office)
    try await publish("1.0", of: "telework", office)
    let list = try await office.releases.list(.init(), office.options("demo-worker"))
    #expect(list.releases.map(\.entitled) == [true, false], "SUP-01")
    let rest = try await office.releases.list(
      .init(sinceToken: list.nextSinceToken), office.options("demo-worker"))
    #expect(rest.releases.isEmpty)
    try await publish("1.1", of: "meeting", office)
    let new = try await office.releases.list(
      .init(sinceToken: rest.nextSinceToken), office.options("demo-worker"))
    #expect(new.releases.map(\.version) == ["1.1"], "CARD-27")
    let twice = await failure { try await publish("1.1", of: "meeting", office) }
    #expect(twice?.code == .alreadyExists && twice?.reason == "VERSION_EXISTS")
    let other = await failure {
      try await office.releases.list(
        .init(sinceToken: list.nextSinceToken, product: "meeting"), office.options("demo-worker"))
    }
    #expect(other?.reason == "PAGE_TOKEN_MISMATCH")
  }

  @Test func whoSubscribesIsToldOnce() async throws {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let administrator = office.options("demo-administrator")
    let set = try await office.releases.setSubscription(
      .init(requestId: freshID(), products: ["telework", "meeting"]), administrator)
    #expect(set.products == ["meeting", "telework"])
    try await publish("1.0", of: "meeting", office)
    try await publish("1.0", of: "pop-up-a", office)
    try await office.scheduler.runDue()
    try await office.scheduler.runDue()
    let told = try await office.notices.list(.init(), administrator).notices
    #expect(told.map(\.subject) == ["meeting 1.0: 新機能"], "SUP-02")
    _ = try await office.releases.setSubscription(.init(requestId: freshID()), administrator)
    #expect(
      try await office.releases.getSubscription(.init(), administrator).products.isEmpty)
    try await publish("1.1", of: "meeting", office)
    try await office.scheduler.runDue()
    #expect(try await office.notices.list(.init(), administrator).notices.count == 1)
  }
}
