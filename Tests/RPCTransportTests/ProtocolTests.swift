import Buffers
import HTTP2
import RPC
import RPCTransport
import Testing

/// gRPC over HTTP/2 to the letter, as a server must read it. Source: gRPC, "PROTOCOL-HTTP2".
@Suite(.timeLimit(.minutes(1))) struct ProtocolTests {
  // MARK: Messages and frames

  @Test(arguments: [1, 2, 4, 5, 6, 7])
  func aMessageMayComeInFramesOfAnySize(size: Int) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open()
      let bytes = prefixed([1, 2, 3, 4])
      for start in stride(from: 0, to: bytes.count, by: size) {
        try call.send(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      try call.end()
      try call.finish()
      #expect(call.messages.map(\.bytes) == [[1, 2, 3, 4]])
      #expect(call["grpc-status"] == "0")
    }
  }

  @Test func oneFrameMayHoldManyMessagesAndTheBeginningOfAnother() async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Chat")])
      let bytes = (UInt8(0)..<50).flatMap { prefixed(Array(repeating: $0, count: Int($0))) }
      try call.send(Array(bytes.dropLast(3)))
      try call.awaitBody(bytes.count - 54)
      #expect(call.messages.count == 49)
      try call.send(Array(bytes.suffix(3)))
      try call.end()
      try call.finish()
      #expect(call.body == bytes)
    }
  }

  @Test func eachSideMayEndFirst() async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      // The client: responses still come.
      let expand = try client.open([(":path", "/test.Echo/Expand")])
      try expand.send(prefixed([7, 8, 9]))
      try expand.end()
      try expand.finish()
      #expect(expand.messages.map(\.bytes) == [[7], [8], [9]])
      #expect(expand.closed == .noError)
      // The server: the client is told that it need send no more.
      let refuse = try client.open([(":path", "/test.Echo/Refuse")])
      try refuse.finish()
      #expect(refuse.hasEnded)
      #expect(refuse.closed == .noError)
      #expect(refuse["grpc-status"] == "9")
    }
  }

  @Test func anErrorBeforeAnyMessageIsTrailersOnly() async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Refuse")], endStream: true)
      try call.finish()
      #expect(call.blocks.count == 1)
      #expect(call.body.isEmpty)
      #expect(call[":status"] == "200")
      #expect(call["content-type"] == "application/grpc")
      #expect(
        call["grpc-message"]
          == "%E7%AA%93%E5%8F%A3%E3%81%AF%E9%96%89%E3%81%BE%E3%81%A3%E3%81%A6%E3%81%84%E3%81%BE"
          + "%E3%81%99 100%25")
    }
  }

  @Test func oneResponseIsHeadBodyAndTrailers() async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([("x-echo", "v")])
      try call.send(prefixed([]))
      try call.end()
      try call.finish()
      #expect(call.blocks.count == 2)
      #expect(call.blocks.first?.map(\.name) == [":status", "content-type", "x-initial"])
      #expect(call.blocks.last?.map(\.name) == ["grpc-status", "x-trailing"])
    }
  }

  @Test(
    arguments: [
      // path, requests, status
      ("Unary", 0, "12"), ("Unary", 2, "12"), ("Expand", 0, "12"), ("Expand", 2, "12"),
      ("Collect", 0, "0"), ("Chat", 0, "0"),
    ])
  func theNumberOfRequestsIsHeldToTheMethodsKind(
    method: String, count: Int, status: String
  ) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/\(method)")])
      // In one frame: between two the handler might answer the first.
      if count > 0 { try call.send((0..<count).flatMap { _ in prefixed([]) }) }
      try call.end()
      try call.finish()
      #expect(call["grpc-status"] == status)
    }
  }

  // MARK: Heads

  @Test(
    arguments: [
      ("1H", 3_600), ("2M", 120), ("90S", 90), ("99999999m", 99_999), ("99999999u", 99),
      ("99999999S", 99_999_999),
    ])
  func theTimeoutIsReadInEveryUnit(value: String, seconds: Int64) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Describe"), ("grpc-timeout", value)])
      try call.send(prefixed([]))
      try call.end()
      try call.finish()
      let left = try #require(call["x-seconds-left"].flatMap { Int64($0) })
      #expect((seconds - 60...seconds).contains(left))
    }
  }

  @Test(arguments: ["1n", "99999n", "1u", "0S"])
  func aTimeoutThatIsOverAtOnceEndsTheCall(value: String) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Hang"), ("grpc-timeout", value)])
      try call.send(prefixed([]))
      try call.end()
      try call.finish()
      #expect(call["grpc-status"] == "4")
      // What has no time left when it comes is not begun.
      if value == "0S" { #expect(bench.service.log.count("hang began") == 0) }
    }
  }

  @Test(arguments: ["", "1", "S", "1s", "123456789S", "-1S", "1.5S", "1 S", "1SS", "１S"])
  func aMalformedTimeoutIsRefused(value: String) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([("grpc-timeout", value)], endStream: true)
      try call.finish()
      #expect(call["grpc-status"] == "13")
      #expect(bench.service.log.count("refused Unary 200 INTERNAL") == 1)
    }
  }

  @Test func binaryMetadataIsReadPaddedUnpaddedAndJoined() async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([
        (":path", "/test.Echo/Describe"), ("x-bin", "AAE="), ("x-bin", "AAE"),
        ("x-bin", "AAE=,AAE, Ag==,,Ag"),
      ])
      try call.send(prefixed([]))
      try call.end()
      try call.finish()
      #expect(call.values("x-bin") == ["AAE", "AAE", "AAE", "AAE", "Ag", "", "Ag"])
      let wrong = try client.open([("x-bin", "A")], endStream: true)
      try wrong.finish()
      #expect(wrong["grpc-status"] == "13")
    }
  }

  @Test(
    arguments: [
      // field, value, expected :status, expected grpc-status
      (":path", "/test.Echo/Nope", "200", "12"),
      (":path", "/test.Nope/Unary", "200", "12"),
      (":path", "//test.Echo/Unary", "200", "12"),
      (":path", "/test.Echo//Unary", "200", "12"),
      (":path", "/test.Echo/Unary/", "200", "12"),
      (":path", "/test.Echo/Unary?x=1", "200", "12"),
      (":path", "/test.Echo/Unary?", "200", "12"),
      (":path", "/test.Echo/Unary#x", "200", "12"),
      (":path", "/test.Echo/%55nary", "200", "12"),
      (":path", "/test%2eEcho/Unary", "200", "12"),
      (":path", "/test.Echo/./Unary", "200", "12"),
      (":path", "/x/../test.Echo/Unary", "200", "12"),
      (":path", "/test.Echo/unary", "200", "12"),
      (":path", "/test.Echo/Unary ", nil, nil),
      (":path", "/", "200", "12"),
      (":path", "test.Echo/Unary", nil, nil),
      (":path", "http://localhost/test.Echo/Unary", nil, nil),
      (":path", "", nil, nil),
      (":method", "PUT", "405", nil),
      (":method", "post", "405", nil),
      (":method", "GET", "405", nil),
      (":method", "OPTIONS", "405", nil),
      ("content-type", "application/json", "415", nil),
      ("content-type", "application/grpc-web", "415", nil),
      ("content-type", "application/grpc+json", "415", nil),
      ("content-type", "", "415", nil),
    ] as [(String, String, String?, String?)])
  func whatIsNoCallOfOursIsRefusedBeforeAnyInterceptor(
    field: String, value: String, status: String?, grpcStatus: String?
  ) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(field, value)])
      if status != nil { try call.send(prefixed([1])) }
      try call.finish()
      #expect(call[":status"] == status)
      #expect(call["grpc-status"] == grpcStatus)
      // Without a status it never became a request: libnghttp2 reset the stream.
      if status == nil { #expect(call.closed == .protocolError) }
      let log = bench.service.log
      #expect(log.count("OK Unary") == 0)
      let code = grpcStatus == nil ? "UNKNOWN" : "UNIMPLEMENTED"
      let isKnown = field != ":path"
      let seen = log.count("refused \(isKnown ? "Unary" : "?") \(status ?? "") \(code)")
      #expect(seen == (status == nil ? 0 : 1))
      // The connection lives on.
      let next = try client.open()
      try next.send(prefixed([1]))
      try next.end()
      try next.finish()
      #expect(next["grpc-status"] == "0")
    }
  }

  @Test(arguments: [("GET", "/", "200"), ("GET", "/x", "404"), ("HEAD", "/", "200")])
  func aPlainGETIsToldWhatThisPortIs(method: String, path: String, status: String) async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open(
        [(":method", method), (":path", path)], without: "content-type", endStream: true)
      try call.finish()
      #expect(call[":status"] == status)
      #expect(call["content-type"]?.hasPrefix("text/plain") == true)
      let text = String(decoding: call.body, as: UTF8.self)
      #expect(method == "HEAD" ? text.isEmpty : text.contains("gRPC over HTTP/2 without TLS"))
      #expect(call["content-length"].flatMap { Int($0) } ?? 0 > 0)
    }
  }
}
