import Buffers
import Protobuf
import Synchronization
import Testing

@testable import RPC

/// Methods on bytes: each answers with what it was sent, and with what it knows of the call.
private struct Mirror: Service {
  static let unary = method("Unary", .unary)
  static let collect = method("Collect", .clientStreaming)
  static let expand = method("Expand", .serverStreaming)
  static let chat = method("Chat", .bidirectional)
  static let all = [unary, collect, expand, chat]

  static func method(_ name: String, _ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: "test.Mirror", name: name, kind: kind)
  }

  static let descriptor = ServiceDescriptor(
    name: "test.Mirror", methods: all, file: SchemaFile("mirror.proto", imports: [], base64: ""))

  var methods: [ServerMethod] {
    [ServerMethod(Mirror.unary, .unary { request, call in framed(try check(request, call)) })]
      + Mirror.all.dropFirst().map { method in
        ServerMethod(
          method,
          .streaming { stream, call in
            var all: [UInt8] = []
            while let request = try await stream.nextMessage() {
              all += try check(request, call)
              if !method.kind.hasSingleResponse { try await stream.send(framed(request)) }
            }
            if method.kind.hasSingleResponse { try await stream.send(framed(Bytes(all))) }
          })
      }
  }

  private func check(_ request: Bytes, _ call: CallContext) throws -> Bytes {
    call.initialMetadata = ["x-head": call.metadata["x-mark"] ?? "none"]
    call.trailers = ["x-tail": call.deadline == nil ? "no deadline" : "deadline"]
    if request.first == 0 { throw RPCError(.aborted, "zero", reason: "ZERO") }
    return request
  }
}

private func framed(_ message: Bytes) -> BytePieces {
  let whole = Bytes(capacity: MessagePrefix.size + message.count) { memory in
    MessagePrefix.write(into: memory, message.count)
    message.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: memory[MessagePrefix.size...]).copyMemory(from: $0)
    }
    return memory.count
  }
  return BytePieces(whole)
}

/// Notes what it sees, in order.
private final class Journal: ClientInterceptor {
  let name: String
  let lines: Lines

  final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  init(_ name: String, _ lines: Lines) {
    self.name = name
    self.lines = lines
  }

  func intercept(
    _ call: ClientCallContext, next: (ClientCallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    lines.add("\(name) before \(call.method.name)")
    do throws(RPCError) {
      try await next(call)
    } catch {
      lines.add("\(name) \(error.code)")
      throw error
    }
    let counts = call.statistics
    lines.add(
      "\(name) after: \(counts.requestMessages)/\(counts.requestBytes) there, "
        + "\(counts.responseMessages)/\(counts.responseBytes) back, \(call.initialMetadata["x-head"] ?? "")"
        + ", \(call.trailers["x-tail"] ?? "")")
  }
}

private struct Marking: ClientInterceptor {
  func intercept(
    _ call: ClientCallContext, next: (ClientCallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    call.options.metadata.add(["x-mark": "marked"])
    call.options.deadline = Deadline(after: .seconds(60))
    try await next(call)
  }
}

private struct Behaving: ClientInterceptor {
  let behaviour: String

