import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

@Suite struct PunchServiceTests {
  /// Punches at a time in Japan, as somebody: by himself, or as his machine that says the time.
  @discardableResult
  private func punch(
    _ act: Telework.PunchAct, at time: String, _ office: Office, as who: String = "demo-worker",
    task: String = "", source: Telework.PunchSource = .unspecified
  ) async throws -> Telework.PunchResponse {
    let isDevice = who == "demo-device"
    if !isDevice { try office.setClock(time) }
    return try await office.punches.punch(
      .init(
        requestId: freshID(),
        punch: .init(
          act: act, task: task, punchTime: isDevice ? try Office.japan(time).message : nil,
          source: source)), office.options(who))
  }

  private func date(_ text: String) throws -> GoogleType.Date {
    try #require(CivilDate(text)).message
  }

  private func work(
    from first: String, through last: String, _ office: Office, as who: String = "demo-worker",
    by period: Telework.WorkPeriod = .day
  ) async throws -> Telework.ListWorkResponse {
    try await office.punches.listWork(
      .init(
        workerId: "demo-worker", fromDate: date(first), throughDate: date(last), period: period),
      office.options(who))
  }

  @Test func aDayOfWorkWithTasksIsShownAndSummedUp() async throws {
    let office = try await Office(devices: 1)
    try await punch(.startWork, at: "2026-04-09 09:00", office)
    try await punch(.startTask, at: "2026-04-09 09:30", office, task: "estimates")
    let twice = await failure { try await punch(.startWork, at: "2026-04-09 10:00", office) }
    #expect(twice?.code == .failedPrecondition && twice?.reason == "ALREADY_WORKING")
    let end = try await punch(.endWork, at: "2026-04-09 17:30", office)
    #expect(end.work?.tasks.first?.endTime == end.work?.endTime && end.trace?.steps.count == 1)
    let again = await failure { try await punch(.endWork, at: "2026-04-09 18:00", office) }
    #expect(again?.reason == "NOT_WORKING")
    // Over midnight: of the day on which it began.
    try await punch(.startWork, at: "2026-04-10 22:00", office)
    try await punch(.endWork, at: "2026-04-11 06:00", office)
    for who in ["demo-worker", "demo-manager"] {
      let shown = try await work(from: "2026-04-09", through: "2026-04-11", office, as: who)
      #expect(shown.work.map(\.workDate) == [try date("2026-04-09"), try date("2026-04-10")])
      let seconds: [Int64] = [30_600, 28_800, 0]
      #expect(shown.totals.map(\.workSeconds) == seconds)
      let tasks: [[String: Int64]] = [["estimates": 28_800], [:], [:]]
      #expect(shown.totals.map(\.taskSeconds) == tasks)
    }
    let week = try await work(from: "2026-04-06", through: "2026-04-12", office, by: .week)
    #expect(week.totals.map(\.workSeconds) == [59_400])
  }

  @Test func nobodySeesAnothersPunchesButTheManager() async throws {
    let office = try await Office(devices: 2)
    try await punch(.startWork, at: "2026-04-09 09:00", office)
    let request = Telework.PunchServiceListRequest(workerId: "demo-worker")
    let colleague = await failure {
      try await office.punches.list(request, office.options("demo-worker-2"))
    }
    #expect(colleague?.code == .notFound)
    let seen = try await office.punches.list(request, office.options("demo-manager"))
    #expect(seen.punches.map(\.act) == [.startWork])
    let nobody = await failure {
      try await office.punches.list(.init(workerId: "nobody"), office.options("demo-manager"))
    }
    #expect(nobody?.code == .notFound)
  }

