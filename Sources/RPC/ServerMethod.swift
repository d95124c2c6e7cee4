import Buffers

/// A method together with what serves it.
public final class ServerMethod: Sendable {
  /// Serves a call, as generated services make it of a service's functions: takes what the client sent
  /// from the call's context, and leaves there what it answers.
  public typealias Handler = @Sendable (CallContext) async throws(RPCError) -> Void

  public let descriptor: MethodDescriptor
  public let isUnary: Bool
  private let handler: Handler
  /// Who is told of a call around the handler; nil when nobody is.
  private let told: Told?

  /// - Parameter handler: ends with ``CallContext/answer(_:)`` or, of a stream,
  ///   ``CallContext/finished()``. What it throws is what the client is told
  ///   (``RPCError/init(thrown:by:)``).
  public convenience init(_ descriptor: MethodDescriptor, _ handler: @escaping Handler) {
    self.init(descriptor, nil, handler)
  }

  private init(_ descriptor: MethodDescriptor, _ told: Told?, _ handler: @escaping Handler) {
    self.descriptor = descriptor
    isUnary = descriptor.kind == .unary
    self.told = told
    self.handler = handler
  }

  /// The method with `interceptors` around its handler, the first outermost.
  func intercepted(by interceptors: [any ServerInterceptor]) -> ServerMethod {
    interceptors.reversed().reduce(self) { $0.intercepted(by: $1.bound(to: descriptor)) }
  }

  private func intercepted(by interceptor: any ServerInterceptor) -> ServerMethod {
    guard let around = interceptor as? any AroundInterceptor else {
      return ServerMethod(descriptor, Told(interceptor, told), handler)
    }
    return ServerMethod(descriptor, Told(interceptor, nil)) { call throws(RPCError) in
      try await around.intercept(call) { call throws(RPCError) in try await self.serve(call) }
    }
  }

  // A call's task goes through what follows, and through the handler, and keeps a frame for each function
  // that it has not left; and after each `await` of a closure or a protocol's function it looks whether
  // it is where it belongs, which takes a lock. So there are few of either, and the ways that most calls
  // do not go are functions of their own.

  /// For transports: serves a call whose context has its request or its stream, its deadline being the
  /// task's while it runs.
  ///
  /// Requests are decoded, and responses encoded, within the interceptors: nobody makes the server
  /// unpack what he may not send.
  public func serve(_ call: CallContext) async throws(RPCError) {
    try told?.began(call)
    var end: RPCError?
    do throws(RPCError) {
      if call.isTaskToKnow { try await tellTask(of: call) } else { try await handler(call) }
    } catch {
      end = error
    }
    if let told { end = told.ended(call, end) }
    if let end { throw end }
  }

  /// Runs the handler, the call's deadline and trace being the task's.
  @inline(never)
  private func tellTask(of call: CallContext) async throws(RPCError) {
    call.isKnownToTask = true
    do {
      try await Deadline.$current.withValue(call.deadline ?? Deadline.current) {
        try await TraceContext.$current.withValue(call.traceContext?.child() ?? .current) {
          try await handler(call)
        }
      }
    } catch {
      throw RPCError(thrown: error, by: call)
    }
  }
}

/// An interceptor that is told of calls, and those within it.
private final class Told: Sendable {
  private let interceptor: any ServerInterceptor
  private let inner: Told?

  init(_ interceptor: any ServerInterceptor, _ inner: Told?) {
    self.interceptor = interceptor
    self.inner = inner
  }

  /// Throws what those without the one who refused have made of it: a refusal stays one.
  func began(_ call: CallContext) throws(RPCError) {
    try interceptor.began(call)
    guard let inner else { return }
    do throws(RPCError) {
      try inner.began(call)
    } catch {
      throw interceptor.ended(call, error) ?? error
    }
  }

  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? {
    guard let inner else { return interceptor.ended(call, error) }
    return interceptor.ended(call, inner.ended(call, error))
  }
}

/// Methods on bytes, for who has no generated service.
extension ServerMethod {
  /// A handler of one kind or the other.
  public enum RawHandler: Sendable {
    /// Gets the request's bytes and returns the response with its five-byte prefix.
    case unary(@Sendable (Bytes, CallContext) async throws -> BytePieces)
    /// Talks to the stream.
    case streaming(@Sendable (any ServerStream, CallContext) async throws -> Void)
  }

  public convenience init(_ descriptor: MethodDescriptor, _ handler: RawHandler) {
    self.init(descriptor) { call throws(RPCError) in
      do {
        switch handler {
        case .unary(let body): try call.answer(await body(try call.request(), call))
        case .streaming(let body):
          try await body(call.stream, call)
          try call.finished()
        }
      } catch {
        throw RPCError(thrown: error, by: call)
      }
    }
  }
}

extension RPCError {
  /// What the client is told when `error` left the handler of `call`, unless the call had ended before.
  public init(thrown error: any Error, by call: CallContext) {
    if let failure = call.failure {
      self = failure
      return
    }
    switch error {
    case let error as RPCError:
      self = error
    case is CancellationError:
      self.init(.cancelled, "the call was cancelled", reason: "CANCELLED")
    case let error as any RPCErrorConvertible:
      call.cause = error
      self = error.rpcError
    default:
      call.cause = error
      self.init(
        .unknown, "\(call.method.path) failed in the server", reason: "UNEXPECTED_FAILURE")
    }
  }
}
