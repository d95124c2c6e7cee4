import InteropAPI
import RPC

/// The cases of compressed messages. Whether a response came compressed is not seen here: that it was
/// read is.
extension InteropCases {
  private static let gzip: CallOptions = {
    var options = CallOptions()
    options.compression = .gzip
    return options
  }()

  private func request(
    response: Bool? = nil, expected: Bool? = nil
  ) -> GrpcTesting.SimpleRequest {
    GrpcTesting.SimpleRequest(
      responseSize: 314_159, payload: .zeros(271_828),
      responseCompressed: response.map { .init(value: $0) },
      expectCompressed: expected.map { .init(value: $0) })
  }

  func clientCompressedUnary() async throws {
    try await expect(.invalidArgument) { _ = try await client.unaryCall(request(expected: true)) }
    let compressed = try await client.unaryCall(request(expected: true), Self.gzip)
    try expect(compressed.payload, hasZeros: 314_159)
    let plain = try await client.unaryCall(request(expected: false))
    try expect(plain.payload, hasZeros: 314_159)
  }

  func serverCompressedUnary() async throws {
    for wanted in [true, false] {
      let response = try await client.unaryCall(request(response: wanted))
      try expect(response.payload, hasZeros: 314_159)
    }
  }

  func clientCompressedStreaming() async throws {
    let probe = try await client.streamingInputCall()
    try await expect(.invalidArgument) {
      try await probe.send(.init(payload: .zeros(27182), expectCompressed: .init(value: true)))
      _ = try await probe.response()
    }
    let call = try await client.streamingInputCall(Self.gzip)
    try await call.send(.init(payload: .zeros(27182), expectCompressed: .init(value: true)))
    try await call.send(
      .init(payload: .zeros(45904), expectCompressed: .init(value: false)), compressed: false)
    let response = try await call.response()
    try expect("the sum of sizes", response.aggregatedPayloadSize, is: 73086)
  }

  func serverCompressedStreaming() async throws {
    let sizes: [(Int, Bool)] = [(31415, true), (92653, false)]
    let call = try await client.streamingOutputCall(
      .init(
        responseParameters: sizes.map {
          .init(size: Int32($0.0), compressed: .init(value: $0.1))
        }))
    for (size, _) in sizes { try expect(try await call.next()?.payload, hasZeros: size) }
    try expect("the response after the last", try await call.next(), is: nil)
  }
}
