import Crypto
import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// A name for a request.
func freshID() -> String { UUID().uuidString.lowercased() }

extension Office {
  /// Gives a user of the demo a password, as the administrator and he himself do it.
  func setPassword(_ password: String, of user: String) async throws {
    let issued = try await users.issueCode(
      .init(requestId: freshID(), userId: user), options("demo-administrator"))
    _ = try await auth.setPassword(
      .init(tenantId: "demo", login: user, code: issued.code, password: password))
  }

  /// Signs in somebody who has no second factor.
  func login(
    _ login: String, _ password: String, tenant: String = "demo"
  ) async throws -> Identity.Session {
    try #require(
      try await auth.login(.init(tenantId: tenant, login: login, password: password)).session)
  }

  /// Whether calls by a token are let in.
  func letsIn(_ token: String) async -> Bool {
    await failure {
      try await Calendar.CalendarServiceClient(transport).checkDay(
        .init(date: .init(year: 2026, month: 7, day: 1)), options(token))
    } == nil
  }

  /// Enrols an authenticator for whoever calls by `token`; returns it, and the recovery codes. The code of the
  /// clock's own step is spent with it.
  func enrol(
    _ token: String, code: String = ""
  ) async throws -> (authenticator: OneTimeCodes, recoveryCodes: [String]) {
    let begun = try await twoFactor.beginTotp(
      .init(requestId: freshID(), code: code), options(token))
    let authenticator = OneTimeCodes(secret: try #require(base32(begun.secret)))
    let confirmed = try await twoFactor.confirmTotp(
      .init(requestId: freshID(), code: shown(by: authenticator)), options(token))
    return (authenticator, confirmed.recoveryCodes)
  }

  /// What an authenticator shows now, or so many steps later.
  func shown(by authenticator: OneTimeCodes, later steps: Int64 = 0) -> String {
    authenticator.code(atStep: OneTimeCodes.step(at: clock.now.seconds) + steps)
  }

  /// The challenge that somebody with a second factor gets.
  func challenge(_ login: String, _ password: String) async throws -> String {
    try #require(
      try await auth.login(.init(tenantId: "demo", login: login, password: password)).mfaChallenge
    ).token
  }

  /// Asks for a second factor, or no more, of everybody in the demo.
  func requireSecondFactor(_ isRequired: Bool, as who: String = "demo-administrator") async throws {
    let policy = try #require(try await policies.getPolicy(.init(), options(who)).policy)
    _ = try await policies.updatePolicy(
      .init(
        requestId: freshID(), policy: .init(requireMfa: isRequired, etag: policy.etag),
        updateMask: .init(paths: ["require_mfa"])), options(who))
  }
}

/// The bytes of base32 without padding (RFC 4648); nil for what is none.
func base32(_ text: String) -> [UInt8]? {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  var (bytes, held, bits): ([UInt8], UInt32, Int) = ([], 0, 0)
  for character in text {
    guard let value = alphabet.firstIndex(of: character) else { return nil }
    held = held << 5 | UInt32(value)
    bits += 5
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
      held &= (1 << UInt32(bits)) - 1
    }
  }
  return bytes
}
