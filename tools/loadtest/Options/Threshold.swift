import Calling

/// What must not come true of a run, or it counts as failed: `p99>20ms`.
///
///     THRESHOLD  = METRIC ("<" | "<=" | ">" | ">=") NUMBER [UNIT]
///     METRIC     = [HISTOGRAM "."] STATISTIC | "errors" | "rps" | "late"
///     HISTOGRAM  = "response" | "service" | "first" | "turn" | "failed" | "lag"
///     STATISTIC  = "p" NUMBER | "mean" | "min" | "max"
///
/// A statistic has a time for its value (`us`, `ms`, `s`, `m`), of the response time unless another is
/// named. `errors` and `late` are counts, or with `%` shares of all calls; `rps` is calls that ended
/// well a second.
struct Threshold: Sendable, Hashable {
  enum Metric: Sendable, Hashable {
    case time(HistogramName, Statistic)
    case errors(isShare: Bool)
    case late(isShare: Bool)
    case rate
  }

  enum HistogramName: String, Sendable, CaseIterable {
    case response, service, first, turn, failed, lag
  }

  enum Statistic: Sendable, Hashable {
    case percentile(Double)
    case mean
    case min
    case max
  }

  enum Comparison: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// As it was given.
  let text: String
  let metric: Metric
  let comparison: Comparison
  /// A time in nanoseconds, a share of one, a count, or calls a second.
  let bound: Double

  /// Whether a run with this value has failed.
  func isBroken(by value: Double) -> Bool {
    switch comparison {
    case .less: value < bound
    case .lessOrEqual: value <= bound
    case .greater: value > bound
    case .greaterOrEqual: value >= bound
    }
  }
}

extension Threshold {
  /// The thresholds of one `--fail-if`, between commas.
  static func parseAll(_ text: String) throws(UsageError) -> [Threshold] {
    var found: [Threshold] = []
    var column = 1
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var parser = ThresholdParser(Array(part.unicodeScalars), text, column: column)
      found.append(try parser.parse())
      column += part.unicodeScalars.count + 1
    }
    return found
  }
}

private struct ThresholdParser {
  private let scalars: [Unicode.Scalar]
  private let text: String
  private let column: Int
  private var position = 0

  init(_ scalars: [Unicode.Scalar], _ text: String, column: Int) {
    self.scalars = scalars
    self.text = text
    self.column = column
  }

  mutating func parse() throws(UsageError) -> Threshold {
    skipBlanks()
    let metricStart = position
    let name = take { !"<>= ".unicodeScalars.contains($0) }
    skipBlanks()
    let comparisonStart = position
    let sign = take { "<>=".unicodeScalars.contains($0) }
    guard let comparison = Threshold.Comparison(rawValue: sign) else {
      throw failure(
        sign.isEmpty
          ? "expected <, <=, > or >= behind '\(name)'" : "'\(sign)' is none of <, <=, > and >=",
        at: comparisonStart)
    }
    skipBlanks()
    let numberStart = position
    let digits = take { ("0"..."9").contains($0) || $0 == "." }
    guard let number = Double(digits) else { throw failure("expected a number", at: numberStart) }
    let unitStart = position
    let unit = take { $0 != " " }
    skipBlanks()
    guard position == scalars.count else { throw failure("there is more text", at: position) }
    let (metric, scale) = try metric(name, unit, metricStart, unitStart)
    let trimmed = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined()
    return Threshold(text: trimmed, metric: metric, comparison: comparison, bound: number * scale)
  }

  private func metric(
    _ name: String, _ unit: String, _ nameStart: Int, _ unitStart: Int
  ) throws(UsageError) -> (Threshold.Metric, scale: Double) {
    switch name {
    case "errors", "late":
      guard unit.isEmpty || unit == "%" else {
        throw failure("\(name) is a count, or a share in %: '\(unit)' is neither", at: unitStart)
      }
      let isShare = unit == "%"
      return (
        name == "errors" ? .errors(isShare: isShare) : .late(isShare: isShare), isShare ? 0.01 : 1
      )
    case "rps":
      guard unit.isEmpty || unit == "/s" else {
        throw failure("rps is a number of calls a second, without '\(unit)'", at: unitStart)
      }
      return (.rate, 1)
    default: break
    }
    var parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    var histogram = Threshold.HistogramName.response
    if parts.count == 2, let named = Threshold.HistogramName(rawValue: parts[0]) {
      histogram = named
      parts.removeFirst()
    } else {
      parts = [name]
    }
    guard let statistic = Threshold.Statistic(parts[0]) else {
      let near = NearestName.find(
        name, among: ["errors", "late", "rps", "mean", "min", "max", "p99"])
      throw failure(
        "there is no metric '\(name)'; "
          + (near.map { "did you mean \($0)?" }
            ?? "there are p50, p99.9 and the like, mean, min, max, errors, late, rps"),
        at: nameStart)
    }
    let scales = ["us": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9]
    guard let scale = scales[unit] else {
      throw failure("a time has a unit: us, ms, s or m", at: unitStart)
    }
    return (.time(histogram, statistic), scale)
  }

  private mutating func take(while holds: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while position < scalars.count, holds(scalars[position]) { position += 1 }
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }

  private mutating func skipBlanks() { _ = take { $0 == " " } }

  private func failure(_ what: String, at place: Int) -> UsageError {
    UsageError("--fail-if '\(text)', column \(column + place): \(what)")
  }
}

extension Threshold.Statistic {
  fileprivate init?(_ name: String) {
    switch name {
    case "mean": self = .mean
    case "min": self = .min
    case "max": self = .max
    default:
      guard name.first == "p", let percent = Double(name.dropFirst()), percent > 0, percent <= 100
      else { return nil }
      self = .percentile(percent)
    }
  }
}
