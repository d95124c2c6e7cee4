import Calling
import Testing

@testable import loadtest

@Suite struct OptionTests {
  private static func load(_ words: [String]) throws -> LoadOptions {
    try LoadOptions(
      OptionReader(
        words, LoadOptions.calling + Option.target + LoadOptions.loading + Option.reporting))
  }

  @Test(
    "a wrong option is named with what is allowed",
    arguments: [
      (["s.v1.S/M", "--concurrency", "0"], "--concurrency is '0': allowed is 1 to 1000000"),
      (["s.v1.S/M", "--report", "xml"], "--report is 'xml': allowed is text, json, csv, series"),
      (["s.v1.S/M", "--raet", "9"], "there is no option --raet; did you mean --rate?"),
      (["s.v1.S/M", "--rate"], "--rate needs a value: SCHEDULE"),
      (["s.v1.S/M", "--rate", "9", "--concurrency", "1"], "exclude each other"),
      (
        ["s.v1.S/M", "--arrivals", "odd", "--rate", "1"],
        "--arrivals is 'odd': allowed is even or random"
      ),
      (["s.v1.S/M", "--duration", "9"], "--duration: '9' is no time"),
      (["s.v1.S/M", "--lockstep=yes"], "--lockstep takes no value"),
      (["s.v1.S/M", "x"], "'x' is one word too many"), ([], "give the method"),
    ])
  func errors(words: [String], message: String) {
    let error = #expect(throws: UsageError.self) { try Self.load(words) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("a run is bound by its duration unless its calls are counted")
  func bounds() throws {
    #expect(try Self.load(["s.v1.S/M"]).closedDuration == .seconds(10))
    #expect(try Self.load(["s.v1.S/M", "--requests", "5"]).closedDuration == nil)
    #expect(try Self.load(["s.v1.S/M", "--rate", "7"]).schedule()?.calls == 70)
    #expect(try Self.load(["s.v1.S/M", "--rate", "7:2s"]).schedule()?.calls == 14)
    #expect(try Self.load(["/s.v1.S.M"]).method == "s.v1.S/M")
  }

  @Test("of itself one error fails a run, and the report is text")
  func defaults() throws {
    let options = try Self.load(["s.v1.S/M"])
    #expect(options.report.thresholds == (try Threshold.parseAll("errors>0")))
    #expect(options.report.reports == [.init(form: .text)])
    let given = try Self.load(
      ["s.v1.S/M", "--report=json=a=b", "--report", "csv", "--fail-if", "p50>1s,rps<1"])
    #expect(given.report.reports == [.init(form: .json, path: "a=b"), .init(form: .csv)])
    #expect(given.report.thresholds.count == 2)
  }

  @Test("the telework options are checked likewise")
  func telework() {
    for words in [["--agents", "0"], ["--rate", "-1"], ["--speed", "9"], ["x"]] {
      #expect(throws: UsageError.self) { try TeleworkOptions(words) }
    }
  }
}