  @Test func aPersonSaysNoTimeAndDetectsNothing() async throws {
    let office = try await Office(devices: 1)
    let error = await failure {
      try await office.punches.punch(
        .init(
          requestId: freshID(),
          punch: .init(act: .startWork, punchTime: .init(seconds: 1), source: .detected)),
        office.options("demo-worker"))
    }
    #expect(
      error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
        == ["punch.punch_time", "punch.source"])
    let missing = await failure {
      try await office.punches.punch(
        .init(requestId: freshID(), punch: .init(act: .startTask)), office.options("demo-worker"))
    }
    #expect(missing?.reason == "TASK_MISSING")
  }

  @Test func whatAMachineBringsTooLateWaitsForTheManager() async throws {
    let office = try await Office(devices: 1)
    try await punch(.startWork, at: "2026-04-09 09:00", office)
    try await punch(.endWork, at: "2026-04-09 17:00", office)
    let late = try await punch(
      .startTask, at: "2026-04-09 10:00", office, as: "demo-device", task: "estimates")
    #expect(late.punch == nil && late.correction?.state == .requested)
    let id = try #require(late.correction?.id)
    let decided = try await office.punches.decideCorrection(
      .init(requestId: freshID(), id: id, approve: true), office.options("demo-manager"))
    #expect(decided.correction?.state == .approved)
    let shown = try await work(from: "2026-04-09", through: "2026-04-09", office)
    let tasks: [[String: Int64]] = [["estimates": 25_200]]
    #expect(shown.totals.map(\.taskSeconds) == tasks)
    // What is detected beside the worker's own punch is nothing that is lost.
    let seen = await failure {
      try await punch(
        .startWork, at: "2026-04-09 17:05", office, as: "demo-device", source: .detected)
    }
    #expect(seen?.reason == "OPERATED_STANDS")
    // A machine whose clock is ahead.
    let ahead = try await punch(.startWork, at: "2026-04-12 09:00", office, as: "demo-device")
    #expect(ahead.correction?.state == .requested)
  }

  @Test func aCorrectionStandsBesideWhatWasPunchedAndIsDecidedByAnother() async throws {
    let office = try await Office(devices: 1)
    try await punch(.startWork, at: "2026-04-09 09:00", office)
    let end = try await punch(.endWork, at: "2026-04-09 17:00", office)
    func correct(
      to time: String, as who: String, reason: String = "forgotten"
    ) async throws -> Telework.CorrectResponse {
      try await office.punches.correct(
        .init(
          requestId: freshID(), workerId: "demo-worker", replacesId: end.punch?.id ?? "",
          punch: .init(act: .endWork, punchTime: try Office.japan(time).message), reason: reason),
        office.options(who))
    }
    try office.setClock("2026-04-10 09:00")
    let tooEarly = await failure { try await correct(to: "2026-04-09 08:00", as: "demo-worker") }
    #expect(tooEarly?.reason == "NOT_WORKING")
    let future = await failure { try await correct(to: "2026-04-11 08:00", as: "demo-worker") }
    #expect(future?.code == .invalidArgument)
    let asked = try await correct(to: "2026-04-09 18:00", as: "demo-worker")
    #expect(asked.correction?.state == .requested)
    let before = try await work(from: "2026-04-09", through: "2026-04-09", office)
    #expect(before.totals[0].workSeconds == 28_800)
    let decide = Telework.DecideCorrectionRequest(
      requestId: freshID(), id: asked.correction?.id ?? "", approve: true)
    _ = try await office.punches.decideCorrection(decide, office.options("demo-manager"))
    let after = try await work(from: "2026-04-09", through: "2026-04-09", office)
    #expect(after.totals[0].workSeconds == 32_400)
    let again = await failure {
      var decide = decide
      decide.requestId = freshID()
      return try await office.punches.decideCorrection(decide, office.options("demo-manager"))
    }
    #expect(again?.reason == "CORRECTION_DECIDED")
    // The punch that was replaced counts no more, and is kept.
    let replaced = await failure { try await correct(to: "2026-04-09 19:00", as: "demo-manager") }
    #expect(replaced?.reason == "PUNCH_UNKNOWN")
    let kept = try await office.punches.list(.init(), office.options("demo-worker"))
    #expect(kept.punches.count == 3)
    #expect(kept.punches.map { $0.replacedById.isEmpty } == [true, false, true])
    // A manager's counts at once, but not for himself.
    let direct = try await office.punches.correct(
      .init(
        requestId: freshID(), workerId: "demo-worker", replacesId: kept.punches[2].id,
        punch: .init(act: .endWork, punchTime: try Office.japan("2026-04-09 17:30").message),
        reason: "seen leaving"), office.options("demo-manager"))
    #expect(direct.correction?.state == .approved && direct.correction?.deciderId == "demo-manager")
    try await punch(.startWork, at: "2026-04-10 09:30", office, as: "demo-manager")
    let own = try await office.punches.correct(
      .init(
        requestId: freshID(),
        punch: .init(act: .endWork, punchTime: try Office.japan("2026-04-10 09:30").message),
        reason: "left"), office.options("demo-manager"))
    #expect(own.correction?.state == .requested)
    let himself = await failure {
      try await office.punches.decideCorrection(
        .init(requestId: freshID(), id: own.correction?.id ?? "", approve: true),
        office.options("demo-manager"))
    }
    #expect(himself?.reason == "OWN_CORRECTION")
  }

  @Test func aLockedMonthTakesNothing() async throws {
    let office = try await Office(devices: 1)
    try await punch(.startWork, at: "2026-03-31 22:00", office)
    let end = try await punch(.endWork, at: "2026-04-01 06:00", office)
    let request = Telework.LockRequest(requestId: freshID(), month: try date("2026-03-15"))
    let locked = try await office.periods.lock(request, office.options("demo-administrator"))
    #expect(locked.month?.month == (try date("2026-03-01")))
    let april = await failure {
      try await office.periods.lock(
        .init(requestId: freshID(), month: date("2026-04-01")),
        office.options("demo-administrator"))
    }
    #expect(april?.reason == "MONTH_STILL_OPEN")
    // The work of March, though it ended in April.
    let correction = await failure {
      try await office.punches.correct(
        .init(
          requestId: freshID(), workerId: "demo-worker", replacesId: end.punch?.id ?? "",
          punch: .init(act: .endWork, punchTime: try Office.japan("2026-04-01 05:00").message),
          reason: "r"), office.options("demo-manager"))
    }
    #expect(correction?.reason == "PERIOD_LOCKED")
    let late = try await punch(.startWork, at: "2026-03-30 09:00", office, as: "demo-device")
    #expect(late.correction?.state == .requested)
    #expect(
      try await office.periods.list(.init(), office.options("demo-manager")).months.count == 1)
    let unlock = Telework.UnlockRequest(requestId: freshID(), month: try date("2026-03-31"))
    _ = try await office.periods.unlock(unlock, office.options("demo-administrator"))
    let missing = await failure {
      var unlock = unlock
      unlock.requestId = freshID()
      return try await office.periods.unlock(unlock, office.options("demo-administrator"))
    }
    #expect(missing?.reason == "LOCK_NOT_FOUND")
  }

  @Test func aListGoesOnWhereItEnded() async throws {
    let office = try await Office(devices: 1)
    for hour in 9..<15 {
      try await punch(
        hour % 2 == 1 ? .startWork : .endWork,
        at: "2026-04-09 \(hour):00".replacing(" 9:", with: " 09:"), office)
    }
    var (token, seen): (String, [Telework.PunchAct]) = ("", [])
    repeat {
      let page = try await office.punches.list(
        .init(pageSize: 4, pageToken: token, filter: "act = \"START_WORK\""),
        office.options("demo-worker"))
      seen += page.punches.map(\.act)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(seen == [.startWork, .startWork, .startWork])
    let days = await failure {
      try await office.punches.listWork(
        .init(fromDate: date("2026-04-10"), throughDate: date("2026-04-09")),
        office.options("demo-worker"))
    }
    #expect(
      days?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["through_date"])
  }
}
