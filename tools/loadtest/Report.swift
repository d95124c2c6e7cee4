/// What a run found, as text for people and as JSON for programs.
struct Report: Sendable {
  /// How far behind its schedule a send may start before the generator counts as late.
  static let lateness = Duration.milliseconds(10)

  var agents = 0
  var imageBytes = 0
  /// Images a second asked for, all agents together.
  var offered = 0.0
  var seconds = 0.0
  var scheduled = 0
  var sent = 0
  var verdicts: [String: Int] = [:]
  var failures: [String: Int] = [:]
  /// From the scheduled start to the verdict.
  var response = Histogram()
  /// From the actual start to the verdict.
  var service = Histogram()
  /// Sends that started late although nothing held them up but the generator itself.
  var late = 0
  var latest = Duration.zero

  mutating func merge(_ other: Report) {
    sent += other.sent
    verdicts.merge(other.verdicts, uniquingKeysWith: +)
    failures.merge(other.failures, uniquingKeysWith: +)
    response.merge(other.response)
    service.merge(other.service)
    late += other.late
    latest = max(latest, other.latest)
  }

  var acknowledged: Int { response.count }
  /// The generator, not the server, set the pace: the figures then flatter the server.
  var generatorFellBehind: Bool { late * 100 > sent }

  /// Everything that was scheduled was sent, and stored.
  var isClean: Bool {
    sent == scheduled && failures.isEmpty && verdicts["STORED", default: 0] == scheduled
  }

  private static let percentiles: [(String, Double)] = [
    ("p50", 50), ("p90", 90), ("p99", 99), ("p99.9", 99.9),
  ]

  var text: String {
    let rate = seconds > 0 ? Double(acknowledged) / seconds : 0
    var lines = [
      "\(agents) agents, images of \(imageBytes) bytes, \(decimal(offered, 1)) images/s offered "
        + "for \(decimal(seconds, 1)) s",
      "sent \(sent) of \(scheduled) scheduled, acknowledged \(acknowledged): "
        + "\(decimal(rate, 1)) images/s, \(decimal(rate * Double(imageBytes) / 1e6, 1)) MB/s",
      "verdicts: " + counted(verdicts),
    ]
    if !failures.isEmpty { lines.append("failures: " + counted(failures)) }
    lines.append("from            mean      p50      p90      p99    p99.9      max   (ms)")
    lines.append("schedule   " + row(response))
    lines.append("send       " + row(service))
    if generatorFellBehind {
      lines.append(
        "THE GENERATOR FELL BEHIND: \(late) of \(sent) sends started more than "
          + "\(milliseconds(Self.lateness)) ms late of its own doing, the latest by "
          + "\(milliseconds(latest)) ms; offer less, or give it more cores")
    } else {
      lines.append("the generator kept its schedule (\(late) late sends)")
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    func object(_ histogram: Histogram) -> String {
      let parts = Self.percentiles.map { "\"\($0.0)\":\(milliseconds(histogram.percentile($0.1)))" }
      return "{\"mean\":\(milliseconds(histogram.mean)),\(parts.joined(separator: ",")),"
        + "\"max\":\(milliseconds(histogram.longest))}"
    }
    func counts(_ table: [String: Int]) -> String {
      "{"
        + table.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value)" }
        .joined(separator: ",") + "}"
    }
    return """
      {"agents":\(agents),"image_bytes":\(imageBytes),"offered_per_second":\(decimal(offered, 3)),\
      "seconds":\(decimal(seconds, 3)),"scheduled":\(scheduled),"sent":\(sent),\
      "acknowledged":\(acknowledged),"verdicts":\(counts(verdicts)),"failures":\(counts(failures)),\
      "response_ms":\(object(response)),"service_ms":\(object(service)),\
      "late_sends":\(late),"latest_ms":\(milliseconds(latest)),\
      "generator_fell_behind":\(generatorFellBehind)}
      """
  }

  private func row(_ histogram: Histogram) -> String {
    ([histogram.mean] + Self.percentiles.map { histogram.percentile($0.1) } + [histogram.longest])
      .map { duration in
        let text = milliseconds(duration)
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
      }.joined()
  }

  private func counted(_ table: [String: Int]) -> String {
    table.isEmpty
      ? "none"
      : table.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}

/// A JSON string (RFC 8259, 7).
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case ..<" ":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Milliseconds with two decimals.
func milliseconds(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  return decimal(Double(seconds) * 1e3 + Double(attoseconds) / 1e15, 2)
}

/// A number with a fixed count of decimals.
func decimal(_ value: Double, _ places: Int) -> String {
  let scale = (0..<places).reduce(1) { power, _ in power * 10 }
  let rounded = Int64((abs(value) * Double(scale)).rounded())
  let fraction = String(rounded % Int64(scale))
  let whole = (value < 0 ? "-" : "") + String(rounded / Int64(scale))
  return places == 0
    ? whole : whole + "." + String(repeating: "0", count: places - fraction.count) + fraction
}
