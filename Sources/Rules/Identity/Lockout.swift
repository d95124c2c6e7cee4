/// How long somebody waits who tries passwords: an account, or an address. The source has no rule for it;
/// the numbers are our decision.
///
/// A try counts when it begins, so that many at once are no more than many in turn.
public struct Lockout: Sendable, Hashable {
  /// Tries that have not succeeded.
  public private(set) var failures = 0
  /// When the last of them began, in seconds since 1970.
  public private(set) var lastTry: Int64 = 0

  /// How many are free, and how the wait grows.
  public struct Policy: Sendable, Hashable {
    /// Tries before any wait.
    public let freeTries: Int
    /// The first wait in seconds; each failure doubles it.
    public let firstWait: Int64
    /// The longest wait in seconds.
    public let longestWait: Int64

    /// Of one account: five tries, then a minute, up to an hour.
    public static let account = Policy(freeTries: 5, firstWait: 60, longestWait: 3600)
    /// Of one address, from which many people may come: fifty tries, then a second, up to a minute.
    public static let address = Policy(freeTries: 50, firstWait: 1, longestWait: 60)
  }

  /// After so many seconds without a try, all is forgotten.
  public static let memory: Int64 = 86400

  public init() {}

  /// As it was kept.
  public init(failures: Int, lastTry: Int64) {
    self.failures = failures
    self.lastTry = lastTry
  }

  /// Whether nothing of it is left at `now`.
  public func isForgotten(at now: Int64) -> Bool { failures == 0 || now - lastTry >= Self.memory }

  /// How long to wait before the next try, in seconds; 0 when it may be made now.
  public func wait(at now: Int64, _ policy: Policy) -> Int64 {
    guard !isForgotten(at: now), failures >= policy.freeTries else { return 0 }
    let doublings = min(failures - policy.freeTries, 30)
    let whole = min(policy.firstWait << Int64(doublings), policy.longestWait)
    return max(0, lastTry + whole - now)
  }

  /// Begins a try.
  public mutating func begin(at now: Int64) {
    if isForgotten(at: now) { failures = 0 }
    failures += 1
    lastTry = now
  }

  /// A try that was begun has succeeded: it does not count.
  public mutating func takeBack() { failures = max(0, failures - 1) }
}
