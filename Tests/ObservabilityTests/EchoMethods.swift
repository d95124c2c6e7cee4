import Buffers
import Protobuf
import RPC

/// Two methods on plain bytes.
struct EchoMethods: Service {
  static let unary = MethodDescriptor(service: "test.Echo", name: "Unary", kind: .unary)
  static let chat = MethodDescriptor(service: "test.Echo", name: "Chat", kind: .bidirectional)
  static let descriptor = ServiceDescriptor(
    name: "test.Echo", methods: [unary, chat],
    file: SchemaFile("echo.proto", imports: [], base64: ""))

  /// What the handlers do before they answer.
  var body: @Sendable (CallContext) async throws -> Void = { _ in }

  var methods: [ServerMethod] {
    [
      ServerMethod(
        EchoMethods.unary,
        .unary { request, call in
          try await body(call)
          return BytePieces(request)
        }),
      ServerMethod(EchoMethods.chat, .streaming { _, call in try await body(call) }),
    ]
  }
}

/// A server's methods without a server.
struct Methods {
  let registry: ServiceRegistry

  init(
    _ interceptors: [any ServerInterceptor],
    _ body: @escaping @Sendable (CallContext) async throws -> Void = { _ in }
  ) {
    registry = ServiceRegistry([EchoMethods(body: body)], interceptors: interceptors)
  }

  /// Calls the unary method as a transport would.
  ///
  /// - Parameter age: how long ago the call's headers came.
  @discardableResult
  func call(
    shard: Int = 0, metadata: Metadata = Metadata(), peer: String = "192.0.2.7:1",
    age: Duration = .zero, _ request: Bytes = [1, 2, 3]
  ) async -> RPCError? {
    guard let method = registry.method(at: EchoMethods.unary.path) else { return nil }
    let arrived = Deadline(after: .zero - age)
    let context = CallContext(
      method, metadata: metadata, peer: peer, shard: shard, arrivedAt: arrived.nanoseconds)
    context.statistics.requestMessages = 1
    context.statistics.requestBytes = request.count + 5
    do throws(RPCError) {
      context.take(ReceivedMessage(request))
      try await method.serve(context)
      return nil
    } catch {
      return error
    }
  }
}
