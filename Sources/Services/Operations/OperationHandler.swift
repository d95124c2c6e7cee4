import MadoAPI
import RPC

extension Job.CancelRequest: MutationRequest {}

/// Serves `mado.job.v1.OperationService`.
struct OperationHandler: Job.OperationService {
  let operations: Operations
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  func get(_ request: Job.GetRequest, _ call: CallContext) async throws -> Job.GetResponse {
    let tenancy = try call.tenancy
    return Job.GetResponse(
      operation: try await call.awaitingStorage {
        try await operations.operation(request.id, tenancy)
      })
  }

  func list(_ request: Job.ListRequest, _ call: CallContext) async throws -> Job.ListResponse {
    let tenancy = try call.tenancy
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["operations", tenancy.tenant.text, tenancy.whose.text], secret: pageTokenSecret)
    var place: (createdAt: Int64, id: String)?
    if !request.pageToken.isEmpty {
      let words = try token.open(request.pageToken).words
      guard words.count == 2, let createdAt = Int64(words[0]) else { throw token.mismatch }
      place = (createdAt, words[1])
    }
    let found = try await call.awaitingStorage {
      try await operations.list(tenancy, before: place, limit: size.rows + 1)
    }
    let page = found.prefix(size.rows)
    let next = page.last.map { token.seal("\($0.createTime?.seconds ?? 0) \($0.id)") } ?? ""
    return Job.ListResponse(
      operations: Array(page), nextPageToken: found.count > page.count ? next : "")
  }

  /// How long is waited when nothing is said.
  private static let waitMax = Duration.seconds(30)

  func wait(_ request: Job.WaitRequest, _ call: CallContext) async throws -> Job.WaitResponse {
    let limit = request.timeout == nil ? Self.waitMax : request.timeout.duration
    return Job.WaitResponse(
      operation: try await operations.ended(request.id, call.tenancy, within: limit, call))
  }

  func cancel(_ request: Job.CancelRequest, _ call: CallContext) async throws -> Job.CancelResponse
  {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      try operations.cancel(request.id, tenancy, in: transaction)
      return Change("operation", request.id, answer: Job.CancelResponse())
    }
  }
}
