import Foundation
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage
import Testing

@testable import Services

/// What every mutation does alike, shown by those of users.
@Suite struct MutationTests {
  private static let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"

  private func request(
    _ login: String, id: String = Self.id, validateOnly: Bool = false
  ) -> Identity.UserServiceCreateRequest {
    .init(
      requestId: id, validateOnly: validateOnly,
      user: .init(login: login, name: "Name of \(login)", locale: "ja", roles: [.worker]))
  }

  /// Makes the call as the administrator; returns the answer and whether it was a replay.
  private func create(
    _ request: Identity.UserServiceCreateRequest, _ office: Office,
    as who: String = "demo-administrator"
  ) async throws -> (user: Identity.User, isReplay: Bool) {
    let replay = Replay()
    var options = office.options(who)
    options.onTrailers = { replay.note($0) }
    let answer = try await office.users.create(request, options)
    return (try #require(answer.user), replay.isNoted)
  }

  private final class Replay: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    var isNoted: Bool { lock.withLock { value } }
    func note(_ trailers: Metadata) {
      lock.withLock { value = trailers["idempotent-replay"] == "1" }
    }
  }

  private func count(_ office: Office, _ table: String) async throws -> Int {
    try await office.database.read { connection in
      try connection.first("SELECT COUNT(*) FROM \(table)") { try $0.read(0, as: Int.self) } ?? 0
    }
  }

  @Test func theSameRequestIsDoneOnceAndAnsweredAgainWithTheFirstAnswer() async throws {
    let office = try await Office()
    let first = try await create(request("a"), office)
    let again = try await create(request("a"), office)
    #expect(!first.isReplay && again.isReplay && again.user == first.user)
    #expect(try await count(office, "tenant_user") == 5)
  }

  /// Ids of version 4, of version 7 from before the day, from the day on, of the same time, in capitals, and of no time.
  @Test func aRequestIsKnownByItsWholeID() async throws {
    let office = try await Office()
    let ids = [
      "01a1fb67-17ff-7abc-8000-000000000001", "01a1fb67-1800-7abc-8000-000000000001",
      "01a1fb67-1800-7abc-8000-000000000002", "01a1fb67-1800-7abd-8000-000000000001",
      "01A1FB67-1800-7ABD-8000-000000000003", "ffffffff-ffff-7fff-bfff-ffffffffffff",
      "01a1fb67-1800-4abc-8000-000000000001",
    ]
    for (number, id) in ids.enumerated() {
      #expect(try await !create(request("u\(number)", id: id), office).isReplay)
    }
    for (number, id) in ids.enumerated() {
      #expect(try await create(request("u\(number)", id: id), office).isReplay)
    }
    #expect(try await count(office, "kept_answer") == ids.count)
    let inOrder = try await office.database.read {
      try $0.query("SELECT id FROM kept_answer ORDER BY id") { try $0.read(0, as: [UInt8].self) }
    }
    let ofThatTime = inOrder.filter { $0.starts(with: [0x01, 0xa1, 0xfb, 0x67, 0x18, 0x00]) }
    #expect(ofThatTime.count == 4)
  }

  @Test func anotherRequestUnderTheSameIDIsRefused() async throws {
    let office = try await Office()
    _ = try await create(request("a"), office)
    let error = await failure { try await create(request("b"), office) }
    #expect(error?.code == .alreadyExists && error?.reason == "IDEMPOTENCY_KEY_REUSED")
    let other = Identity.TokenServiceRevokeRequest(requestId: Self.id, id: "x")
    let method = await failure {
      try await office.apiTokens.revoke(other, office.options("demo-administrator"))
    }
    #expect(method?.reason == "IDEMPOTENCY_KEY_REUSED")
  }

  @Test func anIDIsItsCallersOwn() async throws {
    let office = try await Office(others: [
      ("second", Principal(.tenant(Demo.tenant, [.admin]), subject: "second")),
      ("other", Principal(.tenant(TenantID("other"), [.admin]), subject: "demo-administrator")),
    ])
    let first = try await create(request("a"), office)
    let second = try await create(request("b"), office, as: "second")
    let other = try await create(request("a"), office, as: "other")
    #expect(!second.isReplay && !other.isReplay)
    #expect(Set([first.user.id, second.user.id, other.user.id]).count == 3)
  }

