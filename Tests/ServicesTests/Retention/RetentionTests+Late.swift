import CivilTime
import MadoAPI
import Storage
import Testing

@testable import Services

/// What comes, or is done, after its time.
extension RetentionTests {
  // MARK: The purge itself

  /// What the doctor finds at a time in Japan.
  private func overdue(_ office: Office, at time: String) throws -> OverduePurge? {
    let state = try StoredState(
      of: office.path, masterKeyPath: nil, migrations: Backend.migrations)
    defer { state.close() }
    return try OverduePurge.find(in: state, at: Office.japan(time))
  }

  @Test func aPurgeThatIsNotDoneForMoreThanADayIsOverdue() async throws {
    let office = try await office()
    try await store([(1, "2026-07-02 09:00")], office)
    // As with the start of a server.
    try await office.scheduler.runDue()
    #expect(try overdue(office, at: "2026-08-02 00:00") == nil, "a day is not more than a day")
    let first = try #require(try overdue(office, at: "2026-08-02 00:00:01"))
    #expect(try first.since == Office.japan("2026-08-01 00:00") && first.count == 1)
    #expect(first.lastError.isEmpty && first.pausedJob == nil)
    _ = try await office.scheduling.pauseJob(
      .init(requestId: freshID(), name: "telework.purge", reason: "r"), office.options("vendor"))
    try await run(office, at: "2026-11-01 00:00")
    let paused = try #require(try overdue(office, at: "2026-11-03 00:00"))
    #expect(paused.pausedJob == "telework.purge")
    #expect(try paused.since == Office.japan("2026-08-01 00:00"))
    _ = try await office.scheduling.resumeJob(
      .init(requestId: freshID(), name: "telework.purge"), office.options("vendor"))
    try await office.scheduler.runDue()
    #expect(try overdue(office, at: "2026-11-30 00:00") == nil)
    #expect(try await sequences(office) == [])
  }
}
