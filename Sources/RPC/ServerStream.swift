import Buffers

/// A streaming call as its transport offers it to the handler.
///
/// It belongs to the thread that runs the call; the handler's tasks are on the same one. One of them
/// reads at a time; any number of them may send.
public protocol ServerStream: AnyObject, Sendable {
  /// The next request's bytes, nil once the client has half-closed. Taking a message opens the
  /// client's window by its size: who doesn't read holds the client up.
  ///
  /// Throws what ended the call: `CANCELLED`, `DEADLINE_EXCEEDED`, or the client's violation.
  func nextMessage() async throws(RPCError) -> Bytes?

  /// Takes no more requests, as if the client had half-closed: ``nextMessage()`` returns nil from now
  /// on, to whoever waits for it already too. What was received and not taken is dropped. For a
  /// handler that ends early, such as when the server drains.
  func closeRequests()

  /// Sends the response's headers now instead of with the first message.
  func sendInitialMetadata() throws(RPCError)

  /// Sends a message with its five-byte prefix. Suspends while the client's window is full and the
  /// bounded buffer behind it too.
  ///
  /// Messages of several tasks go out whole, in the order of the calls, and those who wait go on in
  /// that order. A message is on its way as soon as this is called: a task that is cancelled while it
  /// waits (`CANCELLED`) does not take it back. Throws what ended the call, when it ends meanwhile.
  func send(_ framed: BytePieces) async throws(RPCError)

  /// Queues a message with its five-byte prefix and does not wait: for who tells many clients the same
  /// and must not be held up by one. A client that doesn't keep up, so that more than the transport's
  /// bound waits, is cut: its call ends with `RESOURCE_EXHAUSTED`, and what waited is dropped.
  ///
  /// Throws that error, or what ended the call before.
  func offer(_ framed: BytePieces) throws(RPCError)
}

extension ServerStream {
  /// For generated services: the request of a call that has only one, once the client has half-closed.
  /// Nil for a call without it, which its state ends.
  public func onlyMessage() async throws(RPCError) -> Bytes? {
    guard let message = try await nextMessage() else { return nil }
    // A second request ends the call before its handler begins.
    _ = try await nextMessage()
    return message
  }
}