  func intercept(
    _ call: ClientCallContext, next: (ClientCallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    switch behaviour {
    case "refuse": throw RPCError(.permissionDenied, "refused", reason: "REFUSED")
    case "translate":
      do throws(RPCError) { try await next(call) } catch {
        throw RPCError(.notFound, "translated", reason: "T")
      }
    case "swallow": return
    case "twice":
      try await next(call)
      try await next(call)
    default: try await next(call)
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct ClientInterceptorTests {
  private func transport(_ interceptors: [any ClientInterceptor]) -> any ClientTransport {
    InProcessTransport([Mirror()]).intercepted(by: interceptors)
  }

  /// Sends messages, reads to the end.
  private func run(
    _ method: MethodDescriptor, _ messages: [Bytes], over transport: any ClientTransport
  ) async throws(RPCError) -> [UInt8] {
    if method.kind == .unary {
      return Array(try await transport.exchange(method, framed(messages[0]), CallOptions()))
    }
    let stream = try await transport.open(method, CallOptions())
    var received: [UInt8] = []
    for message in messages {
      try await stream.send(framed(message), endStream: method.kind == .serverStreaming)
      if method.kind == .bidirectional, let answer = try await stream.nextMessage() {
        received += answer
      }
    }
    stream.closeSend()
    while let answer = try await stream.nextMessage() { received += answer }
    return received
  }

  @Test(arguments: Mirror.all)
  fileprivate func interceptorsSeeEveryKindOfCallFromBothSidesInOrder(
    method: MethodDescriptor
  ) async throws {
    let lines = Journal.Lines()
    let transport = transport([Journal("outer", lines), Marking(), Journal("inner", lines)])
    let messages: [Bytes] = method.kind.hasSingleRequest ? [[1]] : [[1], [2]]
    let sent = messages.flatMap(Array.init)
    #expect(try await run(method, messages, over: transport) == sent)
    let back =
      method.kind.hasSingleResponse ? "1/\(5 + sent.count)" : "\(sent.count)/\(6 * sent.count)"
    let counts =
      "after: \(messages.count)/\(6 * messages.count) there, \(back) back, marked, deadline"
    #expect(
      lines.all == [
        "outer before \(method.name)", "inner before \(method.name)", "inner \(counts)",
        "outer \(counts)",
      ])
  }

  @Test(arguments: Mirror.all)
  fileprivate func aFailureGoesThroughTheInterceptorsToTheCaller(
    method: MethodDescriptor
  ) async throws {
    let lines = Journal.Lines()
    let error = await #expect(throws: RPCError.self) {
      try await run(
        method, [[0]],
        over: transport([Behaving(behaviour: "translate"), Journal("inner", lines)]))
    }
    #expect(error?.code == .notFound)
    #expect(lines.all == ["inner before \(method.name)", "inner ABORTED"])
  }

  @Test(arguments: Mirror.all, [("refuse", Code.permissionDenied), ("swallow", .internal)])
  fileprivate func whatAnInterceptorDoesNotLetGoOnFails(
    method: MethodDescriptor, behaviour: (String, Code)
  ) async throws {
    let error = await #expect(throws: RPCError.self) {
      try await run(method, [[1]], over: transport([Behaving(behaviour: behaviour.0)]))
    }
    #expect(error?.code == behaviour.1)
  }

  @Test(arguments: Mirror.all)
  fileprivate func aCallGoesOnOnce(method: MethodDescriptor) async throws {
    let error = await #expect(throws: RPCError.self) {
      try await run(method, [[1]], over: transport([Behaving(behaviour: "twice")]))
    }
    #expect(error?.code == .internal)
    #expect(error?.message.contains("go on twice") == true)
  }

  @Test func aStreamThatIsLetGoOfEndsForItsInterceptors() async throws {
    let lines = Journal.Lines()
    let ended = AsyncStream<Void>.makeStream()
    struct Bell: ClientInterceptor {
      let rings: AsyncStream<Void>.Continuation
      func intercept(
        _ call: ClientCallContext, next: (ClientCallContext) async throws(RPCError) -> Void
      ) async throws(RPCError) {
        defer { rings.finish() }
        try await next(call)
      }
    }
    do {
      let transport = transport([Bell(rings: ended.continuation), Journal("inner", lines)])
      let stream = try await transport.open(Mirror.chat, CallOptions())
      try await stream.send(framed([1]), endStream: false)
    }
    for await _ in ended.stream {}
    #expect(lines.all == ["inner before Chat", "inner CANCELLED"])
  }

  @Test func withoutInterceptorsTheTransportIsItself() {
    #expect(InProcessTransport([Mirror()]).intercepted(by: []) is InProcessTransport)
  }
}
