import Buffers
import Protobuf

/// Calls of the four kinds: what generated clients are made with.
///
/// Each takes in the deadline of the task it runs in (``Deadline/current``).
extension ClientTransport {
  @inlinable
  public func unary<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, _ options: CallOptions = CallOptions()
  ) async throws(RPCError) -> Response {
    let options = options.inheritingDeadline()
    let framed = options.compression.encode(request.framed())
    let bytes = try await exchange(method, framed, options)
    return try Response(response: bytes, of: method)
  }

  /// The caller sends, then awaits ``ClientStream/response()``.
  @inlinable
  public func clientStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ClientStream<Request, Response> {
    ClientStream(
      try await open(method, options.inheritingDeadline()), method, options.compression)
  }

  @inlinable
  public func serverStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, _ options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ClientStream<Request, Response> {
    let stream: ClientStream<Request, Response> = ClientStream(
      try await open(method, options.inheritingDeadline()), method, options.compression)
    try await stream.send(request, last: true)
    return stream
  }

  @inlinable
  public func bidirectional<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ClientStream<Request, Response> {
    ClientStream(
      try await open(method, options.inheritingDeadline()), method, options.compression)
  }
}
