import Foundation
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct AuthServiceTests {
  private static let password = "a password of his"

  private func office() async throws -> Office {
    let office = try await Office(devices: 1)
    try await office.setPassword(Self.password, of: "demo-manager")
    return office
  }

  private func login(
    _ office: Office, _ login: String = "demo-manager", _ password: String = Self.password,
    tenant: String = "demo"
  ) async throws -> Identity.Session {
    try await office.login(login, password, tenant: tenant)
  }

  private func refresh(_ office: Office, _ token: String) async throws -> Identity.Session {
    try #require(try await office.auth.refresh(.init(refreshToken: token)).session)
  }

  private func isLetIn(_ token: String, _ office: Office) async -> Bool {
    await office.letsIn(token)
  }

  @Test func whoSignsInCallsAsHimself() async throws {
    let office = try await office()
    let session = try await login(office)
    #expect(await isLetIn(session.accessToken, office))
    let me = try await office.users.get(
      .init(id: "demo-manager"), office.options(session.accessToken))
    #expect(me.user?.login == "demo-manager")
    let now = office.clock.now.seconds
    #expect(session.accessExpireTime?.seconds == now + 900)
    #expect(session.refreshExpireTime?.seconds == now + 30 * 86400 && !session.mustEnrol)
  }

  @Test(arguments: [
    // tenant, login, password
    ("demo", "demo-manager", "another password"), ("demo", "demo-worker", Self.password),
    ("demo", "nobody", Self.password), ("nowhere", "demo-manager", Self.password),
  ])
  func whateverIsWrongThereIsOneAnswer(tenant: String, name: String, password: String) async throws
  {
    let office = try await office()
    let error = await failure { try await login(office, name, password, tenant: tenant) }
    #expect(error?.code == .unauthenticated && error?.reason == "SIGN_IN_REFUSED")
    #expect(error?.detail(GoogleRpc.ErrorInfo.self)?.metadata == [:])
    let known = await failure { try await login(office, "demo-manager", "wrong", tenant: "demo") }
    #expect(error?.status == known?.status)
  }

  @Test func whoIsSuspendedGetsTheSameAnswer() async throws {
    let office = try await office()
    let session = try await login(office)
    let administrator = office.options("demo-administrator")
    let user = try #require(
      try await office.users.get(.init(id: "demo-manager"), administrator).user)
    _ = try await office.users.update(
      .init(
        requestId: UUID().uuidString.lowercased(),
        user: .init(id: user.id, state: .suspended, etag: user.etag),
        updateMask: .init(paths: ["state"])), administrator)
    #expect(await failure { try await login(office) }?.reason == "SIGN_IN_REFUSED")
    #expect(await !isLetIn(session.accessToken, office))
    let gone = await failure { try await refresh(office, session.refreshToken) }
    #expect(gone?.reason == "SESSION_ENDED")
  }

  @Test(arguments: ["demo-manager", "nobody"])
  func whoTriesTooOftenWaitsWhetherThereIsAnAccountOrNot(name: String) async throws {
    let office = try await office()
    for _ in 0..<5 {
      let error = await failure { try await login(office, name, "wrong") }
      #expect(error?.reason == "SIGN_IN_REFUSED")
    }
    let locked = await failure { try await login(office, name) }
    #expect(locked?.code == .resourceExhausted && locked?.reason == "LOCKED")
    #expect(locked?.retryDelay == .seconds(60))
    office.clock.advance(by: .seconds(59))
    #expect(await failure { try await login(office, name) }?.retryDelay == .seconds(1))
    office.clock.advance(by: .seconds(1))
    let after = await failure { try await login(office, name) }
    #expect(after?.reason == (name == "nobody" ? "SIGN_IN_REFUSED" : nil))
  }

  @Test func manyTriesAtOnceAreNoMoreThanManyInTurn() async throws {
    let office = try await office()
    let refused = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<40 {
        group.addTask { await failure { try await login(office, "demo-manager", "wrong") }?.reason }
      }
      return await group.reduce(into: [String]()) { $0.append($1 ?? "") }
    }
    #expect(refused.count { $0 == "SIGN_IN_REFUSED" } == 5)
    #expect(refused.count { $0 == "LOCKED" } == 35)
  }

  @Test func aRightPasswordForgetsWrongOnesBefore() async throws {
    let office = try await office()
    for _ in 0..<3 {
      for _ in 0..<4 { _ = await failure { try await login(office, "demo-manager", "wrong") } }
      _ = try await login(office)
    }
  }

  @Test func anAccessTokenEndsAndARefreshGivesANewOne() async throws {
    let office = try await office()
    let first = try await login(office)
    #expect(await isLetIn(first.accessToken, office))
    let second = try await refresh(office, first.refreshToken)
    #expect(await !isLetIn(first.accessToken, office))
    #expect(await isLetIn(second.accessToken, office))
    office.clock.advance(by: .seconds(900))
    #expect(await !isLetIn(second.accessToken, office))
    let third = try await refresh(office, second.refreshToken)
    #expect(await isLetIn(third.accessToken, office))
    office.clock.advance(by: .seconds(30 * 86400))
    let late = await failure { try await refresh(office, third.refreshToken) }
    #expect(late?.code == .unauthenticated && late?.reason == "SESSION_ENDED")
  }

  @Test func aRefreshTokenThatIsUsedTwiceEndsItsSessionAndNoOther() async throws {
    let office = try await office()
    let other = try await login(office)
    let first = try await login(office)
    let second = try await refresh(office, first.refreshToken)
    let third = try await refresh(office, second.refreshToken)
    #expect(await isLetIn(third.accessToken, office))
    let stolen = await failure { try await refresh(office, first.refreshToken) }
    #expect(stolen?.code == .unauthenticated && stolen?.reason == "TOKEN_REUSED")
    #expect(await !isLetIn(third.accessToken, office))
    #expect(
      await failure { try await refresh(office, third.refreshToken) }?.reason == "SESSION_ENDED")
    #expect(await isLetIn(other.accessToken, office))
  }

  @Test func manyRefreshesAtOnceGiveOneSessionOrNone() async throws {
    let office = try await office()
    let first = try await login(office)
    let sessions = await withTaskGroup(of: Identity.Session?.self) { group in
      for _ in 0..<10 { group.addTask { try? await refresh(office, first.refreshToken) } }
      return await group.reduce(into: [Identity.Session]()) {
        if let session = $1 { $0.append(session) }
      }
    }
    #expect(sessions.count == 1)
    #expect(await !isLetIn(sessions.first?.accessToken ?? "", office))
  }

  @Test func signingOutEndsTheSessionOrAllOfThem() async throws {
    let office = try await office()
    let sessions = [try await login(office), try await login(office), try await login(office)]
    _ = try await office.auth.logout(.init(), office.options(sessions[0].accessToken))
    #expect(await !isLetIn(sessions[0].accessToken, office))
    #expect(await isLetIn(sessions[1].accessToken, office))
    _ = try await office.auth.logoutAll(.init(), office.options(sessions[1].accessToken))
    #expect(await !isLetIn(sessions[1].accessToken, office))
    #expect(await !isLetIn(sessions[2].accessToken, office))
    #expect(await failure { try await refresh(office, sessions[2].refreshToken) } != nil)
    let given = await failure {
      try await office.auth.logout(.init(), office.options("demo-manager"))
    }
    #expect(given?.reason == "NO_SESSION")
  }

  @Test func aCodeSetsAPasswordOnceWithinADayAndEndsSessions() async throws {
    let office = try await office()
    let session = try await login(office)
    let issued = try await office.users.issueCode(
      .init(requestId: UUID().uuidString.lowercased(), userId: "demo-manager"),
      office.options("demo-administrator"))
    let request = Identity.SetPasswordRequest(
      tenantId: "demo", login: "demo-manager", code: issued.code, password: "quite another one")
    _ = try await office.auth.setPassword(request)
    #expect(await !isLetIn(session.accessToken, office))
    #expect(await failure { try await login(office) }?.reason == "SIGN_IN_REFUSED")
    _ = try await login(office, "demo-manager", "quite another one")
    #expect(
      await failure { try await office.auth.setPassword(request) }?.reason == "SIGN_IN_REFUSED")
    let late = try await office.users.issueCode(
      .init(requestId: UUID().uuidString.lowercased(), userId: "demo-manager"),
      office.options("demo-administrator"))
    office.clock.advance(by: .seconds(86400))
    let tooLate = await failure {
      try await office.auth.setPassword(
        .init(
          tenantId: "demo", login: "demo-manager", code: late.code, password: "quite another one"))
    }
    #expect(tooLate?.reason == "SIGN_IN_REFUSED")
  }

  @Test func aCodeLetsBackInWhoIsLockedOut() async throws {
    let office = try await office()
    for _ in 0..<6 { _ = await failure { try await login(office, "demo-manager", "wrong") } }
    #expect(await failure { try await login(office) }?.reason == "LOCKED")
    try await office.setPassword("quite another one", of: "demo-manager")
    _ = try await login(office, "demo-manager", "quite another one")
  }

  @Test func aUserHasABoundedNumberOfSessions() async throws {
    let office = try await office()
    var sessions: [Identity.Session] = []
    for _ in 0..<21 {
      sessions.append(try await login(office))
      office.clock.advance(by: .seconds(1))
    }
    #expect(await !isLetIn(sessions[0].accessToken, office))
    #expect(await isLetIn(sessions[1].accessToken, office))
  }

  @Test func nothingOfASecretStandsInTheDatabase() async throws {
    let office = try await office()
    let session = try await login(office)
    for name in ["mado.db", "mado.db-wal"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(office.path)/\(name)"))
      for secret in [Self.password, session.accessToken, session.refreshToken] {
        #expect(data.range(of: Data(secret.utf8)) == nil)
      }
    }
  }
}
