/// Steps in around every call's handler: limits, logs, metrics, what errors say.
///
/// Interceptors are few and in order, the first outermost. They run on the call's own thread and share
/// its ``CallContext``, where one leaves for the next, and for the handler, what it found out. One that
/// has to wait for something, or has the call run within something, is an ``AroundInterceptor``.
public protocol ServerInterceptor: Sendable {
  /// What stands in for this one around `method`: asked once for each method when a server is made, for
  /// those that keep something by method and would else look it up in every call.
  func bound(to method: MethodDescriptor) -> any ServerInterceptor

  /// The call is on its way to its handler. Throws to refuse it.
  func began(_ call: CallContext) throws(RPCError)

  /// A call that ``began(_:)`` let go on has ended. Returns how it did for the client, if he has not
  /// been told already: `error`, or another in its place.
  ///
  /// - Parameter error: how the call ended, whoever ended it: the handler's error in a client's words
  ///   (``CallContext/cause`` has the original), `DEADLINE_EXCEEDED` once the deadline has passed,
  ///   `CANCELLED` once the client has gone, the client's violation of the protocol; nil for `OK`.
  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError?

  /// Is told of each request that came to no handler, and so past no ``began(_:)``: what was malformed,
  /// unknown or no gRPC, and what ended before it was complete. Together the two see every request once.
  func refused(_ request: RefusedRequest)
}

extension ServerInterceptor {
  public func bound(to method: MethodDescriptor) -> any ServerInterceptor { self }

  public func began(_ call: CallContext) throws(RPCError) {}

  public func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? { error }

  public func refused(_ request: RefusedRequest) {}
}

/// An interceptor that waits before it lets a call go on, or has it run within something: authentication
/// that asks a store.
public protocol AroundInterceptor: ServerInterceptor {
  /// Calls `next` with `call` once to let it go on, or throws to refuse it: between ``began(_:)`` and
  /// ``ended(_:_:)``, and with the call's deadline and trace as the task's.
  ///
  /// What `next` throws is what ``ended(_:_:)`` of an interceptor within has returned; what this throws in
  /// its place counts for those without.
  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError)
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
