import CivilTime
import MadoAPI
import Protobuf
import Rules
import StandardAPI
import Testing

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of the punch clock, about the demo tenant's first worker.
  static func worktimeRequests(_ office: Office) async throws -> [String: any Message] {
    let worker = office.options("demo-worker")
    let punch = Telework.Punch(act: .startWork)
    let punched = try await office.punches.punch(.init(requestId: freshID(), punch: punch), worker)
    let asked = try await office.punches.correct(
      .init(requestId: freshID(), replacesId: punched.punch?.id ?? "", reason: "wrong"), worker)
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let (day, month) = (
      GoogleType.Date(year: 2026, month: 7, day: 1), GoogleType.Date(year: 2020, month: 1, day: 1)
    )
    let (punches, periods) = ("/mado.telework.v1.PunchService/", "/mado.telework.v1.PeriodService/")
    return [
      punches + "Punch": Telework.PunchRequest(
        requestId: id, validateOnly: true, punch: .init(act: .endWork)),
      punches + "Correct": Telework.CorrectRequest(
        requestId: id, validateOnly: true, workerId: "demo-worker",
        replacesId: punched.punch?.id ?? "", reason: "wrong"),
      punches + "DecideCorrection": Telework.DecideCorrectionRequest(
        requestId: id, validateOnly: true, id: asked.correction?.id ?? ""),
      punches + "List": Telework.PunchServiceListRequest(workerId: "demo-worker"),
      punches + "ListCorrections": Telework.ListCorrectionsRequest(
        filter: "worker_id = \"demo-worker\""),
      punches + "ListWork": Telework.ListWorkRequest(
        workerId: "demo-worker", fromDate: day, throughDate: day),
      periods + "Lock": Telework.LockRequest(requestId: id, validateOnly: true, month: month),
      periods + "Unlock": Telework.UnlockRequest(
        requestId: id, validateOnly: true, month: month, allowMissing: true),
      periods + "List": Telework.PeriodServiceListRequest(),
    ]
  }
}

extension Office {
  var punches: Telework.PunchServiceClient { Telework.PunchServiceClient(transport) }
  var periods: Telework.PeriodServiceClient { Telework.PeriodServiceClient(transport) }

  /// Leaves rows of the tenant in every table of the punch clock.
  func fillWorktime(of tenant: TenantID, worker: String) async throws {
    let now = clock.now
    try await database.write { transaction in
      let store = PunchStore(.atTheMachine(tenant), transaction.connection)
      let punch = Rules.Punch(.startWork, at: now)
      try store.add(PunchRow(id: "punch", worker: worker, punch: punch, received: now))
      try store.add(
        CorrectionRow(
          id: "correction", worker: worker, replaces: "punch", punch: nil, reason: "r",
          state: .requested, requester: worker, requested: now))
      try store.lock(LockRow(month: CivilDate(literal: 2026, 5, 1), at: now, by: worker))
    }
  }
}
