import Protobuf

/// Where a handler puts the responses of a call; several of its tasks may.
public struct ResponseStream<Response: Message>: Sendable {
  @usableFromInline let stream: any ServerStream

  /// For generated services.
  @inlinable
  public init(_ call: CallContext) throws(RPCError) {
    stream = try call.stream
  }

  /// Sends one response. Suspends while the client does not keep up; throws when the call is over.
  @inlinable
  public func send(_ response: Response) async throws(RPCError) {
    try await stream.send(response.framed())
  }

  /// Sends one response and does not wait: for who tells many clients the same and must not be held up
  /// by one. What the client has not taken is queued within a bound; a client that falls behind further
  /// is cut: its call ends with `RESOURCE_EXHAUSTED`, naming the bound, and what waited is dropped. Throws
  /// that error, or what ended the call before.
  ///
  /// Like all of a call's doings this is for its own loop: who tells calls on several posts to each.
  @inlinable
  public func offer(_ response: Response) throws(RPCError) {
    try stream.offer(response.framed())
  }

  /// Sends the call's initial metadata now instead of with the first response.
  @inlinable
  public func sendInitialMetadata() throws(RPCError) {
    try stream.sendInitialMetadata()
  }
}
