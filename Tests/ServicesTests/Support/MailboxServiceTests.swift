import CivilTime
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct MailboxServiceTests {
  /// An office with a contract of paid support, and its address.
  private func office() async throws -> (Office, contract: String, address: String) {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let contract = try await office.addPaidSupport()
    let made = try await office.mailboxes.provision(
      .init(requestId: freshID(), contractId: contract, domain: "support.example.jp"),
      office.options("vendor"))
    return (office, contract, try #require(made.mailbox).address)
  }

  @discardableResult
  private func mail(
    _ id: String, to address: String, _ office: Office, answering references: [String] = [],
    subject: String = "印刷できません"
  ) async throws -> Support.IngestResponse {
    try await office.mailboxes.ingest(
      .init(
        requestId: freshID(), address: address, messageId: id, sender: "sato@example.jp",
        references: references, subject: subject, body: "白紙が出ます。"), office.options("vendor"))
  }

  @Test func aContractHasOneAddress() async throws {
    let (office, contract, address) = try await office()
    #expect(address.hasSuffix("@support.example.jp"), "SUP-10")
    let again = try await office.mailboxes.provision(
      .init(requestId: freshID(), contractId: contract, domain: "other.example.jp"),
      office.options("vendor"))
    #expect(again.mailbox?.address == address)
    let listed = try await office.mailboxes.list(.init(), office.options("demo-administrator"))
    #expect(listed.mailboxes.map(\.address) == [address])
    let card = try await office.addContract("card-corporate-cloud", licences: 5)
    let error = await failure {
      try await office.mailboxes.provision(
        .init(requestId: freshID(), contractId: card, domain: "support.example.jp"),
        office.options("vendor"))
    }
    #expect(error?.code == .notFound && error?.reason == "CONTRACT_NOT_FOUND")
  }

  @Test func aMailIsTakenInOnceAndItsAnswersGoIntoItsCase() async throws {
    let (office, contract, address) = try await office()
    let first = try await mail("<1@example.jp>", to: address, office)
    let opened = try #require(first.case)
    #expect(opened.intake == .email && opened.contractId == contract)
    #expect(opened.contactName == "sato@example.jp" && opened.title == "印刷できません")
    let twice = try await mail("<1@example.jp>", to: address, office)
    #expect(twice.duplicate && twice.case == opened)
    let answer = try await mail(
      "<2@example.jp>", to: address, office, answering: ["<0@x>", "<1@example.jp>"])
    #expect(answer.case?.id == opened.id && !answer.duplicate)
    let named = try await mail(
      "<3@example.jp>", to: address, office, subject: "Re: [\(opened.id)] 印刷できません")
    #expect(named.case?.id == opened.id)
    let other = try await mail("<4@example.jp>", to: address, office)
    #expect(other.case?.id != opened.id)
    let messages = try await office.cases.listMessages(
      .init(caseId: opened.id), office.options("desk")
    ).messages
    #expect(messages.map(\.kind) == [.question, .question, .question])
    let unknown = await failure { try await mail("<5@example.jp>", to: "x@example.jp", office) }
    #expect(unknown?.code == .notFound && unknown?.reason == "MAILBOX_NOT_FOUND")
  }

  @Test func anAnswerOpensACaseAgainThatHasEnded() async throws {
    let (office, _, address) = try await office()
    let opened = try #require(try await mail("<1@example.jp>", to: address, office).case)
    _ = try await office.cases.close(
      .init(requestId: freshID(), id: opened.id, end: .closed), office.options("desk"))
    let again = try await mail("<2@example.jp>", to: address, office, answering: ["<1@example.jp>"])
    #expect(again.case?.id == opened.id && again.case?.state == .open)
  }
}
