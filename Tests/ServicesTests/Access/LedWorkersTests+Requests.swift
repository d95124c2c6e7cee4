import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI

@testable import Services

extension LedWorkersTests {
  /// A method that who leads departments reaches, asked for something of one worker.
  struct Row: Sendable {
    let method: String
    /// What comes of it for who may see the worker.
    var seen = "OK"
    /// What comes of it for who may not.
    var hidden = "NOT_FOUND"
    let request: @Sendable (Kept) -> any Message
  }

  private static let day = GoogleType.Date(year: 2026, month: 7, day: 1)
  private static let (start, end) = (
    GoogleProtobuf.Timestamp(seconds: 1_782_860_400),
    GoogleProtobuf.Timestamp(seconds: 1_782_867_600)
  )

  static let rows = identityRows + agentRows + evidenceRows + workRows + planRows

  private static let identityRows: [Row] = {
    let (devices, users) = ("/mado.identity.v1.DeviceService/", "/mado.identity.v1.UserService/")
    return [
      Row(method: devices + "IssueCode") {
        Identity.DeviceServiceIssueCodeRequest(
          requestId: freshID(), validateOnly: true, workerId: $0.worker)
      },
      Row(method: devices + "List", hidden: "nothing") {
        Identity.DeviceServiceListRequest(filter: "worker_id = \"\($0.worker)\"")
      },
      Row(method: devices + "Revoke", seen: "nothing") {
        Identity.DeviceServiceRevokeRequest(
          requestId: freshID(), validateOnly: true, id: $0.device)
      },
      Row(method: users + "PutFaceImage") {
        Identity.PutFaceImageRequest(
          requestId: freshID(), validateOnly: true, userId: $0.worker,
          content: .init(Office.jpeg(mark: 2)))
      },
      Row(method: users + "ListFaceImages") {
        Identity.ListFaceImagesRequest(userId: $0.worker, withContent: true)
      },
      Row(method: users + "DeleteFaceImage", seen: "nothing") {
        Identity.DeleteFaceImageRequest(requestId: freshID(), validateOnly: true, id: $0.face)
      },
    ]
  }()

  private static let agentRows: [Row] = {
    let (agents, configs) = (
      "/mado.telework.v1.AgentService/", "/mado.telework.v1.AgentConfigService/"
    )
    return [
      Row(method: agents + "List", hidden: "nothing") {
        Telework.AgentServiceListRequest(filter: "worker_id = \"\($0.worker)\"")
      },
      // None of the agents is there now.
      Row(method: agents + "Capture", seen: "FAILED_PRECONDITION") {
        Telework.CaptureRequest(requestId: freshID(), validateOnly: true, agentId: $0.device)
      },
      Row(method: configs + "Get") { Telework.AgentConfigServiceGetRequest(agentId: $0.device) },
    ]
  }()

  private static let evidenceRows: [Row] = {
    let (evidence, exports, incidents) = (
      "/mado.telework.v1.EvidenceService/", "/mado.telework.v1.EvidenceExportService/",
      "/mado.telework.v1.IncidentService/"
    )
    return [
      Row(method: evidence + "List") { Telework.EvidenceServiceListRequest(workerId: $0.worker) },
      Row(method: evidence + "List", hidden: "nothing") {
        Telework.EvidenceServiceListRequest(agentId: $0.device)
      },
      Row(method: evidence + "Get") { Telework.EvidenceServiceGetRequest(id: $0.evidence) },
      Row(method: evidence + "Download") { Telework.DownloadRequest(id: $0.evidence) },
      Row(method: evidence + "ListGaps") { Telework.ListGapsRequest(agentId: $0.device) },
      Row(method: evidence + "VerifyChain") { Telework.VerifyChainRequest(agentId: $0.device) },
      Row(method: exports + "ExportPeriod") {
        Telework.ExportPeriodRequest(
          requestId: freshID(), validateOnly: true, workerId: $0.worker, capturedFrom: start,
          capturedBefore: end)
      },
      Row(method: exports + "ReadExport") { Telework.ReadExportRequest(id: $0.export) },
      Row(method: incidents + "List") {
        Telework.IncidentServiceListRequest(workerId: $0.worker)
      },
      Row(method: incidents + "Get") { Telework.IncidentServiceGetRequest(id: $0.incident) },
      Row(method: incidents + "Review") {
        Telework.ReviewRequest(
          requestId: freshID(), validateOnly: true, id: $0.incident, act: .look)
      },
      Row(method: incidents + "Reopen") {
        Telework.ReopenRequest(
          requestId: freshID(), validateOnly: true, id: $0.decided, reason: "r")
      },
    ]
  }()

