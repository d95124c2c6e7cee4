import Protobuf

/// Where a handler puts the responses of a call; several of its tasks may.
public struct ResponseStream<Response: Message>: Sendable {
  @usableFromInline let stream: any ServerStream

  @inlinable
  init(_ stream: any ServerStream) {
    self.stream = stream
  }

  /// Sends one response. Suspends while the client does not keep up; throws when the call is over.
  @inlinable
  public func send(_ response: Response) async throws(RPCError) {
    try await stream.send(response.framed())
  }

  /// Sends the call's initial metadata now instead of with the first response.
  @inlinable
  public func sendInitialMetadata() throws(RPCError) {
    try stream.sendInitialMetadata()
  }
}
