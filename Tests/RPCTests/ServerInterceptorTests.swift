import Buffers
import Synchronization
import Testing

@testable import RPC

/// Notes how each call ended, by its code.
private final class Recorder: ServerInterceptor {
  let endings = Mutex<[String]>([])
  let refusals = Mutex<[String]>([])
  let statistics = Mutex<[CallStatistics]>([])

  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? {
    let cause = call.cause.map { " for \($0)" } ?? ""
    endings.withLock { $0.append(error.map { "\($0.code) \($0.reason)\(cause)" } ?? "OK") }
    statistics.withLock { $0.append(call.statistics) }
    return error
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
private struct Silent: AroundInterceptor {
  let goesOn: Bool

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    guard goesOn else { return }
    try? await next(call)
  }
}

/// Notes what it is told, refuses where it is to, and ends calls in its own way.
private struct Told: ServerInterceptor {
  let name: String
  let notes: Notes
  var refuses = false
  var renames = false

  final class Notes: Sendable {
    let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  func began(_ call: CallContext) throws(RPCError) {
    notes.add("\(name) began")
    if refuses { throw RPCError(.permissionDenied, "not today", reason: "CLOSED") }
  }

  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? {
    notes.add("\(name) \(error?.reason ?? "OK")")
    return renames ? RPCError(.aborted, "by \(name)", reason: "BY_\(name)") : error
  }
}

/// The same around the call.
private struct Around: AroundInterceptor {
  let told: Told

  func began(_ call: CallContext) throws(RPCError) { try told.began(call) }

  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? { told.ended(call, error) }

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    told.notes.add("\(told.name) in")
    try await next(call)
    told.notes.add("\(told.name) out")
  }
}

@Suite struct ServerInterceptorTests {
  /// What three interceptors are told of a unary call, the one in the middle being an ``Around``.
  private func notes(
    _ change: (inout [Told]) -> Void = { _ in }, answer: RPCError? = nil
  ) async -> (lines: [String], error: RPCError?) {
    let notes = Told.Notes()
    var told = ["A", "B", "C"].map { Told(name: $0, notes: notes) }
    change(&told)
    var raw = Raw()
    raw.respond = { _, _ in
      notes.add("handler")
      if let answer { throw answer }
      return BytePieces(Bytes(frame([])))
    }
    let registry = ServiceRegistry([raw], interceptors: [told[0], Around(told: told[1]), told[2]])
    guard let method = registry.method(at: Raw.unary.path) else { return ([], nil) }
    let call = CallContext(method, peer: "test")
    call.take(ReceivedMessage([1]))
    do throws(RPCError) {
      try await method.serve(call)
      return (notes.lines.withLock { $0 }, nil)
    } catch {
      return (notes.lines.withLock { $0 }, error)
    }
  }

  @Test("the first interceptor is outermost, whether it stands around the call or is told of it")
  func order() async {
    let (lines, error) = await notes()
    #expect(
      lines == [
        "A began", "B began", "B in", "C began", "handler", "C OK", "B out", "B OK", "A OK",
      ])
    #expect(error == nil)
  }

  @Test("who refuses a call is not told its end, those without are")
  func refusing() async {
    let (lines, error) = await notes({ $0[2].refuses = true })
    #expect(lines == ["A began", "B began", "B in", "C began", "B CLOSED", "A CLOSED"])
    #expect(error?.code == .permissionDenied)
    let first = await notes({ $0[0].refuses = true })
    #expect(first.lines == ["A began"])
    #expect(first.error?.reason == "CLOSED")
  }

  @Test("what one says of the end counts for those without, and for the client")
  func renaming() async {
    let gone = RPCError(.notFound, "it is gone", reason: "GONE")
    let (lines, error) = await notes({ $0[2].renames = true }, answer: gone)
    #expect(
      lines == [
        "A began", "B began", "B in", "C began", "handler", "C GONE", "B BY_C", "A BY_C",
      ])
    #expect(error?.reason == "BY_C")
    #expect(await notes({ $0[0].renames = true }).error?.reason == "BY_A")
  }

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
    #expect(statistics.queueTime == nil)
  }

  @Test("what waited in the queue is what passed until the call began, never less than nothing")
  func queueTime() {
    var statistics = CallStatistics(arrivedAt: 7)
    statistics.beganAt = Deadline(nanoseconds: 12)
    #expect(statistics.queueTime == .nanoseconds(5))
    statistics.beganAt = Deadline(nanoseconds: 3)
    #expect(statistics.queueTime == .zero)
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
