import Buffers
import Protobuf
import Testing

@testable import RPC

private typealias Text = GoogleProtobuf.StringValue
private typealias Number = GoogleProtobuf.Int32Value

/// A service as the compiler would make one: each method does something visible to its kind.
private struct Counter: Service {
  static func method(_ name: String, _ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: "test.v1.Counter", name: name, kind: kind)
  }

  static let length = method("Length", .unary)
  static let sum = method("Sum", .clientStreaming)
  static let count = method("Count", .serverStreaming)
  static let double = method("Double", .bidirectional)
  static let descriptor = ServiceDescriptor(
    name: "test.v1.Counter", methods: [length, sum, count, double],
    file: SchemaFile("test.proto", imports: [], base64: ""))

  var fail: (@Sendable (CallContext) async throws -> Void)?

  var methods: [ServerMethod] {
    [
      .unary(Counter.length) { (text: Text, call) async throws -> Number in
        try await fail?(call)
        call.initialMetadata = ["head": "1"]
        call.trailers = ["tail": call.metadata["ask"] ?? "none"]
        return Number(value: Int32(text.value.utf8.count))
      },
      .clientStreaming(Counter.sum) { (numbers: RequestStream<Number>, call) async throws in
        var sum: Int32 = 0
        for try await number in numbers { sum &+= number.value }
        return Number(value: sum)
      },
      .serverStreaming(Counter.count) { (number: Number, out: ResponseStream<Number>, call) in
        for value in 0..<number.value { try await out.send(Number(value: value)) }
        try await fail?(call)
      },
      .bidirectional(Counter.double) {
        (numbers: RequestStream<Number>, out: ResponseStream<Number>, call) in
        try out.sendInitialMetadata()
        while let number = try await numbers.next() {
          if number.value < 0 { return }
          if number.value == 99 { numbers.close() }
          try await out.send(Number(value: number.value &* 2))
        }
      },
    ]
  }
}

/// Notes who came by, and refuses where it is told to.
private struct Gate: AroundInterceptor {
  enum Trace: CallKey {
    static var defaultValue: String { "" }
  }

  let name: String
  var refuses = false
  var goesOn = true

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    call[Trace.self] += name
    if refuses { throw RPCError(.unauthenticated, "no token", reason: "NO_TOKEN") }
    if goesOn { try await next(call) }
    call.trailers = ["trace": call[Trace.self]]
    call[Trace.self] += "!"
  }
}

@Suite struct InProcessTransportTests {
  private func error<R>(_ body: () async throws(RPCError) -> R) async -> RPCError? {
    do throws(RPCError) {
      _ = try await body()
      return nil
    } catch {
      return error
    }
  }

  private func length(
    _ transport: InProcessTransport, _ options: CallOptions = CallOptions()
  ) async throws(RPCError) -> Number {
    try await transport.unary(Counter.length, Text(value: "四文字だ"), options)
  }

  @Test("a unary call carries its messages, and metadata each way")
  func unary() async throws {
    let transport = InProcessTransport([Counter()])
    let (seen, note) = AsyncStream.makeStream(of: Metadata.self)
    var options = CallOptions(metadata: ["ask": "me"])
    options.onInitialMetadata = { note.yield($0) }
    options.onTrailers = { note.yield($0) }
    #expect(try await length(transport, options) == Number(value: 12))
    note.finish()
    #expect(await seen.reduce(into: []) { $0.append($1) } == [["head": "1"], ["tail": "me"]])
  }

  @Test("requests that are compressed are read, one by one in a stream")
  func compressed() async throws {
    let transport = InProcessTransport([Counter()])
    var options = CallOptions()
    options.compression = .gzip
    let text = Text(value: String(repeating: "窓", count: 1000))
    let length: Number = try await transport.unary(Counter.length, text, options)
    #expect(length == Number(value: 3000))
    let call: ClientStream<Number, Number> = try await transport.clientStreaming(
      Counter.sum, options)
    for value in 1...4 { try await call.send(Number(value: 1), compressed: value % 2 == 0) }
    #expect(try await call.response() == Number(value: 4))
  }

  @Test("many requests, one response")
  func clientStreaming() async throws {
    let transport = InProcessTransport([Counter()])
    let call: ClientStream<Number, Number> = try await transport.clientStreaming(Counter.sum)
    for value in 1...100 { try await call.send(Number(value: Int32(value))) }
    #expect(try await call.response() == Number(value: 5050))
    let none: ClientStream<Number, Number> = try await transport.clientStreaming(Counter.sum)
    #expect(try await none.response() == Number(value: 0))
  }

  @Test("one request, many responses")
  func serverStreaming() async throws {
    let transport = InProcessTransport([Counter()])
    let call: ClientStream<Number, Number> = try await transport.serverStreaming(
      Counter.count, Number(value: 100))
    var values: [Int32] = []
    for try await number in call { values.append(number.value) }
    #expect(values == Array(0..<100))
  }

  @Test("both ways at once, ended by the client or by the server")
  func bidirectional() async throws {
    let transport = InProcessTransport([Counter()])
    let call: ClientStream<Number, Number> = try await transport.bidirectional(Counter.double)
    #expect(try await call.initialMetadata().isEmpty)
    for value: Int32 in 1...10 {
      try await call.send(Number(value: value))
      #expect(try await call.next() == Number(value: value * 2))
    }
    call.closeSend()
    #expect(try await call.next() == nil)
    let ended: ClientStream<Number, Number> = try await transport.bidirectional(Counter.double)
    try await ended.send(Number(value: -1))
    #expect(try await ended.next() == nil)
    let late = await error { () async throws(RPCError) in try await ended.send(Number(value: 1)) }
    #expect(late?.code == .internal)
  }

