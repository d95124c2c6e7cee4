import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Storage
import Testing

@testable import Services

/// TEL-01, TEL-31: whoever leads departments reaches their workers, and nobody else's records.
@Suite struct LedWorkersTests {
  /// Somebody in some roles, and which workers he may see: in the department that he leads, in one below, in another,
  /// and himself, where the method is for workers too.
  private static let visitors:
    [(roles: Set<TenantRole>, subject: String, sees: [Bool], himself: Bool)] = [
      ([.groupManager], "demo-worker-4", [true, true, false], false),
      ([.groupManager, .worker], "demo-worker-4", [true, true, false], true),
      ([.groupManager, .manager], "demo-worker-4", [true, true, true], true),
      ([.groupManager], "demo-worker-3", [false, false, false], false),
    ]

  private static func secret(_ roles: Set<TenantRole>, _ subject: String) -> String {
    "\(roles.words.joined(separator: " ")) \(subject)"
  }

  /// The department that demo-worker-4 leads with a worker, one below it with another, one beside it with a third; and
  /// demo-worker-4 himself, who is in none.
  private struct House {
    let office: Office
    let sales: Tenancies.Group
    let east: Tenancies.Group
    let hr: Tenancies.Group
    let kept: [Kept]
  }

  private static let (leader, workingLeader) = (
    secret([.groupManager], "demo-worker-4"), secret([.groupManager, .worker], "demo-worker-4")
  )

  private func house(_ pace: WatchPace = .init()) async throws -> House {
    let others = Self.visitors.map { visitor in
      (
        secret: Self.secret(visitor.roles, visitor.subject),
        principal: Principal(.tenant(Demo.tenant, visitor.roles), subject: visitor.subject)
      )
    }
    let office = try await Office(devices: 4, others: others, watchPace: pace)
    let sales = try await office.department("sales")
    let east = try await office.department("east", under: sales.id)
    let hr = try await office.department("hr")
    try await office.setLeaders(["demo-worker-4"], of: sales.id)
    let kept = [
      try await office.keep("", in: sales.id), try await office.keep("-2", in: east.id),
      try await office.keep("-3", in: hr.id), try await office.keep("-4", in: ""),
    ]
    return House(office: office, sales: sales, east: east, hr: hr, kept: kept)
  }

  // MARK: Every method

  /// What managers of all reach and managers of departments do not: it is the whole tenant's, and nobody's of the workers.
  private static let refused: Set = [
    "/mado.telework.v1.PeriodService/List", "/mado.telework.v1.RetentionService/ListRuns",
    "/mado.telework.v1.RetentionService/GetPolicy",
  ]
  /// Lists that name no worker: ``listsAreOfThoseWhomHeLeads()``.
  private static let listsOnly: Set = [
    "/mado.telework.v1.AgentConfigService/ListApplied",
    "/mado.telework.v1.IncidentService/ListChanges",
  ]

  @Test func whereManagersReachAllManagersOfDepartmentsReachTheirWorkersOrNothing() async throws {
    let office = try await Office(devices: 1)
    let table = try AccessTable(office.services.map { type(of: $0).descriptor })
    var led: Set<String> = []
    for (path, method) in office.methods {
      guard case .roles(let allowed) = table[method]?.audience else { continue }
      let isForManagers = allowed.all.contains(.manager) && !Self.refused.contains(path)
      #expect(allowed.led == (isForManagers ? [.groupManager] : []), "\(path)")
      #expect(!allowed.all.contains(.groupManager), "\(path)")
      if !allowed.led.isEmpty { led.insert(path) }
    }
    #expect(Set(Self.rows.map(\.method)).union(Self.listsOnly) == led, "each is tried here")
  }

