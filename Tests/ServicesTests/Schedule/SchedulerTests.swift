import CivilTime
import Foundation
import MadoAPI
import Rules
import SQLite
import Storage
import Testing

@testable import Services

/// What carries out due work, shown by work of the tests' own.
@Suite struct SchedulerTests {
  // MARK: The work

  /// Does what it is told, and notes that it was there.
  private struct Work: ScheduledWork {
    let kind: JobKind
    let rules: [RuleID] = [.card07]
    var first: [DueRow] = []
    var body: @Sendable (DueRow, Transaction) throws -> Carried = { row, _ in
      Carried(note: row.subject)
    }

    init(
      _ name: String, rank: Int = 1, first: [DueRow] = [],
      _ body: (@Sendable (DueRow, Transaction) throws -> Carried)? = nil
    ) {
      kind = JobKind(name: name, rank: rank)
      self.first = first
      if let body { self.body = body }
    }

    func standing(at now: Instant) -> [DueRow] { first }

    func carryOut(
      _ due: DueRow, at now: Instant, in transaction: Transaction
    ) throws -> Carried { try body(due, transaction) }
  }

  private struct Fault: Error, CustomStringConvertible { let description = "the disk is on fire" }

  /// A scheduler on a data folder of its own.
  private final class Place {
    let path = NSTemporaryDirectory() + "schedule-\(UUID().uuidString)"
    let clock = TestClock(Place.time("2026-07-01T00:00:00Z"))
    let database: Database
    let trail: AuditTrail

    init() throws {
      database = try Database(try DataFolder(path), migrations: Backend.migrations)
      trail = AuditTrail(database)
    }

    deinit {
      database.close()
      try? FileManager.default.removeItem(atPath: path)
    }

    static func time(_ text: String) -> Instant { Instant(text) ?? .epoch }

    func scheduler(_ works: Work...) -> Scheduler {
      Scheduler(database, clock, trail, works: works)
    }

    func plan(_ work: Work, _ subject: String, at hour: Int) async throws {
      let due = clock.now.advanced(by: .seconds(hour * 3600))
      try await database.write { transaction in
        try DueStore(transaction.connection).plan(work.kind, subject, of: .vendor, at: due)
      }
    }

    func plan(_ work: Work, _ subject: String) async throws -> DueStore.Plan? {
      try await database.read { try DueStore($0).plan(work.kind, subject, of: .vendor) }
    }

    /// Sets the clock so many hours ahead.
    func pass(hours: Int) { clock.advance(by: .seconds(hours * 3600)) }

    func runs() async throws -> [RunRow] {
      try await database.read { try JobStore($0).runs(limit: 100) }.reversed()
    }

    func notes() async throws -> [String] { try await runs().map(\.note) }
  }

  // MARK: Order

