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
/// They are shared evenly between the connections that ask, so that one which asks for little gets all
/// of it, whatever another asks for.
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
  private var began: Int64 = 0
  private var admitted = 0
  private var hasShed = false
  /// Who asked last: a connection's requests are read together.
  private var asker: ObjectIdentifier?
  private var askers = 0
  private var admittedOfAsker = 0
  /// How many connections asked in the last turn.
  private var sharers = 1

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

  /// Whether a connection's next call is to be served. The clock, in nanoseconds, is asked only while
  /// turns are too long.
  mutating func admits(from connection: ObjectIdentifier, now: @autoclosure () -> Int64) -> Bool {
    switch phase {
    case .calm: break
    case .strained(let since):
      let now = now()
      if now - since >= interval, now - began > target {
        // This turn has had enough, and the next knows how much that was.
        phase = .shedding(callsPerTurn: max(admitted, 1), lastShed: now)
        return shed()
      }
    case .shedding(let callsPerTurn, _):
      if connection != asker {
        asker = connection
        askers += 1
        admittedOfAsker = 0
      }
      guard admitted < callsPerTurn, admittedOfAsker < max(callsPerTurn / sharers, 1) else {
        return shed()
      }
      admittedOfAsker += 1
    }
    admitted += 1
    return true
  }

  private mutating func shed() -> Bool {
    hasShed = true
    return false
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
    sharers = max(askers, 1)
    (admitted, hasShed, asker, askers, admittedOfAsker) = (0, false, nil, 0, 0)
  }

  private func next(_ callsPerTurn: Int, _ length: Int64) -> Int {
    if length > target { return scaled(min(callsPerTurn, max(admitted, 1)), length) }
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
