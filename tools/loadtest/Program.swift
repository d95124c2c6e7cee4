import Calling
import Contexts
import Files

/// The program: a command line in, an exit status out.
struct Program: Sendable {
  let environment: [String: String]

  static let usage = """
    loadtest calls a gRPC server as often as it is told, and says how long the answers took.

      loadtest call PACKAGE.SERVICE/METHOD [OPTION…]
                                  any method of any schema: one built in, what the server's reflection
                                  tells, or what --descriptor-set has
      loadtest telework [OPTION…] telework agents that upload pictures; see loadtest telework --help
      loadtest month [OPTION…]    a month of a company, by a clock that is fast; see loadtest month --help

    What to call:
    \(Option.text(LoadOptions.calling))

    Where, and as whom:
    \(Option.text(Option.target))

    How often:
    \(Option.text(LoadOptions.loading))

    What to make of it:
    \(Option.text(Option.reporting))

    A string of --data may hold functions:
    \(FunctionParser.help)
    \\{{ stands for {{ itself.

    Response times count from when a call was due, service times from when it started: in the open
    model a server that stalls is charged with every call that was due meanwhile. Rules of --fail-if
    compare p50, p99.9 and the like, mean, min or max of the response time, or of another time as in
    service.p99 (service, first, turn, failed, lag), and errors, late (both as a count or in %) and rps.

    Exit status: 0 when no rule of --fail-if came true, 1 when one did, 2 when the call is wrong.
    """

  func run(_ words: [String]) async -> Int32 {
    do {
      guard let command = words.first, command != "help", command != "--help", command != "-h"
      else {
        StandardStream.output.write(Self.usage + "\n")
        return words.isEmpty ? 2 : 0
      }
      let rest = words.dropFirst()
      let wantsHelp = rest.contains("--help") || rest.contains("-h")
      switch command {
      case "call" where wantsHelp: StandardStream.output.write(Self.usage + "\n")
      case "telework" where wantsHelp:
        StandardStream.output.write(TeleworkOptions.usage + "\n")
      case "month" where wantsHelp: StandardStream.output.write(MonthOptions.usage + "\n")
      case "call": return try await call(rest)
      case "telework":
        let options = try TeleworkOptions(rest)
        return try hand(
          over: await TeleworkDay(options, environment: environment).run(), options.report)
      case "month":
        let options = try MonthOptions(rest)
        return try hand(
          over: await Month(options, environment: environment).run(), options.report)
      default:
        throw UsageError.unknown("command", command, of: nil, among: ["call", "telework", "month"])
      }
      return 0
    } catch {
      StandardStream.error.write("loadtest: \(error)\n")
      return error is UsageError ? 2 : 1
    }
  }

  private func call(_ words: ArraySlice<String>) async throws -> Int32 {
    let given = try OptionReader(
      words, LoadOptions.calling + Option.target + LoadOptions.loading + Option.reporting)
    let options = try LoadOptions(given)
    let target = try Target(
      given: { given[$0] }, environment: environment,
      contexts: ContextFolder(ContextFolder.defaultPath(environment)))
    return try hand(over: await CallTest(options: options, target: target).run(), options.report)
  }

  private func hand(over report: Report, _ options: ReportOptions) throws -> Int32 {
    for wanted in options.reports {
      let text =
        switch wanted.form {
        case .text: report.text
        case .json: report.json
        case .csv: report.csv
        case .series: report.seriesCSV
        }
      if let path = wanted.path {
        try LinuxFileSystem().replace(path, with: Array((text + "\n").utf8))
      } else {
        StandardStream.output.write(text + "\n")
      }
    }
    return report.hasFailed ? 1 : 0
  }
}
