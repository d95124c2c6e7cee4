import Calling

/// A time on the command line: a number and a unit.
enum Time {
  private static let units: [(suffix: String, seconds: Double)] = [
    ("us", 1e-6), ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600),
  ]

  /// - Parameter option: which is being read, for the error.
  static func parse(_ word: String, of option: String) throws(UsageError) -> Duration {
    for unit in units where word.hasSuffix(unit.suffix) {
      guard let value = Double(word.dropLast(unit.suffix.count)), value >= 0,
        value * unit.seconds < 1e9
      else { continue }
      return .seconds(value * unit.seconds)
    }
    throw UsageError("\(option): '\(word)' is no time; give one such as 500us, 20ms, 1.5s, 2m, 1h")
  }
}
