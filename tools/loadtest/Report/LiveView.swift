import Files
import Synchronization

/// What goes on, once a second: a few lines that are drawn over each other on a terminal, a line of its
/// own for each second elsewhere.
final class LiveView: Sendable {
  /// Nil when the number of calls is the bound.
  private let plannedSeconds: Double?
  private let isTerminal: Bool
  private let write: @Sendable (String) -> Void
  /// Lines on the terminal that the next drawing goes over.
  private let drawn = Mutex(0)

  init(
    plannedSeconds: Double?, isTerminal: Bool = StandardStream.error.isTerminal,
    write: @escaping @Sendable (String) -> Void = { StandardStream.error.write($0) }
  ) {
    self.plannedSeconds = plannedSeconds
    self.isTerminal = isTerminal
    self.write = write
  }

  func showWarmUp(secondsLeft: Double) {
    if isTerminal { draw(["warming up, \(decimal(secondsLeft, 0)) s"]) }
  }

  /// - Parameter total: of all seconds so far.
  func show(_ interval: Interval, _ total: Tally) {
    let seconds = decimal(interval.until, 0)
    guard isTerminal else {
      return write(
        "\(seconds) s: \(decimal(interval.rate, 0))/s, \(interval.errors) errors, "
          + "\(interval.inFlight) in flight, p50 \(milliseconds(interval.p50)) ms, "
          + "p99 \(milliseconds(interval.p99)) ms, max \(milliseconds(interval.longest)) ms\n")
    }
    let planned =
      plannedSeconds.map { " of \(decimal($0, 0)) s  \(bar(interval.until / $0))" } ?? ""
    var lines = [
      "\(seconds) s\(planned)",
      "now    \(decimal(interval.rate, 0))/s, \(interval.inFlight) in flight, "
        + "p50 \(milliseconds(interval.p50)) ms, p90 \(milliseconds(interval.p90)) ms, "
        + "p99 \(milliseconds(interval.p99)) ms, max \(milliseconds(interval.longest)) ms",
      "so far \(total.ok) ended well, \(total.errorCount) did not, "
        + "p50 \(milliseconds(total.response.percentile(50))) ms, "
        + "p99 \(milliseconds(total.response.percentile(99))) ms, "
        + "lag p99 \(milliseconds(total.lag.percentile(99))) ms",
    ]
    let errors = total.outcomes.filter { !$0.outcome.isOK }.sorted { $0.count > $1.count }
    lines += errors.prefix(3).map { "       \($0.count) \($0.outcome.description)" }
    draw(lines)
  }

  /// Leaves the terminal as if nothing had been drawn.
  func finish() {
    if isTerminal { draw([]) }
  }

  private func bar(_ share: Double) -> String {
    let width = 30
    let full = Int((min(1, max(0, share)) * Double(width)).rounded())
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }

  private func draw(_ lines: [String]) {
    let up = drawn.withLock { drawn in
      defer { drawn = lines.count }
      return drawn
    }
    // Up, and clear what is below (ECMA-48: CUU, ED).
    let back = up > 0 ? "\u{1b}[\(up)A\r\u{1b}[J" : ""
    write(back + lines.map { "\($0)\n" }.joined())
  }
}
