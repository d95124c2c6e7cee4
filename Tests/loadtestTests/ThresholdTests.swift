import Calling
import Testing

@testable import loadtest

@Suite struct ThresholdTests {
  @Test(
    "a rule is read",
    arguments: [
      ("p99>20ms", .time(.response, .percentile(99)), .greater, 20e6),
      ("p99.9 >= 1.5s", .time(.response, .percentile(99.9)), .greaterOrEqual, 1.5e9),
      ("service.max > 250us", .time(.service, .max), .greater, 250e3),
      ("lag.p50>1ms", .time(.lag, .percentile(50)), .greater, 1e6),
      ("mean>2m", .time(.response, .mean), .greater, 120e9),
      ("first.min<1ms", .time(.first, .min), .less, 1e6),
      ("errors>0.1%", .errors(isShare: true), .greater, 0.001),
      ("errors>=3", .errors(isShare: false), .greaterOrEqual, 3),
      ("late>1%", .late(isShare: true), .greater, 0.01),
      ("rps<1000", .rate, .less, 1000), ("rps <= 10/s", .rate, .lessOrEqual, 10),
    ] as [(String, Threshold.Metric, Threshold.Comparison, Double)])
  func reading(
    text: String, metric: Threshold.Metric, comparison: Threshold.Comparison, bound: Double
  ) throws {
    let found = try Threshold.parseAll(text)
    #expect(found.count == 1 && found[0].metric == metric && found[0].comparison == comparison)
    #expect(abs(found[0].bound - bound) <= bound * 1e-12)
  }

  @Test(
    "a wrong rule is named with its place",
    arguments: [
      ("p99>20", "column 7: a time has a unit"), ("p99", "column 4: expected <, <=, > or >="),
      ("p99==1ms", "column 4: '==' is none of"), ("p99>ms", "column 5: expected a number"),
      ("erors>1%", "column 1: there is no metric 'erors'; did you mean errors?"),
      ("p101>1ms", "column 1: there is no metric 'p101'"),
      ("errors>1ms", "column 9: errors is a count"),
      ("rps<5ms", "column 6: rps is a number"),
      ("p99>1ms, q>2", "column 10: there is no metric 'q'"),
      ("p99>1ms x", "column 9: there is more text"), ("", "column 1: expected <"),
      ("x.p99>1ms", "column 1: there is no metric 'x.p99'"),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: UsageError.self) { try Threshold.parseAll(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("a rule comes true of the figures that it names")
  func judging() throws {
    var tally = Tally()
    for number in Int64(1)...99 {
      tally.end(ok: 0, began: number * 500_000, at: number * 1_000_000)
    }
    tally.end(Outcome(code: "UNAVAILABLE", reason: ""), due: 0, at: 7)
    tally.started = 100
    tally.late = 5
    let rules = [
      ("p50>49ms", true), ("p50>51ms", false), ("service.max>49ms", true),
      ("service.max>50ms", false), ("errors>0.9%", true), ("errors>1%", false), ("errors>=1", true),
      ("rps<10", true), ("rps<9.8", false), ("late>=5%", true), ("failed.max>6us", false),
    ]
    for (rule, isBroken) in rules {
      var report = Report(title: "", LoadRun.Result(tally: tally, seconds: 10))
      report.judge(try Threshold.parseAll(rule))
      #expect(report.hasFailed == isBroken, "\(rule)")
    }
  }

  @Test("a run in which nothing went well has failed, whatever the rules")
  func nothing() throws {
    var report = Report(title: "", LoadRun.Result())
    report.judge(try Threshold.parseAll("p99>1s"))
    #expect(report.hasFailed)
  }
}
