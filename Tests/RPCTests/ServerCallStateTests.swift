import Buffers
import Testing

@testable import RPC

@Suite struct ServerCallStateTests {
  private static let registry = ServiceRegistry([Raw()])
  private static let metadata: Metadata = ["m": "1"]

  /// A call of that method, its head received.
  private func serving(_ method: String) -> ServerCallState {
    var state = ServerCallState()
    guard case .accept = receiveHead(&state, "/test.v1.Raw/\(method)") else {
      Issue.record("refused")
      return state
    }
    return state
  }

  private func receiveHead(
    _ state: inout ServerCallState, _ path: String
  ) -> ServerCallState.OnHead {
    var head = RequestHead(Self.registry)
    head.add(RequestHeadTests.good.filter { $0.0 != ":path" } + [(":path", path)])
    return state.receive(head, messageBytesMax: 100)
  }

  /// Feeds a body and names the outcomes.
  private func feed(_ state: inout ServerCallState, _ body: [UInt8]) -> [String] {
    body.withUnsafeBytes { memory in
      var chunk = memory
      var outcomes: [String] = []
      while true {
        switch state.receive(&chunk) {
        case .message(let bytes): outcomes.append("message \(bytes.count)")
        case .fail(let error): return outcomes + ["fail \(error.code)"]
        case .needMore: return outcomes
        case .ignore: return outcomes + ["ignore"]
        }
      }
    }
  }

  private func end(_ state: inout ServerCallState) -> String {
    switch state.receiveEnd() {
    case .endOfRequests: "end"
    case .fail(let error): "fail \(error.code)"
    case .ignore: "ignore"
    }
  }

  private func send(_ state: inout ServerCallState) -> String {
    switch state.sendHead(Self.metadata) {
    case .send(let head): head == nil ? "send" : "head \(head?.fields["m"] ?? ""), send"
    case .refuse(let error): "refuse \(error.code)"
    }
  }

  private func finish(_ state: inout ServerCallState, _ error: RPCError? = nil) -> String {
    switch state.finish(error, initial: Self.metadata, trailers: ["t": "2"]) {
    case .ignore: "ignore"
    case .end(let block): block.fields.map(\.description).joined(separator: ", ")
    }
  }

  @Test("a unary call: head, one request, end, one response, trailers")
  func unary() {
    var state = serving("Unary")
    #expect(feed(&state, frame([1, 2])) == ["message 2"])
    #expect(end(&state) == "end")
    #expect(send(&state) == "head 1, send")
    #expect(!state.isOver)
    #expect(finish(&state) == "grpc-status: 0, t: 2")
    #expect(state.isOver)
  }

  @Test("an error before any message goes out as trailers only")
  func trailersOnly() {
    var state = serving("Unary")
    _ = feed(&state, frame([]))
    _ = end(&state)
    #expect(
      finish(&state, RPCError(Status(.notFound, "無い")))
        == ":status: 200, content-type: application/grpc, m: 1, grpc-status: 5, "
        + "grpc-message: %E7%84%A1%E3%81%84, t: 2")
  }

  @Test("a server may end while the client still sends; what comes then is ignored")
  func earlyEnd() {
    var state = serving("Chat")
    #expect(feed(&state, frame([1]) + frame([2]) + [0, 0]) == ["message 1", "message 1"])
    #expect(send(&state) == "head 1, send")
    #expect(send(&state) == "send")
    #expect(finish(&state) == "grpc-status: 0, t: 2")
    #expect(feed(&state, frame([3])) == ["ignore"])
    #expect(end(&state) == "ignore")
  }

  @Test("a refused head ends the call; what still comes is ignored")
  func refused() {
    var state = ServerCallState()
    guard case .refuse(let refusal) = receiveHead(&state, "/a/B") else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.fields["grpc-status"] == "12")
    #expect(state.isOver)
    #expect(feed(&state, frame([1])) == ["ignore"])
    #expect(end(&state) == "ignore")
  }

  @Test(
    "exactly one request is due for unary and server streaming calls",
    arguments: ["Unary", "Spread"])
  func oneRequest(method: String) {
    var none = serving(method)
    #expect(end(&none) == "fail UNIMPLEMENTED")
    var two = serving(method)
    #expect(feed(&two, frame([1]) + frame([2])) == ["message 1", "fail UNIMPLEMENTED"])
  }

  @Test("no request, or many, are fine for the other kinds", arguments: ["Collect", "Chat"])
  func manyRequests(method: String) {
    var none = serving(method)
    #expect(end(&none) == "end")
    var many = serving(method)
    #expect(feed(&many, frame([]) + frame([])) == ["message 0", "message 0"])
    #expect(end(&many) == "end")
  }

  @Test("the end within a message is a violation")
  func truncated() {
    var state = serving("Chat")
    #expect(feed(&state, Array(frame([1, 2, 3]).dropLast())) == [])
    #expect(end(&state) == "fail INTERNAL")
    #expect(finish(&state, .truncated("request")).contains("grpc-status: 13"))
  }

  @Test("a message above the limit is a violation, told in the status")
  func tooLarge() {
    var state = serving("Chat")
    #expect(feed(&state, frame(Array(repeating: 0, count: 101))) == ["fail RESOURCE_EXHAUSTED"])
  }

  @Test("a reset cancels the handler once; what the handler then says goes nowhere")
  func reset() {
    var state = serving("Chat")
    guard case .cancel = state.receiveReset() else {
      Issue.record("not cancelled")
      return
    }
    guard case .ignore = state.receiveReset() else {
      Issue.record("cancelled twice")
      return
    }
    #expect(send(&state) == "refuse CANCELLED")
    #expect(finish(&state) == "ignore")
    #expect(feed(&state, frame([1])) == ["ignore"])
  }

  @Test("a reset after the answer is ignored")
  func lateReset() {
    var state = serving("Chat")
    _ = finish(&state)
    guard case .ignore = state.receiveReset() else {
      Issue.record("cancelled")
      return
    }
  }

  @Test("the first end counts; a handler that goes on is told that the call is over")
  func deadlineThenHandler() {
    var state = serving("Chat")
    #expect(finish(&state, RPCError(Status(.deadlineExceeded))).contains("grpc-status: 4"))
    #expect(finish(&state) == "ignore")
    #expect(send(&state) == "refuse INTERNAL")
  }

  @Test("the head is sent once, however it is asked for")
  func head() {
    var state = serving("Chat")
    guard case .send(let head?) = state.sendHead(Self.metadata) else {
      Issue.record("no head")
      return
    }
    #expect(head.fields["m"] == "1")
    #expect(send(&state) == "send")
    guard case .send(head: nil) = state.sendHead(Self.metadata) else {
      Issue.record("a second head")
      return
    }
    #expect(finish(&state) == "grpc-status: 0, t: 2")
  }

  @Test("what is held of an incomplete request is told, until it is complete")
  func incomplete() {
    var state = serving("Chat")
    #expect(state.incompleteBytes == 0)
    #expect(feed(&state, Array(frame([1, 2, 3]).dropLast())) == [])
    #expect(state.incompleteBytes == 2)
    #expect(feed(&state, [3]) == ["message 3"])
    #expect(state.incompleteBytes == 0)
  }
}
