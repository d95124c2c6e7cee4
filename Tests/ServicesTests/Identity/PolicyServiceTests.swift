import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct PolicyServiceTests {
  private static let password = "a password of his"

  private func update(
    _ policy: Identity.Policy, _ paths: [String], _ office: Office
  ) async throws -> Identity.Policy {
    let answer = try await office.policies.updatePolicy(
      .init(requestId: freshID(), policy: policy, updateMask: .init(paths: paths)),
      office.options("demo-administrator"))
    return try #require(answer.policy)
  }

  private func policy(_ office: Office) async throws -> Identity.Policy {
    try #require(
      try await office.policies.getPolicy(.init(), office.options("demo-administrator")).policy)
  }

  @Test func aPolicyBeginsLenientAndIsChangedByItsEtag() async throws {
    let office = try await Office(devices: 1)
    let first = try await policy(office)
    #expect(!first.requireMfa && first.sessionLife?.seconds == 30 * 86400)
    let second = try await update(
      .init(sessionLife: .init(seconds: 7200), etag: first.etag), ["session_life"], office)
    #expect(second.sessionLife?.seconds == 7200 && second.etag != first.etag)
    #expect(try await policy(office) == second)
    let stale = await failure {
      try await update(.init(requireMfa: true, etag: first.etag), ["require_mfa"], office)
    }
    #expect(stale?.reason == "ETAG_MISMATCH")
  }

  @Test(arguments: [0, 3599, 90 * 86400 + 1] as [Int64])
  func aSessionLastsAnHourToNinetyDays(seconds: Int64) async throws {
    let office = try await Office(devices: 1)
    let etag = try await policy(office).etag
    let error = await failure {
      try await update(
        .init(sessionLife: .init(seconds: seconds), etag: etag), ["session_life"], office)
    }
    #expect(error?.code == .invalidArgument)
  }

  @Test func whoHasNoSecondFactorCanDoNothingButEnrolWhenItIsAskedFor() async throws {
    let office = try await Office(devices: 1)
    try await office.setPassword(Self.password, of: "demo-manager")
    let before = try await office.login("demo-manager", Self.password)
    let program = try await office.apiTokens.create(
      .init(requestId: freshID(), name: "p", scopes: ["telework.read"]),
      office.options("demo-manager"))
    try await office.requireSecondFactor(true)
    let session = try await office.login("demo-manager", Self.password)
    #expect(session.mustEnrol && !before.mustEnrol)
    for token in [before.accessToken, session.accessToken, program.secret] {
      let error = await failure { try await office.evidence.list(.init(), office.options(token)) }
      #expect(error?.code == .permissionDenied && error?.reason == "MFA_REQUIRED")
    }
    let changing = await failure {
      try await office.auth.changePassword(
        .init(currentPassword: Self.password, newPassword: "quite another one"),
        office.options(session.accessToken))
    }
    #expect(changing?.reason == "MFA_REQUIRED")
    let (authenticator, _) = try await office.enrol(session.accessToken)
    for token in [before.accessToken, session.accessToken, program.secret] {
      _ = try await office.evidence.list(.init(), office.options(token))
    }
    let disabling = await failure {
      try await office.twoFactor.disableTotp(
        .init(requestId: freshID(), code: office.shown(by: authenticator, later: 1)),
        office.options(session.accessToken))
    }
    #expect(disabling?.code == .failedPrecondition && disabling?.reason == "POLICY_REQUIRES_MFA")
    let challenge = try await office.challenge("demo-manager", Self.password)
    let signedIn = try await office.auth.verifyTotp(
      .init(challenge: challenge, code: office.shown(by: authenticator, later: 1)))
    #expect(signedIn.session?.mustEnrol == false)
  }

  /// A device has no second factor, and no policy asks it for one.
  @Test func devicesAreNotAskedForASecondFactor() async throws {
    let office = try await Office(devices: 1)
    try await office.requireSecondFactor(true)
    #expect(try await office.verdicts([office.image(1)]).count == 1)
  }

  @Test func aShorterLifeEndsSessionsThatThereAre() async throws {
    let office = try await Office(devices: 1)
    try await office.setPassword(Self.password, of: "demo-manager")
    let session = try await office.login("demo-manager", Self.password)
    office.clock.advance(by: .seconds(800))
    _ = try await update(
      .init(sessionLife: .init(seconds: 3600), etag: try await policy(office).etag),
      ["session_life"], office)
    let second = try #require(
      try await office.auth.refresh(.init(refreshToken: session.refreshToken)).session)
    #expect(second.refreshExpireTime?.seconds == office.clock.now.seconds + 2800)
    office.clock.advance(by: .seconds(2700))
    let third = try #require(
      try await office.auth.refresh(.init(refreshToken: second.refreshToken)).session)
    // An access token does not outlast its session.
    #expect(third.accessExpireTime == third.refreshExpireTime)
    office.clock.advance(by: .seconds(100))
    let error = await failure {
      try await office.auth.refresh(.init(refreshToken: third.refreshToken))
    }
    #expect(error?.reason == "SESSION_ENDED")
    #expect(await !office.letsIn(third.accessToken))
  }

  @Test func aPolicyIsItsTenants() async throws {
    let office = try await Office(others: [
      ("other", Principal(.tenant(TenantID("other"), [.admin]), subject: "other-administrator"))
    ])
    try await office.requireSecondFactor(true)
    let other = try await office.policies.getPolicy(.init(), office.options("other"))
    #expect(other.policy?.requireMfa == false)
  }
}
