import Buffers
import Protobuf

/// A streaming call as its client sees it: requests go in, responses come out.
///
/// Several tasks may send while one receives. A task that is cancelled while it waits cancels the
/// call; so does who lets go of it before its end.
public final class ClientStream<Request: Message, Response: Message>: AsyncSequence, Sendable {
  public typealias Element = Response
  public typealias Failure = RPCError

  @usableFromInline let stream: any ClientTransportStream
  @usableFromInline let method: MethodDescriptor
  @usableFromInline let compression: MessageEncoding

  @inlinable
  init(
    _ stream: any ClientTransportStream, _ method: MethodDescriptor, _ compression: MessageEncoding
  ) {
    self.stream = stream
    self.method = method
    self.compression = compression
  }

  deinit { stream.cancel() }

  /// Sends a request, and half-closes with the last one. Suspends while the server does not keep
  /// up; throws how the call ended when it has.
  ///
  /// - Parameter compressed: whether it is compressed, in a call whose options say so.
  @inlinable
  public func send(
    _ request: Request, last: Bool = false, compressed: Bool = true
  ) async throws(RPCError) {
    let stream = stream
    let encoding = compressed ? compression : .identity
    try await cancelling(stream) { () async throws(RPCError) in
      try await stream.send(encoding.encode(request.framed()), endStream: last)
    }
  }

  /// Half-closes: no more requests will come.
  @inlinable
  public func closeSend() { stream.closeSend() }

  /// The next response, nil when the call has ended with `OK`; throws any other end.
  @inlinable
  public func next() async throws(RPCError) -> Response? {
    let stream = stream
    let bytes = try await cancelling(stream) { () async throws(RPCError) in
      try await stream.nextMessage()
    }
    guard let bytes else { return nil }
    do throws(RPCError) {
      return try Response(response: bytes, of: method)
    } catch {
      stream.cancel()
      throw error
    }
  }

  /// Half-closes and awaits the one response of a client-streaming call.
  @inlinable
  public func response() async throws(RPCError) -> Response {
    closeSend()
    guard let response = try await next() else { throw RPCError.noResponse(method) }
    // The call's state allows no second one: this awaits the trailers.
    _ = try await next()
    return response
  }

  /// The response's headers, awaiting them.
  public func initialMetadata() async throws(RPCError) -> Metadata {
    let stream = stream
    return try await cancelling(stream) { () async throws(RPCError) in
      try await stream.initialMetadata()
    }
  }

  /// The response's trailers; empty before the end.
  public func trailers() async -> Metadata { await stream.trailers() }

  /// Ends the call with `CANCELLED`, on the server too.
  public func cancel() { stream.cancel() }

  @inlinable
  public func makeAsyncIterator() -> Iterator { Iterator(call: self) }

  public struct Iterator: AsyncIteratorProtocol {
    @usableFromInline let call: ClientStream

    @inlinable
    init(call: ClientStream) { self.call = call }

    @inlinable
    public func next() async throws(RPCError) -> Response? { try await call.next() }

    @inlinable
    public func next(
      isolation actor: isolated (any Actor)?
    ) async throws(RPCError) -> Response? {
      try await call.next()
    }
  }
}

/// Runs `body`; when its task is cancelled meanwhile, cancels the call.
@inlinable
func cancelling<R: Sendable>(
  _ stream: any ClientTransportStream, _ body: @Sendable () async throws(RPCError) -> R
) async throws(RPCError) -> R {
  let result = await withTaskCancellationHandler { () async -> Result<R, RPCError> in
    do throws(RPCError) { return .success(try await body()) } catch { return .failure(error) }
  } onCancel: {
    stream.cancel()
  }
  return try result.get()
}

extension RPCError {
  @usableFromInline
  static func noResponse(_ method: MethodDescriptor) -> RPCError {
    RPCError(Status(.internal, "\(method.path) ended with OK and without its response"))
  }
}
