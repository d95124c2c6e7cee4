import Calling

/// What `loadtest call` is told on its command line.
struct LoadOptions: Sendable {
  /// When calls start.
  enum Model: Sendable, Hashable {
    /// So many callers, each waiting for his answer.
    case closed(Int)
    case open([ScheduleParser.Draft], Arrivals.Spread)
  }

  /// `package.Service/Method`
  let method: String
  let data: String?
  let model: Model
  /// Nil when the number of calls alone is the bound.
  let duration: Duration?
  let calls: Int?
  let warmUp: Duration
  let grace: Duration
  let timeout: Duration?
  let connections: Int
  let threads: Int?
  let messages: Int?
  let isLockstep: Bool
  let messageInterval: Duration
  let inFlightMax: Int
  let seed: UInt64
  let report: ReportOptions
  /// For ``Target`` and the schema.
  let given: OptionReader

  private static let durationDefault = Duration.seconds(10)

  static let calling = [
    Option(
      "data", "TEXT|@FILE|-",
      "the request as JSON, with functions (see below); several of them, a line\n"
        + "each, take turns; - is standard input"),
    Option("metadata", "NAME=VALUE", "send this along; may be given several times"),
    Option("timeout", "TIME", "the deadline of each call, as 500ms; of itself none"),
    Option("reflection", nil, "ask the server for the schema, though it is built in"),
    Option("descriptor-set", "FILE", "the schema, as protoc --descriptor_set_out writes it"),
    Option(
      "messages", "N", "requests of each call that streams them; of itself one of each --data"),
    Option("message-interval", "TIME", "between the requests of a stream"),
    Option("lockstep", nil, "each request of a stream waits for the response to the one before"),
  ]

  static let loading = [
    Option("concurrency", "N", "closed model: N callers, each waiting for his answer (default 10)"),
    Option(
      "rate", "SCHEDULE",
      "open model: calls a second, whatever the answers do. 500 is constant,\n"
        + "100..2000 a ramp, 100,200,400 steps, 100:20s,2000:5s,100:20s a spike"),
    Option("arrivals", "even|random", "how the open model spreads calls in time (default even)"),
    Option("duration", "TIME", "how long calls start (default 10s, unless --requests is given)"),
    Option("requests", "N", "how many calls start, the warm-up apart"),
    Option("warm-up", "TIME", "calls before that are made and not counted (default 1s)"),
    Option("grace", "TIME", "how long answers are waited for after that (default 10s)"),
    Option("connections", "N", "connections, used in turn (default 1)"),
    Option("threads", "N", "threads (default: one per core, and no more than connections)"),
    Option("max-in-flight", "N", "in the open model, calls in flight at most (default 10000)"),
    Option("seed", "N", "of the random functions and arrivals (default 1)"),
  ]

  init(_ given: OptionReader) throws(UsageError) {
    guard given.words.count == 1 else {
      throw UsageError(
        given.words.isEmpty
          ? "call: give the method, such as mado.calendar.v1.CalendarService/ListHolidays"
          : "call: '\(given.words[1])' is one word too many")
    }
    self.given = given
    method = Self.path(given.words[0])
    data = given["data"]
    calls = try given.number("requests", 1...1_000_000_000_000)
    duration = try given.time("duration")
    warmUp = try given.time("warm-up") ?? .seconds(1)
    grace = try given.time("grace") ?? .seconds(10)
    timeout = try given.time("timeout")
    connections = try given.number("connections", 1...50_000) ?? 1
    threads = try given.number("threads", 1...256)
    messages = try given.number("messages", 0...1_000_000_000)
    isLockstep = given["lockstep"] != nil
    messageInterval = try given.time("message-interval") ?? .zero
    inFlightMax = try given.number("max-in-flight", 1...1_000_000) ?? 10_000
    seed = UInt64(try given.number("seed", 0...Int.max) ?? 1)
    report = try ReportOptions(given)
    if let rate = given["rate"] {
      guard given["concurrency"] == nil else {
        throw UsageError("--rate (open model) and --concurrency (closed model) exclude each other")
      }
      model = .open(
        try ScheduleParser.parse(rate), try given.choice("arrivals", Arrivals.Spread.self) ?? .even)
    } else {
      model = .closed(try given.number("concurrency", 1...1_000_000) ?? 10)
    }
  }

  /// The open model's schedule, without the warm-up; nil in the closed model.
  func schedule() throws(UsageError) -> Schedule? {
    guard case .open(let drafts, _) = model else { return nil }
    let isTimed = drafts.allSatisfy { $0.seconds != nil }
    let seconds = duration ?? (isTimed || calls != nil ? nil : Self.durationDefault)
    return try ScheduleParser.schedule(
      drafts, seconds: seconds.map { $0 / .seconds(1) }, calls: calls)
  }

  /// How long calls start in the closed model; nil when their number is the bound.
  var closedDuration: Duration? { duration ?? (calls == nil ? Self.durationDefault : nil) }

  /// `package.Service/Method`, which may also be written with a slash before it or a dot in it.
  private static func path(_ word: String) -> String {
    let word = word.hasPrefix("/") ? String(word.dropFirst()) : word
    guard !word.contains("/"), let dot = word.lastIndex(of: ".") else { return word }
    return "\(word[..<dot])/\(word[word.index(after: dot)...])"
  }
}
