import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct AdminContactServiceTests {
  private func office() async throws -> (office: Office, systemID: String) {
    let office = try await Office(
      devices: 1,
      others: [
        ("desk", Principal(.vendor([.agent]), subject: "desk")),
        ("vendor", Principal(.vendor([.admin]), subject: "v")),
      ])
    let made = try await office.tenants.create(
      .init(
        requestId: freshID(), tenant: .init(id: "C001234", name: "T", locale: "ja"),
        administrator: .init(login: "a", name: "A", locale: "ja")), office.options("vendor"))
    _ = try await office.auth.setPassword(
      .init(tenantId: "C001234", login: "a", code: made.code, password: "a password of his"))
    let session = try await office.login("a", "a password of his", tenant: "C001234")
    _ = try await office.contacts.set(
      .init(
        requestId: freshID(),
        contacts: [
          .init(name: "山田 太郎", department: "総務", email: "yamada@example.jp"),
          .init(name: "佐藤花子", email: "sato@example.jp"),
        ]), office.options(session.accessToken))
    let listed = try await office.contacts.list(.init(), office.options(session.accessToken))
    #expect(listed.contacts.map(\.email) == ["yamada@example.jp", "sato@example.jp"])
    return (office, try #require(made.tenant).systemId)
  }

  private func verify(
    _ system: String, _ name: String, _ office: Office
  ) async throws -> Tenancies.VerifyCallerResponse {
    try await office.contacts.verifyCaller(
      .init(systemId: system, name: name), office.options("desk"))
  }

  @Test("TEL-44: a caller is known by system id and name together")
  func verify() async throws {
    let (office, system) = try await office()
    for name in ["山田 太郎", "山田太郎", "山田　太郎", "佐藤花子"] {
      let answer = try await verify(system, name, office)
      #expect(answer.isVerified && answer.tenantId == "C001234")
    }
    for (system, name) in [(system, "鈴木"), ("0000000000", "山田太郎")] {
      #expect(try await verify(system, name, office) == .init())
    }
    // The demo has no system id, and nobody is known by that.
    let none = await failure { try await verify("", "demo", office) }
    #expect(none?.code == .invalidArgument)
  }

  @Test("TEL-44: after failures the caller waits, known or not", arguments: [true, false])
  func lockout(isKnown: Bool) async throws {
    let (office, own) = try await office()
    let system = isKnown ? own : "0000000000"
    for number in 0..<5 {
      #expect(try await verify(system, "guess \(number)", office).isVerified == false)
    }
    let error = await failure { try await verify(system, "山田太郎", office) }
    #expect(error?.code == .resourceExhausted && error?.reason == "LOCKED")
    #expect(error?.retryDelay == .seconds(60))
    office.clock.advance(by: .seconds(60))
    #expect(try await verify(system, "山田太郎", office).isVerified == isKnown)
  }

  @Test(arguments: ["", "yamada", "a@b@c", "a b@c"])
  func anAddressIsOne(email: String) async throws {
    let office = try await Office(devices: 1)
    let error = await failure {
      try await office.contacts.set(
        .init(requestId: freshID(), contacts: [.init(name: "N", email: email)]),
        office.options("demo-administrator"))
    }
    #expect(error?.code == .invalidArgument)
  }
}
