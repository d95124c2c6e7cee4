/// What a run found.
struct Report: Sendable {
  enum Model: Sendable, Hashable {
    case closed(callers: Int)
    /// - Parameters:
    ///   - text: the schedule as it was given.
    ///   - scheduled: calls that were due.
    case open(text: String, scheduled: Int)
  }

  /// A threshold and what the run made of it.
  struct Check: Sendable, Hashable {
    let threshold: Threshold
    let value: Double
    var isBroken: Bool { threshold.isBroken(by: value) }
  }

  /// What was called, and where.
  var title: String
  /// What one call is: `calls`, `pictures`.
  var unit = "calls"
  /// Whether calls have several messages.
  var isStreaming = false
  var model = Model.closed(callers: 0)
  var connections = 0
  var threads = 0
  var tally: Tally
  var series: [Interval]
  /// From the end of the warm-up to the last call's end.
  var seconds: Double
  var verdict: GeneratorVerdict
  private(set) var checks: [Check] = []

  init(title: some StringProtocol, _ result: LoadRun.Result, isStreaming: Bool = false) {
    self.title = String(title)
    self.isStreaming = isStreaming
    tally = result.tally
    series = result.series
    seconds = result.seconds
    verdict = GeneratorVerdict(
      starts: result.tally.started, late: result.tally.late,
      lagP99: result.tally.lag.percentile(99), lagMax: result.tally.lag.longest,
      held: result.tally.held, threads: result.threads)
  }

  /// Calls that ended well a second.
  var rate: Double { seconds > 0 ? Double(tally.ok) / seconds : 0 }

  var errorShare: Double {
    tally.completed > 0 ? Double(tally.errorCount) / Double(tally.completed) : 0
  }

  /// Holds the run against what it must not be.
  mutating func judge(_ thresholds: [Threshold]) {
    checks = thresholds.map { Check(threshold: $0, value: value(of: $0.metric)) }
  }

  /// Whether a threshold is broken. A run in which no call ended well says nothing good of anything.
  var hasFailed: Bool { tally.ok == 0 || checks.contains { $0.isBroken } }

  func value(of metric: Threshold.Metric) -> Double {
    switch metric {
    case .errors(let isShare): isShare ? errorShare : Double(tally.errorCount)
    case .late(let isShare):
      isShare ? Double(tally.late) / Double(max(1, tally.started)) : Double(tally.late)
    case .rate: rate
    case .time(let name, let statistic):
      switch statistic {
      case .percentile(let percent): Double(tally[name].percentile(percent))
      case .mean: Double(tally[name].mean)
      case .min: Double(tally[name].shortest)
      case .max: Double(tally[name].longest)
      }
    }
  }

  /// The percentiles of every table, with their names.
  static let percentiles: [(name: String, percent: Double)] = [
    ("p50", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9),
  ]

  /// The histograms worth showing: those that have samples.
  var times: [(name: Threshold.HistogramName, histogram: Histogram)] {
    Threshold.HistogramName.allCases.compactMap { name in
      if case .closed = model, name == .response || name == .lag { return nil }
      let histogram = tally[name]
      return histogram.count > 0 ? (name, histogram) : nil
    }
  }
}

extension Tally {
  subscript(name: Threshold.HistogramName) -> Histogram {
    switch name {
    case .response: response
    case .service: service
    case .first: first
    case .turn: turn
    case .failed: failed
    case .lag: lag
    }
  }
}
