import Calling

/// What `loadtest telework` is told on its command line.
struct TeleworkOptions: Sendable {
  let server: String?
  let contexts: String
  let firstContext: Int
  /// Pictures of each agent, whatever the seconds say.
  let images: Int?
  let contextFolder: String?
  let agents: Int
  /// Pictures a second of each agent.
  let rate: Double
  let seconds: Int
  let imageBytes: Int
  let firstSequence: UInt64
  let report: ReportOptions

  static let all = [
    Option(
      "contexts", "NAME",
      "contexts of mado to use: NAME, NAME-2, NAME-3 …, one for each agent\n"
        + "(default demo-device, as madod --demo --demo-devices N makes them)"),
    Option("first-context", "N", "begin with NAME-N (default 1, which is NAME itself)"),
    Option("context-folder", "DIR", "where they lie (default ~/.config/mado)"),
    Option("server", "URL", "another server than the contexts say, like https://localhost:8443"),
    Option("agents", "N", "how many agents, each with a connection and a stream (default 20)"),
    Option("rate", "R", "pictures a second of each agent (default 1)"),
    Option("seconds", "S", "how long (default 10)"),
    Option("images", "N", "pictures of each agent, instead of --seconds"),
    Option("image-bytes", "N", "size of a picture (default 130000)"),
    Option(
      "first-sequence", "N",
      "the first picture's sequence; those below were used before (default 1)"),
  ]

  static let usage = """
    loadtest telework streams pictures to a Mado server as N telework agents do, and says how long they
    took.

    Sends are scheduled (an open model): a slow answer delays no later one, and the response time of each
    counts from when it was due.

    \(Option.text(all + Option.reporting))

    Exit status: 0 when no rule of --fail-if came true, of itself when every picture was stored; 1 when
    one did, 2 when the call is wrong.
    """

  init(_ words: some Sequence<String>) throws(UsageError) {
    let given = try OptionReader(words, Self.all + Option.reporting)
    if let word = given.words.first { throw UsageError("telework: '\(word)' is one word too many") }
    server = given["server"]
    contexts = given["contexts"] ?? "demo-device"
    contextFolder = given["context-folder"]
    firstContext = try given.number("first-context", 1...10_000) ?? 1
    images = try given.number("images", 1...100_000_000)
    agents = try given.number("agents", 1...10_000) ?? 20
    rate = try given.decimalNumber("rate", upTo: 100_000) ?? 1
    seconds = try given.number("seconds", 1...86_400) ?? 10
    imageBytes =
      try given.number("image-bytes", SyntheticPicture.sizeMin...8_000_000) ?? 130_000
    firstSequence = UInt64(try given.number("first-sequence", 1...(1 << 60)) ?? 1)
    report = try ReportOptions(given)
  }
}
