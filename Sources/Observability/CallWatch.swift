import RPC

/// Watches calls: counts them, logs them and takes them into their client's trace, whichever is wanted.
/// It goes outermost, so that it sees how calls end for their clients.
///
/// One interceptor for the three: what a step around a call costs, and a look at the clock, is paid once.
public final class CallWatch: ServerInterceptor {
  /// What becomes of traces (W3C, "Trace Context": `traceparent`, `tracestate`).
  public enum Tracing: Sendable {
    /// They are not looked at.
    case none
    /// A call goes on in the trace that its client named, and the handler's own calls with it.
    case follow
    /// The same, and a call that names no trace begins one.
    case start
  }

  private let metrics: CallMetrics?
  private let log: CallLog?
  private let tracing: Tracing
  /// Of the method that this one is bound to.
  private let counters: MethodCounters?

  public convenience init(
    metrics: CallMetrics? = nil, log: CallLog? = nil, tracing: Tracing = .none
  ) {
    self.init(metrics, log, tracing, nil)
  }

  private init(
    _ metrics: CallMetrics?, _ log: CallLog?, _ tracing: Tracing, _ counters: MethodCounters?
  ) {
    self.metrics = metrics
    self.log = log
    self.tracing = tracing
    self.counters = counters
  }

  public func bound(to method: MethodDescriptor) -> any ServerInterceptor {
    CallWatch(metrics, log, tracing, metrics?.counters(of: method))
  }

  public func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    counters?.began(call)
    let began = log?.instantOfBeginning
    do throws(RPCError) {
      if let trace = trace(of: call) {
        try await go(on: call, in: trace, next)
      } else {
        try await next(call)
      }
      ended(call, began, nil)
    } catch {
      ended(call, began, error)
      throw error
    }
  }

  private func ended(_ call: CallContext, _ began: Deadline?, _ error: RPCError?) {
    let duration = max(Deadline.now.nanoseconds &- call.statistics.arrivedAt, 0)
    counters?.ended(call, error?.code ?? .ok, nanoseconds: duration)
    log?.ended(call, began, .nanoseconds(duration), error)
  }

  public func refused(_ request: RefusedRequest) {
    metrics?.refused(request)
    log?.refused(request)
  }

  // MARK: Traces

  private func trace(of call: CallContext) -> TraceContext? {
    switch tracing {
    case .none: nil
    case .follow: call.metadata.isEmpty ? nil : TraceContext(metadata: call.metadata)
    case .start: TraceContext(metadata: call.metadata) ?? .started()
    }
  }

  /// Not inlined: calls without a trace need not keep its frame.
  @inline(never)
  private func go(
    on call: CallContext, in trace: TraceContext,
    _ next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    call.traceContext = trace
    let outcome = await TraceContext.$current.withValue(trace.child()) {
      () async -> Result<Void, RPCError> in
      do throws(RPCError) {
        return .success(try await next(call))
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }
}
