extension Report {
  /// The whole run as a header and a line (RFC 4180), to be put below those of other runs.
  var csv: String {
    var columns: [(String, String)] = [
      ("title", title), ("seconds", decimal(seconds, 3)), ("started", "\(tally.started)"),
      ("ok", "\(tally.ok)"), ("errors", "\(tally.errorCount)"), ("per_second", decimal(rate, 3)),
    ]
    // All of them, so that every run has the same columns.
    for name in [Threshold.HistogramName.response, .service, .lag] {
      let histogram = tally[name]
      columns.append(("\(name.rawValue)_mean_ms", Self.cell(histogram.mean)))
      for (percentile, percent) in Self.percentiles {
        columns.append(
          ("\(name.rawValue)_\(percentile)_ms", Self.cell(histogram.percentile(percent))))
      }
      columns.append(("\(name.rawValue)_max_ms", Self.cell(histogram.longest)))
    }
    columns.append(("generator_was_limit", verdict.reasons.isEmpty ? "false" : "true"))
    columns.append(("failed", hasFailed ? "true" : "false"))
    return Self.line(columns.map(\.0)) + "\n" + Self.line(columns.map(\.1))
  }

  /// A header, and a line for each second.
  var seriesCSV: String {
    let head = [
      "from", "until", "started", "ok", "errors", "in_flight", "per_second", "p50_ms", "p90_ms",
      "p99_ms", "max_ms", "lag_max_ms",
    ]
    let rows = series.map { row in
      [
        decimal(row.from, 3), decimal(row.until, 3), "\(row.started)", "\(row.ok)",
        "\(row.errors)", "\(row.inFlight)", decimal(row.rate, 1), Self.cell(row.p50),
        Self.cell(row.p90), Self.cell(row.p99), Self.cell(row.longest), Self.cell(row.lag),
      ]
    }
    return ([head] + rows).map(Self.line).joined(separator: "\n")
  }

  private static func cell(_ nanoseconds: Int64) -> String {
    decimal(Double(nanoseconds) / 1e6, 4)
  }

  private static func line(_ cells: [String]) -> String {
    cells.map { cell in
      guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
      return "\""
        + cell.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }.joined(separator: ",")
  }
}
