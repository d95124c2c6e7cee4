import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI
import Storage
import Testing

@testable import Services

extension Office {
  var presence: Telework.PresenceServiceClient { Telework.PresenceServiceClient(transport) }
  var detections: Telework.IncidentServiceClient { Telework.IncidentServiceClient(transport) }
  var tasks: Telework.TaskServiceClient { Telework.TaskServiceClient(transport) }
  var plans: Telework.ScheduleServiceClient { Telework.ScheduleServiceClient(transport) }

  /// A worker's machine of the demo tenant: of the first one without a number.
  static func agent(_ number: String = "") -> Agent {
    Agent(
      id: "demo-device\(number)", worker: "demo-worker\(number)",
      tenancy: .atTheMachine(Demo.tenant))
  }

  /// Has an agent see its worker, so long before now.
  func see(
    _ state: Presence.State, by agent: Agent = Office.agent(), ago: Duration = .zero,
    confidence: Int = 1000, threshold: Int = 0
  ) async throws {
    let now = clock.now
    let sighting = Presence.Sighting(
      state, at: now.advanced(by: .zero - ago), confidence: confidence, threshold: threshold)
    try await database.write { [presenceIntake] transaction in
      try presenceIntake.take(sighting, received: now, from: agent, in: transaction)
    }
  }

  /// Has an agent detect something now; returns the incident's id.
  @discardableResult
  func detect(
    _ kind: IncidentLife.Kind, by agent: Agent = Office.agent(), at instant: Instant? = nil
  ) async throws -> String {
    let now = clock.now
    let detection = Detection(kind: kind, at: instant ?? now, confidence: 900, threshold: 800)
    let act = AuditRecord(
      tenant: agent.tenancy.tenant.text, at: try now.stored(), actor: agent.id, roles: "DEVICE",
      action: "test", target: "", address: "")
    return try await database.write { [incidentIntake] transaction in
      try incidentIntake.take(detection, received: now, from: agent, by: act, in: transaction)
    }
  }

  /// Leaves rows of the tenant in every table of presence, incidents, tasks and plans.
  func fillWatching(of tenant: TenantID, worker: String, agent: String) async throws {
    let agent = Agent(id: agent, worker: worker, tenancy: .atTheMachine(tenant))
    try await see(.present, by: agent)
    let incident = try await detect(.peeping, by: agent)
    let now = clock.now
    try await database.write { transaction in
      let connection = transaction.connection
      try DetectionStore(agent.tenancy, connection).add(
        ReviewRow(act: .look, state: .underReview, reviewer: worker, at: now, comment: ""),
        to: incident)
      _ = try TaskStore(agent.tenancy, connection).add(
        TaskRow(
          id: "task-of-\(worker)", worker: worker, name: "t", note: "", due: nil, isDone: false,
          created: now))
      let day = CivilDate(literal: 2026, 7, 1)
      try PlanStore(agent.tenancy, connection).replace(
        day...day, of: worker,
        by: [PlanRow(worker: worker, entry: WorkPlan.Entry(day, .wholeDay), note: "")])
    }
  }
}

extension RoleWalkTests {
  /// A right request of each method of presence, incidents, tasks and plans, about the demo tenant's first worker.
  static func watchingRequests(_ office: Office) async throws -> [String: any Message] {
    try await office.fillWatching(of: Demo.tenant, worker: "demo-worker", agent: "demo-device")
    let incident = try await office.detect(.impersonation)
    let decided = try await office.detect(.impersonation)
    _ = try await office.detections.review(
      .init(requestId: freshID(), id: decided, act: .dismiss), office.options("demo-manager"))
    // The worker's department, which a colleague of his leads.
    let group = try await office.department("watched")
    try await office.setMembers(["demo-worker"], of: group.id)
    try await office.setLeaders(["demo-worker-2"], of: group.id)
    let task = try #require(
      try await office.tasks.list(.init(), office.options("demo-worker")).tasks.first)
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    let (presence, incidents) = (
      "/mado.telework.v1.PresenceService/", "/mado.telework.v1.IncidentService/"
    )
    let (tasks, plans) = ("/mado.telework.v1.TaskService/", "/mado.telework.v1.ScheduleService/")
    return [
      presence + "Get": Telework.PresenceServiceGetRequest(workerId: "demo-worker"),
      presence + "ListIntervals": Telework.ListIntervalsRequest(
        workerId: "demo-worker", fromTime: .init(seconds: 1_782_860_400),
        beforeTime: .init(seconds: 1_782_867_600)),
      presence + "WatchGroup": Telework.WatchGroupRequest(groupId: group.id),
      incidents + "List": Telework.IncidentServiceListRequest(workerId: "demo-worker"),
      incidents + "Get": Telework.IncidentServiceGetRequest(id: incident),
      incidents + "Review": Telework.ReviewRequest(
        requestId: id, validateOnly: true, id: incident, act: .look),
      incidents + "Reopen": Telework.ReopenRequest(
        requestId: id, validateOnly: true, id: decided, reason: "r"),
      incidents + "ListChanges": Telework.ListChangesRequest(),
      tasks + "Create": Telework.CreateRequest(
        requestId: id, validateOnly: true, task: .init(workerId: "demo-worker", name: "new")),
      tasks + "List": Telework.TaskServiceListRequest(filter: "worker_id = \"demo-worker\""),
      tasks + "Update": Telework.UpdateRequest(
        requestId: id, validateOnly: true, task: .init(id: task.id, isDone: true, etag: task.etag),
        updateMask: .init(paths: ["is_done"])),
      tasks + "Delete": Telework.DeleteRequest(requestId: id, validateOnly: true, id: task.id),
      plans + "Put": Telework.ScheduleServicePutRequest(
        requestId: id, validateOnly: true, workerId: "demo-worker", fromDate: day,
        throughDate: day,
        entries: [.init(date: day, start: "09:00", end: "17:00")]),
      plans + "List": Telework.ScheduleServiceListRequest(
        workerId: "demo-worker", fromDate: day, throughDate: day),
      plans + "Copy": Telework.CopyRequest(
        requestId: id, validateOnly: true, workerId: "demo-worker", fromDate: day,
        throughDate: day, toDate: .init(year: 2026, month: 7, day: 8)),
    ]
  }
}
