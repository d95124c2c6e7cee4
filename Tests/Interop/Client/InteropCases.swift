import Buffers
import InteropAPI
import RPC

/// The cases that need neither credentials nor special servers.
///
/// Source: gRPC, "Interoperability Test Case Descriptions", "Client".
struct InteropCases: Sendable {
  typealias Case = @Sendable (InteropCases) async throws -> Void

  let transport: any ClientTransport
  var client: GrpcTesting.TestServiceClient { GrpcTesting.TestServiceClient(transport) }

  /// By the names that harnesses call them; ``Soak`` has more.
  static let all: [String: Case] = [
    "empty_unary": { try await $0.emptyUnary() },
    "cacheable_unary": { try await $0.cacheableUnary() },
    "large_unary": { try await $0.largeUnary() },
    "client_streaming": { try await $0.clientStreaming() },
    "server_streaming": { try await $0.serverStreaming() },
    "client_compressed_unary": { try await $0.clientCompressedUnary() },
    "server_compressed_unary": { try await $0.serverCompressedUnary() },
    "client_compressed_streaming": { try await $0.clientCompressedStreaming() },
    "server_compressed_streaming": { try await $0.serverCompressedStreaming() },
    "ping_pong": { try await $0.pingPong() },
    "half_duplex": { try await $0.halfDuplex() },
    "empty_stream": { try await $0.emptyStream() },
    "custom_metadata": { try await $0.customMetadata() },
    "status_code_and_message": { try await $0.status(2, "test status message") },
    "special_status_message": {
      try await $0.unaryStatus(
        2, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")
    },
    "unimplemented_method": { try await $0.unimplemented("grpc.testing.TestService") },
    "unimplemented_service": { try await $0.unimplemented("grpc.testing.UnimplementedService") },
    "cancel_after_begin": { try await $0.cancelAfterBegin() },
    "cancel_after_first_response": { try await $0.cancelAfterFirstResponse() },
    "timeout_on_sleeping_server": { try await $0.timeoutOnSleepingServer() },
    "concurrent_large_unary": { try await $0.concurrentLargeUnary() },
  ]

  private static let requestSizes = [27182, 8, 1828, 45904]
  private static let responseSizes = [31415, 9, 2653, 58979]

  // MARK: Unary

  private func emptyUnary() async throws {
    let response = try await client.emptyCall(GrpcTesting.Empty())
    try expect("the response", response, is: GrpcTesting.Empty())
  }

  /// Without a cache on the way, that the call is answered is all there is to see.
  private func cacheableUnary() async throws {
    let options = CallOptions(metadata: ["x-user-ip": "1.2.3.4"])
    let request = GrpcTesting.SimpleRequest(payload: .init(body: Bytes(utf8: "now")))
    for _ in 0..<2 { _ = try await client.cacheableUnaryCall(request, options) }
  }

  func largeUnary() async throws {
    let response = try await client.unaryCall(
      GrpcTesting.SimpleRequest(responseSize: 314_159, payload: .zeros(271_828)))
    try expect(response.payload, hasZeros: 314_159)
  }

  /// A thousand calls at once on one channel.
  private func concurrentLargeUnary() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<1000 { group.addTask { try await largeUnary() } }
      try await group.waitForAll()
    }
  }

  // MARK: Streams

  private func clientStreaming() async throws {
    let call = try await client.streamingInputCall()
    for size in Self.requestSizes {
      try await call.send(.init(payload: .zeros(size)))
    }
    let response = try await call.response()
    try expect("the sum of sizes", response.aggregatedPayloadSize, is: 74922)
  }

  private func serverStreaming() async throws {
    let call = try await client.streamingOutputCall(
      .init(responseParameters: Self.responseSizes.map { .init(size: Int32($0)) }))
    for size in Self.responseSizes { try expect(try await call.next()?.payload, hasZeros: size) }
    try expect("the response after the last", try await call.next(), is: nil)
  }

  private func pingPong() async throws {
    let call = try await client.fullDuplexCall()
    for (request, response) in zip(Self.requestSizes, Self.responseSizes) {
      try await call.send(
        .init(responseParameters: [.init(size: Int32(response))], payload: .zeros(request)))
      try expect(try await call.next()?.payload, hasZeros: response)
    }
    call.closeSend()
    try expect("the response after the last", try await call.next(), is: nil)
  }

  private func halfDuplex() async throws {
    let call = try await client.halfDuplexCall()
    for size in Self.responseSizes {
      try await call.send(.init(responseParameters: [.init(size: Int32(size))]))
    }
    call.closeSend()
    for size in Self.responseSizes { try expect(try await call.next()?.payload, hasZeros: size) }
    try expect("the response after the last", try await call.next(), is: nil)
  }

  private func emptyStream() async throws {
    let call = try await client.fullDuplexCall()
    call.closeSend()
    try expect("the first response", try await call.next(), is: nil)
  }

  // MARK: Metadata and status

  private func customMetadata() async throws {
    let first = "x-grpc-test-echo-initial"
    let last = "x-grpc-test-echo-trailing-bin"
    let text = "test_initial_metadata_value"
    let bytes: Bytes = [0xab, 0xab, 0xab]
    var options = CallOptions(metadata: [first: text])
    try options.metadata.add(last, bytes)
    let head = Reported()
    let trailers = Reported()
    options.onInitialMetadata = { head.report($0) }
    options.onTrailers = { trailers.report($0) }
    let response = try await client.unaryCall(
      GrpcTesting.SimpleRequest(responseSize: 314_159, payload: .zeros(271_828)), options)
    try expect(response.payload, hasZeros: 314_159)
    try expect("the unary call's metadata", head.value[first], is: text)
    try expect("the unary call's trailer", trailers.value[binary: last], is: bytes)

    let call = try await client.fullDuplexCall(options)
    try await call.send(
      .init(responseParameters: [.init(size: 314_159)], payload: .zeros(271_828)), last: true)
    try expect(try await call.next()?.payload, hasZeros: 314_159)
    try expect("the response after the last", try await call.next(), is: nil)
    try expect("the stream's metadata", try await call.initialMetadata()[first], is: text)
    try expect("the stream's trailer", await call.trailers()[binary: last], is: bytes)
  }

  private func status(_ code: Int32, _ message: String) async throws {
    try await unaryStatus(code, message)
    let call = try await client.fullDuplexCall()
    try await call.send(.init(responseStatus: .init(code: code, message: message)))
    call.closeSend()
    let error = try await expect(.unknown) { _ = try await call.next() }
    try expect("the stream's message", error.message, is: message)
  }

  private func unaryStatus(_ code: Int32, _ message: String) async throws {
    let request = GrpcTesting.SimpleRequest(responseStatus: .init(code: code, message: message))
    let error = try await expect(.unknown) { _ = try await client.unaryCall(request) }
    try expect("the message", error.message, is: message)
  }

  private func unimplemented(_ service: String) async throws {
    let method = MethodDescriptor(service: service, name: "UnimplementedCall", kind: .unary)
    try await expect(.unimplemented) {
      let _: GrpcTesting.Empty = try await transport.unary(method, GrpcTesting.Empty())
    }
  }

  // MARK: Early ends

  private func cancelAfterBegin() async throws {
    let call = try await client.streamingInputCall()
    call.cancel()
    try await expect(.cancelled) { _ = try await call.response() }
  }

  private func cancelAfterFirstResponse() async throws {
    let call = try await client.fullDuplexCall()
    try await call.send(
      .init(responseParameters: [.init(size: 31415)], payload: .zeros(27182)))
    try expect(try await call.next()?.payload, hasZeros: 31415)
    call.cancel()
    try await expect(.cancelled) { _ = try await call.next() }
  }

  private func timeoutOnSleepingServer() async throws {
    try await expect(.deadlineExceeded) {
      let call = try await client.fullDuplexCall(CallOptions(timeout: .milliseconds(1)))
      try await call.send(.init(payload: .zeros(27182)))
      while try await call.next() != nil {}
    }
  }
}
