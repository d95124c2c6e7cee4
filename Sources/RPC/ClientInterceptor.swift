import Buffers

/// Steps in around every call of a client, whatever its kind: deadlines, metadata, logs, metrics. The
/// mirror of ``ServerInterceptor``.
///
/// Interceptors are few and in order, the first outermost. Those of a unary call run in the caller's
/// task; those of a stream in a task of their own, which begins when the stream is opened and has the
/// caller's task-locals.
public protocol ClientInterceptor: Sendable {
  /// Calls `next` with `call` once to let it go on, or throws to refuse it.
  ///
  /// Before `next` it may change ``ClientCallContext/options``. `next` returns when the call has ended
  /// with `OK` and throws any other end; what this throws instead is what the caller gets.
  func intercept(
    _ call: ClientCallContext, next: (ClientCallContext) async throws(RPCError) -> Void
  ) async throws(RPCError)
}

/// What interceptors know of a call, and may change before it begins.
///
/// There is one per call. Its interceptors use it one after the other, the transport only while they
/// wait in `next`: it has no lock, hence `@unchecked Sendable`.
public final class ClientCallContext: @unchecked Sendable {
  public let method: MethodDescriptor
  /// What the caller asked for; the task's deadline is taken in. Of no effect once `next` was called.
  public var options: CallOptions
  /// The response's headers, once they have come; empty before.
  public internal(set) var initialMetadata = Metadata()
  /// The response's trailers, once the call has ended with `OK`; those of any other end are in its error.
  public internal(set) var trailers = Metadata()
  /// What the caller has sent and taken, uncompressed, once `next` has returned or thrown; `arrivedAt` is
  /// when it called.
  public internal(set) var statistics = CallStatistics(arrivedAt: Deadline.now.nanoseconds)

  init(_ method: MethodDescriptor, _ options: CallOptions) {
    self.method = method
    self.options = options
  }
}

extension ClientTransport {
  /// This transport with `interceptors` around every call, the first outermost.
  public func intercepted(by interceptors: [any ClientInterceptor]) -> any ClientTransport {
    interceptors.isEmpty ? self : InterceptedTransport(transport: self, interceptors: interceptors)
  }
}

private struct InterceptedTransport: ClientTransport {
  let transport: any ClientTransport
  let interceptors: [any ClientInterceptor]

  func exchange(
    _ method: MethodDescriptor, _ framed: BytePieces, _ options: CallOptions
  ) async throws(RPCError) -> Bytes {
    var response: Bytes?
    try await pass(ClientCallContext(method, options)) { context async throws(RPCError) in
      context.statistics.requestMessages = 1
      context.statistics.requestBytes = framed.count
      let answer = try await transport.exchange(method, framed, context.observedOptions)
      context.statistics.responseMessages = 1
      context.statistics.responseBytes = MessagePrefix.size + answer.count
      response = answer
    }
    guard let response else { throw .notCalled(method) }
    return response
  }

  func open(
    _ method: MethodDescriptor, _ options: CallOptions
  ) async throws(RPCError) -> any ClientTransportStream {
    let context = ClientCallContext(method, options)
    let call = InterceptedCall()
    let task = Task.immediate {
      do throws(RPCError) {
        try await pass(context) { context async throws(RPCError) in
          let stream = try await transport.open(method, context.options)
          call.opened(stream)
          try await call.report(to: context, stream)
        }
        call.finish(call.hasOpened ? nil : .notCalled(method))
      } catch {
        call.finish(error)
      }
    }
    return try await withTaskCancellationHandler {
      await call.stream().map { InterceptedStream($0, call) }
    } onCancel: {
      task.cancel()
    }.get()
  }

  /// Goes through the interceptors from `place` on, then calls `body`, once.
  private func pass(
    _ context: ClientCallContext, from place: Int = 0,
    _ body: (ClientCallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    guard place < interceptors.count else { return try await body(context) }
    var isCalled = false
    try await interceptors[place].intercept(context) { context async throws(RPCError) in
      guard !isCalled else { throw .calledTwice(context.method) }
      isCalled = true
      try await pass(context, from: place + 1, body)
    }
  }
}

extension ClientCallContext {
  /// The options, the observers of headers and trailers telling this context too.
  fileprivate var observedOptions: CallOptions {
    var observed = options
    let (onHead, onTrailers) = (options.onInitialMetadata, options.onTrailers)
    observed.onInitialMetadata = { [self] metadata in
      initialMetadata = metadata
      onHead?(metadata)
    }
    observed.onTrailers = { [self] metadata in
      trailers = metadata
      onTrailers?(metadata)
    }
    return observed
  }
}

extension RPCError {
  fileprivate static func notCalled(_ method: MethodDescriptor) -> RPCError {
    RPCError(
      .internal, "an interceptor neither refused \(method.path) nor let it go on",
      reason: "NOT_CALLED")
  }

  fileprivate static func calledTwice(_ method: MethodDescriptor) -> RPCError {
    RPCError(
      .internal, "an interceptor let \(method.path) go on twice; retries are the service config's",
      reason: "CALLED_TWICE")
  }
}
