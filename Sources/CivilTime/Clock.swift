import Glibc
import Synchronization

/// Where the time of day comes from. It is injected everywhere, so that any rule, timer or retention
/// can be replayed at any instant. (Durations are measured on a monotonic clock, not on this one.)
public protocol Clock: Sendable {
  /// The present instant, UTC.
  var now: Instant { get }
}

/// The machine's real-time clock.
public struct SystemClock: Clock {
  public init() {}

  /// Source: `clock_gettime(CLOCK_REALTIME)`.
  public var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }
}

/// A clock that stands still until it is set: for tests and for replaying worked examples.
public final class TestClock: Clock {
  private let instant: Mutex<Instant>

  public init(_ instant: Instant) {
    self.instant = Mutex(instant)
  }

  public var now: Instant { instant.withLock { $0 } }

  public func set(_ new: Instant) {
    instant.withLock { $0 = new }
  }

  public func advance(by duration: Duration) {
    instant.withLock { $0 = $0.advanced(by: duration) }
  }
}
