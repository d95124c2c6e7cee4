import Synchronization

/// What an agent has, and what has become of what it had.
struct AgentCounts: Sendable, Hashable {
  /// Kept here and not there.
  var pictures = 0
  var records = 0
  /// Lost, and the server has not been told.
  var losses = 0
  /// Taken by the server since the agent began.
  var stored = 0
  /// Records that the server has taken.
  var recordsTaken = 0
  /// What it had already.
  var known = 0
  /// Refused by it for good.
  var refused = 0
  /// Dropped for want of room since the agent began.
  var dropped = 0

  /// `3 pictures and 1 record`, `nothing`
  var waiting: String {
    var parts: [String] = []
    if pictures > 0 { parts.append(Self.number(pictures, "picture")) }
    if records > 0 { parts.append(Self.number(records, "record")) }
    if losses > 0 { parts.append("\(Self.number(losses, "lost picture")) to report") }
    return parts.isEmpty ? "nothing" : parts.joined(separator: " and ")
  }

  /// `12 pictures stored, 1 known before, 2 lost; nothing waits`
  var line: String {
    var parts = ["\(Self.number(stored, "picture")) stored"]
    if known > 0 { parts.append("\(known) known before") }
    if recordsTaken > 0 { parts.append("\(Self.number(recordsTaken, "record")) taken") }
    if refused > 0 { parts.append("\(refused) refused") }
    if dropped > 0 { parts.append("\(dropped) lost") }
    let verb = pictures + records + losses > 1 ? "wait" : "waits"
    return "\(parts.joined(separator: ", ")); \(waiting) \(verb)"
  }

  private static func number(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

/// The lines by which an agent says how it fares: few, so that they can be kept for years.
final class AgentStatus: Sendable {
  private struct State {
    var shown = AgentCounts()
    var shownAt: ContinuousClock.Instant?
    /// When each was told last.
    var troubles: [String: ContinuousClock.Instant] = [:]
  }

  /// Between two lines of counts, unless everything is done.
  private static let interval = Duration.seconds(10)
  /// After which the same trouble is told again.
  private static let troubleInterval = Duration.seconds(600)

  private let console: Console
  private let state = Mutex(State())

  init(_ console: Console) {
    self.console = console
  }

  func tell(_ line: String) { console.complain(TextWidth.onOneLine(line)) }

  /// Tells what stands in the way, and the same not again for a while.
  func trouble(_ line: String) {
    let isNew = state.withLock { state in
      let now = ContinuousClock.now
      state.troubles = state.troubles.filter { now - $0.value < Self.troubleInterval }
      guard state.troubles[line] == nil else { return false }
      state.troubles[line] = now
      return true
    }
    if isNew { tell(line) }
  }

  /// Tells the counts if they have changed, now and then.
  func show(_ counts: AgentCounts) {
    let isDue = state.withLock { state in
      guard state.shown != counts else { return false }
      let now = ContinuousClock.now
      let isDone = counts.pictures + counts.records + counts.losses == 0
      if let at = state.shownAt, !isDone, now - at < Self.interval { return false }
      if state.shownAt == nil, !isDone {
        state.shownAt = now
        return false
      }
      (state.shown, state.shownAt) = (counts, now)
      return true
    }
    if isDue { tell(counts.line) }
  }

  /// Answers to lines of input, a line each.
  func answer(_ lines: [String]) {
    for line in lines { console.print(TextWidth.onOneLine(line)) }
  }

  /// The last words.
  func finish(_ counts: AgentCounts) { console.print(counts.line) }
}
