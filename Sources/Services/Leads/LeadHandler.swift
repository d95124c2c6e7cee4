import CivilTime
import MadoAPI
import RPC
import Storage

/// Serves `mado.contract.v1.LeadService`.
struct LeadHandler: Contracts.LeadService {
  let database: Database
  let clock: any Clock
  let pace: PublicPace
  let pageTokenSecret: [UInt8]

  /// Nobody is known who leaves a request: there is no account in whose name an answer could be kept, and so the request's id
  /// stands with the lead.
  func submit(
    _ request: Contracts.LeadServiceSubmitRequest, _ call: CallContext
  ) async throws -> Contracts.LeadServiceSubmitResponse {
    try pace.take(call)
    let now = clock.now.seconds
    var lead = request.lead ?? .init()
    (lead.id, lead.createTime) = (freshID("lead", at: now), .init(seconds: now))
    let row = LeadRow(id: lead.id, requestID: request.requestId, lead: lead)
    let kept = try await call.awaitingStorage {
      try await database.write { try LeadStore($0.connection).add(row) }
    }
    var same = kept.lead
    (same.id, same.createTime) = (lead.id, lead.createTime)
    guard same == lead else {
      throw RPCError(
        .alreadyExists,
        "request_id \(request.requestId) stands for another request already: give each request an id of its own",
        reason: "IDEMPOTENCY_KEY_REUSED")
    }
    return Contracts.LeadServiceSubmitResponse(leadId: kept.id)
  }

  func list(
    _ request: Contracts.LeadServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.LeadServiceListResponse {
    let filter = try Filter(request.filter, of: LeadStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["leads", request.filter], secret: pageTokenSecret)
    let found = try await call.awaitingStorage {
      try await database.read {
        try LeadStore($0).list(filter, before: page.place, limit: page.limit)
      }
    }
    let shown = page.cut(found) { $0.id }
    return Contracts.LeadServiceListResponse(
      leads: shown.rows.map(\.lead), nextPageToken: shown.next)
  }
}
