/// How many calls a second are due, and so when each is: an open model, in which a slow answer delays
/// no later call.
struct Schedule: Sendable, Hashable {
  /// A stretch of time in which the rate is the same, or goes evenly from one to another.
  struct Segment: Sendable, Hashable {
    /// In calls a second.
    var from: Double
    var to: Double
    var seconds: Double

    /// Calls that are due in it.
    var calls: Double { (from + to) / 2 * seconds }

    /// When, in seconds from the segment's start, `calls` of its calls are due: the root of
    /// from·t + (to - from)/(2·seconds)·t² = calls, in the form that is exact for a constant rate.
    func time(of calls: Double) -> Double {
      let growth = (to - from) / seconds
      let root = max(0, from * from + 2 * growth * calls).squareRoot()
      return from + root > 0 ? min(seconds, 2 * calls / (from + root)) : 0
    }
  }

  let segments: [Segment]

  var seconds: Double { segments.reduce(0) { $0 + $1.seconds } }

  /// Calls that are due in all of it.
  var calls: Int { Int(segments.reduce(0) { $0 + $1.calls }.rounded()) }

  /// This schedule behind so many seconds at its first rate.
  func warmedUp(for seconds: Double) -> Schedule {
    guard seconds > 0, let first = segments.first else { return self }
    let warmUp = Segment(from: first.from, to: first.from, seconds: seconds)
    return Schedule(segments: [warmUp] + segments)
  }
}

/// When the calls of one loop are due. Of `stride` loops each takes every `stride`-th call of the
/// schedule.
struct Arrivals: Sendable {
  /// How calls are spread in time.
  enum Spread: String, Sendable, CaseIterable {
    /// At even distances, as far as the rate allows.
    case even
    /// At random ones, independent of each other (a Poisson process), as many callers come together.
    case random
  }

  private let segments: [Schedule.Segment]
  private let spread: Spread
  private let stride: Double
  /// Calls before the next one, counted from the start of the segment.
  private var position: Double
  private var segment = 0
  /// Seconds before the segment.
  private var elapsed = 0.0
  private var random: RandomSource

  init(
    _ schedule: Schedule, first: Int = 0, stride: Int = 1, spread: Spread = .even,
    random: RandomSource = RandomSource(seed: 0)
  ) {
    segments = schedule.segments
    self.spread = spread
    self.stride = Double(stride)
    self.random = random
    position = Double(first)
    if spread == .random { position = gap() }
  }

  /// The next call's delay from the schedule's start, in nanoseconds; nil when there is none.
  mutating func next() -> Int64? {
    while segment < segments.count {
      let current = segments[segment]
      // What is left by rounding is no call.
      if position < current.calls - 1e-6 {
        let due = elapsed + current.time(of: position)
        position += gap()
        return Int64((due * 1e9).rounded())
      }
      position = max(0, position - current.calls)
      elapsed += current.seconds
      segment += 1
    }
    return nil
  }

  private mutating func gap() -> Double {
    spread == .even ? stride : stride * random.exponential()
  }
}
