import Protobuf
import RPC

/// Methods out of closures, as generated services make them out of a service's functions.
extension ServerMethod {
  static func unary<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body: @escaping @Sendable (Request, CallContext) async throws -> Response
  ) -> ServerMethod {
    ServerMethod(
      method,
      .unary { request, call in
        try await body(.request(request, of: call), call).framed()
      })
  }

  static func clientStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body: @escaping @Sendable (RequestStream<Request>, CallContext) async throws -> Response
  ) -> ServerMethod {
    ServerMethod(
      method,
      .streaming { stream, call in
        try await stream.send(body(RequestStream(call), call).framed())
      })
  }

  static func serverStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body:
      @escaping @Sendable (Request, ResponseStream<Response>, CallContext) async throws ->
      Void
  ) -> ServerMethod {
    ServerMethod(
      method,
      .streaming { stream, call in
        guard let request = try await stream.onlyMessage() else { return }
        try await body(.request(request, of: call), ResponseStream(call), call)
      })
  }

  static func bidirectional<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body:
      @escaping @Sendable (RequestStream<Request>, ResponseStream<Response>, CallContext)
      async throws -> Void
  ) -> ServerMethod {
    ServerMethod(
      method,
      .streaming { stream, call in
        try await body(RequestStream(call), ResponseStream(call), call)
      })
  }
}
