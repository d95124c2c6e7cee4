extension Report {
  /// For people.
  var text: String {
    var lines = [title, modelLine]
    lines.append(
      "\(tally.completed) of \(tally.started) \(unit) started have ended in \(decimal(seconds, 1)) s: "
        + "\(decimal(rate, 1)) a second ended well, \(percent(errorShare)) did not")
    if tally.requestBytes + tally.responseBytes > 0 { lines.append(trafficLine) }
    if tally.errorCount > 0 {
      let width = String(tally.outcomes.map(\.count).max() ?? 0).count
      for (outcome, count) in tally.outcomes {
        lines.append("  \(Self.right("\(count)", width))  \(outcome.description)")
      }
    }
    if !times.isEmpty { lines += table }
    lines += generatorLines
    for check in checks where check.isBroken || checks.count > 1 {
      lines.append(
        "\(check.isBroken ? "FAILED" : "kept  ") \(check.threshold.text): it is \(shown(check))")
    }
    if tally.ok == 0 { lines.append("FAILED none of the \(unit) ended well") }
    return lines.joined(separator: "\n")
  }

  private var modelLine: String {
    let on = "on \(Self.counted(connections, "connection")), \(Self.counted(threads, "thread"))"
    switch model {
    case .closed(let callers):
      return "closed model: \(Self.counted(callers, "caller")) \(on), each waiting for its answer"
    case .open(let text, let scheduled):
      return "open model: \(text) a second \(on), \(scheduled) \(unit) scheduled"
    }
  }

  private var trafficLine: String {
    func rate(_ bytes: Int) -> String { decimal(Double(bytes) / max(seconds, 1e-9) / 1e6, 1) }
    return "requests: \(tally.requests) messages, \(rate(tally.requestBytes)) MB/s; "
      + "responses: \(tally.responses) messages, \(rate(tally.responseBytes)) MB/s"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  // MARK: - Times

  private static let meanings: [Threshold.HistogramName: String] = [
    .response: "response (from when it was due)", .service: "service (from when it started)",
    .first: "first response of a stream", .turn: "turn (request to response)",
    .failed: "failed", .lag: "lag (due to started)",
  ]

  private var table: [String] {
    let heads = ["mean"] + Self.percentiles.map(\.name) + ["max"]
    let names = times.map { Self.meanings[$0.name] ?? $0.name.rawValue }
    let width = (["milliseconds"] + names).map(\.count).max() ?? 0
    var lines = [Self.left("milliseconds", width) + heads.map { Self.right($0, 9) }.joined()]
    for (name, time) in zip(names, times) {
      let histogram = time.histogram
      let values =
        [histogram.mean] + Self.percentiles.map { histogram.percentile($0.percent) }
        + [histogram.longest]
      lines.append(
        Self.left(name, width) + values.map { Self.right(milliseconds($0), 9) }.joined())
    }
    return lines
  }

  private var generatorLines: [String] {
    let reasons = verdict.reasons
    guard !reasons.isEmpty else { return [verdict.assurance] }
    return ["THE GENERATOR WAS THE LIMIT, these are its figures as much as the server's:"]
      + reasons.map { "  " + $0 }
  }

  private func shown(_ check: Check) -> String {
    switch check.threshold.metric {
    case .time: "\(milliseconds(Int64(check.value))) ms"
    case .errors(isShare: true), .late(isShare: true): percent(check.value)
    case .errors, .late: decimal(check.value, 0)
    case .rate: decimal(check.value, 1)
    }
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
