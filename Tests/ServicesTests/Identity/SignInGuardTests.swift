import CivilTime
import Foundation
import MadoAPI
import RPC
import Rules
import SQLite
import Storage
import Testing

@testable import Services

@Suite struct SignInGuardTests {
  private static let start = CivilTime.Instant("2026-07-01T00:00:00Z") ?? .epoch

  /// A database that is opened twice, as by a server that was killed between.
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let path = NSTemporaryDirectory() + "guard-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
  }

  private func attempt(_ login: String, from host: String = "192.0.2.1") -> SignInGuard.Try {
    SignInGuard.Try(.password(tenant: "t", login: login), host: host)
  }

  @Test func aLockoutOutlastsTheServer() async throws {
    try await withFolder { path in
      let clock = TestClock(Self.start)
      let first = try Database(try DataFolder(path), migrations: Backend.migrations)
      let guards = try await SignInGuard(first, clock)
      for _ in 0..<5 { try await guards.begin(attempt("a")) }
      try await guards.begin(attempt("b"))
      try await guards.succeeded(attempt("b"))
      first.close()
      let second = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { second.close() }
      let again = try await SignInGuard(second, clock)
      let locked = await failure { try await again.begin(attempt("a")) }
      #expect(locked?.reason == "LOCKED" && locked?.retryDelay == .seconds(60))
      try await again.begin(attempt("b"))
      // Nothing is left for ever.
      clock.advance(by: .seconds(Lockout.memory))
      try await again.begin(attempt("c"))
      let kept = try await second.read { try TryStore($0).all().count }
      #expect(kept == 2)
    }
  }

  /// The try counts on disk before the secret is looked at: killing the server undoes none.
  @Test func aTryIsOnDiskBeforeItsSecretIsLookedAt() async throws {
    try await withFolder { path in
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      let guards = try await SignInGuard(database, TestClock(Self.start))
      try await guards.begin(attempt("a"))
      let kept = try await database.read { try TryStore($0).all() }
      #expect(kept.values.map(\.failures) == [1, 1])
    }
  }

  @Test func anAddressWaitsWhereverItTries() async throws {
    try await withFolder { path in
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      let guards = try await SignInGuard(database, TestClock(Self.start))
      for number in 0..<50 { try await guards.begin(attempt("login\(number)")) }
      let locked = await failure { try await guards.begin(attempt("one more")) }
      #expect(locked?.reason == "LOCKED" && locked?.retryDelay == .seconds(1))
      let code = await failure {
        try await guards.begin(SignInGuard.Try(.code, host: "192.0.2.1"))
      }
      #expect(code?.reason == "LOCKED")
      try await guards.begin(attempt("one more", from: "192.0.2.2"))
    }
  }

  /// An office behind one address: what is right does not count against it.
  @Test func whoSignsInRightLeavesHisAddressFree() async throws {
    try await withFolder { path in
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      let guards = try await SignInGuard(database, TestClock(Self.start))
      for number in 0..<200 {
        try await guards.begin(attempt("login\(number)"))
        try await guards.succeeded(attempt("login\(number)"))
      }
      #expect(try await database.read { try TryStore($0).all() }.values.map(\.failures) == [0])
    }
  }

  @Test func nobodyComesFasterThanPeopleDo() async throws {
    try await withFolder { path in
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      let clock = TestClock(Self.start)
      let guards = try await SignInGuard(database, clock)
      for _ in 0..<30 {
        try await guards.begin(attempt("a"))
        try await guards.succeeded(attempt("a"))
      }
      let error = await failure { try await guards.begin(attempt("a")) }
      #expect(error?.code == .resourceExhausted && error?.reason == "RATE_LIMITED")
      #expect(error?.retryDelay == .seconds(2))
      clock.advance(by: .seconds(2))
      try await guards.begin(attempt("a"))
    }
  }
}
