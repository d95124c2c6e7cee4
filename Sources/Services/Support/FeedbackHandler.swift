import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

extension Support.SubmitRequest: MutationRequest {}
extension Support.GrantPublicationRequest: MutationRequest {}
extension Support.RevokePublicationRequest: MutationRequest {}

/// Serves `mado.support.v1.FeedbackService`.
struct FeedbackHandler: Support.FeedbackService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  func submit(
    _ request: Support.SubmitRequest, _ call: CallContext
  ) async throws -> Support.SubmitResponse {
    let (tenancy, user, now) = (try call.tenancy, try call.caller.principal.subject, clock.now)
    let row = FeedbackRow(
      id: freshID("feedback", at: now.seconds), tenant: tenancy.tenant, user: user,
      product: request.product, body: request.body, submitted: now)
    return try await mutations.perform(request, call) { transaction in
      try CatalogueStore(transaction.connection)
        .check(["product": row.product], on: JST.date(of: now))
      try FeedbackStore(tenancy, transaction.connection).add(row)
      let made = Support.Feedback(row)
      return Change("feedback", row.id, to: made, answer: Support.SubmitResponse(feedback: made))
    }
  }

  func grantPublication(
    _ request: Support.GrantPublicationRequest, _ call: CallContext
  ) async throws -> Support.GrantPublicationResponse {
    let now = clock.now
    return try await change(request, call, request.id) { row in
      row.consentVersion = request.consentVersion
      (row.granted, row.revoked) = (now, nil)
    } answer: {
      Support.GrantPublicationResponse(feedback: $0)
    }
  }

  func revokePublication(
    _ request: Support.RevokePublicationRequest, _ call: CallContext
  ) async throws -> Support.RevokePublicationResponse {
    let now = clock.now
    return try await change(request, call, request.id) { row in
      if row.isPublishable { row.revoked = now }
    } answer: {
      Support.RevokePublicationResponse(feedback: $0)
    }
  }

  /// Changes the consent of its author, and of nobody else: an administrator sees others', and does not speak for them.
  private func change<Request: MutationRequest, Response: Message>(
    _ request: Request, _ call: CallContext, _ id: String,
    _ body: @escaping @Sendable (inout FeedbackRow) -> Void,
    answer: @escaping @Sendable (Support.Feedback) -> Response
  ) async throws -> Response {
    let (tenancy, user) = (try call.tenancy, try call.caller.principal.subject)
    return try await mutations.perform(request, call) { transaction in
      let store = FeedbackStore(tenancy, transaction.connection)
      guard var row = try store.find(id), row.user == user else {
        throw RPCError(
          .notFound, "there is no feedback \"\(id)\" of yours: check the id",
          reason: "FEEDBACK_NOT_FOUND", metadata: ["id": id])
      }
      let before = Support.Feedback(row)
      body(&row)
      try store.replace(row)
      let after = Support.Feedback(row)
      return Change("feedback", row.id, from: before, to: after, answer: answer(after))
    }
  }

  func list(
    _ request: Support.FeedbackServiceListRequest, _ call: CallContext
  ) async throws -> Support.FeedbackServiceListResponse {
    let reach = try call.caller.reach
    let filter = try Filter(request.filter, of: FeedbackStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["feedback", reach.words, request.filter],
      secret: pageTokenSecret)
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        switch reach {
        case .vendor:
          try CaseRegister(connection).feedback(filter, before: page.place ?? "", limit: page.limit)
        case .tenant(let tenancy):
          try FeedbackStore(tenancy, connection)
            .list(filter, before: page.place ?? "", limit: page.limit)
        }
      }
    }
    let shown = page.cut(found) { $0.id }
    return Support.FeedbackServiceListResponse(
      feedback: shown.rows.map { Support.Feedback($0) }, nextPageToken: shown.next)
  }
}

extension Support.Feedback {
  init(_ row: FeedbackRow) {
    self.init(
      id: row.id, tenantId: row.tenant.text, userId: row.user, product: row.product,
      body: row.body, submitTime: row.submitted.message, publishable: row.isPublishable,
      consentVersion: row.consentVersion, grantTime: row.granted?.message,
      revokeTime: row.revoked?.message)
  }
}
