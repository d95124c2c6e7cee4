import Buffers
import Compression
import RPC
import RPCTransport
import Testing

@Suite(.timeLimit(.minutes(1))) struct CompressionTests {
  private static let text = Array(repeating: UInt8(ascii: "w"), count: 5000)
  private static let packed = Gzip.compress(BytePieces(Bytes(text))).map { Array($0) } ?? []

  /// One call with `fields`, and `message` as its request.
  private func call(
    _ bench: Bench, _ fields: [(String, String)], _ message: [UInt8]
  ) throws -> RawCall {
    let client = try RawClient(bench.address)
    let call = try client.open(fields)
    try call.send(message)
    try call.end()
    try call.finish()
    return call
  }

  @Test(
    arguments: [
      // method, accepts, how the server is set, whether the response is compressed
      ("Unary", "gzip", .asRequested, true),
      ("Chat", "identity, deflate, gzip", .asRequested, true),
      ("Unary", "identity,deflate", .asRequested, false),
      ("Unary", "gzipped,x-gzip", .asRequested, false),
      ("Unary", "", .whenAccepted, false),
      ("Unary", "gzip", .never, false),
      ("Chat", "gzip", .never, false),
      ("Chat", "deflate , gzip", .whenAccepted, true),
    ] as [(String, String, ResponseCompression, Bool)])
  func responsesAreCompressedAsAgreed(
    method: String, accepts: String, setting: ResponseCompression, isCompressed: Bool
  ) async throws {
    try await Bench.run {
      $0.responseCompression = setting
    } _: { bench in
      let call = try call(
        bench,
        [
          (":path", "/test.Echo/\(method)"), ("grpc-encoding", "gzip"),
          ("grpc-accept-encoding", accepts),
        ], prefixed(Self.packed, flag: 1))
      #expect(call["grpc-status"] == "0")
      #expect(call["grpc-encoding"] == (isCompressed ? "gzip" : nil))
      let response = try #require(call.messages.first)
      #expect(call.messages.count == 1)
      #expect(response.flag == (isCompressed ? 1 : 0))
      let content =
        isCompressed
        ? try Gzip.decompress(response.bytes, bytesMax: 1 << 20) : response.bytes
      #expect(content == Bytes(Self.text))
    }
  }

  @Test func aCallThatAgreedOnGzipMayStillCarryPlainMessages() async throws {
    try await Bench.run { bench in
      let fields = [
        (":path", "/test.Echo/Chat"), ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip"),
      ]
      let call = try call(
        bench, fields,
        prefixed([1]) + prefixed(Self.packed, flag: 1) + prefixed([]) + prefixed(Self.text))
      #expect(call["grpc-status"] == "0")
      #expect(call.messages.map(\.flag) == [0, 1, 0, 1])
    }
  }

  @Test(arguments: ["identity", "gzip"])
  func aClientThatDoesNotCompressGetsCompressedResponsesOnlyWhereItIsSet(
    encoding: String
  ) async throws {
    for setting in [ResponseCompression.asRequested, .whenAccepted] {
      try await Bench.run {
        $0.responseCompression = setting
      } _: { bench in
        let call = try call(
          bench, [("grpc-encoding", encoding), ("grpc-accept-encoding", "gzip")],
          prefixed(Self.text))
        let isCompressed = setting == .whenAccepted || encoding == "gzip"
        #expect(call.messages.first?.flag == (isCompressed ? 1 : 0))
      }
    }
  }

  @Test(arguments: ["br", "GZIP", "deflate", ""])
  func anUnknownEncodingIsUnimplementedWithTheList(encoding: String) async throws {
    try await Bench.run { bench in
      let call = try call(bench, [("grpc-encoding", encoding)], prefixed([1]))
      #expect(call["grpc-status"] == "12")
      #expect(call["grpc-accept-encoding"] == "identity,gzip")
    }
  }

  @Test(arguments: [nil, "identity"])
  func aCompressedMessageWithoutEncodingIsInternal(encoding: String?) async throws {
    try await Bench.run { bench in
      let fields = encoding.map { [("grpc-encoding", $0)] } ?? []
      let call = try call(bench, fields, prefixed(Self.packed, flag: 1))
      #expect(call["grpc-status"] == "13")
    }
  }

  @Test(arguments: ["Unary", "Collect"])
  func bytesThatAreNoGzipAreInternal(method: String) async throws {
    try await Bench.run { bench in
      for bytes in [[], [1, 2, 3], Array(repeating: 0, count: 100), Array(Self.packed.dropLast())] {
        let call = try call(
          bench, [(":path", "/test.Echo/\(method)"), ("grpc-encoding", "gzip")],
          prefixed(bytes, flag: 1))
        #expect(call["grpc-status"] == "13")
      }
    }
  }

  @Test(arguments: ["Unary", "Collect"])
  func aBombIsRefusedBeforeItIsUnpacked(method: String) async throws {
    let bomb = try #require(Gzip.compress(BytePieces(zeros(64 << 20))))
    try await Bench.run { bench in
      let call = try call(
        bench, [(":path", "/test.Echo/\(method)"), ("grpc-encoding", "gzip")],
        prefixed(Array(bomb), flag: 1))
      #expect(call["grpc-status"] == "8")
      #expect(call["grpc-message"]?.contains("67108864 bytes; the limit is 4194304") == true)
      try await bench.expectEcho([1])
    }
  }

  @Test func whatCompressedRequestsUnpackToIsBoundedForEachConnection() async throws {
    try await Bench.run {
      $0.limits.messageBytes = 1 << 20
      $0.limits.incompleteRequestBytes = 3 << 20
    } _: { bench in
      let packed = try #require(Gzip.compress(BytePieces(zeros(1 << 20))))
      let client = try RawClient(bench.address)
      // Each handler holds its megabyte: room is for the three of the bound and one message.
      let calls = try (0..<5).map { _ in
        let call = try client.open([(":path", "/test.Echo/Hang"), ("grpc-encoding", "gzip")])
        try call.send(prefixed(Array(packed), flag: 1))
        try call.end()
        return call
      }
      try client.run { calls.contains { $0.closed != nil } }
      #expect(calls.compactMap { $0["grpc-status"] } == ["8"])
      #expect(calls.count { $0.closed == nil } == 4)
      // What one gives back another may have.
      calls.first { $0.closed == nil }?.stream?.reset(.cancel)
      try client.flush()
      await bench.service.log.wait(for: "hang cancelled")
      let next = try client.open([("grpc-encoding", "gzip")])
      try next.send(prefixed(Array(packed), flag: 1))
      try next.end()
      try next.finish()
      #expect(next["grpc-status"] == "0")
    }
  }

  @Test(arguments: [false, true])
  func aClientThatCompressesIsReadAndReadsWhatComesBack(compresses: Bool) async throws {
    try await Bench.run { bench in
      var options = CallOptions()
      options.compression = .gzip
      let message = framed(Bytes(Self.text))
      let stream = try await bench.channel.open(EchoService.describe, options)
      // Of a call whose options say gzip each message may be compressed or not.
      try await stream.send(
        compresses ? options.compression.encode(message) : message, endStream: true)
      #expect(try await stream.nextMessage() == Bytes(Self.text))
      #expect(try await stream.nextMessage() == nil)
      #expect(await stream.trailers()["x-compressed"] == (compresses ? "yes" : nil))
    }
  }

  @Test func aHandlerDecidesForItsCallAndForEachMessage() async throws {
    try await Bench.run { bench in
      let call = try call(
        bench, [(":path", "/test.Echo/Choose"), ("grpc-accept-encoding", "gzip")],
        prefixed(Self.text))
      #expect(call["grpc-encoding"] == "gzip")
      #expect(call.messages.map(\.flag) == [1, 0, 1])
    }
  }
}

/// So many bytes of zero, without asking a debug build for each.
private func zeros(_ count: Int) -> Bytes {
  Bytes(capacity: count) { memory in
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    return count
  }
}
