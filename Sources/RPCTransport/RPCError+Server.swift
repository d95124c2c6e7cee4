import RPC

/// What a server tells its calls.
extension RPCError {
  static let deadlinePassed = RPCError(
    .deadlineExceeded, "the deadline passed before the call had ended",
    reason: "DEADLINE_EXCEEDED")

  static let clientGone = RPCError(.cancelled, "the client has gone", reason: "CANCELLED")

  static let handlerCancelled = RPCError(
    .cancelled, "the handler's task was cancelled", reason: "CANCELLED")

  /// A call has no room for more that its client does not take.
  ///
  /// - Parameter bytesMax: what may wait for the call.
  static func slowReader(ofCall bytesMax: Int) -> RPCError {
    slowReader(bytesMax, "for it; read faster", .offerBufferBytes)
  }

  /// A connection has no room for more that its client does not take.
  ///
  /// - Parameter bytesMax: what may wait for all calls of the connection.
  static func slowReader(ofConnection bytesMax: Int) -> RPCError {
    slowReader(
      bytesMax, "for all its calls; read faster, use more connections", .connectionSendBufferBytes)
  }

  private static func slowReader(
    _ bytesMax: Int, _ remedy: String, _ key: ServerLimits.Key
  ) -> RPCError {
    RPCError(
      .resourceExhausted,
      "the client does not keep up: more than \(bytesMax) bytes wait \(remedy), or raise "
        + key.rawValue,
      reason: "SLOW_READER", metadata: ["bytes_max": "\(bytesMax)", "limit": key.rawValue])
  }

  /// A connection has no room for more requests that no handler can be given yet.
  ///
  /// - Parameter bytesMax: what may be held of all of them.
  static func incompleteRequests(_ bytesMax: Int) -> RPCError {
    let key = ServerLimits.Key.incompleteRequestBytes.rawValue
    return RPCError(
      .resourceExhausted,
      "the connection's incomplete requests hold more than \(bytesMax) bytes; complete some before "
        + "sending more, use more connections, or raise \(key)",
      reason: "INCOMPLETE_REQUESTS_TOO_LARGE",
      metadata: ["bytes_max": "\(bytesMax)", "limit": key])
  }
}