  @Test func manyAtOnceAreDoneOnce() async throws {
    let office = try await Office()
    let outcomes = await withTaskGroup(of: String.self) { group in
      for _ in 0..<20 {
        group.addTask {
          do {
            return try await create(request("a"), office).user.id
          } catch {
            return (error as? RPCError)?.reason ?? "\(error)"
          }
        }
      }
      return await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    // One answer, and whoever came while it was made is told to come again.
    #expect(outcomes.subtracting(["IN_PROGRESS"]).count == 1)
    #expect(try await count(office, "kept_answer") == 1)
    let error = RPCError(.aborted, "", reason: "IN_PROGRESS").retrying(after: .seconds(1))
    #expect(error.retryDelay == .seconds(1))
  }

  /// In the order of an index, but for once in sixteen million when the count begins again.
  @Test func idsOfASecondFollowOneAnother() {
    let ids = (0..<1_000).map { _ in freshID("user", at: 1_800_000_000) }
    #expect(zip(ids, ids.dropFirst()).count { $0 >= $1 } <= 1)
    #expect(Set(ids).count == ids.count)
    #expect(freshID("user", at: 1_800_000_001) > ids.max() ?? "")
    #expect(ids.allSatisfy { $0.hasPrefix("user-") && $0.utf8.count == 29 })
  }

  @Test func whatFailedIsDoneAnewWhenAskedAgain() async throws {
    let office = try await Office()
    let taken = await failure { try await create(request("demo-worker"), office) }
    #expect(taken?.code == .alreadyExists && taken?.reason == "LOGIN_TAKEN")
    #expect(try await count(office, "kept_answer") == 0)
    #expect(try await create(request("a"), office).isReplay == false)
  }

  @Test func aRehearsalAnswersAndDoesNothing() async throws {
    let office = try await Office()
    let said = try await create(request("a", validateOnly: true), office)
    #expect(said.user.login == "a" && !said.isReplay)
    #expect(try await count(office, "tenant_user") == 4)
    #expect(try await count(office, "kept_answer") == 0)
    let wrong = await failure {
      try await create(request("demo-worker", validateOnly: true), office)
    }
    #expect(wrong?.reason == "LOGIN_TAKEN")
    #expect(try await create(request("a"), office).isReplay == false)
  }

  @Test func answersAreForgottenWhenTheirTimeIsOver() async throws {
    let office = try await Office()
    _ = try await create(request("a"), office)
    office.clock.advance(by: .seconds(72 * 3600 + 1))
    let other = "1b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    _ = try await create(request("b", id: other), office)
    #expect(try await count(office, "kept_answer") == 1)
    let error = await failure { try await create(request("a"), office) }
    #expect(error?.reason == "LOGIN_TAKEN")
  }

  /// An answer that told a secret, as a new token's does, is sealed with the request's id.
  @Test func nothingThatWasAnsweredStandsInTheDatabase() async throws {
    let office = try await Office()
    let made = try await office.apiTokens.create(
      .init(requestId: Self.id, name: "n", scopes: ["telework.read"]),
      office.options("demo-manager"))
    let again = try await office.apiTokens.create(
      .init(requestId: Self.id, name: "n", scopes: ["telework.read"]),
      office.options("demo-manager"))
    #expect(made == again && made.secret.hasPrefix("mado_"))
    for name in ["mado.db", "mado.db-wal"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(office.path)/\(name)"))
      #expect(data.range(of: Data(made.secret.utf8)) == nil)
      #expect(data.range(of: Data(Self.id.utf8)) == nil)
    }
  }

  @Test(arguments: ["", "x", "0b9f6dd8-7c39-4d7a-9d5c"])
  func aRequestIDIsAUUID(id: String) async throws {
    let office = try await Office(devices: 1)
    let error = await failure { try await create(request("a", id: id), office) }
    #expect(error?.code == .invalidArgument)
    #expect(
      error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["request_id"])
  }
}
