import RPC

/// Watches calls: counts them, logs them and takes them into their client's trace, whichever is wanted.
/// It goes outermost, so that it sees how calls end for their clients.
///
/// One interceptor for the three: a look at the clock is paid once.
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

  public func began(_ call: CallContext) {
    counters?.began(call)
    log?.began(call)
    call.traceContext = trace(of: call)
  }

  public func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? {
    let duration = max(Deadline.now.nanoseconds &- call.statistics.arrivedAt, 0)
    counters?.ended(call, error?.code ?? .ok, nanoseconds: duration)
    log?.ended(call, .nanoseconds(duration), error)
    return error
  }

  public func refused(_ request: RefusedRequest) {
    metrics?.refused(request)
    log?.refused(request)
  }

  private func trace(of call: CallContext) -> TraceContext? {
    switch tracing {
    case .none: nil
    case .follow: call.metadata.isEmpty ? nil : TraceContext(metadata: call.metadata)
    case .start: TraceContext(metadata: call.metadata) ?? .started()
    }
  }
}
