import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

@Suite struct PlanningServiceTests {
  private func date(_ text: String) throws -> GoogleType.Date {
    try #require(CivilDate(text)).message
  }

  // MARK: Tasks

  private func create(
    _ name: String, _ office: Office, as who: String = "demo-worker", for worker: String = ""
  ) async throws -> Telework.Task {
    try #require(
      try await office.tasks.create(
        .init(requestId: freshID(), task: .init(workerId: worker, name: name)), office.options(who)
      ).task)
  }

  @Test func aTaskIsEnteredChangedAndTakenOut() async throws {
    let office = try await Office(devices: 2)
    let worker = office.options("demo-worker")
    let task = try await create("estimates", office)
    #expect(task.workerId == "demo-worker" && !task.isDone)
    let twice = await failure { try await create("estimates", office) }
    #expect(twice?.code == .alreadyExists && twice?.reason == "TASK_EXISTS")
    let nameless = await failure { try await create(" ", office) }
    #expect(nameless?.code == .invalidArgument)
    let due = try date("2026-07-31")
    let update = Telework.UpdateRequest(
      requestId: freshID(),
      task: .init(id: task.id, note: "for March", dueDate: due, isDone: true, etag: task.etag),
      updateMask: .init(paths: ["note", "due_date", "is_done"]))
    let changed = try #require(try await office.tasks.update(update, worker).task)
    #expect(changed.name == "estimates" && changed.note == "for March" && changed.dueDate == due)
    #expect(changed.isDone)
    var stale = update
    stale.requestId = freshID()
    let late = await failure { try await office.tasks.update(stale, worker) }
    #expect(late?.reason == "ETAG_MISMATCH")
    _ = try await office.tasks.delete(.init(requestId: freshID(), id: task.id), worker)
    let gone = await failure {
      try await office.tasks.delete(.init(requestId: freshID(), id: task.id), worker)
    }
    #expect(gone?.reason == "TASK_NOT_FOUND")
    _ = try await office.tasks.delete(
      .init(requestId: freshID(), id: task.id, allowMissing: true), worker)
  }

  @Test func tasksAreListedAsFarAsTheCallerSees() async throws {
    let office = try await Office(devices: 2)
    let own = try await create("a", office)
    let others = try await create("a", office, as: "demo-manager", for: "demo-worker-2")
    _ = try await create("b", office, as: "demo-worker-2")
    func names(
      as who: String, _ filter: String = "", size: Int32 = 0
    ) async throws -> [String] {
      let page = try await office.tasks.list(
        .init(pageSize: size, filter: filter), office.options(who))
      return page.tasks.map { "\($0.workerId) \($0.name)" }
    }
    #expect(try await names(as: "demo-worker") == ["demo-worker a"])
    #expect(
      try await names(as: "demo-manager") == [
        "demo-worker a", "demo-worker-2 a", "demo-worker-2 b",
      ])
    #expect(try await names(as: "demo-manager", "name = b") == ["demo-worker-2 b"])
    #expect(try await names(as: "demo-manager", "is_done = true") == [])
    let first = try await office.tasks.list(.init(pageSize: 2), office.options("demo-manager"))
    let rest = try await office.tasks.list(
      .init(pageSize: 2, pageToken: first.nextPageToken), office.options("demo-manager"))
    #expect(first.tasks.map(\.id) == [own.id, others.id] && rest.tasks.map(\.name) == ["b"])
    let foreign = await failure {
      try await create("c", office, as: "demo-worker", for: "demo-worker-2")
    }
    #expect(foreign?.code == .notFound)
    let strange = await failure {
      try await office.tasks.update(
        .init(
          requestId: freshID(), task: .init(id: others.id, isDone: true, etag: others.etag),
          updateMask: .init(paths: ["is_done"])), office.options("demo-worker"))
    }
    #expect(strange?.code == .notFound)
  }

  // MARK: Plans

  private func put(
    _ entries: [(day: String, start: String, end: String)], from first: String,
    through last: String, _ office: Office, as who: String = "demo-worker", for worker: String = ""
  ) async throws -> [String] {
    let made = try entries.map {
      Telework.ScheduleEntry(date: try date($0.day), start: $0.start, end: $0.end, note: "home")
    }
    let answer = try await office.plans.put(
      .init(
        requestId: freshID(), workerId: worker, fromDate: date(first), throughDate: date(last),
        entries: made), office.options(who))
    return words(answer.entries)
  }

  private func words(_ entries: [Telework.ScheduleEntry]) -> [String] {
    entries.map { "\($0.workerId) \($0.date?.day ?? 0) \($0.start)-\($0.end)" }
  }

  private func list(
    from first: String, through last: String, _ office: Office, as who: String = "demo-manager",
    of worker: String = "", size: Int32 = 0
  ) async throws -> [String] {
    var request = Telework.ScheduleServiceListRequest(
      pageSize: size, workerId: worker, fromDate: try date(first), throughDate: try date(last))
    var found: [String] = []
    repeat {
      let page = try await office.plans.list(request, office.options(who))
      found += words(page.entries)
      request.pageToken = page.nextPageToken
    } while !request.pageToken.isEmpty
    return found
  }

  @Test func daysArePlannedAnew() async throws {
    let office = try await Office(devices: 2)
    let planned = try await put(
      [
        ("2026-07-02", "13:00", "24:00"), ("2026-07-01", "09:00", "12:00"),
        ("2026-07-02", "00:00", "09:30"),
      ], from: "2026-07-01", through: "2026-07-03", office)
    #expect(
      planned == [
        "demo-worker 1 09:00-12:00", "demo-worker 2 00:00-09:30", "demo-worker 2 13:00-24:00",
      ])
    let anew = try await put(
      [("2026-07-02", "10:00", "11:00")], from: "2026-07-02", through: "2026-07-02", office,
      as: "demo-manager", for: "demo-worker")
    #expect(anew == ["demo-worker 2 10:00-11:00"])
    _ = try await put(
      [("2026-07-01", "10:00", "15:00")], from: "2026-07-01", through: "2026-07-01", office,
      as: "demo-worker-2")
    let all = [
      "demo-worker 1 09:00-12:00", "demo-worker 2 10:00-11:00", "demo-worker-2 1 10:00-15:00",
    ]
    #expect(try await list(from: "2026-07-01", through: "2026-07-31", office) == all)
    #expect(try await list(from: "2026-07-01", through: "2026-07-31", office, size: 1) == all)
    #expect(
      try await list(from: "2026-07-01", through: "2026-07-31", office, as: "demo-worker-2")
        == [all[2]])
    #expect(
      try await list(from: "2026-07-02", through: "2026-07-02", office, of: "demo-worker")
        == [all[1]])
  }

  @Test(arguments: [
    // day, start, end, another on the same day; what is wrong
    ("2026-07-01", "09:00", "17:00", "16:59", "OVERLAP"),
    ("2026-07-01", "17:00", "09:00", "18:00", "INVALID_FIELDS"),
    ("2026-07-01", "9", "17:00", "18:00", "INVALID_FIELDS"),
    ("2026-07-04", "09:00", "17:00", "18:00", "INVALID_FIELDS"),
    ("2026-07-01", "09:00", "17:00", "17:00", ""),
  ])
  func aPlanThatCannotBeIsRefused(
    day: String, start: String, end: String, next: String, reason: String
  ) async throws {
    let office = try await Office(devices: 1)
    let error = await failure {
      try await put(
        [(day, start, end), ("2026-07-01", next, "20:00")], from: "2026-07-01",
        through: "2026-07-03", office)
    }
    #expect((error?.reason ?? "") == reason)
  }

  @Test func aWeekIsPlannedAsTheOneBefore() async throws {
    let office = try await Office(devices: 2)
    _ = try await put(
      [("2026-06-29", "09:00", "17:00"), ("2026-07-01", "10:00", "15:00")], from: "2026-06-29",
      through: "2026-07-05", office)
    _ = try await put(
      [("2026-07-07", "09:00", "10:00")], from: "2026-07-06", through: "2026-07-12", office)
    func copy(to worker: String = "", as who: String) async throws -> [String] {
      words(
        try await office.plans.copy(
          .init(
            requestId: freshID(), workerId: "demo-worker", fromDate: date("2026-06-29"),
            throughDate: date("2026-07-05"), toDate: date("2026-07-06"), toWorkerId: worker),
          office.options(who)
        ).entries)
    }
    #expect(
      try await copy(as: "demo-worker")
        == ["demo-worker 6 09:00-17:00", "demo-worker 8 10:00-15:00"])
    #expect(
      try await copy(to: "demo-worker-2", as: "demo-manager")
        == ["demo-worker-2 6 09:00-17:00", "demo-worker-2 8 10:00-15:00"])
    let foreign = await failure { try await copy(to: "demo-worker-2", as: "demo-worker") }
    #expect(foreign?.code == .notFound)
  }
}
