import Protobuf
import Synchronization
import Testing

@testable import RPC

/// A message with a rule, as the compiler makes one: its number is not negative.
private struct Ruled: Message {
  var number: Int32 = 0
  var unknownFields = UnknownFields()

  static let fullName = "test.v1.Ruled"

  mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&number)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(1, number)
  }

  static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "number", \.number)
  }

  func validate(into violations: inout Violations) {
    violations.range("number", number, "int32", gte: 0)
    violations.noneOf("number", number, "int32", [-7])
  }
}

/// Takes ruled requests in each way, and notes those that its handlers saw.
private final class Notary: Service {
  static func method(_ name: String, _ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: "test.v1.Notary", name: name, kind: kind)
  }

  static let one = method("One", .unary)
  static let gather = method("Gather", .clientStreaming)
  static let spread = method("Spread", .serverStreaming)
  static let chat = method("Chat", .bidirectional)
  static let descriptor = ServiceDescriptor(
    name: "test.v1.Notary", methods: [one, gather, spread, chat],
    file: SchemaFile("test.proto", imports: [], base64: ""))

  private let notes = Mutex<[Int32]>([])
  var seen: [Int32] { notes.withLock { $0 } }

  private func note(_ request: Ruled) { notes.withLock { $0.append(request.number) } }

  var methods: [ServerMethod] {
    [
      .unary(Notary.one) { (request: Ruled, _) async throws -> Ruled in
        self.note(request)
        return request
      },
      .clientStreaming(Notary.gather) { (requests: RequestStream<Ruled>, _) async throws in
        for try await request in requests { self.note(request) }
        return Ruled()
      },
      .serverStreaming(Notary.spread) { (request: Ruled, out: ResponseStream<Ruled>, _) in
        self.note(request)
        try await out.send(request)
      },
      .bidirectional(Notary.chat) {
        (requests: RequestStream<Ruled>, out: ResponseStream<Ruled>, _) in
        while let request = try await requests.next() {
          self.note(request)
          try await out.send(request)
        }
      },
    ]
  }
}

private struct Closed: AroundInterceptor {
  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    throw RPCError(.unauthenticated, "no token", reason: "NO_TOKEN")
  }
}

@Suite struct RequestRulesTests {
  private let notary = Notary()

  private func expectRefused(_ error: RPCError?, _ rules: [String]) {
    #expect(error?.code == .invalidArgument)
    let info = error?.detail(GoogleRpc.ErrorInfo.self)
    #expect(info?.reason == "INVALID_FIELDS")
    #expect(info?.domain == RPCError.domain)
    let fields = error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations ?? []
    #expect(fields.map(\.field) == rules.map { _ in "number" })
    #expect(fields.map(\.reason) == rules)
  }

  @Test func aRequestThatBreaksRulesIsRefusedWithAllOfThem() async throws {
    let transport = InProcessTransport([notary])
    let answer: Ruled = try await transport.unary(Notary.one, Ruled(number: 5), CallOptions())
    #expect(answer.number == 5)
    let error = await #expect(throws: RPCError.self) {
      let _: Ruled = try await transport.unary(Notary.one, Ruled(number: -7), CallOptions())
    }
    expectRefused(error, ["int32.gte", "int32.not_in"])
    #expect(error?.message.hasPrefix("number: is -7: give one 0 or more; number: is -7") == true)
    #expect(notary.seen == [5])
  }

  @Test func whoMayNotCallIsNotToldOfRules() async throws {
    let transport = InProcessTransport([notary], interceptors: [Closed()])
    let error = await #expect(throws: RPCError.self) {
      let _: Ruled = try await transport.unary(Notary.one, Ruled(number: -1), CallOptions())
    }
    #expect(error?.code == .unauthenticated)
    #expect(notary.seen.isEmpty)
  }

  @Test func theRequestOfAStreamOfResponsesIsChecked() async throws {
    let transport = InProcessTransport([notary])
    let error = await #expect(throws: RPCError.self) {
      let call: ClientStream<Ruled, Ruled> = try await transport.serverStreaming(
        Notary.spread, Ruled(number: -1), CallOptions())
      for try await _ in call {}
    }
    expectRefused(error, ["int32.gte"])
    #expect(notary.seen.isEmpty)
  }

  @Test(arguments: [Notary.gather, Notary.chat])
  fileprivate func everyRequestOfAStreamIsChecked(method: MethodDescriptor) async throws {
    let transport = InProcessTransport([notary])
    let error = await #expect(throws: RPCError.self) {
      let call: ClientStream<Ruled, Ruled> =
        method.kind == .bidirectional
        ? try await transport.bidirectional(method, CallOptions())
        : try await transport.clientStreaming(method, CallOptions())
      async let sent: Void = {
        for number: Int32 in [1, 2, -1, 3] { try await call.send(Ruled(number: number)) }
        call.closeSend()
      }()
      defer { call.cancel() }
      for try await _ in call {}
      try await sent
    }
    expectRefused(error, ["int32.gte"])
    #expect(notary.seen == [1, 2])
  }
}
