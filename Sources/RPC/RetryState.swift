/// Decides, when an attempt of a call has failed, whether there is another: gRFC A6 and its transparent
/// retries, without any I/O.
///
///     attempt ──head arrived, too much sent──▶ committed: the next end is the call's
///        │
///        └─failed─▶ never sent, refused unseen ─▶ again at once, or nearly; not counted
///                   code of the policy ─────────▶ again after a while, counted
///                   any other ──────────────────▶ the call's end
public struct RetryState: Sendable {
  /// How far an attempt that failed had come.
  public enum Reach: Sendable, Hashable {
    /// Nothing of it left this side.
    case unsent
    /// The server says that it has not looked at it (`REFUSED_STREAM`, or beyond a GOAWAY).
    case refused
    /// The server may have worked on it.
    case seen
  }

  public enum Verdict: Sendable, Hashable {
    case again
    /// In so many nanoseconds.
    case againAfter(Int64)
    case end
  }

  /// Attempts before the present one that the server may have seen: `grpc-previous-rpc-attempts`.
  public private(set) var previousAttempts = 0
  /// Whether the call stays with its present attempt, whatever becomes of it.
  public private(set) var isCommitted = false
  /// Waits since the server last said itself how long to wait.
  private var waits = 0
  private var refusals = 0
  private var misses = 0

  /// After so many unseen refusals the next counts as seen. A6 ("Transparent Retries") has one; but a
  /// server may let go of a stream a little after it has said its end, and refuse meanwhile what keeps to
  /// its limit: all but the first are made again after a moment.
  private static let refusalsMax = 5
  /// The moment, in nanoseconds; doubled each time.
  private static let refusalWait: Int64 = 1_000_000
  /// A6 sets no bound; but a server that takes connections and gives none a chance must not keep a
  /// client busy for ever.
  private static let missesMax = 5

  public init() {}

  /// The response has begun, or what was sent cannot be sent again.
  public mutating func commit() { isCommitted = true }

  /// An attempt failed with `code`.
  ///
  /// - Parameters:
  ///   - pushback: what the server said about trying again.
  ///   - policy: nil when the service config has none for the method.
  ///   - throttle: the channel's; nil when the service config has none.
  ///   - chance: a draw from 0 to 1.
  public mutating func attemptFailed(
    _ code: Code, _ reach: Reach, pushback: RetryPushback? = nil, policy: RetryPolicy?,
    throttle: inout RetryThrottle?, chance: Double
  ) -> Verdict {
    if isCommitted { return .end }
    switch reach {
    case .unsent:
      misses += 1
      if misses <= RetryState.missesMax { return .again }
    case .refused:
      refusals += 1
      if refusals == 1 { return .again }
      if refusals <= RetryState.refusalsMax {
        return .againAfter(RetryState.refusalWait << Int64(refusals - 2))
      }
    case .seen: break
    }
    guard let policy, policy.codes.contains(code) else { return .end }
    throttle?.failed()
    if pushback == .stop || throttle?.isSpent == true { return .end }
    guard previousAttempts + 1 < policy.maxAttempts else { return .end }
    previousAttempts += 1
    if case .wait(let nanoseconds) = pushback {
      waits = 0
      return .againAfter(nanoseconds)
    }
    waits += 1
    return .againAfter(policy.backoff.delay(waits, chance: chance))
  }
}

/// What a server says in `grpc-retry-pushback-ms` of its trailers. Source: gRFC A6, "Pushback".
public enum RetryPushback: Sendable, Hashable {
  /// In nanoseconds.
  case wait(Int64)
  /// Not to try again: a negative number, or none.
  case stop

  /// Reads the header's value.
  init(_ value: UnsafeRawBufferPointer) {
    guard let milliseconds = Int32(String(decoding: value, as: UTF8.self)), milliseconds >= 0 else {
      self = .stop
      return
    }
    self = .wait(Int64(milliseconds) * 1_000_000)
  }
}

/// The tokens that a channel's retries draw on: each failure takes one, each success gives a part of one
/// back; with half of them or less left nobody retries. Source: gRFC A6, "Throttling Retry Attempts".
public struct RetryThrottle: Sendable, Hashable {
  private let milliTokensMax: Int
  private let milliTokensPerSuccess: Int
  private var milliTokens: Int

  /// - Parameters:
  ///   - tokensMax: from 1 to 1000.
  ///   - tokenRatio: what a success gives back; three places after the point count.
  public init(tokensMax: Int, tokenRatio: Double) {
    milliTokensMax = min(max(tokensMax, 1), 1000) * 1000
    milliTokensPerSuccess = Int(min(max(tokenRatio, 0), 1000) * 1000)
    milliTokens = milliTokensMax
  }

  /// Whether no retry is to be made now.
  public var isSpent: Bool { milliTokens <= milliTokensMax / 2 }

  /// An attempt ended with a code that is retried.
  public mutating func failed() { milliTokens = max(milliTokens - 1000, 0) }

  /// A call ended with `OK`.
  public mutating func succeeded() {
    milliTokens = min(milliTokens + milliTokensPerSuccess, milliTokensMax)
  }
}
