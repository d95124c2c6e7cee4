import RPC

/// Takes calls into the trace that their client named (`traceparent`, `tracestate`), and lets the calls
/// that their handlers make go on in it.
///
/// Source: W3C, "Trace Context".
public struct CallTracing: ServerInterceptor {
  private let startsTraces: Bool

  /// - Parameter startsTraces: whether a call that names no trace begins one.
  public init(startsTraces: Bool = false) {
    self.startsTraces = startsTraces
  }

  public func intercept(
    _ call: CallContext, next: () async throws(RPCError) -> Void
  ) async throws(RPCError) {
    guard let trace = trace(of: call) else { return try await next() }
    call.traceContext = trace
    let outcome = await TraceContext.$current.withValue(trace.child()) {
      () async -> Result<Void, RPCError> in
      do throws(RPCError) {
        return .success(try await next())
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }

  private func trace(of call: CallContext) -> TraceContext? {
    if let trace = TraceContext(metadata: call.metadata) { return trace }
    return startsTraces ? .started() : nil
  }
}
