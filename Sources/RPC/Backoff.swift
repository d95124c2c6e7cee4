import Deadlines
import Glibc

/// How long to wait before each of several attempts: longer every time, and by chance a little more or
/// less, so that clients which failed together do not come back together.
///
/// The nth wait is `initial × multiplier^(n-1)`, at most `max`, times a factor drawn evenly from
/// `1 - jitter` to `1 + jitter`. Sources: gRPC, "Connection Backoff Protocol"; gRFC A6.
public struct Backoff: Sendable, Hashable {
  public var initial: Duration
  public var multiplier: Double
  /// From 0 to 1.
  public var jitter: Double
  public var max: Duration

  public init(initial: Duration, multiplier: Double, jitter: Double = 0.2, max: Duration) {
    self.initial = initial
    self.multiplier = multiplier
    self.jitter = jitter
    self.max = max
  }

  /// Between connections, as gRPC's document has it: 1 s, 1.6, 0.2, 120 s.
  public static let connection = Backoff(
    initial: .seconds(1), multiplier: 1.6, jitter: 0.2, max: .seconds(120))

  /// The wait before attempt number `attempt`, in nanoseconds.
  ///
  /// - Parameters:
  ///   - attempt: from 1 on.
  ///   - chance: the draw, from 0 to 1.
  public func delay(_ attempt: Int, chance: Double) -> Int64 {
    let grown = Double(initial.wholeNanoseconds) * pow(multiplier, Double(attempt - 1))
    let jittered =
      Swift.min(grown, Double(max.wholeNanoseconds)) * (1 + jitter * (2 * chance - 1))
    // No number, or beyond what 64 bits hold, when the configuration is absurd.
    guard jittered > 0 else { return 0 }
    return jittered < 9e18 ? Int64(jittered) : .max / 2
  }
}
