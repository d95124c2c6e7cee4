import Glibc
import Synchronization

/// Where the time of day comes from. It is injected everywhere, so that any rule, timer or retention
/// can be replayed at any instant. (Durations are measured on a monotonic clock, not on this one.)
public protocol Clock: Sendable {
  /// The present instant, UTC.
  var now: Instant { get }
  /// How many of its seconds pass in one of the machine's: whoever waits for an instant waits so much shorter. 0 for one
  /// that stands still.
  var speed: Int { get }
}

/// The machine's real-time clock.
public struct SystemClock: Clock {
  public init() {}

  public var speed: Int { 1 }

  /// Source: `clock_gettime(CLOCK_REALTIME)`.
  public var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }
}

/// A clock that stands still until it is set, or goes from an instant on as fast as is said: for tests and for replaying
/// worked examples.
public final class TestClock: Clock {
  public let speed: Int
  /// What it showed, and what the machine's monotonic clock showed then.
  private let start: Mutex<(instant: Instant, at: Duration)>

  /// - Parameter speed: its seconds in one of the machine's.
  public init(_ instant: Instant, speed: Int = 0) {
    self.speed = speed
    start = Mutex((instant, Self.machineTime))
  }

  public var now: Instant { start.withLock { now(since: $0) } }

  private func now(since start: (instant: Instant, at: Duration)) -> Instant {
    speed == 0 ? start.instant : start.instant.advanced(by: (Self.machineTime - start.at) * speed)
  }

  public func set(_ new: Instant) {
    start.withLock { $0 = (new, Self.machineTime) }
  }

  public func advance(by duration: Duration) {
    start.withLock { $0 = (now(since: $0).advanced(by: duration), Self.machineTime) }
  }

  /// Source: `clock_gettime(CLOCK_MONOTONIC)`.
  private static var machineTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
