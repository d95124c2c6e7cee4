/// How late sends are of the generator's own doing.
///
/// It follows a generator that needs no time of its own beyond what the schedule leaves: such a one
/// starts a send when it is due, or when the server lets go of the send before. What the real one
/// starts later than that, for want of processor time as a rule, is its own lateness, and adds up as
/// long as it doesn't catch up. All times are in nanoseconds of one clock.
struct Punctuality: Sendable {
  /// Between two sends that are due.
  let interval: Int64
  /// When the ideal generator is through with its sends so far; nil before the first.
  private var free: Int64?
  /// When the ideal and the real generator started the send under way.
  private var started: (ideal: Int64, real: Int64)?

  init(interval: Int64) { self.interval = interval }

  /// A send begins that was due then. Returns by how much it is the generator that is late.
  mutating func begin(due: Int64, at now: Int64) -> Int64 {
    let ideal = max(due, free ?? due)
    started = (ideal, now)
    return max(0, now - ideal)
  }

  /// The send has ended, having been held up by the server for so long. Of the generator's own work
  /// an interval's worth is due to it: enough to keep the schedule, or to make up for the server.
  mutating func end(at now: Int64, heldUp: Int64) {
    guard let started else { return }
    let own = now - started.real - heldUp
    free = started.ideal + heldUp + min(own, interval)
    self.started = nil
  }
}
