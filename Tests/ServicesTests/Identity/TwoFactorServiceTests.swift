import Crypto
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct TwoFactorServiceTests {
  private static let password = "a password of his"
  private let user = "demo-manager"

  private func office() async throws -> Office {
    let office = try await Office(devices: 1)
    try await office.setPassword(Self.password, of: user)
    return office
  }

  private func verify(
    _ code: String, _ challenge: String, _ office: Office
  ) async throws -> Identity.Session {
    try #require(
      try await office.auth.verifyTotp(.init(challenge: challenge, code: code)).session)
  }

  @Test func whoHasEnrolledSignsInByPasswordAndCode() async throws {
    let office = try await office()
    let (authenticator, codes) = try await office.enrol(user)
    #expect(codes.count == 10 && Set(codes).count == 10)
    #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z2-7]{4}(-[a-z2-7]{4}){3}/) != nil })
    let answer = try await office.auth.login(
      .init(tenantId: "demo", login: user, password: Self.password))
    let challenge = try #require(answer.mfaChallenge)
    #expect(answer.session == nil)
    #expect(challenge.expireTime?.seconds == office.clock.now.seconds + 300)
    let session = try await verify(
      office.shown(by: authenticator, later: 1), challenge.token, office)
    #expect(await office.letsIn(session.accessToken))
    #expect(await !office.letsIn(challenge.token))
    let me = try await office.users.get(.init(id: user), office.options(session.accessToken)).user
    #expect(me?.hasSecondFactor == true)
  }

  @Test(arguments: [
    // steps from the server's own, whether the code is accepted
    (-2, false), (-1, true), (0, true), (1, true), (2, false),
  ])
  func aCodeIsGoodOneStepBeforeAndAfter(later: Int64, isGood: Bool) async throws {
    let office = try await office()
    let (authenticator, _) = try await office.enrol(user)
    office.clock.advance(by: .seconds(300))
    let challenge = try await office.challenge(user, Self.password)
    let code = office.shown(by: authenticator, later: later)
    let error = await failure { try await verify(code, challenge, office) }
    #expect(error?.reason == (isGood ? nil : "CODE_INVALID"))
    #expect(isGood || error?.code == .unauthenticated)
  }

  @Test func theEnrolmentCodeIsGoodOnceToo() async throws {
    let office = try await office()
    let (authenticator, _) = try await office.enrol(user)
    let challenge = try await office.challenge(user, Self.password)
    let error = await failure {
      try await verify(office.shown(by: authenticator), challenge, office)
    }
    #expect(error?.code == .unauthenticated && error?.reason == "CODE_USED")
    // Nor is one from before it.
    let earlier = await failure {
      try await verify(office.shown(by: authenticator, later: -1), challenge, office)
    }
    #expect(earlier?.reason == "CODE_USED")
    _ = try await verify(office.shown(by: authenticator, later: 1), challenge, office)
  }

  @Test func aCodeIsGoodOnceWhereverItIsShown() async throws {
    let office = try await office()
    let (authenticator, _) = try await office.enrol(user)
    office.clock.advance(by: .seconds(60))
    let code = office.shown(by: authenticator)
    _ = try await verify(code, try await office.challenge(user, Self.password), office)
    let again = try await office.challenge(user, Self.password)
    #expect(await failure { try await verify(code, again, office) }?.reason == "CODE_USED")
    let disabling = await failure {
      try await office.twoFactor.disableTotp(
        .init(requestId: freshID(), code: code), office.options(user))
    }
    #expect(disabling?.reason == "CODE_USED")
  }

  @Test func aChallengeIsGoodOnceAndForFiveMinutes() async throws {
    let office = try await office()
    let (authenticator, codes) = try await office.enrol(user)
    let first = try await office.challenge(user, Self.password)
    let second = try await office.challenge(user, Self.password)
    let code = office.shown(by: authenticator, later: 1)
    #expect(await failure { try await verify(code, first, office) }?.reason == "CHALLENGE_UNKNOWN")
    _ = try await verify(code, second, office)
    let spent = await failure {
      try await office.auth.useRecoveryCode(.init(challenge: second, code: codes[0]))
    }
    #expect(spent?.code == .unauthenticated && spent?.reason == "CHALLENGE_UNKNOWN")
    let late = try await office.challenge(user, Self.password)
    office.clock.advance(by: .seconds(300))
    let error = await failure {
      try await verify(office.shown(by: authenticator), late, office)
    }
    #expect(error?.code == .failedPrecondition && error?.reason == "CHALLENGE_EXPIRED")
  }

  @Test func aRecoveryCodeIsGoodOnceHoweverItIsTyped() async throws {
    let office = try await office()
    let (_, codes) = try await office.enrol(user)
    let typed = codes[3].uppercased().replacingOccurrences(of: "-", with: " ")
    let answer = try await office.auth.useRecoveryCode(
      .init(challenge: try await office.challenge(user, Self.password), code: typed))
    #expect(answer.codesLeft == 9)
    #expect(await office.letsIn(answer.session?.accessToken ?? ""))
    let challenge = try await office.challenge(user, Self.password)
    let error = await failure {
      try await office.auth.useRecoveryCode(.init(challenge: challenge, code: codes[3]))
    }
    #expect(error?.code == .unauthenticated && error?.reason == "CODE_INVALID")
  }

  @Test func aRecoveryCodeIsItsOwners() async throws {
    let office = try await office()
    try await office.setPassword(Self.password, of: "demo-worker")
    let (_, codes) = try await office.enrol(user)
    _ = try await office.enrol("demo-worker")
    let challenge = try await office.challenge("demo-worker", Self.password)
    let error = await failure {
      try await office.auth.useRecoveryCode(.init(challenge: challenge, code: codes[0]))
    }
    #expect(error?.reason == "CODE_INVALID")
  }

  @Test func newRecoveryCodesEndThoseBefore() async throws {
    let office = try await office()
    let (authenticator, old) = try await office.enrol(user)
    let new = try await office.twoFactor.regenerateRecoveryCodes(
      .init(requestId: freshID(), code: office.shown(by: authenticator, later: 1)),
      office.options(user)
    ).recoveryCodes
    #expect(new.count == 10 && Set(new).isDisjoint(with: old))
    let challenge = try await office.challenge(user, Self.password)
    #expect(
      await failure {
        try await office.auth.useRecoveryCode(.init(challenge: challenge, code: old[0]))
      }?.reason == "CODE_INVALID")
    _ = try await office.auth.useRecoveryCode(.init(challenge: challenge, code: new[0]))
  }

  @Test func whoGuessesCodesIsHeldBack() async throws {
    let office = try await office()
    let (authenticator, _) = try await office.enrol(user)
    for _ in 0..<5 {
      let challenge = try await office.challenge(user, Self.password)
      let error = await failure { try await verify("000000", challenge, office) }
      #expect(error?.reason == "CODE_INVALID")
    }
    let challenge = try await office.challenge(user, Self.password)
    let code = office.shown(by: authenticator, later: 1)
    let locked = await failure { try await verify(code, challenge, office) }
    #expect(locked?.code == .resourceExhausted && locked?.reason == "LOCKED")
    #expect(locked?.retryDelay == .seconds(60))
    let elsewhere = await failure {
      try await office.twoFactor.disableTotp(
        .init(requestId: freshID(), code: code), office.options(user))
    }
    #expect(elsewhere?.reason == "LOCKED")
    office.clock.advance(by: .seconds(60))
    _ = try await verify(office.shown(by: authenticator), challenge, office)
  }

  @Test func aNewAuthenticatorTakesThePlaceOfTheOldOneByItsCode() async throws {
    let office = try await office()
    let (old, _) = try await office.enrol(user)
    let without = await failure { try await office.enrol(user) }
    #expect(without?.reason == "CODE_INVALID")
    let (new, codes) = try await office.enrol(user, code: office.shown(by: old, later: 1))
    office.clock.advance(by: .seconds(90))
    let challenge = try await office.challenge(user, Self.password)
    let stale = await failure { try await verify(office.shown(by: old), challenge, office) }
    #expect(stale?.reason == "CODE_INVALID")
    _ = try await verify(office.shown(by: new), challenge, office)
    // By a recovery code too: the telephone is gone.
    _ = try await office.enrol(user, code: codes[0])
  }

  @Test func disablingNeedsACodeAndEndsTheChallenge() async throws {
    let office = try await office()
    let (authenticator, _) = try await office.enrol(user)
    let wrong = await failure {
      try await office.twoFactor.disableTotp(
        .init(requestId: freshID(), code: "wrong"), office.options(user))
    }
    #expect(wrong?.reason == "CODE_INVALID")
    _ = try await office.twoFactor.disableTotp(
      .init(requestId: freshID(), code: office.shown(by: authenticator, later: 1)),
      office.options(user))
    _ = try await office.login(user, Self.password)
    let none = await failure {
      try await office.twoFactor.disableTotp(
        .init(requestId: freshID(), code: "000000"), office.options(user))
    }
    #expect(none?.code == .failedPrecondition && none?.reason == "NO_SECOND_FACTOR")
  }

  @Test func aRehearsalTellsNoSecretAndSpendsNoCode() async throws {
    let office = try await office()
    let begun = try await office.twoFactor.beginTotp(
      .init(requestId: freshID(), validateOnly: true), office.options(user))
    #expect(begun == .init())
    let (authenticator, _) = try await office.enrol(user)
    let code = office.shown(by: authenticator, later: 1)
    let codes = try await office.twoFactor.regenerateRecoveryCodes(
      .init(requestId: freshID(), validateOnly: true, code: code), office.options(user))
    #expect(codes.recoveryCodes.isEmpty)
    _ = try await verify(code, try await office.challenge(user, Self.password), office)
  }

  @Test func theAdministratorLetsBackInWhoHasLostAll() async throws {
    let office = try await office()
    let (authenticator, codes) = try await office.enrol(user)
    // A new password alone leaves the second factor as it was.
    try await office.setPassword("quite another one", of: user)
    _ = try await office.challenge(user, "quite another one")
    let issued = try await office.users.issueCode(
      .init(requestId: freshID(), userId: user, resetSecondFactor: true),
      office.options("demo-administrator"))
    // Until the code is used too.
    let challenge = try await office.challenge(user, "quite another one")
    _ = try await office.auth.setPassword(
      .init(tenantId: "demo", login: user, code: issued.code, password: "one more of them"))
    _ = try await office.login(user, "one more of them")
    let code = office.shown(by: authenticator, later: 1)
    #expect(
      await failure { try await verify(code, challenge, office) }?.reason == "CHALLENGE_UNKNOWN")
    #expect(
      await failure {
        try await office.auth.useRecoveryCode(.init(challenge: challenge, code: codes[0]))
      }?.reason == "CHALLENGE_UNKNOWN")
  }

  @Test func nothingOfASecretStandsInTheDatabase() async throws {
    let office = try await office()
    let begun = try await office.twoFactor.beginTotp(
      .init(requestId: freshID()), office.options(user))
    let secret = try #require(base32(begun.secret))
    #expect(secret.count == 20)
    #expect(begun.uri.hasPrefix("otpauth://totp/Mado:demo-manager?secret=\(begun.secret)&"))
    let codes = try await office.twoFactor.confirmTotp(
      .init(requestId: freshID(), code: office.shown(by: OneTimeCodes(secret: secret))),
      office.options(user)
    ).recoveryCodes
    let challenge = try await office.challenge(user, Self.password)
    for name in ["mado.db", "mado.db-wal"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(office.path)/\(name)"))
      for text in codes + [challenge, begun.secret] {
        #expect(data.range(of: Data(text.utf8)) == nil)
      }
      #expect(data.range(of: Data(secret)) == nil)
    }
  }

  @Test func aSealedSecretIsGoodForItsOwnerAlone() async throws {
    let office = try await office()
    try await office.setPassword(Self.password, of: "demo-worker")
    let (authenticator, _) = try await office.enrol("demo-worker")
    _ = try await office.enrol(user)
    try await office.database.write { transaction in
      try transaction.connection.execute(
        """
        UPDATE second_factor SET secret =
          (SELECT secret FROM second_factor WHERE user_id = 'demo-worker')
        WHERE user_id = 'demo-manager'
        """)
    }
    let challenge = try await office.challenge(user, Self.password)
    let error = await failure {
      try await verify(office.shown(by: authenticator, later: 1), challenge, office)
    }
    #expect(error?.code == .dataLoss)
  }
}
