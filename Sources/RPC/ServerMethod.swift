import Buffers

/// A method together with what serves it.
public final class ServerMethod: Sendable {
  /// The handler on bytes: a unary one gets the request's bytes and returns the response with its
  /// five-byte prefix; the other kinds talk to the stream.
  public enum Handler: Sendable {
    case unary(@Sendable (Bytes, CallContext) async throws -> BytePieces)
    case streaming(@Sendable (any ServerStream, CallContext) async throws -> Void)
  }

  public let descriptor: MethodDescriptor
  public let handler: Handler

  public init(_ descriptor: MethodDescriptor, _ handler: Handler) {
    self.descriptor = descriptor
    self.handler = handler
  }

  /// Serves a unary call, its deadline being the task's while it runs.
  ///
  /// - Parameter request: the request's bytes, without prefix.
  /// - Returns: the response with its prefix.
  public func respond(
    to request: Bytes, _ call: CallContext
  ) async throws(RPCError) -> BytePieces {
    guard case .unary(let body) = handler else {
      preconditionFailure("\(descriptor.path) is no unary method")
    }
    do {
      guard let deadline = call.deadline else { return try await body(request, call) }
      return try await Deadline.$current.withValue(deadline) { try await body(request, call) }
    } catch {
      throw RPCError(thrown: error, by: call)
    }
  }

  /// Serves a call of any other kind, its deadline being the task's while it runs.
  public func serve(_ stream: any ServerStream, _ call: CallContext) async throws(RPCError) {
    guard case .streaming(let body) = handler else {
      preconditionFailure("\(descriptor.path) is a unary method")
    }
    do {
      guard let deadline = call.deadline else { return try await body(stream, call) }
      try await Deadline.$current.withValue(deadline) { try await body(stream, call) }
    } catch {
      throw RPCError(thrown: error, by: call)
    }
  }
}

extension ServerMethod {
  /// The method with `interceptors` around its handler, the first outermost.
  func intercepted(by interceptors: [any ServerInterceptor]) -> ServerMethod {
    interceptors.reversed().reduce(self) { inner, interceptor in
      ServerMethod(inner.descriptor, inner.handler.intercepted(by: interceptor))
    }
  }
}

extension ServerMethod.Handler {
  fileprivate func intercepted(by interceptor: any ServerInterceptor) -> Self {
    switch self {
    case .unary(let body):
      .unary { request, call in
        var response: BytePieces?
        try await interceptor.intercept(call) { response = try await body(request, call) }
        guard let response else { throw RPCError.notAnswered(call, by: interceptor) }
        return response
      }
    case .streaming(let body):
      .streaming { stream, call in
        try await interceptor.intercept(call) { try await body(stream, call) }
      }
    }
  }
}

extension RPCError {
  /// What the client is told when `error` left a handler. An error of no type that is meant for
  /// clients tells nothing of itself.
  init(thrown error: any Error, by call: CallContext) {
    switch error {
    case let error as RPCError: self = error
    case is CancellationError:
      self.init(.cancelled, "the call was cancelled", reason: "CANCELLED")
    default:
      self.init(
        .unknown, "\(call.method.path) failed in the server", reason: "UNEXPECTED_FAILURE")
    }
  }

  fileprivate static func notAnswered(
    _ call: CallContext, by interceptor: any ServerInterceptor
  ) -> RPCError {
    RPCError(
      .internal, "\(type(of: interceptor)) neither refused \(call.method.path) nor let it go on",
      reason: "NOT_ANSWERED")
  }
}
