import Buffers
import Testing

@testable import RPC

@Suite struct ClientCallStateTests {
  private static let head = [(":status", "200"), ("content-type", "application/grpc"), ("m", "1")]
  private static let ok = [("grpc-status", "0"), ("t", "2")]

  /// A call that has sent its request and got the response's head.
  private func answered(_ kind: MethodDescriptor.Kind) -> ClientCallState {
    var state = ClientCallState(kind, responseBytesMax: 100)
    #expect(state.send(endStream: true) == .send)
    #expect(
      state.receive(ResponseBlock(Self.head), endStream: false) == .initialMetadata(["m": "1"]))
    return state
  }

  private func feed(_ state: inout ClientCallState, _ body: [UInt8]) -> [String] {
    body.withUnsafeBytes { memory in
      var chunk = memory
      var outcomes: [String] = []
      while true {
        switch state.receive(&chunk) {
        case .message(let bytes): outcomes.append("message \(bytes.count)")
        case .end(let ending): return outcomes + [describe(ending)]
        case .needMore: return outcomes
        case .ignore: return outcomes + ["ignore"]
        }
      }
    }
  }

  private func describe(_ ending: ClientCallState.Ending) -> String {
    (ending.error?.description ?? "OK") + (ending.resetsStream ? ", reset" : "")
  }

  private func end(_ outcome: ClientCallState.OnEnd) -> String {
    switch outcome {
    case .end(let ending): describe(ending)
    case .ignore: "ignore"
    }
  }

  /// How a call ends whose first block is this one.
  private func end(
    head fields: [(String, String)], endStream: Bool = true
  ) -> ClientCallState.Ending? {
    var state = ClientCallState(.unary, responseBytesMax: 100)
    _ = state.send(endStream: true)
    guard case .end(let ending) = state.receive(ResponseBlock(fields), endStream: endStream) else {
      return nil
    }
    #expect(state.isOver)
    return ending
  }

  @Test("a unary call: request, head, one response, trailers")
  func unary() {
    var state = answered(.unary)
    #expect(feed(&state, frame([1, 2])) == ["message 2"])
    #expect(
      state.receive(trailers: ResponseBlock(Self.ok), endStream: true)
        == .end(.init(error: nil, trailers: ["t": "2"], resetsStream: false)))
    #expect(state.isOver)
    #expect(feed(&state, frame([1])) == ["ignore"])
  }

  @Test("trailers only carry status, text and metadata")
  func trailersOnly() {
    let ending = end(head: Self.head + [("grpc-status", "5"), ("grpc-message", "%E7%84%A1")])
    #expect(ending?.error == RPCError(Status(.notFound, "無"), trailers: ["m": "1"]))
    #expect(ending?.resetsStream == false)
  }

  @Test(
    "an answer that is no gRPC becomes the code of its HTTP status",
    arguments: [
      ("400", Code.internal), ("401", .unauthenticated), ("403", .permissionDenied),
      ("404", .unimplemented), ("429", .unavailable), ("502", .unavailable), ("503", .unavailable),
      ("504", .unavailable), ("500", .unknown), ("302", .unknown),
    ])
  func httpStatus(status: String, code: Code) {
    let ending = end(head: [(":status", status), ("content-type", "text/html")], endStream: false)
    #expect(ending?.error?.code == code)
    #expect(ending?.error?.message.contains(status) == true)
    #expect(ending?.resetsStream == true)
  }

  @Test("a grpc-status counts even beside another HTTP status")
  func statusWins() {
    #expect(
      end(head: [(":status", "400"), ("grpc-status", "7")])?.error?.code == .permissionDenied)
  }

  @Test("a wrong content type and an encoding that was not offered end the call")
  func wrongHead() {
    let html = end(head: [(":status", "200"), ("content-type", "text/html")], endStream: false)
    #expect(html?.error?.code == .unknown)
    #expect(html?.error?.message.contains("text/html") == true)
    let gzip = end(head: Self.head + [("grpc-encoding", "br")], endStream: false)
    #expect(gzip?.error?.code == .internal)
  }

  @Test("a status that is missing, no number or unknown")
  func oddStatus() {
    #expect(end(head: Self.head)?.error?.code == .internal)
    #expect(end(head: Self.head + [("grpc-status", "x")])?.error?.code == .unknown)
    let unknown = end(head: Self.head + [("grpc-status", "99"), ("grpc-message", "odd")])
    #expect(unknown?.error?.status == Status(.unknown, "grpc-status 99: odd"))
    var state = answered(.serverStreaming)
    #expect(
      end(state.receiveEnd()) == "INTERNAL: the server ended the call without a grpc-status")
  }

  @Test("interim answers are passed over")
  func interim() {
    var state = ClientCallState(.unary, responseBytesMax: 100)
    #expect(state.receive(ResponseBlock([(":status", "103")]), endStream: false) == .ignore)
    #expect(
      state.receive(ResponseBlock(Self.head), endStream: false) == .initialMetadata(["m": "1"]))
  }

  @Test("exactly one response is due for unary and client streaming calls")
  func oneResponse() {
    for kind in [MethodDescriptor.Kind.unary, .clientStreaming] {
      var none = answered(kind)
      #expect(
        end(none.receive(trailers: ResponseBlock(Self.ok), endStream: true))
          == "UNIMPLEMENTED: the method has exactly one response; the server sent 0")
      var two = answered(kind)
      #expect(
        feed(&two, frame([1]) + frame([2])) == [
          "message 1",
          "UNIMPLEMENTED: the method has exactly one response; the server sent 2, reset",
        ])
    }
    for kind in [MethodDescriptor.Kind.serverStreaming, .bidirectional] {
      var none = answered(kind)
      #expect(end(none.receive(trailers: ResponseBlock(Self.ok), endStream: true)) == "OK")
    }
  }

  @Test("an error in the trailers counts more than a missing response")
  func errorWithoutResponse() {
    var state = answered(.unary)
    let trailers = ResponseBlock([("grpc-status", "10"), ("grpc-message", "again")])
    #expect(end(state.receive(trailers: trailers, endStream: true)) == "ABORTED: again")
  }

  @Test("violations of the framing end the call and reset the stream")
  func violations() {
    var tooLarge = answered(.serverStreaming)
    #expect(
      feed(&tooLarge, frame(Array(repeating: 0, count: 101))) == [
        "RESOURCE_EXHAUSTED: the message has 101 bytes; the limit is 100 (max-message-bytes), reset"
      ])
    var truncated = answered(.serverStreaming)
    #expect(feed(&truncated, [0, 0, 0]) == [])
    #expect(
      end(truncated.receive(trailers: ResponseBlock(Self.ok), endStream: true))
        == "INTERNAL: the stream ended in the middle of a response message")
    var early = ClientCallState(.unary, responseBytesMax: 100)
    #expect(
      feed(&early, frame([])) == ["INTERNAL: the server sent a message before its headers, reset"])
    var open = answered(.serverStreaming)
    #expect(
      end(open.receive(trailers: ResponseBlock(Self.ok), endStream: false))
        == "INTERNAL: the server sent trailers and did not end the stream, reset")
  }

  @Test(
    "a reset becomes the code that gRPC gives it",
    arguments: [
      (0x0, Code.internal), (0x1, .internal), (0x2, .internal), (0x3, .internal),
      (0x7, .unavailable),
      (0x8, .cancelled), (0xb, .resourceExhausted), (0xc, .permissionDenied), (0xff, .internal),
    ] as [(UInt32, Code)])
  func reset(number: UInt32, code: Code) {
    var state = answered(.unary)
    guard case .end(let ending) = state.receiveReset(number) else {
      Issue.record("ignored")
      return
    }
    #expect(ending.error?.code == code)
    #expect(!ending.resetsStream)
    #expect(state.receiveReset(number) == .ignore)
  }

  @Test("the first end counts; later ones are ignored")
  func abort() {
    var state = ClientCallState(.bidirectional, responseBytesMax: 100)
    let error = RPCError(Status(.deadlineExceeded, "late"))
    #expect(end(state.abort(error)) == "DEADLINE_EXCEEDED: late, reset")
    #expect(state.abort(error) == .ignore)
    #expect(state.receive(ResponseBlock(Self.head), endStream: false) == .ignore)
    #expect(state.receive(trailers: ResponseBlock(Self.ok), endStream: true) == .ignore)
    #expect(state.receiveEnd() == .ignore)
    #expect(state.closeSend() == .ignore)
    #expect(state.send(endStream: false) == .refuse(error))
  }

  @Test("what the caller may not do is refused")
  func refusals() {
    var closed = ClientCallState(.bidirectional, responseBytesMax: 100)
    #expect(closed.send(endStream: false) == .send)
    #expect(closed.closeSend() == .halfClose)
    #expect(closed.closeSend() == .ignore)
    guard case .refuse(let late) = closed.send(endStream: false) else {
      Issue.record("sent after the half-close")
      return
    }
    #expect(late.code == .internal)
    var unary = ClientCallState(.unary, responseBytesMax: 100)
    #expect(unary.send(endStream: false) == .send)
    guard case .refuse = unary.send(endStream: true) else {
      Issue.record("two requests of a unary call")
      return
    }
  }

  @Test("a server that ends first has its stream reset, since the client had not half-closed")
  func serverEndsFirst() {
    var state = ClientCallState(.bidirectional, responseBytesMax: 100)
    _ = state.send(endStream: false)
    _ = state.receive(ResponseBlock(Self.head), endStream: false)
    #expect(end(state.receive(trailers: ResponseBlock(Self.ok), endStream: true)) == "OK, reset")
    guard case .refuse(let error) = state.send(endStream: false) else {
      Issue.record("sent after the end")
      return
    }
    #expect(error.code == .internal)
  }
}
