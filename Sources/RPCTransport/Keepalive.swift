import EventLoop

/// When a connection asks its peer for a sign of life. Source: gRPC, "Keepalive"; gRFC A8.
public struct Keepalive: Sendable, Hashable {
  /// Without a byte from the peer for so long, it is asked. Servers may refuse clients that ask more
  /// often than they like (stock ones: every 5 minutes).
  public var interval: Duration
  /// How long it may take to answer before the connection counts as lost.
  public var timeout: Duration
  /// Whether to ask while no call runs.
  public var withoutCalls: Bool

  public init(
    interval: Duration, timeout: Duration = .seconds(20), withoutCalls: Bool = false
  ) {
    self.interval = interval
    self.timeout = timeout
    self.withoutCalls = withoutCalls
  }
}

/// Decides when one connection pings and when it is lost, without any I/O. Instants are nanoseconds of
/// one clock.
struct KeepaliveState {
  enum Step: Hashable {
    /// Come again at this instant.
    case wait(Int64)
    /// Ping, and come again at this instant.
    case ping(Int64)
    /// The peer is gone.
    case lost
  }

  private let interval: Int64
  private let timeout: Int64
  private let withoutCalls: Bool
  private var lastHeard: Int64
  private var pinged: Int64?

  init(_ keepalive: Keepalive, _ now: Int64) {
    interval = keepalive.interval.clampedNanoseconds
    timeout = keepalive.timeout.clampedNanoseconds
    withoutCalls = keepalive.withoutCalls
    lastHeard = now
  }

  /// Bytes came from the peer.
  mutating func heard(_ now: Int64) {
    lastHeard = now
    pinged = nil
  }

  /// The instant that was last asked for has come.
  mutating func timeCame(_ now: Int64, hasCalls: Bool) -> Step {
    if let pinged {
      let end = pinged.addingSaturated(timeout)
      return now < end ? .wait(end) : .lost
    }
    let due = lastHeard.addingSaturated(interval)
    if now < due { return .wait(due) }
    guard hasCalls || withoutCalls else { return .wait(now.addingSaturated(interval)) }
    pinged = now
    return .ping(now.addingSaturated(min(timeout, interval)))
  }
}

extension Int64 {
  func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