  @Test("requests that the server closes end as if the client had, and the answers still come")
  func closedRequests() async throws {
    let transport = InProcessTransport([Counter()])
    let call: ClientStream<Number, Number> = try await transport.bidirectional(Counter.double)
    try await call.send(Number(value: 99))
    #expect(try await call.next() == Number(value: 198))
    #expect(try await call.next() == nil)
  }

  @Test("an error's status and details reach the client, after the messages before it")
  func errors() async throws {
    let thrown = RPCError(.failedPrecondition, "期限切れ", reason: "LATE", metadata: ["by": "1"])
    let transport = InProcessTransport([Counter(fail: { _ in throw thrown })])
    #expect(await error { () async throws(RPCError) in try await length(transport) } == thrown)
    let call: ClientStream<Number, Number> = try await transport.serverStreaming(
      Counter.count, Number(value: 2))
    #expect(try await call.next() == Number(value: 0))
    #expect(try await call.next() == Number(value: 1))
    #expect(await error { () async throws(RPCError) in try await call.next() } == thrown)
  }

  @Test("an unexpected error tells the client nothing of itself")
  func unexpected() async throws {
    struct Secret: Error { let password = "hunter2" }
    let transport = InProcessTransport([Counter(fail: { _ in throw Secret() })])
    let error = try #require(
      await error { () async throws(RPCError) in try await length(transport) })
    #expect(error.code == .unknown)
    #expect(error.reason == "UNEXPECTED_FAILURE")
    #expect(!"\(error)".contains("hunter2"))
  }

  @Test("a request that is no message of its type is the client's fault, told with the place")
  func undecodable() async throws {
    let registry = ServiceRegistry([Counter()])
    let method = try #require(registry.method(at: "/test.v1.Counter/Length"))
    let error = try #require(
      await error { () async throws(RPCError) in
        let call = CallContext(method, peer: "")
        call.take(ReceivedMessage([0x0a, 9, 1]))
        try await method.serve(call)
      })
    #expect(error.code == .invalidArgument)
    #expect(error.reason == "MALFORMED_REQUEST")
    #expect(error.message.contains("google.protobuf.StringValue, byte"))
  }

  @Test("interceptors go around the handler in their order and share the call's slots")
  func interceptors() async throws {
    let transport = InProcessTransport(
      [Counter()], interceptors: [Gate(name: "a"), Gate(name: "b")])
    let (seen, note) = AsyncStream.makeStream(of: Metadata.self)
    var options = CallOptions()
    options.onTrailers = { note.yield($0) }
    _ = try await length(transport, options)
    note.finish()
    // The outermost speaks last, when the inner one has added its mark.
    #expect(await seen.reduce(into: []) { $0.append($1) } == [["trace": "ab!"]])
  }

  @Test("an interceptor refuses before the handler runs")
  func refusal() async throws {
    let transport = InProcessTransport(
      [Counter(fail: { _ in Issue.record("the handler ran") })],
      interceptors: [Gate(name: "a", refuses: true)])
    let error = await error { () async throws(RPCError) in try await length(transport) }
    #expect(error?.reason == "NO_TOKEN")
  }

  @Test("an interceptor that neither refuses nor goes on is a bug, told as INTERNAL")
  func lostCall() async throws {
    let transport = InProcessTransport(
      [Counter()], interceptors: [Gate(name: "a", goesOn: false)])
    let error = await error { () async throws(RPCError) in try await length(transport) }
    #expect(error?.reason == "NOT_ANSWERED")
    #expect(
      error?.message == "an interceptor neither refused /test.v1.Counter/Length nor let it go on")
  }

  @Test("the deadline ends the call on both sides, and the handler's own calls inherit it")
  func deadline() async throws {
    let (ended, note) = AsyncStream.makeStream(of: Bool.self)
    let transport = InProcessTransport([
      Counter(fail: { call in
        #expect(Deadline.current == call.deadline)
        #expect(CallOptions().inheritingDeadline().deadline == call.deadline)
        call.onCancel { note.yield(true) }
        try await Task.sleep(for: .seconds(600))
      })
    ])
    let error = await error { () async throws(RPCError) in
      try await length(transport, CallOptions(timeout: .milliseconds(20)))
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(await ended.first { _ in true } == true)
  }

  @Test("cancelling the client's task reaches the handler")
  func cancellation() async throws {
    let (events, note) = AsyncStream.makeStream(of: String.self)
    let transport = InProcessTransport([
      Counter(fail: { call in
        call.onCancel { note.yield("cancelled") }
        note.yield("running")
        do { try await Task.sleep(for: .seconds(600)) } catch { note.yield("stopped") }
        #expect(call.isCancelled)
        note.finish()
      })
    ])
    let client = Task { await error { () async throws(RPCError) in try await length(transport) } }
    var seen: [String] = []
    for await event in events {
      if event == "running" { client.cancel() }
      seen.append(event)
    }
    #expect(seen.sorted() == ["cancelled", "running", "stopped"])
    #expect(await client.value?.code == .cancelled)
  }

  @Test("a method that isn't served is UNIMPLEMENTED")
  func unknownMethod() async {
    let error = await error { () async throws(RPCError) -> Number in
      try await InProcessTransport([]).unary(Counter.length, Text())
    }
    #expect(error?.code == .unimplemented)
  }
}
