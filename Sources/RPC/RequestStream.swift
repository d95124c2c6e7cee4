import Protobuf

/// The requests of a call, as its handler reads them. Who doesn't read holds the client up.
public struct RequestStream<Request: Message>: AsyncSequence, Sendable {
  public typealias Element = Request
  public typealias Failure = RPCError

  @usableFromInline let stream: any ServerStream
  @usableFromInline let call: CallContext

  /// For generated services.
  @inlinable
  public init(_ call: CallContext) throws(RPCError) {
    stream = try call.stream
    self.call = call
  }

  /// The next request, nil once the client has half-closed.
  @inlinable
  public func next() async throws(RPCError) -> Request? {
    guard let bytes = try await stream.nextMessage() else { return nil }
    return try Request.request(bytes, of: call)
  }

  /// Takes no more requests: ``next()`` returns nil from now on, to whoever waits for it already too.
  public func close() { stream.closeRequests() }

  @inlinable
  public func makeAsyncIterator() -> Iterator { Iterator(requests: self) }

  public struct Iterator: AsyncIteratorProtocol {
    @usableFromInline let requests: RequestStream

    @inlinable
    init(requests: RequestStream) { self.requests = requests }

    @inlinable
    public func next() async throws(RPCError) -> Request? {
      try await requests.next()
    }

    @inlinable
    public func next(
      isolation actor: isolated (any Actor)?
    ) async throws(RPCError) -> Request? {
      try await requests.next()
    }
  }
}
