/// A server's bounds in time, counted in beats of its loops: one timer a loop looks after all
/// connections, and nothing on a call's path reads a clock or sets a timer for them.
///
/// What takes longer than its bound is found at the next beat, so up to one interval late.
struct Pace: Sendable {
  /// From one beat to the next.
  let interval: Duration
  /// The bounds in beats; `.max` where there is none.
  let handshake: Int
  let headerBlock: Int
  let idle: Int
  let age: Int
  let ageGrace: Int
  let stall: Int
  let keepalive: Int
  let keepaliveTimeout: Int
  /// For the request and the answer of a client that speaks HTTP/1.1.
  let plainExchange: Int
  /// What is left unanswered, or unread at the end, is waited for so long.
  let farewell: Int
  /// What a beat refills of a ledger: a hundredth of it in a second.
  let credit: Int

  /// How long a client that answers no PING is given to hear of the shutdown, and one that was put
  /// out to read why.
  private static let farewellMax = Duration.seconds(1)
  private static let plainExchangeMax = Duration.seconds(10)

  init(_ limits: ServerLimits) {
    let bounds = [
      limits.handshakeTimeout, limits.headerBlockTimeout, limits.idleTimeout, limits.connectionAge,
      limits.stallTimeout, limits.keepaliveInterval, limits.keepaliveTimeout,
    ].filter { $0 > .zero }
    // Tests set bounds of milliseconds.
    let interval = min(max((bounds.min() ?? .seconds(1)) / 4, .milliseconds(2)), .milliseconds(500))
    func beats(_ bound: Duration) -> Int {
      bound > .zero ? max(Int((bound / interval).rounded(.up)), 1) : .max
    }
    self.interval = interval
    handshake = beats(limits.handshakeTimeout)
    headerBlock = beats(limits.headerBlockTimeout)
    idle = beats(limits.idleTimeout)
    age = beats(limits.connectionAge)
    ageGrace = beats(limits.connectionAgeGrace)
    stall = beats(limits.stallTimeout)
    keepalive = beats(limits.keepaliveInterval)
    keepaliveTimeout = beats(limits.keepaliveTimeout)
    plainExchange = beats(Pace.plainExchangeMax)
    farewell = beats(Pace.farewellMax)
    credit = Int(Double(limits.abuseBudget) / 100 * (interval / .seconds(1)))
  }
}
