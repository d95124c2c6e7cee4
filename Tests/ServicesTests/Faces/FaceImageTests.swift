import Buffers
import Crypto
import MadoAPI
import Protobuf
import RPC
import Storage
import Testing

@testable import Services

/// Faces of people (TEL-25, TEL-34): entered by them, their machines and managers, and seen by nobody else.
@Suite struct FaceImageTests {
  private func office() async throws -> Office {
    try await Office(others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
  }

  private func put(
    _ mark: UInt8, _ office: Office, as who: String, of user: String = ""
  ) async throws -> Identity.FaceImage {
    let made = try await office.users.putFaceImage(
      .init(requestId: freshID(), userId: user, content: .init(Office.jpeg(mark: mark))),
      office.options(who))
    return try #require(made.image)
  }

  @Test func severalOfAPersonAreReadBackByteForByte() async throws {
    let office = try await office()
    let own = try await put(1, office, as: "demo-worker")
    #expect(own.mediaType == "image/jpeg" && own.width == 64 && own.content.isEmpty)
    _ = try await put(2, office, as: "demo-device")
    _ = try await put(3, office, as: "demo-manager", of: "demo-worker")
    for who in ["demo-worker", "demo-device", "demo-manager"] {
      let found = try await office.users.listFaceImages(
        .init(userId: "demo-worker", withContent: true), office.options(who)
      ).images
      #expect(found.map { Array($0.content) } == (1...3).map { Office.jpeg(mark: $0) })
      #expect(found.allSatisfy { $0.userId == "demo-worker" })
    }
    // In the database nobody reads them.
    let records = try await office.database.read {
      try $0.query("SELECT record FROM face_image") { try $0.read(0, as: [UInt8].self) }
    }
    let plain = Office.jpeg(mark: 1)[20...]
    #expect(records.count == 3 && records.allSatisfy { !$0.contains(plain) })
    let gone = Identity.DeleteFaceImageRequest(requestId: freshID(), id: own.id)
    _ = try await office.users.deleteFaceImage(gone, office.options("demo-worker"))
    let left = try await office.users.listFaceImages(.init(), office.options("demo-worker"))
    #expect(left.images.count == 2 && left.images.allSatisfy { $0.content.isEmpty })
    var again = gone
    again.requestId = freshID()
    let missing = await failure {
      try await office.users.deleteFaceImage(again, office.options("demo-worker"))
    }
    #expect(missing?.reason == "FACE_IMAGE_NOT_FOUND")
  }

  @Test func nobodyElseSeesOne() async throws {
    let office = try await office()
    let image = try await put(1, office, as: "demo-worker")
    let list = Identity.ListFaceImagesRequest(userId: "demo-worker", withContent: true)
    for (who, code) in [
      ("vendor", Code.permissionDenied), ("demo-administrator", .permissionDenied),
      ("demo-worker-2", .notFound), ("demo-device-2", .notFound),
    ] {
      let seen = await failure {
        try await office.users.listFaceImages(list, office.options(who))
      }
      #expect(seen?.code == code, "\(who) lists")
      let deleted = await failure {
        try await office.users.deleteFaceImage(
          .init(requestId: freshID(), id: image.id), office.options(who))
      }
      #expect(deleted?.code == code, "\(who) deletes")
      let entered = await failure { try await put(2, office, as: who, of: "demo-worker") }
      #expect(entered?.code == code, "\(who) enters")
    }
  }

  @Test func whatIsNoPictureOfACameraIsRefusedWithItsReason() async throws {
    let office = try await office()
    for (content, reason) in [
      (Array("no picture at all".utf8), "IMAGE_FORMAT_UNKNOWN"),
      (Array(Office.jpeg(mark: 1).dropLast(2)), "IMAGE_TRUNCATED"),
      (wide(), "IMAGE_TOO_LARGE"),
    ] {
      let error = await failure {
        try await office.users.putFaceImage(
          .init(requestId: freshID(), content: .init(content)), office.options("demo-worker"))
      }
      #expect(error?.code == .invalidArgument && error?.reason == reason)
    }
    for mark in UInt8(1)...10 { _ = try await put(mark, office, as: "demo-worker") }
    let eleventh = await failure { try await put(11, office, as: "demo-worker") }
    #expect(eleventh?.code == .resourceExhausted && eleventh?.reason == "FACE_IMAGES_MAX")
  }

  /// A JPEG of 641×480.
  private func wide() -> [UInt8] {
    var jpeg = Office.jpeg(mark: 1)
    jpeg.replaceSubrange(13..<17, with: [1, 0xe0, 2, 0x81])
    return jpeg
  }

  @Test func theyGoWithThePerson() async throws {
    let office = try await office()
    _ = try await put(1, office, as: "demo-worker")
    _ = try await office.users.delete(
      .init(requestId: freshID(), id: "demo-worker"), office.options("demo-administrator"))
    let left = try await office.database.read {
      try $0.first("SELECT COUNT(*) FROM face_image") { try $0.read(0, as: Int64.self) }
    }
    #expect(left == 0)
  }
}

extension RoleWalkTests {
  /// A right request of each method of face images, about the demo tenant's first worker.
  static func faceRequests(_ office: Office) async throws -> [String: any Message] {
    let image = try await office.users.putFaceImage(
      .init(requestId: freshID(), content: .init(Office.jpeg(mark: 1))),
      office.options("demo-worker")
    ).image
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let service = "/mado.identity.v1.UserService/"
    return [
      service + "PutFaceImage": Identity.PutFaceImageRequest(
        requestId: id, validateOnly: true, userId: "demo-worker",
        content: .init(Office.jpeg(mark: 2))),
      service + "ListFaceImages": Identity.ListFaceImagesRequest(
        userId: "demo-worker", withContent: true),
      service + "DeleteFaceImage": Identity.DeleteFaceImageRequest(
        requestId: id, validateOnly: true, id: image?.id ?? ""),
    ]
  }
}
