import CivilTime

/// Where a worker was, merged from what his agent saw (TEL-30).
public enum Presence {
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// 在席
    case present
    /// 離席: he has left his place for a while.
    case away
    /// 不在: he is not there.
    case absent
    /// Nothing was heard of the agent.
    case unknown
  }

  /// What an agent saw at an instant, and how sure it was.
  public struct Sighting: Hashable, Sendable {
    public let state: State
    /// By the agent's clock, with what that is off.
    public let at: Instant
    /// In per mille.
    public let confidence: Int
    /// Below which confidence a face is nobody's, in per mille.
    public let threshold: Int

    public init(_ state: State, at: Instant, confidence: Int = 1000, threshold: Int = 0) {
      self.state = state
      self.at = at
      self.confidence = confidence
      self.threshold = threshold
    }

    /// A face that nobody is sure of is no presence.
    public var effective: State {
      state == .present && confidence < threshold ? .away : state
    }
  }

  public struct Interval: Hashable, Sendable {
    public let state: State
    public var span: Range<Instant>

    public init(_ state: State, _ span: Range<Instant>) {
      self.state = state
      self.span = span
    }
  }

  /// How long a sighting holds without another, unless a parameter says otherwise.
  public static let silence = Duration.seconds(300)

  /// The states within `span` without gaps, each as long as it lasts: a sighting holds until the next one, and until
  /// silence at most.
  ///
  /// - Parameters:
  ///   - sightings: in any order, with those before the span that reach into it. Of several at one instant the last
  ///     counts.
  ///   - now: beyond it nothing is known.
  public static func intervals(
    _ sightings: [Sighting], in span: Range<Instant>, at now: Instant,
    silence: Duration = Presence.silence
  ) -> [Interval] {
    let end = min(span.upperBound, max(now, span.lowerBound))
    let inOrder = sightings.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
    var intervals: [Interval] = []
    var place = span.lowerBound
    func add(_ state: State, to limit: Instant) {
      let limit = min(limit, end)
      guard limit > place else { return }
      if let last = intervals.last, last.state == state {
        intervals[intervals.count - 1].span = last.span.lowerBound..<limit
      } else {
        intervals.append(Interval(state, place..<limit))
      }
      place = limit
    }
    for (index, sighting) in inOrder.enumerated() {
      add(.unknown, to: sighting.at)
      let next = index + 1 < inOrder.count ? inOrder[index + 1].at : Instant.max
      add(sighting.effective, to: min(next, sighting.at.advanced(by: max(silence, .zero))))
    }
    add(.unknown, to: end)
    return intervals
  }
}
