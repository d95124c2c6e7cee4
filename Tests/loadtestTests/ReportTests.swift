import Foundation
import Testing

@testable import loadtest

@Suite struct ReportTests {
  private static let report = {
    var tally = Tally()
    for number in Int64(1)...39 {
      tally.end(ok: 0, began: number * 400_000, at: number * 1_000_000)
    }
    tally.end(Outcome(code: "UNAVAILABLE", reason: "\"a\\b\"\n\u{1}窓, down"), due: 0, at: 5_000_000)
    tally.started = 40
    for _ in 0..<40 { tally.lag.record(20_000) }
    tally.requests = 40
    tally.requestBytes = 5_200_000
    tally.responses = 39
    let series = [
      Interval(from: 0, until: 1, tally, inFlight: 3),
      Interval(from: 1, until: 2, Tally(), inFlight: 0),
    ]
    var report = Report(
      title: "shop.v1.Shop/Echo at https://a:1",
      LoadRun.Result(
        tally: tally, series: series, seconds: 10, threads: [.init(running: 0.25, waiting: 0.01)]))
    report.model = .open(text: "4", scheduled: 40)
    (report.connections, report.threads) = (2, 1)
    report.judge((try? Threshold.parseAll("p99>20ms,errors>5%")) ?? [])
    return report
  }()

