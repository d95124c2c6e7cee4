import CivilTime
import MadoAPI
import Storage
import Testing

@testable import Services

/// What comes, or is done, after its time.
extension RetentionTests {
  private func offer(
    _ sequence: UInt64, _ time: String, _ office: Office
  ) async throws -> Telework.ImageVerdict? {
    var image = office.image(sequence)
    image.capturedAt = try Office.japan(time).message
    return try await office.verdicts([image])[sequence]
  }

  // MARK: Pictures

  @Test func aPictureThatComesAfterItsTimeIsDroppedByItsAgentAndSeenToBeOver() async throws {
    let office = try await office()
    try office.setClock("2026-11-10 09:00")
    let late = try await offer(2, "2026-07-31 23:59:59", office)
    #expect(late?.verdict == .rejectedDrop && late?.reason == "RETENTION_OVER")
    #expect(late?.message.contains("before 2026-08-01 in Japan") == true, "\(late?.message ?? "")")
    #expect(try await offer(1, "2026-08-01 00:00", office)?.verdict == .stored)
    #expect(try await offer(3, "1980-01-01 00:00", office)?.reason == "RETENTION_OVER")
    let again = try await offer(2, "2026-11-10 08:00", office)
    #expect(again?.verdict == .rejectedDrop && again?.reason == "RETENTION_OVER")
    // What its agent says of what it has dropped takes nothing away.
    _ = try await office.upload([.lost(.init(fromSequence: 2, toSequence: 4))])
    let gaps = try await office.evidence.listGaps(
      .init(agentId: "demo-device"), office.options("demo-manager"))
    #expect(
      gaps.gaps == [
        .init(fromSequence: 2, toSequence: 3, state: .purged),
        .init(fromSequence: 4, toSequence: 4, state: .lost),
      ])
    #expect(try await sequences(office) == [1] && logs(office) == ["2026-08.log"])
    #expect(try await verify(office).state == .ok && flaws(office) == [])
  }

  @Test func whatIsHeldIsStoredHoweverLateItComes() async throws {
    let office = try await office()
    let (administrator, vendor) = (
      office.options("demo-administrator"), office.options("vendor")
    )
    try await office.detect(
      "demo-worker", "demo-device", at: Office.japan("2026-07-02 09:00"), .detected)
    try office.setClock("2026-11-10 09:00")
    #expect(try await offer(1, "2026-07-02 09:00", office)?.reason == "RETENTION_OVER")
    var policy = try #require(
      try await office.retention.getPolicy(.init(), administrator).policy)
    policy.holdOpenIncidents = true
    _ = try await office.retention.putPolicy(
      .init(requestId: freshID(), policy: policy), administrator)
    #expect(try await offer(2, "2026-07-02 09:00", office)?.verdict == .stored)
    #expect(try await offer(3, "2026-07-02 10:00", office)?.reason == "RETENTION_OVER")
    _ = try await office.erasing.placeHold(
      .init(requestId: freshID(), tenantId: "demo", reason: "r"), vendor)
    #expect(try await offer(4, "2026-07-02 10:00", office)?.verdict == .stored)
    #expect(try await sequences(office) == [2, 4] && flaws(office) == [])
  }

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
