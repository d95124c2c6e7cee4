import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Telework.ReviewRequest: MutationRequest {}
extension Telework.ReopenRequest: MutationRequest {}

/// Serves `mado.telework.v1.IncidentService`.
struct IncidentHandler: Telework.IncidentService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let vault: EvidenceVault
  let feed: ChangeFeed
  let pageTokenSecret: [UInt8]

  /// What the audit log calls an incident.
  static let target = "telework-incident"

  // MARK: Reading

  func list(
    _ request: Telework.IncidentServiceListRequest, _ call: CallContext
  ) async throws -> Telework.IncidentServiceListResponse {
    let tenancy = try call.tenancy
    let worker = request.workerId.isEmpty ? nil : try call.worker(named: request.workerId)
    let filter = try Filter(request.filter, of: DetectionStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: [
        "detections", tenancy.tenant.text, tenancy.whose.text, request.workerId, request.filter,
      ], secret: pageTokenSecret)
    var place: (at: Int64, id: String)?
    if !request.pageToken.isEmpty {
      let parts = try token.open(request.pageToken).split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let at = Int64(parts[0]) else { throw token.mismatch }
      place = (at, String(parts[1]))
    }
    let rows = try await call.awaitingStorage { [place] in
      try await database.read { connection in
        if let worker { try PeopleStore(tenancy, connection).requireWorker(worker) }
        return try DetectionStore(tenancy, connection).list(
          filter, of: worker, before: place, limit: size.rows + 1)
      }
    }
    let page = rows.prefix(size.rows)
    var next = ""
    if rows.count > page.count, let last = page.last {
      next = token.seal("\(try last.detection.at.stored()) \(last.id)")
    }
    return Telework.IncidentServiceListResponse(
      incidents: page.map(Telework.Incident.init), nextPageToken: next)
  }

  /// How long before and after an incident its pictures were taken, and how many are shown.
  /// How long before and after an incident pictures are of it.
  static let around = Duration.seconds(60)
  private static let evidenceMax = 100

  func get(
    _ request: Telework.IncidentServiceGetRequest, _ call: CallContext
  ) async throws -> Telework.IncidentServiceGetResponse {
    let tenancy = try call.tenancy
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        let store = DetectionStore(tenancy, connection)
        guard let row = try store.incident(request.id) else { throw Self.notFound(request.id) }
        var pictures = EvidenceStore.Filter()
        pictures.agent = row.agent
        pictures.worker = row.worker
        let at = row.detection.at
        pictures.capturedFrom = at.advanced(by: .zero - Self.around).storedNanoseconds
        pictures.capturedBefore = at.advanced(by: Self.around).storedNanoseconds
        return (
          row, try store.reviews(of: row.id),
          try EvidenceStore(tenancy, connection).list(pictures, limit: Self.evidenceMax)
        )
      }
    }
    // Of evidence, and not of the incident, since looking changes nothing of it.
    try await vault.note(call, on: "evidence/\(found.0.id)")
    return Telework.IncidentServiceGetResponse(
      incident: Telework.Incident(found.0), reviews: found.1.map(Telework.IncidentReview.init),
      evidence: found.2.map(Telework.Evidence.init))
  }

  func listChanges(
    _ request: Telework.ListChangesRequest, _ call: CallContext
  ) async throws -> Telework.ListChangesResponse {
    let tenancy = try call.tenancy
    let changes = try await feed.changes(
      of: Self.target, tenancy, since: request.sinceToken, wait: request.wait.duration,
      request.pageSize, call)
    let incidents = try await call.awaitingStorage {
      try await database.read { connection in
        let store = DetectionStore(tenancy, connection)
        return try changes.ids.compactMap { try store.incident($0).map(Telework.Incident.init) }
      }
    }
    return Telework.ListChangesResponse(incidents: incidents, nextSinceToken: changes.next)
  }

  // MARK: Acting

  func review(
    _ request: Telework.ReviewRequest, _ call: CallContext
  ) async throws -> Telework.ReviewResponse {
    let (act, kept): (IncidentLife.Act, ReviewRow.Act)
    switch request.act {
    case .look: (act, kept) = (.look, .look)
    case .confirm: (act, kept) = (.decide(isTrue: true), .confirm)
    case .dismiss: (act, kept) = (.decide(isTrue: false), .dismiss)
    case .unspecified, .reopen, .unrecognized:
      throw RPCError.invalid([
        .init(field: "act", description: "it is none of a review: look, confirm or dismiss")
      ])
    }
    return try await perform(request, act, kept, on: request.id, request.comment, call) {
      Telework.ReviewResponse(incident: $0)
    }
  }

  func reopen(
    _ request: Telework.ReopenRequest, _ call: CallContext
  ) async throws -> Telework.ReopenResponse {
    let act = IncidentLife.Act.reopen(reason: request.reason)
    return try await perform(request, act, .reopen, on: request.id, request.reason, call) {
      Telework.ReopenResponse(incident: $0)
    }
  }

  private func perform<Response: Message>(
    _ request: some MutationRequest, _ act: IncidentLife.Act, _ kept: ReviewRow.Act,
    on id: String, _ comment: String, _ call: CallContext,
    _ answer: @escaping @Sendable (Telework.Incident) -> Response
  ) async throws -> Response {
    let (tenancy, caller, now) = (try call.tenancy, try call.caller.principal, clock.now)
    return try await mutations.perform(request, call) { transaction in
      let store = DetectionStore(tenancy, transaction.connection)
      guard var row = try store.incident(id) else { throw Self.notFound(id) }
      guard row.worker != caller.worker else {
        throw RPCError(
          .failedPrecondition, "\(id) concerns yourself: have another manager decide it",
          reason: "OWN_INCIDENT", metadata: ["id": id])
      }
      let before = Telework.Incident(row)
      row.state = try IncidentLife.state(after: act, in: row.state).granted()
      row.reviewer = caller.subject
      try store.add(
        ReviewRow(
          act: kept, state: row.state, reviewer: caller.subject, at: now, comment: comment),
        to: id)
      let after = Telework.Incident(row)
      return Change(Self.target, id, from: before, to: after, answer: answer(after))
    }
  }

  /// What does not exist and what may not be seen look the same.
  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no incident \"\(id)\" that you may see: check the id",
      reason: "TELEWORK_INCIDENT_NOT_FOUND", metadata: ["id": id])
  }
}
