import Buffers

/// Where a client's calls go: a channel to a server, or a service in the same process.
public protocol ClientTransport: Sendable {
  /// Calls a method with one request and one response: sends `framed`, a message with its five-byte
  /// prefix, and returns the response's bytes without it. Cancelling the task cancels the call.
  ///
  /// - Parameter options: `deadline` is final, whatever the task's.
  func exchange(
    _ method: MethodDescriptor, _ framed: BytePieces, _ options: CallOptions
  ) async throws(RPCError) -> Bytes

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

extension ClientTransport {
  /// By way of a stream: a transport that can do it in one step has its own.
  public func exchange(
    _ method: MethodDescriptor, _ framed: BytePieces, _ options: CallOptions
  ) async throws(RPCError) -> Bytes {
    let stream = try await open(method, options)
    let response = try await cancelling(stream) { () async throws(RPCError) -> Bytes? in
      try await stream.send(framed, endStream: true)
      if let observe = options.onInitialMetadata { observe(try await stream.initialMetadata()) }
      let response = try await stream.nextMessage()
      // The call's state allows no second one: this awaits the trailers.
      if response != nil { _ = try await stream.nextMessage() }
      if let observe = options.onTrailers { observe(await stream.trailers()) }
      return response
    }
    guard let response else { throw .noResponse(method) }
    return response
  }
}
