import RPC

/// What the log says of calls: each, by option; those that took long; and what failed in the server
/// itself, with its cause, of which clients are told nothing. ``CallWatch`` feeds it.
public struct CallLog: Sendable {
  private let log: Log
  private let logsCalls: Bool
  private let slowAfter: Duration?

  /// - Parameters:
  ///   - logsCalls: whether each call, and each request that is refused, has a line.
  ///   - slowAfter: how long a unary call may take before it has a line that says where the time went. Calls of
  ///     the other kinds take as long as there is something to say.
  public init(_ log: Log, logsCalls: Bool = false, slowAfter: Duration? = nil) {
    self.log = log
    self.logsCalls = logsCalls
    self.slowAfter = slowAfter
  }

  /// Notes when the call began, if the line of a slow call will want to know.
  func began(_ call: CallContext) {
    if slowAfter != nil { call.statistics.beganAt = .now }
  }

  func refused(_ request: RefusedRequest) {
    guard logsCalls else { return }
    log.write(.info, "refused", shard: request.shard) { line in
      if let method = request.method { line.add("method", method.path) }
      line.add("code", request.error.code.name)
      if request.httpStatus != 200 { line.add("http_status", request.httpStatus) }
      line.add("peer", request.peer)
      line.add("error", request.error.message)
    }
  }

  /// - Parameter duration: from the call's headers to now.
  func ended(_ call: CallContext, _ duration: Duration, _ error: RPCError?) {
    let isSlow = slowAfter.map { duration >= $0 && call.method.kind == .unary } ?? false
    let hasFailed = error.map { CallLog.isOwnFault($0.code) && call.cause != nil } ?? false
    guard logsCalls || isSlow || hasFailed else { return }
    let level: LogLevel = hasFailed ? .error : isSlow ? .warn : .info
    log.write(level, isSlow ? "slow call" : "call", shard: call.shard) { line in
      CallLog.describe(call, duration, error, &line)
      guard isSlow, let queueTime = call.statistics.queueTime else { return }
      line.add("queue_ms", queueTime)
      line.add("storage_ms", call.statistics.storageTime)
      line.add("flow_control_ms", call.statistics.flowControlWait)
    }
  }

  /// Whether a code says that the server is at fault, and not the caller or the circumstances.
  private static func isOwnFault(_ code: Code) -> Bool {
    [.unknown, .internal, .dataLoss].contains(code)
  }

  private static func describe(
    _ call: CallContext, _ duration: Duration, _ error: RPCError?, _ line: inout LogLine
  ) {
    let statistics = call.statistics
    line.add("method", call.method.path)
    line.add("code", (error?.code ?? .ok).name)
    line.add("duration_ms", duration)
    line.add("request_bytes", statistics.requestBytes)
    line.add("response_bytes", statistics.responseBytes)
    if call.method.kind != .unary {
      line.add("request_messages", statistics.requestMessages)
      line.add("response_messages", statistics.responseMessages)
    }
    line.add("peer", call.peer)
    if let identity = call.identity { line.add("client", identity.subject) }
    if let trace = call.traceContext { line.add("trace_id", trace.traceID.text) }
    if let error {
      let reason = error.reason
      if !reason.isEmpty { line.add("reason", reason) }
      line.add("error", error.message)
    }
    if let cause = call.cause { line.add("cause", "\(cause)") }
  }
}
