import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct IdentityTests {
  @Test func whoStillHasHisTokenKeepsItAndOthersGetANewOne() async throws {
    let office = try await Office(devices: 1)
    let kept = office.tokens["demo-manager"] ?? ""
    let again = try await Backend.makeDemo(
      devices: 2, secrets: ["demo-manager": kept, "demo-worker": "stolen"], in: office.database)
    let tokens = Dictionary(
      uniqueKeysWithValues: again.map { ($0.principal.subject, $0.token.secret) })
    #expect(tokens["demo-manager"] == kept)
    #expect(
      tokens["demo-worker"] != office.tokens["demo-worker"] && tokens["demo-worker"] != "stolen")
    #expect(tokens["demo-device-2"] != nil)
  }

  @Test func anAdministratorsNewTokenEndsHisOlderOnes() async throws {
    let office = try await Office()
    let first = try #require(
      try await Backend.makeAdministratorToken(tenant: "demo", in: office.database))
    let second = try #require(
      try await Backend.makeAdministratorToken(tenant: "demo", in: office.database))
    let known = try await office.database.read { connection in
      try [first, second].map {
        try TokenStore(connection).credential(.token(Token.hash($0.secret))) != nil
      }
    }
    #expect(known == [false, true])
    #expect(try await Backend.makeAdministratorToken(tenant: "none", in: office.database) == nil)
    #expect(try await Backend.makeAdministratorToken(tenant: nil, in: office.database) != nil)
  }

  @Test(arguments: [
    (nil, "TOKEN_MISSING"), ("Basic abc", "TOKEN_MALFORMED"), ("Bearer", "TOKEN_MALFORMED"),
    ("Bearer wrong", "TOKEN_UNKNOWN"), ("Bearer ", "TOKEN_UNKNOWN"),
  ])
  func aBadTokenSaysWhatIsWrongWithIt(header: String?, reason: String) async throws {
    let office = try await Office()
    var options = CallOptions()
    if let header { options.metadata = ["authorization": header] }
    let error = await failure { try await office.evidence.list(.init(), options) }
    #expect(error?.code == .unauthenticated)
    #expect(error?.detail(GoogleRpc.ErrorInfo.self)?.reason == reason)
  }

  @Test func onlyTheHashOfATokenIsKept() async throws {
    let office = try await Office()
    let secrets = Array(office.tokens.values)
    let kept = try await office.database.read { connection in
      try connection.query("SELECT hash FROM token") { try $0.read(0, as: [UInt8].self) }
    }
    #expect(kept.count == secrets.count)
    for secret in secrets { #expect(!kept.contains(Array(secret.utf8))) }
  }
}
