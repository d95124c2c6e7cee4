import Glibc

/// The instant by which a call must have ended, on the machine's monotonic clock.
///
/// A deadline travels with the task: a handler's own calls, its SQL and its retries inherit what is
/// left through ``current``.
public struct Deadline: Sendable, Hashable, Comparable {
  /// The instant, in nanoseconds of `CLOCK_MONOTONIC`.
  public let nanoseconds: Int64

  /// The deadline of what the current task works for: the call that it serves, as a rule. The task's
  /// own calls and its requests to the storage end, or are not begun, when it has passed.
  @TaskLocal public static var current: Deadline?

  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The instant `timeout` after `now`; one beyond the clock's range stands at its end.
  public init(after timeout: Duration, from now: Deadline = .now) {
    let (end, overflow) = now.nanoseconds.addingReportingOverflow(timeout.wholeNanoseconds)
    nanoseconds = overflow ? (timeout < .zero ? .min : .max) : end
  }

  /// This instant. Source: `clock_gettime`.
  public static var now: Deadline {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Deadline(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }

  /// What is left at `now`; negative once the deadline has passed.
  public func remaining(at now: Deadline = .now) -> Duration {
    let (left, overflow) = nanoseconds.subtractingReportingOverflow(now.nanoseconds)
    return .nanoseconds(overflow ? (nanoseconds < 0 ? .min : .max) : left)
  }

  /// Whether the instant has come at `now`.
  public func hasPassed(at now: Deadline = .now) -> Bool { now >= self }

  @inlinable
  public static func < (a: Deadline, b: Deadline) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The earlier of two deadlines, either of which may be missing.
  public static func earlier(_ a: Deadline?, _ b: Deadline?) -> Deadline? {
    guard let a else { return b }
    guard let b else { return a }
    return min(a, b)
  }
}

extension Duration {
  /// The length in nanoseconds, cut off at the range of `Int64`.
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || carry ? (seconds < 0 ? .min : .max) : sum
  }
}
