import Calling

extension Report {
  /// For programs: one line.
  var json: String {
    var members: [(String, JSONTree)] = [("title", .string(title)), ("unit", .string(unit))]
    switch model {
    case .closed(let callers):
      members += [("model", .string("closed")), ("callers", .count(callers))]
    case .open(let text, let scheduled):
      members += [
        ("model", .string("open")), ("schedule", .string(text)), ("scheduled", .count(scheduled)),
      ]
    }
    members += [
      ("connections", .count(connections)), ("threads", .count(threads)),
      ("seconds", .decimal(seconds, 3)), ("started", .count(tally.started)),
      ("completed", .count(tally.completed)), ("ok", .count(tally.ok)),
      ("errors", .count(tally.errorCount)), ("per_second", .decimal(rate, 3)),
      ("outcomes", .array(tally.outcomes.map(Self.outcome))),
      ("requests", .traffic(tally.requests, tally.requestBytes)),
      ("responses", .traffic(tally.responses, tally.responseBytes)),
    ]
    members += times.map { ("\($0.name.rawValue)_ms", Self.statistics($0.histogram)) }
    members += [
      ("generator", generator), ("thresholds", .array(checks.map(Self.check))),
      ("failed", .bool(hasFailed)), ("series", .array(series.map(Self.row))),
    ]
    return JSONTree.object(members).text
  }

  private static func outcome(_ entry: (outcome: Outcome, count: Int)) -> JSONTree {
    .object([
      ("code", .string(entry.outcome.code)), ("reason", .string(entry.outcome.reason)),
      ("count", .count(entry.count)),
    ])
  }

  private static func statistics(_ histogram: Histogram) -> JSONTree {
    .object(
      [
        ("count", .count(histogram.count)), ("mean", .milliseconds(histogram.mean)),
        ("min", .milliseconds(histogram.shortest)),
      ] + percentiles.map { ($0.name, .milliseconds(histogram.percentile($0.percent))) } + [
        ("max", .milliseconds(histogram.longest))
      ])
  }

  private var generator: JSONTree {
    .object([
      ("was_limit", .bool(!verdict.reasons.isEmpty)),
      ("reasons", .array(verdict.reasons.map(JSONTree.string))), ("late", .count(verdict.late)),
      ("held", .count(verdict.held)),
      (
        "threads",
        .array(
          verdict.threads.map {
            .object([("running", .decimal($0.running, 4)), ("waiting", .decimal($0.waiting, 4))])
          })
      ),
    ])
  }

  private static func check(_ check: Check) -> JSONTree {
    .object([
      ("rule", .string(check.threshold.text)), ("value", .decimal(check.value, 6)),
      ("broken", .bool(check.isBroken)),
    ])
  }

  private static func row(_ interval: Interval) -> JSONTree {
    .object([
      ("from", .decimal(interval.from, 3)), ("until", .decimal(interval.until, 3)),
      ("started", .count(interval.started)), ("ok", .count(interval.ok)),
      ("errors", .count(interval.errors)), ("in_flight", .count(interval.inFlight)),
      ("p50_ms", .milliseconds(interval.p50)), ("p90_ms", .milliseconds(interval.p90)),
      ("p99_ms", .milliseconds(interval.p99)), ("max_ms", .milliseconds(interval.longest)),
      ("lag_max_ms", .milliseconds(interval.lag)),
    ])
  }
}

extension JSONTree {
  fileprivate static func object(_ members: [(String, JSONTree)]) -> JSONTree {
    .object(members.map { Member(name: $0.0, value: $0.1) })
  }

  fileprivate static func count(_ count: Int) -> JSONTree { .number(String(count)) }

  fileprivate static func decimal(_ value: Double, _ places: Int) -> JSONTree {
    .number(loadtest.decimal(value, places))
  }

  fileprivate static func milliseconds(_ nanoseconds: Int64) -> JSONTree {
    .decimal(Double(nanoseconds) / 1e6, 4)
  }

  fileprivate static func traffic(_ messages: Int, _ bytes: Int) -> JSONTree {
    .object([("messages", .count(messages)), ("bytes", .count(bytes))])
  }
}
