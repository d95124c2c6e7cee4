import Buffers
import Glibc
import InteropAPI
import RPC

/// Serves `grpc.testing.TestService`.
///
/// Source: gRPC, "Interoperability Test Case Descriptions", "Server".
struct TestServiceHandler: GrpcTesting.TestService {
  func emptyCall(
    _ request: GrpcTesting.Empty, _ call: CallContext
  ) async throws -> GrpcTesting.Empty {
    try call.echoMetadata()
    return GrpcTesting.Empty()
  }

  func unaryCall(
    _ request: GrpcTesting.SimpleRequest, _ call: CallContext
  ) async throws -> GrpcTesting.SimpleResponse {
    try call.echoMetadata()
    try call.check(request.expectCompressed)
    try call.echo(request.responseStatus)
    call.compress(request.responseCompressed)
    return GrpcTesting.SimpleResponse(payload: try .asked(request.responseSize))
  }

  /// The payload is the time of day, so that a cache's answer is told from ours.
  func cacheableUnaryCall(
    _ request: GrpcTesting.SimpleRequest, _ call: CallContext
  ) async throws -> GrpcTesting.SimpleResponse {
    try call.initialMetadata.add("cache-control", "max-age=60, public")
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return GrpcTesting.SimpleResponse(
      payload: GrpcTesting.Payload(body: Bytes("\(now.tv_sec)\(now.tv_nsec)".utf8)))
  }

  func streamingOutputCall(
    _ request: GrpcTesting.StreamingOutputCallRequest,
    _ responses: ResponseStream<GrpcTesting.StreamingOutputCallResponse>, _ call: CallContext
  ) async throws {
    try await answer(request, responses, call)
  }

  func streamingInputCall(
    _ requests: RequestStream<GrpcTesting.StreamingInputCallRequest>, _ call: CallContext
  ) async throws -> GrpcTesting.StreamingInputCallResponse {
    var size: Int32 = 0
    while let request = try await requests.next() {
      try call.check(request.expectCompressed)
      size &+= Int32(truncatingIfNeeded: request.payload?.body.count ?? 0)
    }
    return GrpcTesting.StreamingInputCallResponse(aggregatedPayloadSize: size)
  }

  func fullDuplexCall(
    _ requests: RequestStream<GrpcTesting.StreamingOutputCallRequest>,
    _ responses: ResponseStream<GrpcTesting.StreamingOutputCallResponse>, _ call: CallContext
  ) async throws {
    try call.echoMetadata()
    while let request = try await requests.next() { try await answer(request, responses, call) }
  }

  func halfDuplexCall(
    _ requests: RequestStream<GrpcTesting.StreamingOutputCallRequest>,
    _ responses: ResponseStream<GrpcTesting.StreamingOutputCallResponse>, _ call: CallContext
  ) async throws {
    try call.echoMetadata()
    var all: [GrpcTesting.StreamingOutputCallRequest] = []
    while let request = try await requests.next() { all.append(request) }
    for request in all { try await answer(request, responses, call) }
  }

  /// Sends the responses that `request` asks for, or ends the call as it asks.
  private func answer(
    _ request: GrpcTesting.StreamingOutputCallRequest,
    _ responses: ResponseStream<GrpcTesting.StreamingOutputCallResponse>, _ call: CallContext
  ) async throws {
    try call.echo(request.responseStatus)
    // The headers say whether any message may be compressed.
    if request.responseParameters.contains(where: { $0.compressed?.value ?? false }) {
      call.responseCompression = .whenAccepted
      try responses.sendInitialMetadata()
    }
    for wanted in request.responseParameters {
      if wanted.intervalUs > 0 { try await Task.sleep(for: .microseconds(wanted.intervalUs)) }
      call.compress(wanted.compressed)
      try await responses.send(.init(payload: try .asked(wanted.size)))
    }
  }
}

extension CallContext {
  private static let echoedAtStart = "x-grpc-test-echo-initial"
  private static let echoedAtEnd = "x-grpc-test-echo-trailing-bin"

  /// Sends back the metadata that the client wants to see again.
  func echoMetadata() throws {
    for text in metadata.texts(Self.echoedAtStart) {
      try initialMetadata.add(Self.echoedAtStart, text)
    }
    for bytes in metadata.binaries(Self.echoedAtEnd) {
      try trailers.add(Self.echoedAtEnd, bytes)
    }
  }

  /// Refuses a request that came otherwise than its client says.
  func check(_ compressed: GrpcTesting.BoolValue?) throws {
    guard let compressed, compressed.value != isRequestCompressed else { return }
    throw RPCError(
      Status(
        .invalidArgument,
        "the request came \(isRequestCompressed ? "" : "un")compressed, not as it says"))
  }

  /// Compresses the next response if the client asked for that.
  func compress(_ wanted: GrpcTesting.BoolValue?) {
    responseCompression = wanted?.value ?? false ? .whenAccepted : .never
  }

  /// Ends the call as the client asked, if it asked.
  func echo(_ status: GrpcTesting.EchoStatus?) throws {
    guard let status, status.code != 0 else { return }
    throw RPCError(Status(Code(rawValue: status.code) ?? .unknown, status.message))
  }
}

extension GrpcTesting.Payload {
  /// The largest payload that is made, in bytes.
  private static let bytesMax: Int32 = 64 << 20

  /// A payload of `count` zeros, if a client may ask for so many.
  static func asked(_ count: Int32) throws -> GrpcTesting.Payload {
    guard count >= 0, count <= bytesMax else {
      throw RPCError(
        Status(.invalidArgument, "a payload of \(count) bytes; it must be 0 to \(bytesMax)"))
    }
    return zeros(Int(count))
  }
}
