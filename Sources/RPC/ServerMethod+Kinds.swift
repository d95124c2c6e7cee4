import Buffers
import Protobuf

/// Methods out of typed functions: what generated services are made with.
extension ServerMethod {
  @inlinable
  public static func unary<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body: @escaping @Sendable (Request, CallContext) async throws -> Response
  ) -> ServerMethod {
    ServerMethod(
      method,
      .unary { bytes, call in
        try await body(Request(request: bytes, of: method), call).framed()
      })
  }

  @inlinable
  public static func clientStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body: @escaping @Sendable (RequestStream<Request>, CallContext) async throws -> Response
  ) -> ServerMethod {
    ServerMethod(
      method,
      .streaming { stream, call in
        try await stream.send(body(RequestStream(stream, method), call).framed())
      })
  }

  @inlinable
  public static func serverStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body:
      @escaping @Sendable (Request, ResponseStream<Response>, CallContext) async throws ->
      Void
  ) -> ServerMethod {
    ServerMethod(
      method,
      .streaming { stream, call in
        // A call without its one request doesn't come this far: its state ends it.
        guard let bytes = try await stream.nextMessage() else { return }
        // That the client has half-closed: a second request ends the call before its handler begins.
        _ = try await stream.nextMessage()
        try await body(Request(request: bytes, of: method), ResponseStream(stream), call)
      })
  }

  @inlinable
  public static func bidirectional<Request: Message, Response: Message>(
    _ method: MethodDescriptor,
    _ body:
      @escaping @Sendable (RequestStream<Request>, ResponseStream<Response>, CallContext)
      async throws -> Void
  ) -> ServerMethod {
    ServerMethod(
      method,
      .streaming { stream, call in
        try await body(RequestStream(stream, method), ResponseStream(stream), call)
      })
  }
}
