import Crypto
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// What somebody tries who has seen tokens, or makes them up. Each says how many it tried, and none comes in.
@Suite struct TokenAttackTests {
  private static let password = "a password of his"
  private static let user = "demo-manager"

  private func office() async throws -> Office {
    let office = try await Office(
      devices: 1,
      others: [
        ("other", Principal(.tenant(TenantID("other"), [.admin]), subject: "other-administrator"))
      ])
    try await office.setPassword(Self.password, of: Self.user)
    return office
  }

  /// How many of the tokens are refused as unknown.
  private func refused(_ tokens: [String], _ office: Office) async -> Int {
    var count = 0
    for token in tokens {
      let error = await failure { try await office.users.list(.init(), office.options(token)) }
      if error?.code == .unauthenticated { count += 1 }
    }
    return count
  }

  /// Every text that differs from `text` in one place, or is cut, or goes on.
  private func forgeries(of text: String) -> [String] {
    let characters = Array(text)
    let edited = characters.indices.flatMap { place in
      ["A", "z", "0", "_"].compactMap { new -> String? in
        var other = characters
        other[place] = Character(new)
        return other == characters ? nil : String(other)
      }
    }
    let cut = (1..<characters.count).map { String(characters.prefix($0)) }
    return edited + cut + [text + "A", text + text, text.uppercased(), text.lowercased()]
  }

  @Test func forgedTokensAreRefused() async throws {
    let office = try await office()
    let session = try await office.login(Self.user, Self.password)
    let given = try #require(office.tokens["demo-administrator"])
    let made = (0..<500).map { _ in Token().secret }
    let tried = forgeries(of: given) + forgeries(of: session.accessToken) + made
    #expect(tried.count > 900)
    #expect(await refused(tried, office) == tried.count)
    #expect(await refused([given], office) == 0)
  }

  /// What stands in the database opens nothing.
  @Test func theHashOfATokenIsNoToken() async throws {
    let office = try await office()
    let session = try await office.login(Self.user, Self.password)
    let tokens = Array(office.tokens.values) + [session.accessToken, session.refreshToken]
    let hashes = tokens.map { Token.hash($0) }
    let tried = hashes.flatMap {
      ["\($0)", "mado_\($0)", "mado_" + Data($0.bytes).base64EncodedString()]
    }
    #expect(await refused(tried, office) == tried.count && tried.count == 18)
  }

  @Test func tokensOfOneKindAreNotGoodForAnother() async throws {
    let office = try await office()
    let session = try await office.login(Self.user, Self.password)
    _ = try await office.enrol(session.accessToken)
    let challenge = try await office.challenge(Self.user, Self.password)
    let code = try await office.devices.issueCode(
      .init(requestId: freshID(), workerId: "demo-worker"), office.options("demo-administrator")
    ).code
    let asAccess = [session.refreshToken, challenge, code]
    #expect(await refused(asAccess, office) == asAccess.count)
    for token in [session.accessToken, challenge, code, office.tokens[Self.user] ?? ""] {
      let error = await failure { try await office.auth.refresh(.init(refreshToken: token)) }
      #expect(error?.reason == "SESSION_ENDED")
    }
    for token in [session.accessToken, session.refreshToken, code] {
      let error = await failure {
        try await office.auth.verifyTotp(.init(challenge: token, code: "123456"))
      }
      #expect(error?.reason == "CHALLENGE_UNKNOWN")
    }
    for token in [session.accessToken, session.refreshToken, challenge] {
      let error = await failure { try await office.devices.enrol(.init(code: token, name: "d")) }
      #expect(error?.reason == "DEVICE_CODE_REFUSED")
    }
  }

  @Test func expiredTokensAreRefusedFromTheirSecondOn() async throws {
    let office = try await office()
    let session = try await office.login(Self.user, Self.password)
    let end = office.clock.now.seconds + 900
    var programs: [String] = []
    for _ in 0..<20 {
      programs.append(
        try await office.apiTokens.create(
          .init(
            requestId: freshID(), name: "p", scopes: ["telework.read"],
            expireTime: .init(seconds: end)), office.options(Self.user)
        ).secret)
    }
    let tried = programs + [session.accessToken]
    func letIn() async -> Int {
      var count = 0
      for token in tried {
        let error = await failure {
          try await office.evidence.list(.init(), office.options(token))
        }
        if error == nil { count += 1 }
      }
      return count
    }
    office.clock.advance(by: .seconds(899))
    #expect(await letIn() == tried.count)
    office.clock.advance(by: .seconds(1))
    #expect(await letIn() == 0)
  }

