import CivilTime
import Foundation
import MadoAPI
import Protobuf
import RPC
import Storage
import Testing

@testable import Services

/// What the vendor sees and steers of the scheduler, shown by maintenance windows.
@Suite struct SchedulerServiceTests {
  private func office() async throws -> Office {
    try await Office(
      devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
  }

  /// A minor window each night from 2026-07-02 02:00 in Japan on.
  private func planNights(_ office: Office, until day: Int32) async throws {
    let start = try #require(Instant("2026-07-02T02:00:00+09:00"))
    _ = try await office.maintenance.schedule(
      .init(
        requestId: freshID(),
        maintenance: .init(
          kind: .minor, title: .init(ja: "t"), startTime: start.message,
          endTime: start.advanced(by: .seconds(3600)).message,
          recurrence: .init(
            pattern: .daily(.init(every: 1)), until: .init(year: 2026, month: 7, day: day)))),
      office.options("vendor"))
  }

  private func words(_ run: Statuses.Run) -> String {
    let due = run.dueTime.flatMap { Instant($0) }.map { "\(JST.dateTime(of: $0))" } ?? ""
    return "\(run.job.split(separator: ".").last ?? "") \(due)"
  }

  @Test func jobsAreListedWithWhatIsPlannedAndWhatWasDone() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await planNights(office, until: 3)
    let jobs = try await office.scheduling.listJobs(.init(), vendor).jobs
    #expect(jobs.map(\.rank) == jobs.map(\.rank).sorted() && jobs.count >= 3)
    let start = try #require(jobs.first { $0.name == "maintenance.start" })
    #expect(start.planned == 1 && start.ruleIds.contains("CARD-25") && start.lastRun == nil)
    #expect(start.nextTime.flatMap { Instant($0) } == Instant("2026-07-01T17:00:00Z"))
    office.clock.set(try #require(Instant("2026-07-02T02:00:30+09:00")))
    try await office.scheduler.runDue()
    let explained = try await office.scheduling.explainJob(
      .init(name: "maintenance.start"), vendor)
    #expect(explained.runs.map(words) == ["start 2026-07-02 02:00"])
    #expect(explained.runs.first?.late == false)
    #expect(explained.plans.map(\.tenantId) == ["vendor"])
    #expect(explained.job?.lastRun == explained.runs.first)
    let unknown = await failure {
      _ = try await office.scheduling.explainJob(.init(name: "none"), vendor)
    }
    #expect(unknown?.code == .notFound && unknown?.reason == "JOB_UNKNOWN")
  }

  @Test func plansAndRunsArePaged() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    for _ in 0..<5 { try await planNights(office, until: 3) }
    var (subjects, token): ([String], String) = ([], "")
    repeat {
      let page = try await office.scheduling.explainJob(
        .init(name: "maintenance.start", pageSize: 2, pageToken: token), vendor)
      subjects += page.plans.map(\.subject)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(subjects.count == 5 && subjects == subjects.sorted())
    office.clock.set(try #require(Instant("2026-07-24T00:00:00Z")))
    try await office.scheduler.runDue()
    var positions: [Int64] = []
    repeat {
      let page = try await office.scheduling.listRuns(.init(pageSize: 3, pageToken: token), vendor)
      positions += page.runs.map(\.position)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(positions == (1...20).reversed())
    let foreign = await failure {
      let page = try await office.scheduling.listRuns(.init(pageSize: 3), vendor)
      _ = try await office.scheduling.listRuns(
        .init(job: "maintenance.end", pageSize: 3, pageToken: page.nextPageToken), vendor)
    }
    #expect(foreign?.reason == "PAGE_TOKEN_MISMATCH")
  }

  @Test func aPausedJobWaitsAndGoesOnWhenItIsResumed() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await planNights(office, until: 3)
    let paused = try await office.scheduling.pauseJob(
      .init(requestId: freshID(), name: "maintenance.start", reason: "we look"), vendor)
    #expect(paused.job?.pause?.userId == "v" && paused.job?.pause?.reason == "we look")
    let again = await failure {
      _ = try await office.scheduling.pauseJob(
        .init(requestId: freshID(), name: "maintenance.start", reason: "x"), vendor)
    }
    #expect(again?.code == .failedPrecondition && again?.reason == "JOB_PAUSED")
    office.clock.set(try #require(Instant("2026-07-02T02:30:00+09:00")))
    #expect(try await office.scheduler.runDue() == 0)
    let resumed = try await office.scheduling.resumeJob(
      .init(requestId: freshID(), name: "maintenance.start"), vendor)
    #expect(resumed.job?.pause == nil)
    #expect(try await office.scheduler.runDue() == 1)
    let twice = await failure {
      _ = try await office.scheduling.resumeJob(
        .init(requestId: freshID(), name: "maintenance.start"), vendor)
    }
    #expect(twice?.reason == "JOB_NOT_PAUSED")
    let log = try await office.database.read { connection in
      try connection.query(
        "SELECT action FROM audit_record WHERE target = 'job/maintenance.start' ORDER BY position"
      ) { try $0.read(0, as: String.self) }
    }
    #expect(log.map { $0.split(separator: "/").last } == ["PauseJob", "ResumeJob"])
  }

  @Test func byHandNothingIsDoneTwiceNorBeforeItsTime() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await planNights(office, until: 4)
    func runByHand(validateOnly: Bool = false) async throws -> [String] {
      try await office.scheduling.runJob(
        .init(requestId: freshID(), validateOnly: validateOnly, name: "maintenance.start"), vendor
      ).runs.map(words)
    }
    #expect(try await runByHand() == [])
    _ = try await office.scheduling.pauseJob(
      .init(requestId: freshID(), name: "maintenance.start", reason: "we look"), vendor)
    office.clock.set(try #require(Instant("2026-07-03T12:00:00+09:00")))
    let expected = ["start 2026-07-02 02:00", "start 2026-07-03 02:00"]
    // A rehearsal shows what would be done.
    #expect(try await runByHand(validateOnly: true) == expected)
    #expect(try await runByHand() == expected)
    _ = try await office.scheduling.resumeJob(
      .init(requestId: freshID(), name: "maintenance.start"), vendor)
    async let timer = office.scheduler.runDue()
    async let hand = runByHand()
    _ = try await (timer, hand)
    let runs = try await office.scheduling.listRuns(
      .init(job: "maintenance.start"), vendor
    ).runs.reversed().map(words)
    #expect(runs == expected)
  }

  @Test func aForecastSaysWhatWillBeDoneAndDoesNothing() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await planNights(office, until: 3)
    let until = try #require(Instant("2026-07-24T00:00:00Z"))
    func forecast(_ limit: Int32 = 0) async throws -> Statuses.ForecastResponse {
      try await office.scheduling.forecast(.init(until: until.message, limit: limit), vendor)
    }
    let ahead = try await forecast()
    let nights = [
      "start 2026-07-02 02:00", "end 2026-07-02 03:00", "start 2026-07-03 02:00",
      "end 2026-07-03 03:00",
    ]
    #expect(ahead.runs.map(words) == nights && !ahead.truncated && ahead.failed.isEmpty)
    #expect(ahead.runs.allSatisfy { !$0.late && $0.position == 0 })
    let short = try await forecast(2)
    #expect(short.runs.map(words) == Array(nights.prefix(2)) && short.truncated)
    #expect(try await office.scheduling.listRuns(.init(), vendor).runs.isEmpty)
    // And so it comes.
    office.clock.set(until)
    try await office.scheduler.runDue()
    let runs = try await office.scheduling.listRuns(.init(), vendor).runs
    #expect(runs.reversed().map(words) == nights)
    let none = try await office.scheduling.forecast(
      .init(until: until.message, tenantId: "demo"), vendor)
    #expect(none.runs.isEmpty)
  }

  // MARK: The clock

  @Test func aClockForTestsIsSetForwardAndWhatIsDueIsDoneByThen() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await planNights(office, until: 3)
    let now = try await office.clocks.now(.init(), vendor)
    #expect(now.test && now.speed == 0 && now.time == office.clock.now.message)
    let later = try #require(Instant("2026-07-10T00:00:00Z"))
    let set = try await office.clocks.setTestClock(.init(time: later.message), vendor)
    #expect(set.runs == 4 && office.clock.now == later)
    let back = await failure {
      _ = try await office.clocks.setTestClock(.init(time: now.time), vendor)
    }
    #expect(back?.code == .failedPrecondition && back?.reason == "CLOCK_BACKWARD")
  }

  @Test func theMachinesClockIsNotSet() async throws {
    let office = try await office()
    let handler = ClockHandler(
      database: office.database, clock: SystemClock(), scheduler: office.scheduler)
    let client = Statuses.ClockServiceClient(InProcessTransport([handler]))
    let error = await failure {
      _ = try await client.setTestClock(.init(time: .init(seconds: 4_000_000_000)))
    }
    #expect(error?.code == .failedPrecondition && error?.reason == "NOT_TEST_MODE")
    let now = try await client.now(.init())
    #expect(!now.test && now.speed == 1)
  }
}
