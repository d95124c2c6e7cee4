import Buffers
import CivilTime
import Crypto
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

extension Identity.PutFaceImageRequest: MutationRequest {}
extension Identity.DeleteFaceImageRequest: MutationRequest {}

extension UserHandler {
  /// Face images of a person.
  private static let facesMax = 10

  func putFaceImage(
    _ request: Identity.PutFaceImageRequest, _ call: CallContext
  ) async throws -> Identity.PutFaceImageResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let user = try call.worker(named: request.userId)
    let hash = SHA256.hash(request.content)
    let picture = try Self.picture(request.content, hash, at: now)
    let (id, keys) = (freshID("face", at: now.seconds), database.keys)
    return try await mutations.perform(request, call) { transaction in
      guard try PeopleStore(tenancy, transaction.connection).user(user) != nil else {
        throw Self.notFound(user)
      }
      let store = FaceStore(tenancy, transaction.connection)
      guard try store.faces(of: user).count < Self.facesMax else {
        throw RPCError(
          .resourceExhausted,
          "\(user) has \(Self.facesMax) face images, and more are not kept: delete one first",
          reason: "FACE_IMAGES_MAX", metadata: ["limit": "\(Self.facesMax)"])
      }
      let key = try keys.key(tenant: tenancy.tenant.text, worker: user, in: transaction)
      let sealed = try SealedEvidence(request.content, key: key, context: FaceRow.context(id))
      let row = FaceRow(
        id: id, user: user, picture: picture, bytes: Int64(request.content.count), hash: hash,
        created: now, record: sealed.record)
      try store.add(row)
      let made = Identity.FaceImage(row)
      return Change(
        "face-image", id, to: made, answer: Identity.PutFaceImageResponse(image: made))
    }
  }

  /// - Throws: INVALID_ARGUMENT for what would be refused as evidence of a camera.
  private static func picture(
    _ content: Bytes, _ hash: SHA256.Digest, at now: Instant
  ) throws(RPCError) -> Picture {
    let candidate = EvidenceCandidate(
      sequence: 1, kind: .camera, capturedAt: now, saidFormat: nil, saidWidth: 0, saidHeight: 0,
      saidHash: [])
    switch content.withUnsafeBytes({ candidate.judged(content: $0, hash: hash.bytes) }) {
    case .success(let accepted): return accepted.picture
    case .failure(let rejection):
      throw .invalid(
        [.init(field: "content", description: rejection.message)], reason: rejection.reason)
    }
  }

  func listFaceImages(
    _ request: Identity.ListFaceImagesRequest, _ call: CallContext
  ) async throws -> Identity.ListFaceImagesResponse {
    let tenancy = try call.tenancy
    let user = try call.worker(named: request.userId)
    let faces = try await call.awaitingStorage {
      try await database.read { connection in
        guard try PeopleStore(tenancy, connection).user(user) != nil else {
          throw Self.notFound(user)
        }
        return try FaceStore(tenancy, connection).faces(of: user)
      }
    }
    try await trail.note(
      try AuditRecord(call, at: clock.now, on: "evidence/faces of \(user)"), call)
    var images = faces.map { Identity.FaceImage($0) }
    if request.withContent, !faces.isEmpty {
      guard
        let key = try await database.keys.existingKey(tenant: tenancy.tenant.text, worker: user)
      else { throw StorageError.keyMissing(tenant: tenancy.tenant.text, worker: user) }
      for (place, face) in faces.enumerated() {
        images[place].content = try SealedEvidence.content(
          of: face.record, key: key, context: face.context)
      }
    }
    return Identity.ListFaceImagesResponse(images: images)
  }

  func deleteFaceImage(
    _ request: Identity.DeleteFaceImageRequest, _ call: CallContext
  ) async throws -> Identity.DeleteFaceImageResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { transaction in
      let store = FaceStore(tenancy, transaction.connection)
      guard let face = try store.face(request.id) else {
        if request.allowMissing { return Change([], answer: Identity.DeleteFaceImageResponse()) }
        throw RPCError(
          .notFound, "there is no face image \"\(request.id)\" that you may see: check the id",
          reason: "FACE_IMAGE_NOT_FOUND", metadata: ["id": request.id])
      }
      try store.remove(face.id)
      return Change(
        "face-image", face.id, from: Identity.FaceImage(face),
        answer: Identity.DeleteFaceImageResponse())
    }
  }
}

extension Identity.FaceImage {
  /// Without the content.
  init(_ row: FaceRow) {
    self.init(
      id: row.id, userId: row.user,
      mediaType: row.picture.format == .jpeg ? "image/jpeg" : "image/png",
      width: UInt32(clamping: row.picture.width), height: UInt32(clamping: row.picture.height),
      sizeBytes: row.bytes, sha256: Bytes(row.hash.bytes), createTime: row.created.message)
  }
}
