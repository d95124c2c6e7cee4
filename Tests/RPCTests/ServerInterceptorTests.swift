import Buffers
import Synchronization
import Testing

@testable import RPC

/// Notes how each call ended, by the code that `next` threw.
private final class Recorder: ServerInterceptor {
  let endings = Mutex<[String]>([])
  let refusals = Mutex<[String]>([])
  let statistics = Mutex<[CallStatistics]>([])

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    defer { statistics.withLock { $0.append(call.statistics) } }
    do {
      try await next(call)
      endings.withLock { $0.append("OK") }
    } catch {
      let cause = call.cause.map { " for \($0)" } ?? ""
      endings.withLock { $0.append("\(error.code) \(error.reason)\(cause)") }
      throw error
    }
  }

  func refused(_ request: RefusedRequest) {
    refusals.withLock { $0.append("\(request.httpStatus) \(request.error.code)") }
  }
}

private struct Fault: Error {}

private struct KnownFault: RPCErrorConvertible {
  var rpcError: RPCError { RPCError(.aborted, "somebody was first", reason: "LATE") }
}

/// Does not let calls go on, or keeps to itself how they ended.
private struct Silent: ServerInterceptor {
  let goesOn: Bool

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    guard goesOn else { return }
    try? await next(call)
  }
}

@Suite struct ServerInterceptorTests {
  @Test(
    "an interceptor that neither refuses nor goes on ends a call of any kind with INTERNAL",
    arguments: [Raw.unary, Raw.collect, Raw.spread, Raw.chat], [false, true])
  func silence(method: MethodDescriptor, goesOn: Bool) async throws {
    var raw = Raw()
    raw.respond = { _, _ in throw Fault() }
    raw.serve = { _, _ in throw Fault() }
    let transport = InProcessTransport([raw], interceptors: [Silent(goesOn: goesOn)])
    let stream = try await transport.open(method, CallOptions())
    try? await stream.send(BytePieces(Bytes(frame([1]))), endStream: true)
    let error = await #expect(throws: RPCError.self) {
      while try await stream.nextMessage() != nil {}
    }
    #expect(error?.code == .internal)
    #expect(error?.reason == "NOT_ANSWERED")
  }

  @Test(
    "what next throws is how the call ended, whoever ended it",
    arguments: [
      ("returns", "OK"),
      ("throws", "NOT_FOUND GONE"),
      ("faults", "UNKNOWN UNEXPECTED_FAILURE for Fault()"),
      ("knows", "ABORTED LATE for KnownFault()"),
      ("cancels itself", "CANCELLED CANCELLED"),
      ("is late and returns", "DEADLINE_EXCEEDED LATE"),
      ("is late and throws", "DEADLINE_EXCEEDED LATE"),
    ])
  func endings(what: String, expected: String) async {
    let recorder = Recorder()
    var raw = Raw()
    raw.respond = { request, call in
      if what.hasPrefix("is late") {
        call.cancel(RPCError(.deadlineExceeded, "too late", reason: "LATE"))
      }
      switch what {
      case "throws": throw RPCError(.notFound, "it is gone", reason: "GONE")
      case "faults", "is late and throws": throw Fault()
      case "knows": throw KnownFault()
      case "cancels itself": throw CancellationError()
      default: return BytePieces(request)
      }
    }
    let method = ServiceRegistry([raw], interceptors: [recorder]).method(at: Raw.unary.path)
    guard let method else {
      Issue.record("no method")
      return
    }
    let call = CallContext(method, peer: "test")
    var code: Code?
    do throws(RPCError) {
      call.take(ReceivedMessage([1, 2, 3]))
      try await method.serve(call)
    } catch {
      code = error.code
    }
    #expect(recorder.endings.withLock { $0 } == [expected])
    #expect(
      code?.name == (expected == "OK" ? nil : expected.split(separator: " ").first.map(String.init))
    )
  }

  @Test("the response of a unary call is counted before the interceptors look")
  func unaryStatistics() async throws {
    let recorder = Recorder()
    var raw = Raw()
    raw.respond = { _, _ in BytePieces(Bytes(frame([4]))) }
    let transport = InProcessTransport([raw], interceptors: [recorder])
    let stream = try await transport.open(Raw.unary, CallOptions())
    try await stream.send(BytePieces(Bytes(frame([1, 2, 3]))), endStream: true)
    while try await stream.nextMessage() != nil {}
    let statistics = try #require(recorder.statistics.withLock { $0.first })
    #expect(statistics.requestMessages == 1)
    #expect(statistics.requestBytes == 8)
    #expect(statistics.responseMessages == 1)
    #expect(statistics.responseBytes == 6)
    #expect(statistics.arrivedAt > 0)
    let queued = statistics.queueTime(until: Deadline(nanoseconds: statistics.arrivedAt + 5))
    #expect(queued == .nanoseconds(5))
  }

  @Test("every interceptor hears of a request that came to no handler")
  func refusals() {
    let (first, second) = (Recorder(), Recorder())
    let registry = ServiceRegistry([Raw()], interceptors: [first, second])
    registry.refused(
      RefusedRequest(
        method: nil, error: RPCError(Status(.unknown)), httpStatus: 415, peer: "test", shard: 0))
    #expect(first.refusals.withLock { $0 } == ["415 UNKNOWN"])
    #expect(second.refusals.withLock { $0 } == ["415 UNKNOWN"])
  }
}
