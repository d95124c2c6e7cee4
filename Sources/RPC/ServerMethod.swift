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
  /// Around the handler, the first outermost.
  private let interceptors: [any ServerInterceptor]

  public convenience init(_ descriptor: MethodDescriptor, _ handler: Handler) {
    self.init(descriptor, handler, interceptors: [])
  }

  private init(
    _ descriptor: MethodDescriptor, _ handler: Handler, interceptors: [any ServerInterceptor]
  ) {
    self.descriptor = descriptor
    self.handler = handler
    self.interceptors = interceptors
  }

  /// The method with `interceptors` around its handler, the first outermost.
  func intercepted(by interceptors: [any ServerInterceptor]) -> ServerMethod {
    ServerMethod(
      descriptor, handler,
      interceptors: interceptors.map { $0.bound(to: descriptor) } + self.interceptors)
  }

  /// Serves a unary call, its deadline being the task's while it runs.
  ///
  /// The request is decoded, and the response encoded, within the interceptors: nobody makes the server
  /// unpack what he may not send.
  ///
  /// - Returns: the response with its prefix.
  public func respond(
    to request: ReceivedMessage, _ call: CallContext
  ) async throws(RPCError) -> BytePieces {
    guard case .unary(let body) = handler else {
      preconditionFailure("\(descriptor.path) is no unary method")
    }
    var response: BytePieces?
    try await run(call) { () async throws(RPCError) in
      do {
        let answer = call.encode(try await body(try call.decode(request), call))
        call.statistics.responseMessages = 1
        call.statistics.responseBytes = answer.count
        response = answer
      } catch {
        throw RPCError(thrown: error, by: call)
      }
      if let failure = call.failure { throw failure }
    }
    guard let response else { throw notAnswered }
    return response
  }

  /// Serves a call of any other kind, its deadline being the task's while it runs.
  public func serve(_ stream: any ServerStream, _ call: CallContext) async throws(RPCError) {
    guard case .streaming(let body) = handler else {
      preconditionFailure("\(descriptor.path) is a unary method")
    }
    try await run(call) { () async throws(RPCError) in
      do { try await body(stream, call) } catch { throw RPCError(thrown: error, by: call) }
      if let failure = call.failure { throw failure }
    }
  }

  private func run(
    _ call: CallContext, _ body: () async throws(RPCError) -> Void
  ) async throws(RPCError) {
    guard let deadline = call.deadline else { return try await pass(0, call, body) }
    try await pass(0, call, until: deadline, body)
  }

  // What follows is not inlined: a call keeps the frames of all functions that it goes through, and
  // those of the ways that it does not go had better not be among them.

  @inline(never)
  private func pass(
    _ place: Int, _ call: CallContext, until deadline: Deadline,
    _ body: () async throws(RPCError) -> Void
  ) async throws(RPCError) {
    do {
      try await Deadline.$current.withValue(deadline) { try await pass(place, call, body) }
    } catch {
      throw RPCError(thrown: error, by: call)
    }
  }

  /// Goes through the interceptors from `place` on, then to the handler. Nothing here outlives the
  /// call of it: closures and frames come from the task's own memory.
  @inline(never)
  private func pass(
    _ place: Int, _ call: CallContext, _ body: () async throws(RPCError) -> Void
  ) async throws(RPCError) {
    switch interceptors.count - place {
    case 0:
      try await body()
    case 1:
      try await interceptors[place].intercept(call, next: body)
    default:
      try await interceptors[place].intercept(call) { () async throws(RPCError) in
        try await pass(place + 1, call, body)
      }
    }
  }

  private var notAnswered: RPCError {
    RPCError(
      .internal, "an interceptor neither refused \(descriptor.path) nor let it go on",
      reason: "NOT_ANSWERED")
  }
}

extension RPCError {
  /// What the client is told when `error` left the handler of `call`, unless the call had ended before.
  init(thrown error: any Error, by call: CallContext) {
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
