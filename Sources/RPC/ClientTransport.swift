import Buffers

/// Where a client's calls go: a channel to a server, or a service in the same process.
public protocol ClientTransport: Sendable {
  /// Opens a call; its headers go out at once or with the first message.
  ///
  /// - Parameter options: `deadline` is final, whatever the task's.
  func open(
    _ method: MethodDescriptor, _ options: CallOptions
  ) async throws(RPCError) -> any ClientTransportStream
}

/// One call as its transport offers it to the client. May be used from any thread; several
/// tasks may send, each message whole and in the order of the calls; one task at a time receives.
public protocol ClientTransportStream: AnyObject, Sendable {
  /// Sends a message with its five-byte prefix, which says whether it is compressed as the options
  /// have it; the last one with `endStream`. Suspends while the
  /// server's window is full. Throws how the call ended when it has.
  func send(_ framed: BytePieces, endStream: Bool) async throws(RPCError)

  /// Half-closes: no more messages will be sent. Nothing happens when that, or the end, has come.
  func closeSend()

  /// The response's headers, awaiting them. Empty when the server answered with trailers only.
  func initialMetadata() async throws(RPCError) -> Metadata

  /// The next response's bytes, nil when the call has ended with `OK`; throws any other end. Taking
  /// a message opens the server's window.
  func nextMessage() async throws(RPCError) -> Bytes?

  /// The response's trailers, once ``nextMessage()`` has returned nil; empty before.
  func trailers() async -> Metadata

  /// Ends the call with `CANCELLED`, on the server too. Nothing happens when it has ended.
  func cancel()
}
