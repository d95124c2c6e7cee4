/// How fast somebody may come: so many at once, and after that one in each interval. The source has no rule for
/// it; the numbers are our decision.
///
/// Kept as the instant at which all would be given back (the "theoretical arrival time" of the generic cell rate
/// algorithm, ITU-T I.371): one number, whatever came before.
public struct Pace: Sendable, Hashable {
  /// When nothing of what came is left, in milliseconds since 1970.
  private var restedAt: Int64 = .min

  /// How many at once, and how often after that.
  public struct Policy: Sendable, Hashable {
    public let burst: Int64
    /// In milliseconds.
    public let interval: Int64

    /// Of one account: a person and his programs.
    public static let account = Policy(burst: 30, interval: 2_000)
    /// Of one address, from which a whole office may come in the morning.
    public static let address = Policy(burst: 300, interval: 200)
  }

  public init() {}

  /// Whether nothing of it is left at `now`.
  public func isForgotten(at now: Int64) -> Bool { restedAt <= now }

  /// Takes one in if it comes no faster than it may.
  ///
  /// - Parameter now: in milliseconds since 1970.
  /// - Returns: how long it has to wait, in milliseconds; 0 when it was taken in.
  public mutating func take(at now: Int64, _ policy: Policy) -> Int64 {
    let rested = max(restedAt, now)
    let wait = rested - now - (policy.burst - 1) * policy.interval
    guard wait <= 0 else { return wait }
    restedAt = rested + policy.interval
    return 0
  }
}
