/// `--timeout`: a number and a unit.
package enum Timeout {
  private static let units: [(suffix: String, seconds: Double)] = [
    ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600),
  ]

  package static func parse(_ word: String) throws(UsageError) -> Duration {
    for unit in units where word.hasSuffix(unit.suffix) {
      let number = word.dropLast(unit.suffix.count)
      guard let value = Double(number), value > 0, value * unit.seconds < 1e9 else { continue }
      return .seconds(value * unit.seconds)
    }
    throw UsageError("--timeout: '\(word)' is not allowed; give a time such as 500ms, 1.5s, 2m, 1h")
  }
}
