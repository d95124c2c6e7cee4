/// Metrics as text, in the format of Prometheus, version 0.0.4.
///
/// Source: prometheus.io, "Exposition formats", "Text-based format".
public struct Exposition: Sendable {
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// What the numbers of a family do.
  public enum Kind: String, Sendable {
    /// They only grow, from the start of the process.
    case counter
    case gauge
    case histogram
  }

  public private(set) var text = ""
  private var name = ""

  public init() {}

  /// Begins the metrics of one name: samples follow.
  public mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    text += "# HELP \(name) \(Exposition.escaped(help, quotes: false))\n"
    text += "# TYPE \(name) \(kind.rawValue)\n"
  }

  /// One number of the family.
  ///
  /// - Parameters:
  ///   - suffix: of the family's name, such as `_bucket`.
  ///   - labels: names and values; the values may hold anything.
  public mutating func sample(
    _ suffix: String = "", _ labels: [(String, String)] = [], _ value: some MetricValue
  ) {
    text += name + suffix
    if !labels.isEmpty {
      text += "{"
      for (place, label) in labels.enumerated() {
        if place > 0 { text += "," }
        text += "\(label.0)=\"\(Exposition.escaped(label.1, quotes: true))\""
      }
      text += "}"
    }
    text += " \(value.metricText)\n"
  }

  /// A family of one number.
  public mutating func single(
    _ name: String, _ kind: Kind, _ help: String, _ value: some MetricValue
  ) {
    family(name, kind, help)
    sample(value)
  }

  private mutating func sample(_ value: some MetricValue) { sample("", [], value) }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    guard text.utf8.contains(where: { $0 == 0x5c || $0 == 0x0a || $0 == 0x22 }) else { return text }
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}

/// A number that a sample can have.
public protocol MetricValue {
  var metricText: String { get }
}

extension Int: MetricValue {
  public var metricText: String { "\(self)" }
}

extension UInt64: MetricValue {
  public var metricText: String { "\(self)" }
}

extension Double: MetricValue {
  public var metricText: String {
    isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Inf" : "+Inf") : "\(self)"
  }
}
