import CivilTime

/// How much of a span of time a component was there, without the windows that were planned (CARD-25, TEL-39).
public enum Availability {
  public struct Answer: Hashable, Sendable {
    /// The span less what was planned.
    public let promised: Duration
    public let planned: Duration
    /// Down, outside of what was planned.
    public let down: Duration
    /// When it was down, in order.
    public let outages: [Range<Instant>]
    /// Millionths of the promised time in which it was there, cut off; 1,000,000 where nothing was promised.
    public let partsPerMillion: Int
    public let trace: Trace
  }

  /// The availability of a span, such as a month in Japan.
  ///
  /// - Parameters:
  ///   - outages: when it was down, in any order; they may overlap.
  ///   - planned: maintenance that does not count as an outage: minor, and stops that were announced. An
  ///     emergency is an outage.
  public static func compute(
    _ span: Range<Instant>, outages: [Range<Instant>], planned: [Range<Instant>]
  ) -> Answer {
    let calm = merged(planned, within: span)
    let unplanned = merged(outages, within: span).flatMap { without(calm, $0) }
    var trace = Trace()
    trace.step(
      .tel39, "The span.",
      [
        "from": .instant(span.lowerBound), "to": .instant(span.upperBound),
        "total": .duration(length(span)),
      ])
    let plannedTime = note(calm, "planned", .card25, "A planned window is no outage.", &trace)
    let down = note(unplanned, "down", .tel39, "An outage.", &trace)
    let promised = length(span) - plannedTime
    let up = promised - down
    let parts =
      promised.nanoseconds == 0
      ? 1_000_000 : Int(up.nanoseconds * 1_000_000 / promised.nanoseconds)
    trace.step(
      .tel39, "What was up of the time promised: the span without what was planned.",
      [
        "total": .duration(length(span)), "planned": .duration(plannedTime),
        "promised": .duration(promised), "down": .duration(down), "up": .duration(up),
        "parts_per_million": .integer(parts),
      ],
      formula: "promised = total - planned; up = promised - down"
        + (parts == 1_000_000 ? "" : "; parts_per_million = up * 1000000 / promised"))
    return Answer(
      promised: promised, planned: plannedTime, down: down, outages: unplanned,
      partsPerMillion: parts, trace: trace)
  }

  /// Notes spans with their running sum under `name`.
  private static func note(
    _ spans: [Range<Instant>], _ name: String, _ rule: RuleID, _ text: String,
    _ trace: inout Trace
  ) -> Duration {
    var sum: Duration = .zero
    for span in spans {
      let before = sum
      sum += length(span)
      let values: KeyValuePairs<String, TraceValue> = [
        "from": .instant(span.lowerBound), "to": .instant(span.upperBound),
        "before": .duration(before), "length": .duration(length(span)), name: .duration(sum),
      ]
      trace.step(rule, text, values, formula: "\(name) = before + length")
    }
    return sum
  }

  /// What is left of `span` without others that are in order and apart.
  private static func without(
    _ others: [Range<Instant>], _ span: Range<Instant>
  ) -> [Range<Instant>] {
    var left: [Range<Instant>] = []
    var start = span.lowerBound
    for other in others where other.overlaps(span) {
      if start < other.lowerBound { left.append(start..<other.lowerBound) }
      start = max(start, other.upperBound)
    }
    if start < span.upperBound { left.append(start..<span.upperBound) }
    return left
  }

  private static func length(_ span: Range<Instant>) -> Duration {
    span.lowerBound.duration(to: span.upperBound)
  }

  /// The same instants as spans that neither touch nor overlap, cut to `span`.
  private static func merged(
    _ spans: [Range<Instant>], within span: Range<Instant>
  ) -> [Range<Instant>] {
    var merged: [Range<Instant>] = []
    let inside = spans.map { $0.clamped(to: span) }.filter { !$0.isEmpty }
    for next in inside.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, next.lowerBound <= last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<max(last.upperBound, next.upperBound)
      } else {
        merged.append(next)
      }
    }
    return merged
  }
}

extension Duration {
  /// Whole nanoseconds.
  fileprivate var nanoseconds: Int128 {
    Int128(components.seconds) * 1_000_000_000 + Int128(components.attoseconds / 1_000_000_000)
  }
}