  @Test("the text says what was found")
  func text() {
    let lines = Self.report.text.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "shop.v1.Shop/Echo at https://a:1",
        "open model: 4 a second on 2 connections, 1 thread, 40 calls scheduled",
        "40 of 40 calls started have ended in 10.0 s: 3.9 a second ended well, 2.50 % did not",
        "requests: 40 messages, 0.5 MB/s; responses: 39 messages, 0.0 MB/s",
        "  39  OK",
        "   1  UNAVAILABLE (\"a\\b\"  窓, down)",
        "milliseconds                        mean      p50      p75      p90      p95      p99    p99.9      max",
        "response (from when it was due)    20.00    20.05    30.02    36.18    38.01    39.00    39.00    39.00",
        "service (from when it started)     12.00    12.06    18.09    21.63    22.81    23.40    23.40    23.40",
        "failed                             5.000    5.000    5.000    5.000    5.000    5.000    5.000    5.000",
        "lag (due to started)               0.020    0.020    0.020    0.020    0.020    0.020    0.020    0.020",
        "the generator kept its schedule (lag p99 0.020 ms, at most 0.020 ms); its busiest thread ran for 25.0 % of the time",
        "FAILED p99>20ms: it is 39.00 ms",
        "kept   errors>5%: it is 2.50 %",
      ])
  }

  @Test("what a server says is shown on one line, cut to a length")
  func outcomes() {
    let outcome = Outcome(
      .init(.init(.unavailable, "a\n\u{1b}[2Jb" + String(repeating: "x", count: 500))))
    #expect(outcome.reason.hasPrefix("a  [2Jb") && outcome.reason.count == 120)
    var tally = Tally()
    for number in 0..<300 {
      tally.end(Outcome(code: "UNKNOWN", reason: "\(number)"), due: 0, at: 1)
    }
    #expect(tally.errors.count == 101 && tally.errors[.others] == 200 && tally.errorCount == 300)
  }

  @Test("the JSON can be read whatever a failure says")
  func json() throws {
    let parsed = try JSONSerialization.jsonObject(with: Data(Self.report.json.utf8))
    let object = try #require(parsed as? [String: Any])
    #expect(object["started"] as? Int == 40 && object["ok"] as? Int == 39)
    #expect(object["errors"] as? Int == 1 && object["scheduled"] as? Int == 40)
    let outcomes = try #require(object["outcomes"] as? [[String: Any]])
    #expect(outcomes.map { $0["count"] as? Int } == [39, 1])
    #expect(outcomes[1]["reason"] as? String == "\"a\\b\"  窓, down")
    let response = try #require(object["response_ms"] as? [String: Double])
    #expect(
      Set(response.keys)
        == ["count", "mean", "min", "p50", "p75", "p90", "p95", "p99", "p99.9", "max"])
    #expect(response["max"] == 39 && response["min"] == 1)
    let generator = try #require(object["generator"] as? [String: Any])
    #expect(generator["was_limit"] as? Bool == false)
    let series = try #require(object["series"] as? [[String: Double]])
    #expect(series.map { $0["ok"] } == [39, 0] && series[0]["in_flight"] == 3)
    #expect(object["failed"] as? Bool == true)
    #expect(
      (object["thresholds"] as? [[String: Any]])?.map { $0["broken"] as? Bool } == [true, false])
  }

  @Test("CSV has a line for the run, and one for each second")
  func csv() {
    let run = Self.report.csv.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(run.count == 2 && run[0].count == run[1].count)
    #expect(run[0].prefix(6) == ["title", "seconds", "started", "ok", "errors", "per_second"])
    #expect(
      run[1].prefix(6) == ["shop.v1.Shop/Echo at https://a:1", "10.000", "40", "39", "1", "3.900"])
    let series = Self.report.seriesCSV.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(series.count == 3 && series.allSatisfy { $0.count == series[0].count })
    #expect(series[1].prefix(7) == ["0.000", "1.000", "40", "39", "1", "3", "39.0"])
  }

  @Test(
    "the generator says when it was the limit, and why",
    arguments: [
      (GeneratorVerdict(starts: 100, late: 1), nil),
      (GeneratorVerdict(starts: 100, late: 2, lagMax: 35_000_000), "2 of 100 starts"),
      (GeneratorVerdict(starts: 100, late: 2, hasSchedule: false), nil),
      (
        GeneratorVerdict(threads: [
          .init(running: 0.2, waiting: 0), .init(running: 0.95, waiting: 0),
        ]),
        "its busiest thread ran for 95.0 %"
      ),
      (
        GeneratorVerdict(threads: [.init(running: 0.5, waiting: 0.3)]),
        "waited for a core for 30.0 %"
      ),
      (
        GeneratorVerdict(held: 7, inFlightMax: 10),
        "7 starts waited because 10 calls were in flight"
      ),
    ])
  func verdicts(verdict: GeneratorVerdict, reason: String?) {
    #expect(verdict.reasons.count == (reason == nil ? 0 : 1))
    if let reason { #expect(verdict.reasons[0].contains(reason)) }
    #expect(verdict.assurance.contains("busiest") == !verdict.threads.isEmpty)
    var report = Self.report
    report.verdict = verdict
    #expect(report.text.contains("THE GENERATOR WAS THE LIMIT") == (reason != nil))
    #expect(report.json.contains("\"was_limit\":true") == (reason != nil))
  }

  @Test("a terminal is drawn over, a file gets lines")
  func live() {
    let written = Written()
    let interval = Self.report.series[0]
    let plain = LiveView(plannedSeconds: 10, isTerminal: false) { written.add($0) }
    plain.showWarmUp(secondsLeft: 1)
    plain.show(interval, Self.report.tally)
    plain.finish()
    #expect(
      written.take()
        == "1 s: 39/s, 1 errors, 3 in flight, p50 20.05 ms, p99 39.00 ms, max 39.00 ms\n")
    let terminal = LiveView(plannedSeconds: 10, isTerminal: true) { written.add($0) }
    terminal.show(interval, Self.report.tally)
    let first = written.take()
    #expect(first.contains("1 s of 10 s  ███░") && !first.contains("\u{1b}"))
    terminal.show(interval, Self.report.tally)
    let lines = first.split(separator: "\n").count
    #expect(written.take().hasPrefix("\u{1b}[\(lines)A\r\u{1b}[J1 s of"))
    terminal.finish()
    #expect(written.take() == "\u{1b}[\(lines)A\r\u{1b}[J")
  }
}

private final class Written: @unchecked Sendable {
  private var text = ""
  func add(_ more: String) { text += more }
  func take() -> String {
    defer { text = "" }
    return text
  }
}
