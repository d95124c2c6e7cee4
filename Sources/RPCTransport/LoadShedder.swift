/// Decides which calls a loop turns away when more comes in than it can serve. It knows no clock and
/// no socket: it is told when turns began and ended, and how many calls it was asked for.
///
/// Handlers run on the loop, so what a request waits is the length of a turn: its bytes become readable
/// in one and are read in the next. Long turns now and then are a burst, and are worked off. Turns
/// that stay longer than the target for a whole interval are a queue that does not go away, and would
/// grow until every answer comes too late: calls are then turned away until turns are as long as the
/// target, which keeps the loop busy and the wait of what is admitted below two targets.
///
///     calm ──a turn beyond the target──▶ strained ──none within it for an interval──▶ shedding
///      ▲  ◀────── a turn within it ─────────┘                                            │
///      └────────────────────── nothing shed for an interval ─────────────────────────────┘
///
/// How many calls a turn may take follows from the last one: as many as would have taken the target.
/// They are shared evenly between the connections that ask in this turn or asked in the last, so that
/// one which asks for little gets all of it, whatever another asks for. Its share is kept for it: when
/// it comes after others that have had a whole turn's calls, the turn takes more, twice as many at most.
/// A part of a call is a chance: of connections that are more than the calls of a turn, each is served
/// now and then.
///
/// Source: the idea of a delay that persists, not a length, as the sign of overload is CoDel's
/// (RFC 8289); where that drops what has waited, we refuse what would.
struct LoadShedder {
  private enum Phase: Equatable {
    case calm
    /// Turns have been too long since then.
    case strained(since: Int64)
    /// So many calls a turn are admitted; the last was turned away then.
    case shedding(callsPerTurn: Int, lastShed: Int64)
  }

  /// How long a turn may be, in nanoseconds.
  let target: Int64
  /// How long turns may stay longer than that, in nanoseconds.
  let interval: Int64

  private var phase = Phase.calm

  private var lastTurnEnded: Int64 = 0

  // Of the present turn.
  private var turn = 0
  private var began: Int64 = 0
  private var admitted = 0
  private var hasShed = false
  private var askers = 0
  /// How many connections asked in the last turn.
  private var lastAskers = 0

  /// Where the chances come from (Knuth's linear congruential generator, MMIX): they need not be good.
  private var chance: UInt64 = 1

  /// What is left of one connection's share; each keeps its own.
  struct Account {
    /// The turn in which it asked last.
    fileprivate var turn = 0
    /// Calls that may still be admitted in that turn.
    fileprivate var left = 0
  }

  /// Targets that make an interval: a guess, long enough for a burst and a fraction of what people
  /// call slow.
  static let targetsPerInterval: Int64 = 5
  private static let callsPerTurnMax = 1 << 20

  init(target: Duration) {
    self.target = max(target.clampedNanoseconds, 1)
    let (product, overflow) = self.target.multipliedReportingOverflow(by: Self.targetsPerInterval)
    interval = overflow ? .max : product
  }

  var isShedding: Bool {
    if case .shedding = phase { true } else { false }
  }

  /// The first call of a turn is about to be asked for.
  mutating func turnBegan(at now: Int64) {
    turn += 1
    began = now
    switch phase {
    case .calm: break
    case .strained:
      // Between its turns the loop was idle: there is no queue.
      if now - lastTurnEnded > target { phase = .calm }
    case .shedding(_, let lastShed):
      if now - lastShed >= interval { phase = .calm }
    }
  }

  /// Whether the next call of the connection with that account is to be served. The clock, in
  /// nanoseconds, is asked only while turns are too long.
  mutating func admits(_ account: inout Account, now: @autoclosure () -> Int64) -> Bool {
    let isNew = account.turn != turn
    if isNew {
      account.turn = turn
      account.left = 0
      askers += 1
    }
    if case .strained(let since) = phase {
      let now = now()
      if now - since >= interval, now - began > target {
        // This turn has had enough, and the next knows how much that was.
        phase = .shedding(callsPerTurn: max(admitted, 1), lastShed: now)
      }
    }
    if case .shedding(let callsPerTurn, _) = phase {
      if isNew { account.left = share(of: callsPerTurn) }
      guard account.left > 0, admitted < 2 * callsPerTurn else {
        hasShed = true
        return false
      }
      account.left -= 1
    }
    admitted += 1
    return true
  }

  /// What a connection is given of the turn's calls.
  private mutating func share(of callsPerTurn: Int) -> Int {
    let sharers = max(askers, lastAskers)
    let (whole, rest) = callsPerTurn.quotientAndRemainder(dividingBy: sharers)
    guard rest > 0 else { return whole }
    chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(chance >> 33) % sharers < rest ? whole + 1 : whole
  }

  /// The turn has ended.
  mutating func turnEnded(at end: Int64) {
    lastTurnEnded = end
    let length = end - began
    switch phase {
    case .calm:
      if length > target { phase = .strained(since: end) }
    case .strained(let since):
      if length <= target {
        phase = .calm
      } else if end - since >= interval {
        phase = .shedding(callsPerTurn: scaled(admitted, length), lastShed: end)
      }
    case .shedding(let callsPerTurn, let last):
      phase = .shedding(
        callsPerTurn: next(callsPerTurn, length), lastShed: hasShed ? end : last)
    }
    lastAskers = askers
    (admitted, hasShed, askers) = (0, false, 0)
  }

  private func next(_ callsPerTurn: Int, _ length: Int64) -> Int {
    // Shares that are not used leave room: a turn of few calls may be as long as one of many.
    let bound = max(admitted, 1) * max(askers, 1)
    if length > target { return scaled(min(callsPerTurn, bound), length) }
    // More is let in only when more was asked for.
    return hasShed ? max(scaled(callsPerTurn, length), callsPerTurn + 1) : callsPerTurn
  }

  /// The calls that would have taken the target, when these took `length`; not all at once, as one turn
  /// may have been the exception.
  private func scaled(_ calls: Int, _ length: Int64) -> Int {
    let factor = min(max(Double(target) / Double(max(length, 1)), 0.25), 2)
    return min(max(Int(Double(calls) * factor), 1), Self.callsPerTurnMax)
  }
}
