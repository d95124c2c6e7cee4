import Foundation
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct TokenServiceTests {
  private func make(
    _ scopes: [String], as owner: String = "demo-manager", ends: Int64? = nil, _ office: Office
  ) async throws -> (token: Identity.Token, secret: String) {
    let made = try await office.apiTokens.create(
      .init(
        requestId: UUID().uuidString.lowercased(), name: "a program", scopes: scopes,
        expireTime: ends.map { .init(seconds: $0) }), office.options(owner))
    return (try #require(made.token), made.secret)
  }

  @Test func aTokenIsGoodForItsScopes() async throws {
    let office = try await Office(devices: 1)
    let made = try await make(["telework.read"], office)
    let program = office.options(made.secret)
    _ = try await office.evidence.list(.init(), program)
    let users = await failure { try await office.users.list(.init(), program) }
    #expect(users?.reason == "SCOPE_MISSING")
    let tokens = await failure { try await office.apiTokens.list(.init(), program) }
    #expect(tokens?.reason == "NOT_FOR_API_TOKENS")
  }

  @Test(
    arguments: [
      // whose, the scopes, the places of those that are refused
      ("demo-manager", ["identity.write"], ["scopes[0]"]),
      ("demo-administrator", ["telework.read", "identity.write"], []),
      ("demo-worker", ["calendar.read", "identity.read", "no.such"], ["scopes[2]"]),
    ] as [(String, [String], [String])])
  func noScopeGoesBeyondItsOwner(owner: String, scopes: [String], refused: [String]) async throws {
    let office = try await Office(devices: 1)
    let error = await failure { try await make(scopes, as: owner, office) }
    #expect(error?.reason == (refused.isEmpty ? nil : "SCOPE_EXCEEDS_OWNER"))
    #expect(
      (error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations ?? []).map(\.field) == refused)
  }

  /// A scope says what a token is for, never what its owner may do: that is looked at in each call.
  @Test func aTokenLosesWhatItsOwnerLoses() async throws {
    let office = try await Office(devices: 1)
    let made = try await make(["telework.read"], office)
    let administrator = office.options("demo-administrator")
    let user = try #require(
      try await office.users.get(.init(id: "demo-manager"), administrator).user)
    let change = Identity.UserServiceUpdateRequest(
      requestId: UUID().uuidString.lowercased(),
      user: .init(id: user.id, roles: [.billing], etag: user.etag),
      updateMask: .init(paths: ["roles"]))
    _ = try await office.users.update(change, administrator)
    let error = await failure {
      try await office.evidence.list(.init(), office.options(made.secret))
    }
    #expect(error?.reason == "ROLE_NOT_ALLOWED")
  }

  @Test func aTokenEnds() async throws {
    let office = try await Office(devices: 1)
    let end = office.clock.now.seconds + 60
    let made = try await make(["telework.read"], ends: end, office)
    let program = office.options(made.secret)
    office.clock.advance(by: .seconds(59))
    _ = try await office.evidence.list(.init(), program)
    office.clock.advance(by: .seconds(1))
    #expect(
      await failure { try await office.evidence.list(.init(), program) }?.reason == "TOKEN_EXPIRED")
    let past = await failure { try await make(["telework.read"], ends: end, office) }
    #expect(
      past?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["expire_time"])
  }

  @Test func tokensAreListedToTheirOwnerAndTheAdministratorWithoutSecrets() async throws {
    let office = try await Office(devices: 1)
    let mine = try await make(["telework.read"], office).token
    let workers = try await make(["calendar.read"], as: "demo-worker", office).token
    let own = try await office.apiTokens.list(.init(), office.options("demo-manager")).tokens
    #expect(own == [mine])
    let all = try await office.apiTokens.list(.init(), office.options("demo-administrator")).tokens
    #expect(Set(all.map(\.id)) == [mine.id, workers.id])
    let first = try await office.apiTokens.list(
      .init(pageSize: 1), office.options("demo-administrator"))
    let second = try await office.apiTokens.list(
      .init(pageSize: 1, pageToken: first.nextPageToken), office.options("demo-administrator"))
    #expect(first.tokens + second.tokens == all && second.nextPageToken.isEmpty)
  }

  @Test func aRevokedTokenIsNotValidFromTheAnswerOn() async throws {
    let office = try await Office(devices: 1)
    let made = try await make(["telework.read"], office)
    let program = office.options(made.secret)
    _ = try await office.evidence.list(.init(), program)
    let request = Identity.TokenServiceRevokeRequest(
      requestId: UUID().uuidString.lowercased(), id: made.token.id)
    let stranger = await failure {
      try await office.apiTokens.revoke(request, office.options("demo-worker"))
    }
    #expect(stranger?.code == .notFound)
    _ = try await office.apiTokens.revoke(request, office.options("demo-manager"))
    #expect(
      await failure { try await office.evidence.list(.init(), program) }?.reason == "TOKEN_UNKNOWN")
  }

  @Test func aUserHasABoundedNumberOfTokens() async throws {
    let office = try await Office(devices: 1)
    for _ in 0..<100 { _ = try await make(["calendar.read"], office) }
    let error = await failure { try await make(["calendar.read"], office) }
    #expect(error?.code == .resourceExhausted && error?.reason == "TOO_MANY_TOKENS")
  }
}
