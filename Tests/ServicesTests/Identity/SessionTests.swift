import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// Sessions as their owners and administrators see them, and what ends them.
@Suite struct SessionTests {
  private static let password = "a password of his"

  private func office() async throws -> Office {
    let office = try await Office(devices: 1)
    for user in ["demo-manager", "demo-worker"] {
      try await office.setPassword(Self.password, of: user)
    }
    return office
  }

  private func list(
    _ office: Office, as token: String, of user: String = ""
  ) async throws -> [Identity.SessionInfo] {
    try await office.auth.listSessions(.init(userId: user), office.options(token)).sessions
  }

  @Test func onesOwnSessionsAreListedTheLatestFirst() async throws {
    let office = try await office()
    let first = try await office.login("demo-manager", Self.password)
    office.clock.advance(by: .seconds(10))
    let second = try await office.login("demo-manager", Self.password)
    let listed = try await list(office, as: second.accessToken)
    #expect(listed.count == 2 && listed.map(\.isCurrent) == [true, false])
    #expect(listed.map(\.address) == ["in-process", "in-process"])
    office.clock.advance(by: .seconds(10))
    let refreshed = try #require(
      try await office.auth.refresh(.init(refreshToken: first.refreshToken)).session)
    let again = try await list(office, as: refreshed.accessToken)
    #expect(again.map(\.id) == listed.map(\.id).reversed())
    #expect(again[0].refreshTime?.seconds == office.clock.now.seconds)
    #expect(again[0].createTime == listed[1].createTime)
  }

  @Test func sessionsAreListedInPages() async throws {
    let office = try await office()
    for _ in 0..<5 { _ = try await office.login("demo-manager", Self.password) }
    let all = try await list(office, as: "demo-manager")
    var (found, token): ([Identity.SessionInfo], String) = ([], "")
    repeat {
      let page = try await office.auth.listSessions(
        .init(pageSize: 2, pageToken: token), office.options("demo-manager"))
      found += page.sessions
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(found == all && all.count == 5)
  }

  @Test func anotherOnesSessionsAreThereForTheAdministratorAlone() async throws {
    let office = try await office()
    let session = try await office.login("demo-manager", Self.password)
    #expect(try await list(office, as: "demo-worker", of: "demo-manager").isEmpty)
    let listed = try await list(office, as: "demo-administrator", of: "demo-manager")
    let id = try #require(listed.first).id
    let strange = await failure {
      try await office.auth.revokeSession(
        .init(requestId: freshID(), id: id), office.options("demo-worker"))
    }
    #expect(strange?.code == .notFound && strange?.reason == "SESSION_NOT_FOUND")
    #expect(await office.letsIn(session.accessToken))
    _ = try await office.auth.revokeSession(
      .init(requestId: freshID(), id: id), office.options("demo-administrator"))
    #expect(await !office.letsIn(session.accessToken))
    let refreshing = await failure {
      try await office.auth.refresh(.init(refreshToken: session.refreshToken))
    }
    #expect(refreshing?.reason == "SESSION_ENDED")
  }

  @Test func aChangedPasswordEndsEveryOtherSession() async throws {
    let office = try await office()
    let other = try await office.login("demo-manager", Self.password)
    let own = try await office.login("demo-manager", Self.password)
    _ = try await office.auth.changePassword(
      .init(currentPassword: Self.password, newPassword: "quite another one"),
      office.options(own.accessToken))
    #expect(await office.letsIn(own.accessToken))
    #expect(await !office.letsIn(other.accessToken))
    #expect(
      await failure { try await office.login("demo-manager", Self.password) }?.reason
        == "SIGN_IN_REFUSED")
    _ = try await office.login("demo-manager", "quite another one")
    _ = try await office.login("demo-worker", Self.password)
  }

  @Test func whoGuessesAPasswordBehindASessionIsHeldBack() async throws {
    let office = try await office()
    let session = try await office.login("demo-manager", Self.password)
    func change(_ current: String) async -> String? {
      await failure {
        try await office.auth.changePassword(
          .init(currentPassword: current, newPassword: "quite another one"),
          office.options(session.accessToken))
      }?.reason
    }
    for _ in 0..<5 { #expect(await change("wrong") == "SIGN_IN_REFUSED") }
    #expect(await change(Self.password) == "LOCKED")
    #expect(
      await failure { try await office.login("demo-manager", Self.password) }?.reason == "LOCKED")
  }

  @Test func theSessionsOfWhoIsSuspendedHaveEnded() async throws {
    let office = try await office()
    let session = try await office.login("demo-manager", Self.password)
    let administrator = office.options("demo-administrator")
    func set(_ state: Identity.UserState) async throws {
      let user = try #require(
        try await office.users.get(.init(id: "demo-manager"), administrator).user)
      _ = try await office.users.update(
        .init(
          requestId: freshID(), user: .init(id: user.id, state: state, etag: user.etag),
          updateMask: .init(paths: ["state"])), administrator)
    }
    try await set(.suspended)
    #expect(await !office.letsIn(session.accessToken))
    try await set(.active)
    #expect(await !office.letsIn(session.accessToken))
    _ = try await office.login("demo-manager", Self.password)
  }

  @Test func whoIsDeletedIsGoneAndHisLoginIsNobodyElses() async throws {
    let office = try await office()
    let session = try await office.login("demo-manager", Self.password)
    let program = try await office.apiTokens.create(
      .init(requestId: freshID(), name: "p", scopes: ["telework.read"]),
      office.options("demo-manager"))
    _ = try await office.enrol("demo-manager")
    let administrator = office.options("demo-administrator")
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-manager"), administrator)
    for token in ["demo-manager", session.accessToken, program.secret] {
      #expect(await !office.letsIn(token))
    }
    #expect(
      await failure { try await office.login("demo-manager", Self.password) }?.reason
        == "SIGN_IN_REFUSED")
    let gone = await failure {
      try await office.users.get(.init(id: "demo-manager"), administrator)
    }
    #expect(gone?.code == .notFound)
    let listed = try await office.users.list(.init(), administrator).users
    #expect(!listed.contains { $0.id == "demo-manager" })
    let code = await failure {
      try await office.users.issueCode(
        .init(requestId: freshID(), userId: "demo-manager"), administrator)
    }
    #expect(code?.code == .notFound)
    let taken = await failure {
      try await office.users.create(
        .init(
          requestId: freshID(),
          user: .init(login: "demo-manager", name: "M", locale: "ja", roles: [.worker])),
        administrator)
    }
    #expect(taken?.reason == "LOGIN_TAKEN")
    let again = await failure {
      try await office.users.delete(.init(requestId: freshID(), id: "demo-manager"), administrator)
    }
    #expect(again?.code == .notFound)
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-manager", allowMissing: true), administrator)
    let himself = await failure {
      try await office.users.delete(
        .init(requestId: freshID(), id: "demo-administrator"), administrator)
    }
    #expect(himself?.reason == "NOT_ON_ONESELF")
  }
}
