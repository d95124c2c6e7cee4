import Buffers
import Protobuf
import Testing

@testable import RPC

@Suite struct RPCErrorTests {
  private typealias Violation = GoogleRpc.BadRequest.FieldViolation

  /// The error as a client reads it out of a trailers-only answer.
  private func received(_ error: RPCError) -> RPCError? {
    ResponseBlock(HeaderBlock.trailersOnly(error)).endError
  }

  @Test("status, text in any script, and details arrive as they were sent")
  func roundTrip() throws {
    let sent = RPCError.invalid([
      Violation(field: "image.width", description: "641 is above 640", reason: "TOO_WIDE"),
      Violation(field: "image.sha256", description: "32 bytes are due"),
    ]).localized("ja", "画像が大きすぎます").retrying(after: .milliseconds(1500))
    let error = try #require(received(sent))
    #expect(error.status == sent.status)
    #expect(error.code == .invalidArgument)
    #expect(error.message == "image.width: 641 is above 640; image.sha256: 32 bytes are due")
    #expect(error.reason == "INVALID_FIELDS")
    #expect(error.detail(GoogleRpc.ErrorInfo.self)?.domain == "mado")
    #expect(error.detail(GoogleRpc.BadRequest.self)?.fieldViolations.count == 2)
    #expect(error.detail(GoogleRpc.LocalizedMessage.self)?.message == "画像が大きすぎます")
    #expect(error.retryDelay == .milliseconds(1500))
    #expect(error.detail(GoogleRpc.QuotaFailure.self) == nil)
  }

  @Test("the values of a reason travel with it")
  func metadata() throws {
    let sent = RPCError(
      .resourceExhausted, "full", reason: "QUOTA", metadata: ["used": "10", "limit": "10"])
    let info = try #require(received(sent)?.detail(GoogleRpc.ErrorInfo.self))
    #expect(info.metadata == ["used": "10", "limit": "10"])
  }

  @Test("the handler's trailers go with the error's own")
  func trailers() throws {
    var error = RPCError(Status(.aborted, "again"))
    error.trailers = ["e": "1"]
    let block = ResponseBlock(HeaderBlock.trailers(error, ["h": "2"]).fields)
    #expect(block.endError?.trailers == ["h": "2", "e": "1"])
    #expect(block.endError?.code == .aborted)
  }

  @Test("a huge text and huge details still fit a header list of 8 KiB")
  func bounded() throws {
    let violations = (0..<500).map {
      Violation(field: "images[\($0)].content", description: "画像が壊れています")
    }
    let fields = HeaderBlock.trailersOnly(.invalid(violations))
    let size = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
    #expect(size < 8 << 10)
    let error = try #require(ResponseBlock(fields).endError)
    #expect(error.reason == "INVALID_FIELDS")
    #expect(error.message.hasSuffix("…"))
    #expect(error.message.utf8.count <= Status.messageBytesMax)
  }

  @Test("details that can't be read don't hide the status")
  func damagedDetails() {
    for details in ["!!", "/////w"] {
      let block = ResponseBlock([
        ("grpc-status", "5"), ("grpc-message", "gone"), ("grpc-status-details-bin", details),
      ])
      #expect(block.endError?.status == Status(.notFound, "gone"))
    }
  }

  @Test("every code has its number and its name")
  func codes() {
    #expect(Code.allCases.map(\.rawValue) == Array(0...16))
    #expect(Code.invalidArgument.name == "INVALID_ARGUMENT")
    #expect(Set(Code.allCases.map(\.name)).count == 17)
  }
}
