/// Times in nanoseconds, counted in buckets of at most 1/128 relative width, so that a percentile of
/// millions of samples costs a few kilobytes and is too large by less than 0.8 %, never too small.
struct Histogram: Sendable {
  private static let precision = 7
  private static let width = 1 << precision
  private static let buckets = (64 - precision) * width

  private var counts: [Int]
  private(set) var count = 0
  /// Zero without samples.
  private(set) var longest: Int64 = 0
  private var least = Int64.max
  /// A number of its own precision: nine digits of it are right after years of samples.
  private var sum = 0.0

  init() { counts = [Int](repeating: 0, count: Self.buckets) }

  /// Counts one sample. Negative ones count as zero.
  mutating func record(_ nanoseconds: Int64) {
    let sample = max(0, nanoseconds)
    counts[Self.bucket(sample)] &+= 1
    count &+= 1
    if sample > longest { longest = sample }
    if sample < least { least = sample }
    sum += Double(sample)
  }

  /// Adds the samples of another histogram.
  mutating func merge(_ other: Histogram) {
    guard other.count > 0 else { return }
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    longest = max(longest, other.longest)
    least = min(least, other.least)
    sum += other.sum
  }

  /// Zero without samples.
  var shortest: Int64 { count == 0 ? 0 : least }

  /// Zero without samples.
  var mean: Int64 { count == 0 ? 0 : Int64((sum / Double(count)).rounded()) }

  /// The sample below or at which `percent` of all samples lie; zero without samples.
  func percentile(_ percent: Double) -> Int64 {
    let rank = max(1, Int((Double(count) * percent / 100).rounded(.up)))
    var seen = 0
    for (index, samples) in counts.enumerated() where samples > 0 {
      seen += samples
      if seen >= rank { return min(longest, Self.upperBound(index)) }
    }
    return longest
  }

  /// Values below the width have a bucket each; above, each power of two is cut into `width` parts.
  private static func bucket(_ value: Int64) -> Int {
    guard value >= width else { return Int(value) }
    let shift = 63 - value.leadingZeroBitCount - precision
    return shift * width + Int(value >> Int64(shift))
  }

  private static func upperBound(_ bucket: Int) -> Int64 {
    guard bucket >= 2 * width else { return Int64(bucket) }
    let shift = bucket / width - 1
    let (bound, overflow) = Int64(bucket % width + width + 1)
      .multipliedReportingOverflow(by: 1 << Int64(shift))
    return overflow ? .max : bound - 1
  }
}
