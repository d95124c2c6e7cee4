import Buffers
import CivilTime
import Crypto
import MadoAPI
import RPC
import Rules
import Storage

extension Support.UploadAttachmentRequest: MutationRequest {}

extension CaseHandler {
  func uploadAttachment(
    _ request: Support.UploadAttachmentRequest, _ call: CallContext
  ) async throws -> Support.UploadAttachmentResponse {
    let (reach, author) = (try call.caller.reach, try call.caller.principal.subject)
    let now = clock.now
    let row = AttachmentRow(
      id: freshID("attachment", at: now.seconds), caseID: request.caseId, name: request.fileName,
      mediaType: request.mediaType, size: Int64(request.content.count),
      hash: Bytes(SHA256.hash(request.content).bytes), author: author, uploaded: now)
    return try await mutations.perform(request, call) { transaction in
      let file = try Self.file(request.caseId, reach, transaction.connection)
      let state = file.row.state
      guard !state.isResolved || state == .accepted else {
        throw RPCError.refusing([CaseLife.Rejection.ended(state).fault])
      }
      let store = AttachmentStore(.ofWhomItConcerns(file.row.tenant), transaction.connection)
      guard try store.all(of: row.caseID).count < AttachmentStore.countMax else {
        throw RPCError(
          .resourceExhausted,
          "the case has \(AttachmentStore.countMax) files, which is the most: open another case",
          reason: "ATTACHMENTS_FULL", metadata: ["limit": "\(AttachmentStore.countMax)"])
      }
      try store.add(row, content: request.content)
      let made = Support.Attachment(row)
      return Change(
        "case-attachment", row.id, to: made, in: file.row.tenant,
        answer: Support.UploadAttachmentResponse(attachment: made))
    }
  }

  func downloadAttachment(
    _ request: Support.DownloadAttachmentRequest, _ call: CallContext
  ) async throws -> Support.DownloadAttachmentResponse {
    let reach = try call.caller.reach
    let most = Self.bytesMax
    let limit = request.limit == 0 ? most : min(Int64(request.limit), most)
    return try await call.awaitingStorage {
      try await database.read { connection in
        let file = try Self.file(request.caseId, reach, connection)
        let store = AttachmentStore(.ofWhomItConcerns(file.row.tenant), connection)
        guard let row = try store.find(request.id, of: request.caseId) else {
          throw RPCError(
            .notFound, "the case has no file \"\(request.id)\": check the id",
            reason: "ATTACHMENT_NOT_FOUND", metadata: ["id": request.id])
        }
        guard request.offset <= row.size else {
          throw RPCError(
            .outOfRange, "offset is \(request.offset), and the file has \(row.size) bytes",
            reason: "OFFSET_PAST_END",
            metadata: ["offset": "\(request.offset)", "size": "\(row.size)"])
        }
        return Support.DownloadAttachmentResponse(
          attachment: .init(row),
          content: try store.content(of: row.id, from: request.offset, limit: limit))
      }
    }
  }

  /// Of a file, and of an answer: 3 MiB.
  private static let bytesMax: Int64 = 3 << 20
}

extension Support.Attachment {
  init(_ row: AttachmentRow) {
    self.init(
      id: row.id, fileName: row.name, mediaType: row.mediaType, sizeBytes: row.size,
      sha256: row.hash, authorId: row.author, uploadTime: row.uploaded.message)
  }
}
