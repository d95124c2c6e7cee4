/// Steps in around every call's handler: authentication, limits, logs, metrics.
///
/// Interceptors are few and in order, the first outermost. They run on the call's own thread and share
/// its ``CallContext``, where one leaves for the next, and for the handler, what it found out.
public protocol ServerInterceptor: Sendable {
  /// What stands in for this one around `method`: asked once for each method when a server is made, for
  /// those that keep something by method and would else look it up in every call.
  func bound(to method: MethodDescriptor) -> any ServerInterceptor

  /// Calls `next` with `call` once to let it go on, or throws to refuse it.
  ///
  /// What `next` throws is how the call ended, whoever ended it: the handler's error in a client's
  /// words (``CallContext/cause`` has the original), `DEADLINE_EXCEEDED` once the deadline has passed,
  /// `CANCELLED` once the client has gone, the client's violation of the protocol. What this throws
  /// in its place is told to the client, if he has not been told already.
  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError)

  /// Is told of each request that came to no handler, and so past no ``intercept(_:next:)``: what was
  /// malformed, unknown or no gRPC, and what ended before it was complete. Together the two see every
  /// request once.
  func refused(_ request: RefusedRequest)
}

extension ServerInterceptor {
  public func bound(to method: MethodDescriptor) -> any ServerInterceptor { self }

  public func refused(_ request: RefusedRequest) {}
}

/// A request that came to no handler.
public struct RefusedRequest: Sendable {
  /// Nil when it named none that is served.
  public let method: MethodDescriptor?
  /// What the client was told; of a bare HTTP status, what gRPC clients make of that.
  public let error: RPCError
  /// 200 unless the answer was a bare HTTP status.
  public let httpStatus: Int
  /// The client's address, as text.
  public let peer: String
  /// As in ``CallContext/shard``.
  public let shard: Int

  public init(
    method: MethodDescriptor?, error: RPCError, httpStatus: Int = 200, peer: String, shard: Int
  ) {
    self.method = method
    self.error = error
    self.httpStatus = httpStatus
    self.peer = peer
    self.shard = shard
  }
}
