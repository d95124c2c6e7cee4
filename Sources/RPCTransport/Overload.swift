import HTTP2
import RPC

/// What a call is told that an overloaded server turns away; made once, since it is said often.
struct Overload {
  let error: RPCError
  let answer: FieldBlock

  /// Its calls are never turned away.
  static let exemptService = "grpc.health.v1.Health"

  /// - Parameter queueMilliseconds: how long calls may wait before others are turned away.
  init(queueMilliseconds: Int) {
    let key = ServerLimits.Key.queueMilliseconds.rawValue
    // By then the server knows whether it still is.
    let delay = queueMilliseconds * Int(LoadShedder.targetsPerInterval)
    error = RPCError(
      .unavailable,
      "the server has more calls than it can serve: they would wait longer than "
        + "\(queueMilliseconds) ms (\(key)); call again in \(delay) ms",
      reason: "OVERLOADED", metadata: ["queue_ms_max": "\(queueMilliseconds)", "limit": key]
    ).retrying(after: .milliseconds(delay))
    // What stock clients' retries go by. Source: gRPC, proposal A6, "Pushback".
    let pushback = HeaderField("grpc-retry-pushback-ms", "\(delay)")
    answer = .block(HeaderBlock.trailersOnly(error) + [pushback])
  }
}
