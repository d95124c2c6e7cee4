import CivilTime
import MadoAPI
import RPC
import SQLite
import Storage

/// Serves `mado.status.v1.ClockService`.
struct ClockHandler: Statuses.ClockService {
  let database: Database
  let clock: any Clock
  let scheduler: Scheduler

  func now(
    _ request: Statuses.NowRequest, _ call: CallContext
  ) async throws -> Statuses.NowResponse {
    Statuses.NowResponse(
      time: clock.now.message, speed: Int32(clamping: clock.speed), test: clock is TestClock)
  }

  func setTestClock(
    _ request: Statuses.SetTestClockRequest, _ call: CallContext
  ) async throws -> Statuses.SetTestClockResponse {
    var fields = FieldViolations()
    let time = fields.instant(request.time, "time")
    try fields.refuse()
    guard let clock = clock as? TestClock else {
      throw RPCError(
        .failedPrecondition,
        "the server's clock is the machine's: start madod with --clock on a folder made for tests",
        reason: "NOT_TEST_MODE")
    }
    let present = clock.now
    guard time >= present else {
      throw RPCError(
        .failedPrecondition, "it is \(present) already: a clock never goes back; give a later time",
        reason: "CLOCK_BACKWARD", metadata: ["now": present.description])
    }
    let before = try await position()
    clock.set(time)
    try await call.awaitingStorage {
      try await TestTime.keep(time, in: database)
      _ = try await scheduler.runDue()
    }
    return Statuses.SetTestClockResponse(runs: Int32(clamping: try await position() - before))
  }

  private func position() async throws -> Int64 {
    try await database.read { try JobStore($0).lastPosition() }
  }
}
