import Buffers
import Observability
import Protobuf
import RPC
import Synchronization
import Testing

private let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

@Suite struct TracingTests {
  /// What a handler finds: its call's trace, and the one that its own calls go on in.
  private func found(
    tracing: CallWatch.Tracing = .follow, _ metadata: Metadata
  ) async -> (call: TraceContext?, current: TraceContext?) {
    let seen = Mutex<(TraceContext?, TraceContext?)>((nil, nil))
    let methods = Methods([CallWatch(tracing: tracing)]) { call in
      seen.withLock { $0 = (call.traceContext, TraceContext.current) }
    }
    await methods.call(metadata: metadata)
    return seen.withLock { $0 }
  }

  @Test func aCallGoesOnInItsClientsTraceAsAStepOfItsOwn() async throws {
    let (call, current) = await found(["traceparent": parent, "tracestate": "a=1,b=2"])
    #expect(call?.traceparent == parent)
    #expect(call?.state == "a=1,b=2")
    let child = try #require(current)
    #expect(child.traceID == call?.traceID)
    #expect(child.parentID != call?.parentID)
    #expect(child.flags == 1)
    #expect(child.state == "a=1,b=2")
  }

  @Test func aTraceIsBegunOnlyWhereThatIsWanted() async {
    #expect(await found([:]).call == nil)
    #expect(await found(tracing: .none, ["traceparent": parent]).call == nil)
    #expect(await found([:]).current == nil)
    let (call, current) = await found(tracing: .start, [:])
    #expect(call != nil)
    #expect(current?.traceID == call?.traceID)
    #expect(call?.flags == 0)
  }

  @Test func aHandlersOwnCallsCarryTheTrace() async throws {
    let inner = Mutex<[String: String]>([:])
    let server = InProcessTransport([
      EchoMethods { call in
        inner.withLock {
          $0["traceparent"] = call.metadata["traceparent"]
          $0["tracestate"] = call.metadata["tracestate"]
        }
      }
    ])
    let methods = Methods([CallWatch(tracing: .follow)]) { _ in
      let stream: ClientStream<GoogleProtobuf.Empty, GoogleProtobuf.Empty> =
        try await server.bidirectional(EchoMethods.chat)
      stream.closeSend()
      _ = try await stream.next()
    }
    let error = await methods.call(metadata: ["traceparent": parent, "tracestate": "a=1"])
    #expect(error == nil)
    let carried = inner.withLock { $0 }
    #expect(carried["tracestate"] == "a=1")
    let named = try #require(TraceContext(traceparent: carried["traceparent"] ?? ""))
    #expect(named.traceID.text == "0af7651916cd43dd8448eb211c80319c")
    #expect(carried["traceparent"] != parent)
  }
}
