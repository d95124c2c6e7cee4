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
    let stream = try await open(method, options)
    let bytes = try await cancelling(stream) { () async throws(RPCError) -> Bytes? in
      try await stream.send(options.compression.encode(request.framed()), endStream: true)
      if let observe = options.onInitialMetadata { observe(try await stream.initialMetadata()) }
      let response = try await stream.nextMessage()
      // The call's state allows no second one: this awaits the trailers.
      if response != nil { _ = try await stream.nextMessage() }
      if let observe = options.onTrailers { observe(await stream.trailers()) }
      return response
    }
    guard let bytes else { throw RPCError.noResponse(method) }
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
