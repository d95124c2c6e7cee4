import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct GroupServiceTests {
  private func create(
    _ name: String, under parent: String = "", _ office: Office
  ) async throws -> Tenancies.Group {
    try #require(
      try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: name, parentId: parent)),
        office.options("demo-administrator")
      ).group)
  }

  private func move(
    _ group: Tenancies.Group, under parent: String, _ office: Office
  ) async throws -> Tenancies.Group {
    try #require(
      try await office.groups.move(
        .init(requestId: freshID(), id: group.id, parentId: parent, etag: group.etag),
        office.options("demo-administrator")
      ).group)
  }

  private func delete(_ id: String, _ office: Office, allowMissing: Bool = false) async throws {
    _ = try await office.groups.delete(
      .init(requestId: freshID(), id: id, allowMissing: allowMissing),
      office.options("demo-administrator"))
  }

  @Test func departmentsAreATree() async throws {
    let office = try await Office(devices: 1)
    let sales = try await create("営業", office)
    let east = try await create("東", under: sales.id, office)
    let administrator = office.options("demo-administrator")
    #expect(try await office.groups.get(.init(id: east.id), administrator).group == east)
    let top = try await office.groups.list(.init(filter: "parent_id = \"\""), administrator)
    #expect(top.groups == [sales])
    let below = try await office.groups.list(
      .init(filter: "parent_id = \"\(sales.id)\""), administrator)
    #expect(below.groups == [east])
    let renamed = try await office.groups.update(
      .init(
        requestId: freshID(), group: .init(id: east.id, name: "西", etag: east.etag),
        updateMask: .init(paths: ["name"])), administrator
    ).group
    #expect(renamed?.name == "西" && renamed?.parentId == sales.id)
  }

  @Test func aNameIsOneDepartmentsInItsPlace() async throws {
    let office = try await Office(devices: 1)
    let sales = try await create("営業", office)
    let other = try await create("総務", office)
    _ = try await create("東", under: sales.id, office)
    let east = try await create("東", under: other.id, office)
    let same = await failure { try await create("営業", office) }
    #expect(same?.code == .alreadyExists && same?.reason == "NAME_TAKEN")
    let moved = await failure { try await move(east, under: sales.id, office) }
    #expect(moved?.reason == "NAME_TAKEN")
  }

  @Test func nothingGoesBelowItself() async throws {
    let office = try await Office(devices: 1)
    let a = try await create("a", office)
    let b = try await create("b", under: a.id, office)
    let c = try await create("c", under: b.id, office)
    for target in [a, b, c] {
      let error = await failure { try await move(a, under: target.id, office) }
      #expect(error?.code == .failedPrecondition && error?.reason == "CYCLE")
    }
    let atTop = try await move(b, under: "", office)
    #expect(atTop.parentId.isEmpty)
    #expect(try await move(a, under: c.id, office).parentId == c.id)
    let stale = await failure { try await move(a, under: "", office) }
    #expect(stale?.reason == "ETAG_MISMATCH")
  }

  /// Two moves at once that would each be well by itself.
  @Test func movesThatCrossLeaveATree() async throws {
    let office = try await Office(devices: 1)
    let (a, b) = (try await create("a", office), try await create("b", office))
    async let first = failure { try await move(a, under: b.id, office) }
    async let second = failure { try await move(b, under: a.id, office) }
    let reasons = await [first?.reason, second?.reason].compactMap { $0 }
    #expect(reasons == ["CYCLE"])
  }

  @Test func theTreeHasTwentyLevels() async throws {
    let office = try await Office(devices: 1)
    var chain = [try await create("0", office)]
    for level in 1..<20 {
      chain.append(try await create("\(level)", under: chain[level - 1].id, office))
    }
    let error = await failure { try await create("20", under: chain[19].id, office) }
    #expect(error?.code == .failedPrecondition && error?.reason == "TOO_DEEP")
    let other = try await create("other", office)
    _ = try await create("below", under: other.id, office)
    #expect(
      await failure { try await move(other, under: chain[18].id, office) }?.reason == "TOO_DEEP")
    _ = try await move(other, under: chain[17].id, office)
  }

  @Test func whatIsNotEmptyStays() async throws {
    let office = try await Office(devices: 1)
    let a = try await create("a", office)
    let b = try await create("b", under: a.id, office)
    let administrator = office.options("demo-administrator")
    let parent = await failure { try await delete(a.id, office) }
    #expect(parent?.code == .failedPrecondition && parent?.reason == "NOT_EMPTY")
    let members = try await office.groups.setMembers(
      .init(requestId: freshID(), id: b.id, userIds: ["demo-worker", "demo-manager"]),
      administrator)
    #expect(members.userIds == ["demo-manager", "demo-worker"])
    #expect(await failure { try await delete(b.id, office) }?.reason == "NOT_EMPTY")
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-manager"), administrator)
    #expect(try await office.groups.get(.init(id: b.id), administrator).userIds == ["demo-worker"])
    _ = try await office.groups.setMembers(.init(requestId: freshID(), id: b.id), administrator)
    try await delete(b.id, office)
    try await delete(a.id, office)
    #expect(await failure { try await delete(a.id, office) }?.code == .notFound)
    try await delete(a.id, office, allowMissing: true)
  }

  @Test func aDepartmentIsLedByWhomTheAdministratorSays() async throws {
    let office = try await Office(devices: 2)
    let administrator = office.options("demo-administrator")
    let (a, b) = (try await create("a", office), try await create("b", office))
    func leaders(of group: Tenancies.Group) async throws -> [String] {
      try await office.groups.get(.init(id: group.id), administrator).leaderIds
    }
    func set(_ users: [String], of group: String) async throws -> [String] {
      try await office.groups.setLeaders(
        .init(requestId: freshID(), id: group, userIds: users), administrator
      ).userIds
    }
    let both = try await set(["demo-worker-2", "demo-worker"], of: a.id)
    #expect(both == ["demo-worker", "demo-worker-2"])
    #expect(try await set(["demo-worker-2"], of: b.id) == ["demo-worker-2"])
    #expect(try await leaders(of: a) == ["demo-worker", "demo-worker-2"])
    #expect(try await office.groups.get(.init(id: a.id), administrator).userIds.isEmpty)
    for (group, users) in [("nothing", ["demo-worker"]), (a.id, ["nobody"])] {
      #expect(await failure { try await set(users, of: group) }?.code == .notFound)
    }
    #expect(try await leaders(of: a) == ["demo-worker", "demo-worker-2"], "nothing has changed")
    let worker = await failure {
      try await office.groups.setLeaders(
        .init(requestId: freshID(), id: a.id), office.options("demo-manager"))
    }
    #expect(worker?.code == .permissionDenied)
    // Who is deleted leads nothing.
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-worker-2"), administrator)
    #expect(try await leaders(of: a) == ["demo-worker"])
    #expect(try await leaders(of: b).isEmpty)
    // A department goes with its leaders.
    try await delete(a.id, office)
    let left = try await office.database.read {
      try $0.query("SELECT user_id FROM department_leader") { try $0.read(0, as: String.self) }
    }
    #expect(left.isEmpty)
  }

  @Test func whoIsOfAnotherTenantIsNotThere() async throws {
    let office = try await Office(others: [
      ("other", Principal(.tenant(TenantID("other"), [.admin]), subject: "other-administrator"))
    ])
    let group = try await create("a", office)
    let other = office.options("other")
    #expect(
      await failure { try await office.groups.get(.init(id: group.id), other) }?.code == .notFound)
    #expect(try await office.groups.list(.init(), other).groups.isEmpty)
    let theirs = try #require(
      try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: "a")), other
      ).group)
    for call in [
      await failure {
        try await office.groups.setMembers(
          .init(requestId: freshID(), id: theirs.id, userIds: ["demo-worker"]), other)
      },
      await failure {
        try await office.groups.setLeaders(
          .init(requestId: freshID(), id: theirs.id, userIds: ["demo-worker"]), other)
      },
      await failure {
        try await office.groups.setLeaders(
          .init(requestId: freshID(), id: group.id, userIds: ["other-administrator"]), other)
      },
      await failure {
        try await office.groups.move(
          .init(requestId: freshID(), id: theirs.id, parentId: group.id, etag: theirs.etag), other)
      },
      await failure {
        try await office.groups.create(
          .init(requestId: freshID(), group: .init(name: "b", parentId: group.id)), other)
      },
    ] { #expect(call?.code == .notFound) }
  }
}
