import Foundation
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct UserServiceTests {
  private func id() -> String { UUID().uuidString.lowercased() }

  private func enter(
    _ login: String, _ office: Office, _ roles: [TenantRole] = [.worker]
  ) async throws -> Identity.User {
    let request = Identity.UserServiceCreateRequest(
      requestId: id(),
      user: .init(
        login: login, name: "山田 \(login)", reading: "やまだ", locale: "ja", roles: roles))
    return try #require(
      try await office.users.create(request, office.options("demo-administrator")).user)
  }

  private func update(
    _ user: Identity.User, _ paths: [String], _ office: Office
  ) async throws -> Identity.User {
    let request = Identity.UserServiceUpdateRequest(
      requestId: id(), user: user, updateMask: .init(paths: paths))
    return try #require(
      try await office.users.update(request, office.options("demo-administrator")).user)
  }

  @Test func aUserIsShownAsHeWasEntered() async throws {
    let office = try await Office(devices: 1)
    let user = try await enter("yamada@example.jp", office, [.worker, .manager])
    #expect(user.id.hasPrefix("user-") && user.state == .active && !user.etag.isEmpty)
    #expect(user.createTime?.seconds == office.clock.now.seconds)
    let shown = try await office.users.get(.init(id: user.id), office.options("demo-administrator"))
    #expect(shown.user == user)
  }

  @Test(arguments: [
    // what is wrong, the fields that are named
    (
      Identity.User(login: "", name: "n", locale: "ja", roles: [.worker]),
      ["user.login", "user.login"]
    ),
    (.init(login: "A B", name: "n", locale: "ja", roles: [.worker]), ["user.login"]),
    (.init(login: "a", name: "", locale: "fr", roles: [.worker]), ["user.name", "user.locale"]),
    (.init(login: "a", name: "n", locale: "ja"), ["user.roles"]),
    (.init(login: "a", name: "n", locale: "ja", roles: [.device]), ["user.roles[0]"]),
    (.init(login: "a", name: "n", locale: "ja", roles: [.worker, .worker]), ["user.roles"]),
  ])
  func aWrongUserIsRefusedWithEveryField(user: Identity.User, fields: [String]) async throws {
    let office = try await Office(devices: 1)
    let error = await failure {
      try await office.users.create(
        .init(requestId: id(), user: user), office.options("demo-administrator"))
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == fields)
  }

  @Test func usersAreListedInPagesByFilter() async throws {
    let office = try await Office(devices: 1)
    for login in ["c", "a", "b", "d"] { _ = try await enter(login, office) }
    let administrator = office.options("demo-administrator")
    var (logins, token): ([[String]], String) = ([], "")
    repeat {
      let page = try await office.users.list(
        .init(pageSize: 3, pageToken: token, filter: "login < \"demo\" AND state = ACTIVE"),
        administrator)
      logins.append(page.users.map(\.login))
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(logins == [["a", "b", "c"], ["d"]])
    let first = try await office.users.list(.init(pageSize: 1), administrator)
    let other = await failure {
      try await office.users.list(
        .init(pageSize: 1, pageToken: first.nextPageToken, filter: "state = ACTIVE"), administrator)
    }
    #expect(other?.reason == "PAGE_TOKEN_MISMATCH")
    let wrong = await failure {
      try await office.users.list(.init(filter: "roles = ADMIN"), administrator)
    }
    #expect(wrong?.reason == "FILTER_INVALID")
  }

  @Test func anUpdateChangesWhatItsMaskNamesAndNothingElse() async throws {
    let office = try await Office(devices: 1)
    let user = try await enter("a", office)
    var change = Identity.User(id: user.id, name: "New", roles: [.manager], etag: user.etag)
    let renamed = try await update(change, ["name"], office)
    #expect(renamed.name == "New" && renamed.roles == [.worker] && renamed.etag != user.etag)
    let stale = await failure { try await update(change, ["roles"], office) }
    #expect(stale?.code == .aborted && stale?.reason == "ETAG_MISMATCH")
    change.etag = ""
    let missing = await failure { try await update(change, ["roles"], office) }
    #expect(missing?.code == .invalidArgument)
    let fields = missing?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
    #expect(fields == ["user.etag"])
    change.etag = renamed.etag
    #expect(try await update(change, ["roles"], office).roles == [.manager])
  }

  @Test func anUpdateLeavesARightUser() async throws {
    let office = try await Office(devices: 1)
    let user = try await enter("a", office)
    for (change, paths, field) in [
      (Identity.User(id: user.id, name: "", etag: user.etag), ["name"], "user.name"),
      (.init(id: user.id, etag: user.etag), ["roles"], "user.roles"),
      (.init(id: user.id, etag: user.etag), ["state"], "user.state"),
      (.init(id: user.id, login: "b", etag: user.etag), ["login"], "update_mask.paths[0]"),
    ] {
      let error = await failure { try await update(change, paths, office) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == [field])
    }
  }

  @Test func nobodyTakesTheGroundFromUnderHimself() async throws {
    let office = try await Office(devices: 1)
    let administrator = office.options("demo-administrator")
    let me = try #require(
      try await office.users.get(.init(id: "demo-administrator"), administrator).user)
    for (change, path) in [
      (Identity.User(id: me.id, state: .suspended, etag: me.etag), "state"),
      (.init(id: me.id, roles: [.worker], etag: me.etag), "roles"),
    ] {
      let error = await failure { try await update(change, [path], office) }
      #expect(error?.code == .failedPrecondition && error?.reason == "NOT_ON_ONESELF")
    }
  }

  @Test func whoIsSuspendedHasNoAccessFromTheAnswerOn() async throws {
    let office = try await Office(devices: 1)
    let manager = office.options("demo-manager")
    _ = try await office.evidence.list(.init(), manager)
    let user = try #require(
      try await office.users.get(.init(id: "demo-manager"), office.options("demo-administrator"))
        .user)
    let suspended = try await update(
      .init(id: user.id, state: .suspended, etag: user.etag), ["state"], office)
    let error = await failure { try await office.evidence.list(.init(), manager) }
    #expect(error?.code == .unauthenticated)
    _ = try await update(
      .init(id: user.id, state: .active, etag: suspended.etag), ["state"], office)
    _ = try await office.evidence.list(.init(), manager)
  }

  @Test func aUserOfAnotherTenantDoesNotExist() async throws {
    let office = try await Office(others: [
      ("other", Principal(.tenant(TenantID("other"), [.admin]), subject: "other-administrator"))
    ])
    let other = office.options("other")
    #expect(
      await failure { try await office.users.get(.init(id: "demo-worker"), other) }?.code
        == .notFound)
    #expect(try await office.users.list(.init(), other).users.isEmpty)
    let change = Identity.UserServiceUpdateRequest(
      requestId: id(),
      user: .init(id: "demo-worker", name: "x", etag: Etag(version: 1, of: "demo-worker").text),
      updateMask: .init(paths: ["name"]))
    #expect(await failure { try await office.users.update(change, other) }?.code == .notFound)
  }
}