  @Test func whatIsDueRunsInTheOrderOfInstantRankKindAndSubject() async throws {
    let place = try Place()
    let (late, b, a) = (Work("c", rank: 2), Work("b"), Work("a"))
    for (work, subject, hour) in [
      (late, "1", 1), (b, "2", 1), (b, "1", 1), (a, "9", 1), (late, "0", 0), (a, "5", 3),
    ] { try await place.plan(work, subject, at: hour) }
    place.pass(hours: 2)
    let scheduler = place.scheduler(late, b, a)
    #expect(try await scheduler.runDue() == 5)
    #expect(
      try await place.runs().map { "\($0.kind)\($0.subject)" } == ["c0", "a9", "b1", "b2", "c1"])
    #expect(try await scheduler.runDue() == 0)
  }

  @Test func whatIsPlannedMeanwhileRunsInItsPlace() async throws {
    let place = try Place()
    let second = Work("second")
    let start = place.clock.now
    let first = Work("first") { row, transaction in
      try DueStore(transaction.connection).plan(
        second.kind, "after \(row.subject)", of: .vendor, at: start.advanced(by: .seconds(5400)))
      return Carried(note: row.subject)
    }
    try await place.plan(first, "1", at: 1)
    try await place.plan(first, "2", at: 2)
    place.pass(hours: 9)
    try await place.scheduler(first, second).runDue()
    // What the second planned was due before it, and runs when it is known.
    #expect(try await place.notes() == ["1", "after 1", "2", "after 2"])
  }

  @Test func afterAnOutageEachOverdueTimeRunsOnceAsOfItsInstant() async throws {
    let place = try Place()
    let hourly = Work("hourly") { row, _ in
      Carried(note: "\(row.due)", next: row.due.advanced(by: .seconds(3600)))
    }
    try await place.plan(hourly, "x", at: 1)
    place.pass(hours: 3)
    try await place.scheduler(hourly).runDue()
    let runs = try await place.runs()
    #expect(
      runs.map(\.note) == [
        "2026-07-01T01:00:00Z", "2026-07-01T02:00:00Z", "2026-07-01T03:00:00Z",
      ])
    #expect(runs.allSatisfy { $0.ran == place.clock.now })
    #expect(try await place.plan(hourly, "x")?.row.due == Place.time("2026-07-01T04:00:00Z"))
  }

  // MARK: Plans

  @Test func aPlanReplacesTheOneBeforeAndACancelledOneNeverRuns() async throws {
    let place = try Place()
    let work = Work("a")
    try await place.plan(work, "moved", at: 1)
    try await place.plan(work, "moved", at: 5)
    try await place.plan(work, "cancelled", at: 1)
    try await place.database.write { transaction in
      let store = DueStore(transaction.connection)
      try store.cancel(work.kind, "cancelled", of: .vendor)
      try store.cancel(work.kind, "never planned", of: .vendor)
    }
    place.pass(hours: 2)
    let scheduler = place.scheduler(work)
    #expect(try await scheduler.runDue() == 0)
    place.pass(hours: 3)
    #expect(try await scheduler.runDue() == 1)
    #expect(try await place.notes() == ["moved"])
  }

  @Test func whatStandsFromTheBeginningIsPlannedOnce() async throws {
    let place = try Place()
    let row = DueRow(
      kind: JobKind(name: "a", rank: 1), tenant: .vendor, subject: "every month",
      due: place.clock.now)
    let later = Place.time("2026-08-01T00:00:00Z")
    let work = Work("a", first: [row]) { _, _ in Carried(note: "", next: later) }
    for _ in 0..<2 {
      let scheduler = place.scheduler(work)
      try await scheduler.begin()
      try await scheduler.runDue()
    }
    #expect(try await place.runs().count == 1)
    #expect(try await place.plan(work, row.subject)?.row.due == later)
  }

  @Test func workMayPlanItselfAndIsNotForgottenThen() async throws {
    let place = try Place()
    let kind = JobKind(name: "a", rank: 1)
    let later = Place.time("2027-01-01T00:00:00Z")
    let work = Work("a") { row, transaction in
      try DueStore(transaction.connection).plan(kind, row.subject, of: row.tenant, at: later)
      return Carried(note: "")
    }
    try await place.plan(work, "x", at: 0)
    try await place.scheduler(work).runDue()
    #expect(try await place.plan(work, "x")?.row.due == later)
  }

  // MARK: Failures

  @Test func whatFailsLeavesNothingHoldsUpNobodyAndIsTriedAgain() async throws {
    let place = try Place()
    let isBroken = Broken()
    let other = JobKind(name: "other", rank: 9)
    let work = Work("a") { row, transaction in
      try DueStore(transaction.connection).plan(
        other, row.subject, of: .vendor, at: Place.time("2030-01-01T00:00:00Z"))
      if row.subject == "1", isBroken.value { throw Fault() }
      return Carried(note: row.subject)
    }
    for subject in ["1", "2"] { try await place.plan(work, subject, at: 0) }
    let scheduler = place.scheduler(work, Work("other"))
    try await scheduler.runDue()
    #expect(try await place.notes() == ["2"])
    let failed = try #require(try await place.plan(work, "1"))
    #expect(failed.tries == 1 && failed.lastError == "the disk is on fire")
    #expect(failed.next == place.clock.now.advanced(by: .seconds(60)))
    #expect(try await place.plan(Work("other"), "1") == nil)
    isBroken.value = false
    #expect(try await scheduler.runDue() == 0)
    place.clock.set(failed.next)
    #expect(try await scheduler.runDue() == 1)
    let last = try #require(try await place.runs().last)
    #expect(last.note == "1" && last.due == failed.row.due && last.ran == failed.next)
  }

  private final class Broken: @unchecked Sendable {
    private let lock = NSLock()
    private var isBroken = true
    var value: Bool {
      get { lock.withLock { isBroken } }
      set { lock.withLock { isBroken = newValue } }
    }
  }

  @Test func workThatWouldNeverEndIsAFailure() async throws {
    let place = try Place()
    let work = Work("a") { row, _ in Carried(note: "", next: row.due) }
    try await place.plan(work, "x", at: 0)
    #expect(try await place.scheduler(work).runDue() == 1)
    #expect(try await place.plan(work, "x")?.tries == 1)
    #expect(try await place.runs().isEmpty)
  }

  // MARK: Once

  @Test func twoAtOnceCarryOutEachThingOnce() async throws {
    let place = try Place()
    let work = Work("a")
    for number in 0..<90 { try await place.plan(work, "\(100 + number)", at: 0) }
    let (one, other) = (place.scheduler(work), place.scheduler(work))
    async let first = one.runDue()
    async let second = other.runDue()
    #expect(try await first + second == 90)
    #expect(try await place.notes() == (100..<190).map(String.init))
  }

  @Test func aPausedJobWaitsAndTheOthersGoOn() async throws {
    let place = try Place()
    let (work, other) = (Work("a"), Work("b"))
    for subject in ["1", "2"] {
      try await place.plan(work, subject, at: 0)
      try await place.plan(other, subject, at: 0)
    }
    let pause = PauseRow(kind: "a", at: place.clock.now, by: "v", reason: "asked")
    try await place.database.write { try JobStore($0.connection).pause(pause) }
    let scheduler = place.scheduler(work, other)
    #expect(try await scheduler.runDue() == 2)
    #expect(try await place.database.read { try JobStore($0).pauses() } == [pause])
    try await place.database.write { try JobStore($0.connection).resume("a") }
    #expect(try await scheduler.runDue() == 2)
    #expect(try await place.runs().map(\.kind) == ["b", "b", "a", "a"])
  }

  @Test func runsAreKeptForFourHundredDays() async throws {
    let place = try Place()
    let work = Work("a")
    try await place.plan(work, "old", at: 0)
    let scheduler = place.scheduler(work)
    try await scheduler.runDue()
    for (days, left) in [(400, ["old", "1"]), (1, ["1", "2"])] {
      place.pass(hours: days * 24)
      try await place.plan(work, left[1], at: 0)
      try await scheduler.runDue()
      #expect(try await place.notes() == left)
    }
  }

  // MARK: The log

  @Test func whatIsAlteredIsOnRecordAsTheSchedulersAct() async throws {
    let place = try Place()
    let work = Work("contract.renewal") { row, _ in
      Carried(
        note: "renewed", alterations: [Alteration("contract", row.subject, to: Shared.Trace())])
    }
    try await place.plan(work, "k1", at: 0)
    try await place.scheduler(work).runDue()
    let record = try await place.database.read { connection in
      try connection.first(
        """
        SELECT actor, action, target FROM audit_record
        WHERE tenant_id = 'vendor' AND target LIKE 'contract/%'
        """
      ) { try [$0.read(0, as: String.self), $0.read(1), $0.read(2)] }
    }
    #expect(record == ["scheduler", "contract.renewal", "contract/k1"])
  }

  @Test func itGoesOnByItselfUntilItIsCancelled() async throws {
    let place = try Place()
    let work = Work("a")
    let scheduler = place.scheduler(work)
    let task = Task { await scheduler.run() }
    try await place.plan(work, "x", at: 0)
    scheduler.wake()
    while try await place.runs().isEmpty { await Task.yield() }
    task.cancel()
    await task.value
    #expect(try await place.notes() == ["x"])
  }
}
