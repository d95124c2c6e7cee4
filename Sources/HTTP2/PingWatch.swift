/// Tells a client that asks for signs of life from one that pings without end.
///
/// The rule is stock gRPC's: PINGs that come sooner after each other than they may are strikes,
/// unless something was sent in between, since clients measure their bandwidth with PINGs while they
/// receive; the third strike is one too many. Source: gRPC proposal A8, "Server Enforcement".
public struct PingWatch: Sendable, Hashable {
  /// Strikes that are forgiven.
  public static let strikesMax = 2
  /// What a GOAWAY says to such a client: stock clients wait longer between their PINGs after
  /// exactly these words.
  public static let debugText = "too_many_pings"

  private var previous: Int64?
  private var strikes = 0

  public init() {}

  /// A PING has come; whether the client is to be put out.
  ///
  /// - Parameters:
  ///   - now: in nanoseconds.
  ///   - interval: the least time between two PINGs, in nanoseconds; `.max` when there should be none.
  ///   - hasSent: whether headers or payload were sent since the last PING.
  public mutating func isTooMany(at now: Int64, interval: Int64, hasSent: Bool) -> Bool {
    defer { previous = now }
    if hasSent {
      strikes = 0
      return false
    }
    guard let previous else { return false }
    let (due, overflow) = previous.addingReportingOverflow(interval)
    if !overflow, now >= due { return false }
    strikes += 1
    return strikes > Self.strikesMax
  }
}
