/// Durations counted in buckets of at most 1/128 relative width, so that a percentile of millions of
/// samples costs a few kilobytes and is off by less than 0.8 %.
struct Histogram: Sendable {
  private static let precision = 7
  private static let width = 1 << precision
  private var counts = [Int](repeating: 0, count: (64 - precision + 1) * width)

  private(set) var count = 0
  private(set) var longest = Duration.zero
  private var sum = Duration.zero

  /// Counts one sample. Negative ones count as zero.
  mutating func record(_ sample: Duration) {
    let nanoseconds = Self.nanoseconds(sample)
    counts[Self.bucket(nanoseconds)] += 1
    count += 1
    longest = max(longest, sample)
    sum += sample
  }

  /// Adds the samples of another histogram.
  mutating func merge(_ other: Histogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    longest = max(longest, other.longest)
    sum += other.sum
  }

  var mean: Duration { count == 0 ? .zero : sum / count }

  /// The sample below or at which `percent` of all samples lie; zero without samples.
  func percentile(_ percent: Double) -> Duration {
    let rank = max(1, Int((Double(count) * percent / 100).rounded(.up)))
    var seen = 0
    for (index, samples) in counts.enumerated() where samples > 0 {
      seen += samples
      if seen >= rank { return min(longest, .nanoseconds(Self.upperBound(index))) }
    }
    return .zero
  }

  private static func nanoseconds(_ sample: Duration) -> Int64 {
    let (seconds, attoseconds) = sample.components
    guard seconds >= 0, seconds < 1 << 30 else { return seconds < 0 ? 0 : .max }
    return max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// Values below the width have a bucket each; above, each power of two is cut into `width` parts.
  private static func bucket(_ value: Int64) -> Int {
    guard value >= width else { return Int(value) }
    let shift = 63 - value.leadingZeroBitCount - precision
    return (shift + 1) * width + Int(value >> Int64(shift)) - width
  }

  private static func upperBound(_ bucket: Int) -> Int64 {
    guard bucket >= width else { return Int64(bucket) }
    let shift = bucket / width - 1
    return (Int64(bucket % width + width + 1) << Int64(shift)) - 1
  }
}
