/// What one second of a run came to.
struct Interval: Sendable, Hashable {
  /// In seconds from the end of the warm-up.
  let from: Double
  let until: Double
  let started: Int
  let ok: Int
  let errors: Int
  /// At its end.
  let inFlight: Int
  /// Response times in nanoseconds, of the calls that ended well in it.
  let p50: Int64
  let p90: Int64
  let p99: Int64
  let longest: Int64
  /// How late the generator was at most, in nanoseconds.
  let lag: Int64

  init(from: Double, until: Double, _ tally: Tally, inFlight: Int) {
    self.from = from
    self.until = until
    started = tally.started
    ok = tally.ok
    errors = tally.errorCount
    self.inFlight = inFlight
    p50 = tally.response.percentile(50)
    p90 = tally.response.percentile(90)
    p99 = tally.response.percentile(99)
    longest = tally.response.longest
    lag = tally.lag.longest
  }

  /// Calls that ended well a second.
  var rate: Double { until > from ? Double(ok) / (until - from) : 0 }
}