  @Test func everyMethodShowsTheWorkersWhomHeLeadsAndNoOther() async throws {
    let house = try await house()
    let (office, methods) = (house.office, house.office.methods)
    let table = try AccessTable(office.services.map { type(of: $0).descriptor })
    for row in Self.rows {
      let method = try #require(methods[row.method])
      guard case .roles(let allowed) = table[method]?.audience else { continue }
      for visitor in Self.visitors {
        let secret = Self.secret(visitor.roles, visitor.subject)
        for (kept, isSeen) in zip(house.kept, visitor.sees) {
          let outcome = await office.outcome(method, row.request(kept).framed(), as: secret)
          #expect(
            outcome == (isSeen ? row.seen : row.hidden),
            "\(row.method) by \(secret) of \(kept.worker)")
        }
        // His own he decides in no role.
        guard !visitor.roles.contains(.manager), visitor.subject == "demo-worker-4" else {
          continue
        }
        let isSeen = visitor.himself && allowed.own.contains(.worker)
        let outcome = await office.outcome(
          method, row.request(house.kept[3]).framed(), as: secret)
        #expect(
          outcome == (isSeen ? row.seen : row.hidden), "\(row.method) by \(secret) of himself")
      }
    }
  }

  @Test func whatIsTheWholeTenantsIsRefused() async throws {
    let house = try await house()
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    let requests: [(String, any Message)] =
      Self.refused.map { ($0, Telework.ListRunsRequest()) } + [
        ("/mado.tenant.v1.GroupService/Get", Tenancies.GroupServiceGetRequest(id: house.sales.id)),
        ("/mado.tenant.v1.GroupService/List", Tenancies.GroupServiceListRequest()),
        (
          "/mado.tenant.v1.GroupService/SetLeaders",
          Tenancies.SetLeadersRequest(
            requestId: freshID(), id: house.hr.id, userIds: ["demo-worker-4"])
        ),
        ("/mado.identity.v1.UserService/List", Identity.UserServiceListRequest()),
        (
          "/mado.telework.v1.PeriodService/Lock",
          Telework.LockRequest(requestId: freshID(), month: day)
        ),
      ]
    for (path, request) in requests {
      let method = try #require(house.office.methods[path])
      for secret in [Self.leader, Self.workingLeader] {
        let outcome = await house.office.outcome(method, request.framed(), as: secret)
        #expect(outcome == "PERMISSION_DENIED", "\(path)")
      }
    }
    // The tenant's own configuration; that of an agent of his he sees.
    let config = await failure {
      try await house.office.agentConfigs.get(.init(), house.office.options(Self.leader))
    }
    #expect(config?.code == .notFound)
  }

  @Test func listsAreOfThoseWhomHeLeads() async throws {
    let house = try await house()
    let office = house.office
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    let query = Telework.ReportQuery(fromDate: day, throughDate: day)
    let lists: [(String, @Sendable (CallOptions) async throws -> [String])] = [
      ("devices", { try await office.devices.list(.init(), $0).devices.map(\.workerId) }),
      ("agents", { try await office.agents.list(.init(), $0).agents.map(\.workerId) }),
      (
        "configurations",
        { try await office.agentConfigs.listApplied(.init(), $0).agents.map(\.workerId) }
      ),
      ("evidence", { try await office.evidence.list(.init(), $0).evidence.map(\.workerId) }),
      ("incidents", { try await office.detections.list(.init(), $0).incidents.map(\.workerId) }),
      (
        "changes",
        { try await office.detections.listChanges(.init(), $0).incidents.map(\.workerId) }
      ),
      (
        "corrections",
        { try await office.punches.listCorrections(.init(), $0).corrections.map(\.workerId) }
      ),
      ("tasks", { try await office.tasks.list(.init(), $0).tasks.map(\.workerId) }),
      (
        "plans",
        {
          try await office.plans.list(.init(fromDate: day, throughDate: day), $0).entries
            .map(\.workerId)
        }
      ),
      ("report", { try await office.reports.aggregate(.init(query: query), $0).rows.map(\.id) }),
    ]
    let (led, own) = (["demo-worker", "demo-worker-2"], ["demo-worker-4"])
    // Machines' configurations are no worker's own business.
    for (name, list) in lists {
      let his = try await list(office.options(Self.leader))
      #expect(Set(his) == Set(led), "\(name)")
      let both = try await list(office.options(Self.workingLeader))
      #expect(Set(both) == Set(name == "configurations" ? led : led + own), "\(name)")
      let all = try await list(office.options("demo-manager"))
      #expect(Set(all) == Set(led + own + ["demo-worker-3"]), "\(name)")
      let none = try await list(office.options(Self.secret([.groupManager], "demo-worker-3")))
      #expect(none.isEmpty, "\(name)")
    }
  }

  // MARK: Departments

  @Test func reportsAreOfTheDepartmentsThatHeLeads() async throws {
    let house = try await house()
    let (office, leader) = (house.office, house.office.options(Self.leader))
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    func rows(_ subject: Telework.ReportSubject, _ group: String) async throws -> [String] {
      let query = Telework.ReportQuery(
        fromDate: day, throughDate: day, subject: subject, groupId: group)
      return try await office.reports.aggregate(.init(query: query), leader).rows.map(\.id)
    }
    let led = [house.sales.id, house.east.id]
    for (subject, group, ids) in [
      // of whom, in which department, the rows
      (Telework.ReportSubject.group, "", led.sorted()),
      (.group, house.sales.id, led.sorted()),
      (.group, house.east.id, [house.east.id]),
      (.worker, "", ["demo-worker", "demo-worker-2"]),
      (.worker, house.sales.id, ["demo-worker", "demo-worker-2"]),
      (.worker, house.east.id, ["demo-worker-2"]),
    ] {
      #expect(try await rows(subject, group) == ids, "\(subject) \(group)")
    }
    for group in [house.hr.id, "nothing"] {
      for subject in [Telework.ReportSubject.group, .worker] {
        let error = await failure { try await rows(subject, group) }
        #expect(error?.code == .notFound && error?.reason == "GROUP_NOT_FOUND", "\(group)")
      }
    }
  }

  @Test func whatHoldsNowHoldsForTheNextCall() async throws {
    let house = try await house()
    let (office, leader) = (house.office, house.office.options(Self.leader))
    func sees(_ worker: String) async -> Bool {
      await failure { try await office.presence.get(.init(workerId: worker), leader) } == nil
    }
    func seen() async -> [Bool] { [await sees("demo-worker"), await sees("demo-worker-2")] }
    #expect(await seen() == [true, true])
    try await office.setMembers([], of: house.sales.id)
    #expect(await seen() == [false, true], "who is taken out of the department")
    try await office.setMembers(["demo-worker"], of: house.sales.id)
    let moved = try await office.groups.move(
      .init(requestId: freshID(), id: house.east.id, etag: house.east.etag),
      office.options("demo-administrator"))
    #expect(await seen() == [true, false], "a department is not below it any more")
    try await office.setLeaders(["demo-worker-4", "demo-worker-3"], of: house.east.id)
    #expect(await seen() == [true, true], "led by itself")
    try await office.setLeaders([], of: house.sales.id)
    #expect(await seen() == [false, true], "he leads it no more")
    _ = try await office.groups.move(
      .init(
        requestId: freshID(), id: house.sales.id, parentId: house.east.id,
        etag: house.sales.etag), office.options("demo-administrator"))
    #expect(await seen() == [true, true] && moved.group?.parentId == "", "below what he leads")
    try await office.setLeaders([], of: house.east.id)
    #expect(await seen() == [false, false])
  }

  // MARK: Watching

  @Test func anOpenWatchEndsWhenHeDoesNotLeadAnyMore() async throws {
    var pace = WatchPace()
    (pace.heartbeat, pace.look) = (.milliseconds(40), .milliseconds(10))
    let house = try await house(pace)
    let office = house.office
    func follow(_ group: String) async throws -> Follower {
      try await Follower(office.presence, office.options(Self.leader), group: group)
    }
    for group in ["", house.hr.id, "nothing"] {
      let error = await failure { try await follow(group).next() }
      #expect(error?.code == .notFound && error?.reason == "GROUP_NOT_FOUND", "\(group)")
    }
    let (sales, east) = (try await follow(house.sales.id), try await follow(house.east.id))
    while try await sales.next() != "heartbeat" {}
    while try await east.next() != "heartbeat" {}
    #expect(sales.states == ["demo-worker": .present, "demo-worker-2": .present])
    #expect(east.states == ["demo-worker-2": .present])
    try await office.setLeaders(["demo-worker-4"], of: house.east.id)
    try await office.setLeaders([], of: house.sales.id)
    let error = await failure { while try await sales.next() != "end" {} }
    #expect(error?.code == .notFound && error?.reason == "GROUP_NOT_FOUND")
    // The other one goes on.
    try await office.see(.away, by: Office.agent("-2"))
    try await east.follow(until: "demo-worker-2", is: .away)
  }

  @Test func aWatchEndsWhenItsCallersRolesReachAnotherWay() async throws {
    var pace = WatchPace()
    (pace.heartbeat, pace.look) = (.milliseconds(40), .milliseconds(10))
    let house = try await house(pace)
    let (office, administrator) = (house.office, house.office.options("demo-administrator"))
    try await office.setPassword("a password of his", of: "demo-manager")
    let session = try await office.login("demo-manager", "a password of his")
    let watch = try await Follower(
      office.presence, office.options(session.accessToken), group: house.hr.id)
    while try await watch.next() != "heartbeat" {}
    func setRoles(_ roles: [TenantRole]) async throws {
      let user = try await office.users.get(.init(id: "demo-manager"), administrator).user
      _ = try await office.users.update(
        .init(
          requestId: freshID(),
          user: .init(id: "demo-manager", roles: roles, etag: user?.etag ?? ""),
          updateMask: .init(paths: ["roles"])), administrator)
    }
    // What he is besides changes nothing.
    try await setRoles([.manager, .user])
    while try await watch.next() != "heartbeat" {}
    try await setRoles([.groupManager])
    let error = await failure { while try await watch.next() != "end" {} }
    #expect(error?.code == .aborted && error?.reason == "ROLES_CHANGED")
  }

  // MARK: How it is asked

  @Test func withoutALeaderStatementsAreWhatTheyWere() async throws {
    let office = try await Office(devices: 1)
    let principal = Principal(.tenant(Demo.tenant, [.groupManager]), subject: "l")
    try await office.database.read { connection in
      for tenancy in [
        Tenancy.atTheMachine(Demo.tenant), Tenancy(of: principal, isOwnOnly: true),
      ] {
        let rows = TenantRows(tenancy, connection)
        #expect(rows.shows(worker: "worker_id") == "worker_id = COALESCE(:only, worker_id)")
      }
      // A worker's departments are found by his id, whoever asks for whom.
      let rows = TenantRows(Tenancy(ofLeader: principal, withOwn: true), connection)
      let plan = try rows.query(
        """
        EXPLAIN QUERY PLAN SELECT id FROM face_image
        WHERE tenant_id = :tenant AND \(rows.shows(worker: "user_id"))
        """
      ) { try $0.read(3, as: String.self) }
      #expect(!plan.contains { $0.hasPrefix("SCAN department") }, "\(plan)")
      #expect(plan.contains { $0.contains("department_member_user (user_id=?)") }, "\(plan)")
    }
  }
}