  /// Of each pair of tenants the same calls, with ids that the other has.
  @Test func aForeignTokenFindsNothing() async throws {
    let office = try await office()
    _ = try await office.login(Self.user, Self.password)
    let session = try #require(
      try await office.auth.listSessions(.init(), office.options(Self.user)).sessions.first)
    let program = try #require(
      try await office.apiTokens.create(
        .init(requestId: freshID(), name: "p", scopes: ["telework.read"]),
        office.options(Self.user)
      ).token)
    let foreign = office.options("other")
    let user = Self.user
    let tried: [RPCError?] = [
      await failure { try await office.users.get(.init(id: user), foreign) },
      await failure {
        try await office.users.delete(.init(requestId: freshID(), id: user), foreign)
      },
      await failure {
        try await office.users.issueCode(.init(requestId: freshID(), userId: user), foreign)
      },
      await failure {
        try await office.auth.revokeSession(.init(requestId: freshID(), id: session.id), foreign)
      },
      await failure {
        try await office.apiTokens.revoke(.init(requestId: freshID(), id: program.id), foreign)
      },
      await failure {
        try await office.apiTokens.rotate(.init(requestId: freshID(), id: program.id), foreign)
      },
      await failure {
        try await office.devices.issueCode(.init(requestId: freshID(), workerId: user), foreign)
      },
      await failure {
        try await office.devices.revoke(.init(requestId: freshID(), id: "demo-device"), foreign)
      },
      await failure { try await office.tenants.get(.init(id: "demo"), foreign) },
    ]
    #expect(tried.map { $0?.code } == Array(repeating: .notFound, count: 9))
    #expect(
      try await office.auth.listSessions(.init(userId: user), foreign).sessions.isEmpty)
  }

  @Test func everyReplayedRefreshTokenEndsItsFamily() async throws {
    let office = try await office()
    let generations = 8
    // Each of the earlier tokens of a session, shown once more.
    for shown in 0..<generations {
      var session = try await office.login(Self.user, Self.password)
      var spent: [String] = []
      for _ in 0..<generations {
        spent.append(session.refreshToken)
        session = try #require(
          try await office.auth.refresh(.init(refreshToken: session.refreshToken)).session)
      }
      #expect(await office.letsIn(session.accessToken))
      let error = await failure {
        try await office.auth.refresh(.init(refreshToken: spent[shown]))
      }
      #expect(error?.reason == "TOKEN_REUSED")
      #expect(await !office.letsIn(session.accessToken))
      for token in spent + [session.refreshToken] {
        let error = await failure { try await office.auth.refresh(.init(refreshToken: token)) }
        #expect(error?.reason == "SESSION_ENDED")
      }
    }
  }

  @Test func everyReplayedCodeIsRefused() async throws {
    let office = try await office()
    let (authenticator, recovery) = try await office.enrol(Self.user)
    var spent = [office.shown(by: authenticator)]
    var replays = 0
    for _ in 0..<10 {
      office.clock.advance(by: .seconds(30))
      let code = office.shown(by: authenticator, later: 1)
      // First those that were shown before, the enrolment code among them; then this one, twice. One is not
      // of a step any more, or was used: in neither case does it open.
      for old in spent.suffix(3) {
        let challenge = try await office.challenge(Self.user, Self.password)
        let error = await failure {
          try await office.auth.verifyTotp(.init(challenge: challenge, code: old))
        }
        #expect(["CODE_USED", "CODE_INVALID"].contains(error?.reason))
        replays += 1
      }
      let challenge = try await office.challenge(Self.user, Self.password)
      _ = try await office.auth.verifyTotp(.init(challenge: challenge, code: code))
      let again = try await office.challenge(Self.user, Self.password)
      let error = await failure {
        try await office.auth.verifyTotp(.init(challenge: again, code: code))
      }
      #expect(error?.reason == "CODE_USED")
      replays += 1
      spent.append(code)
      // What was tried wrong would lock the account: that is another test's matter.
      office.clock.advance(by: .seconds(86400))
    }
    #expect(replays == 37)
    for code in recovery {
      let first = try await office.challenge(Self.user, Self.password)
      _ = try await office.auth.useRecoveryCode(.init(challenge: first, code: code))
      let second = try await office.challenge(Self.user, Self.password)
      let error = await failure {
        try await office.auth.useRecoveryCode(.init(challenge: second, code: code))
      }
      #expect(error?.reason == "CODE_INVALID")
    }
  }

  /// The same request with what was in its answer: a new secret is not made, and the first is not given to others.
  @Test func aReplayedRequestIsAnsweredToItsOwnerAlone() async throws {
    let office = try await office()
    let request = Identity.TokenServiceCreateRequest(
      requestId: freshID(), name: "p", scopes: ["telework.read"])
    let made = try await office.apiTokens.create(request, office.options(Self.user))
    let again = try await office.apiTokens.create(request, office.options(Self.user))
    #expect(again == made)
    for who in ["demo-worker", "demo-administrator", "other"] {
      let answer = try? await office.apiTokens.create(request, office.options(who))
      #expect(answer?.secret != made.secret)
    }
  }

  @Test func anEditedPageTokenIsRefused() async throws {
    let office = try await office()
    for _ in 0..<3 { _ = try await office.login(Self.user, Self.password) }
    for name in ["a", "b", "c"] {
      _ = try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: name)),
        office.options("demo-administrator"))
      _ = try await office.apiTokens.create(
        .init(requestId: freshID(), name: name, scopes: ["telework.read"]),
        office.options(Self.user))
    }
    let administrator = office.options("demo-administrator")
    let lists: [(String) async throws -> String] = [
      {
        try await office.users.list(.init(pageSize: 1, pageToken: $0), administrator).nextPageToken
      },
      {
        try await office.apiTokens.list(.init(pageSize: 1, pageToken: $0), administrator)
          .nextPageToken
      },
      {
        try await office.groups.list(.init(pageSize: 1, pageToken: $0), administrator).nextPageToken
      },
      {
        try await office.auth.listSessions(
          .init(pageSize: 1, pageToken: $0, userId: Self.user), administrator
        ).nextPageToken
      },
    ]
    var tried = 0
    var tokens: [String] = []
    for list in lists {
      let right = try await list("")
      #expect(!right.isEmpty)
      _ = try await list(right)
      for token in forgeries(of: right) + tokens {
        let error = await failure { try await list(token) }
        #expect(error?.code == .invalidArgument && error?.reason == "PAGE_TOKEN_MISMATCH")
        tried += 1
      }
      tokens.append(right)
    }
    #expect(tried > 500)
    // Nor is one good in another tenant.
    let foreign = await failure {
      try await office.users.list(.init(pageSize: 1, pageToken: tokens[0]), office.options("other"))
    }
    #expect(foreign?.reason == "PAGE_TOKEN_MISMATCH")
  }
}
