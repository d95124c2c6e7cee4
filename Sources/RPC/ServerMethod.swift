import Buffers

/// A method together with what serves it.
public final class ServerMethod: Sendable {
  /// Serves a call, as generated services make it of a service's functions: takes what the client sent
  /// from the call's context, and leaves there what it answers.
  public typealias Handler = @Sendable (CallContext) async throws(RPCError) -> Void

  public let descriptor: MethodDescriptor
  public let isUnary: Bool
  private let handler: Handler
  /// Around the handler; nil when nobody steps in.
  private let steps: Step?

  /// - Parameter handler: ends with ``CallContext/answer(_:)`` or, of a stream,
  ///   ``CallContext/finished()``. What it throws is what the client is told
  ///   (``RPCError/init(thrown:by:)``).
  public convenience init(_ descriptor: MethodDescriptor, _ handler: @escaping Handler) {
    self.init(descriptor, handler, nil)
  }

  private init(_ descriptor: MethodDescriptor, _ handler: @escaping Handler, _ steps: Step?) {
    self.descriptor = descriptor
    isUnary = descriptor.kind == .unary
    self.handler = handler
    self.steps = steps
  }

  /// The method with `interceptors` around its handler, the first outermost.
  func intercepted(by interceptors: [any ServerInterceptor]) -> ServerMethod {
    let steps = interceptors.reversed().reduce(self.steps) {
      Step($1.bound(to: descriptor), next: $0)
    }
    return ServerMethod(descriptor, handler, steps)
  }

  // A call's task goes through all that follows, and through interceptors and handler, and keeps a
  // frame for each function that it has not left; and after each `await` of a closure or a protocol's
  // function it looks whether it is where it belongs, which takes a lock. So there are few of either,
  // and the ways that a call does not go are functions of their own.

  /// For transports: serves a call whose context has its request or its stream, its deadline being the
  /// task's while it runs.
  ///
  /// Requests are decoded, and responses encoded, within the interceptors: nobody makes the server
  /// unpack what he may not send.
  public func serve(_ call: CallContext) async throws(RPCError) {
    if let deadline = call.deadline {
      try await serve(call, until: deadline)
    } else if let steps {
      try await steps.go(call, handler)
    } else {
      try await handler(call)
    }
  }

  @inline(never)
  private func serve(_ call: CallContext, until deadline: Deadline) async throws(RPCError) {
    do {
      try await Deadline.$current.withValue(deadline) {
        if let steps { try await steps.go(call, handler) } else { try await handler(call) }
      }
    } catch {
      throw RPCError(thrown: error, by: call)
    }
  }
}

/// An interceptor on a call's way to the handler.
private final class Step: Sendable {
  private let interceptor: any ServerInterceptor
  private let next: Step?

  init(_ interceptor: any ServerInterceptor, next: Step?) {
    self.interceptor = interceptor
    self.next = next
  }

  @inline(never)
  func go(_ call: CallContext, _ handler: ServerMethod.Handler) async throws(RPCError) {
    guard let next else { return try await interceptor.intercept(call, next: handler) }
    try await interceptor.intercept(call) { call throws(RPCError) in
      try await next.go(call, handler)
    }
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