  private static let workRows: [Row] = {
    let (presence, punches, reports) = (
      "/mado.telework.v1.PresenceService/", "/mado.telework.v1.PunchService/",
      "/mado.telework.v1.ReportService/"
    )
    @Sendable func query(_ kept: Kept) -> Telework.ReportQuery {
      .init(fromDate: day, throughDate: day, workerId: kept.worker)
    }
    return [
      Row(method: presence + "Get") { Telework.PresenceServiceGetRequest(workerId: $0.worker) },
      Row(method: presence + "ListIntervals") {
        Telework.ListIntervalsRequest(workerId: $0.worker, fromTime: start, beforeTime: end)
      },
      Row(method: presence + "WatchGroup") { Telework.WatchGroupRequest(groupId: $0.group) },
      Row(method: punches + "Correct") {
        Telework.CorrectRequest(
          requestId: freshID(), validateOnly: true, workerId: $0.worker, replacesId: $0.punch,
          reason: "r")
      },
      Row(method: punches + "DecideCorrection") {
        Telework.DecideCorrectionRequest(
          requestId: freshID(), validateOnly: true, id: $0.correction)
      },
      Row(method: punches + "List") { Telework.PunchServiceListRequest(workerId: $0.worker) },
      Row(method: punches + "ListCorrections", hidden: "nothing") {
        Telework.ListCorrectionsRequest(filter: "worker_id = \"\($0.worker)\"")
      },
      Row(method: punches + "ListWork") {
        Telework.ListWorkRequest(workerId: $0.worker, fromDate: day, throughDate: day)
      },
      Row(method: reports + "Aggregate") { Telework.AggregateRequest(query: query($0)) },
      Row(method: reports + "Download") {
        Telework.ReportServiceDownloadRequest(query: query($0))
      },
    ]
  }()

  private static let planRows: [Row] = {
    let (tasks, plans) = ("/mado.telework.v1.TaskService/", "/mado.telework.v1.ScheduleService/")
    let next = GoogleType.Date(year: 2026, month: 7, day: 8)
    return [
      Row(method: tasks + "Create") {
        Telework.CreateRequest(
          requestId: freshID(), validateOnly: true, task: .init(workerId: $0.worker, name: "new"))
      },
      Row(method: tasks + "List", hidden: "nothing") {
        Telework.TaskServiceListRequest(filter: "worker_id = \"\($0.worker)\"")
      },
      Row(method: tasks + "Update") {
        Telework.UpdateRequest(
          requestId: freshID(), validateOnly: true,
          task: .init(id: $0.task.id, isDone: true, etag: $0.task.etag),
          updateMask: .init(paths: ["is_done"]))
      },
      Row(method: tasks + "Delete", seen: "nothing") {
        Telework.DeleteRequest(requestId: freshID(), validateOnly: true, id: $0.task.id)
      },
      Row(method: plans + "Put") {
        Telework.ScheduleServicePutRequest(
          requestId: freshID(), validateOnly: true, workerId: $0.worker, fromDate: next,
          throughDate: next, entries: [.init(date: next, start: "09:00", end: "17:00")])
      },
      Row(method: plans + "List") {
        Telework.ScheduleServiceListRequest(
          workerId: $0.worker, fromDate: day, throughDate: day)
      },
      Row(method: plans + "Copy") {
        Telework.CopyRequest(
          requestId: freshID(), validateOnly: true, workerId: $0.worker, fromDate: day,
          throughDate: day, toDate: next)
      },
    ]
  }()
}
