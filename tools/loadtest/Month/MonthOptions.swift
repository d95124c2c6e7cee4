import Calling
import CivilTime

/// What `loadtest month` is told on its command line.
struct MonthOptions: Sendable {
  let server: String?
  let contexts: String
  let contextFolder: String?
  let manager: String
  let administrator: String
  let workers: Int
  let days: Int
  /// Pictures of each worker on each day.
  let images: Int
  let imageBytes: Int
  let from: CivilDate
  let seed: UInt64
  /// Where to write what was sent.
  let sent: String?
  let report: ReportOptions

  static let all = [
    Option(
      "contexts", "NAME",
      "contexts of mado to use: NAME, NAME-2, NAME-3 …, one for each agent\n"
        + "(default demo-device, as madod --demo --demo-devices N makes them)"),
    Option("manager", "NAME", "the context that reviews incidents (default demo-manager)"),
    Option(
      "administrator", "NAME",
      "the vendor's context that sets the clock (default administrator, as\n"
        + "madod admin-token makes it)"),
    Option("context-folder", "DIR", "where they lie (default ~/.config/mado)"),
    Option("server", "URL", "another server than the contexts say, like https://localhost:8443"),
    Option("workers", "N", "how many workers, each with an agent (default 200)"),
    Option("from", "DATE", "the first day (default 2026-06-01)"),
    Option("days", "N", "how many days, Saturdays and Sundays left out (default 20)"),
    Option("images", "N", "pictures of each worker on each day (default 150)"),
    Option("image-bytes", "N", "size of a picture (default 4000)"),
    Option("seed", "N", "another seed is another month (default 1)"),
    Option("sent", "FILE", "where to write what was sent, an object of JSON a line"),
  ]

  static let usage = """
    loadtest month plays a month of a company: workers who punch in and out, are seen at their desks, have
    pictures taken of them and incidents detected, which a manager reviews. Nights are skipped.

    The server needs a clock for tests that is fast: madod --clock 2026-05-31T08:00:00+09:00,speed=3000
    on a folder that madod test-folder has marked.

    \(Option.text(all + Option.reporting))

    Response times are those of pictures and records, from when they were due until they were durable.

    Exit status: 0 when no rule of --fail-if came true, of itself when all was taken; 1 when one did, 2 when
    the call is wrong.
    """

  init(_ words: some Sequence<String>) throws(UsageError) {
    let given = try OptionReader(words, Self.all + Option.reporting)
    if let word = given.words.first { throw UsageError("month: '\(word)' is one word too many") }
    server = given["server"]
    contexts = given["contexts"] ?? "demo-device"
    contextFolder = given["context-folder"]
    manager = given["manager"] ?? "demo-manager"
    administrator = given["administrator"] ?? "administrator"
    workers = try given.number("workers", 1...10_000) ?? 200
    days = try given.number("days", 1...31) ?? 20
    images = try given.number("images", 0...10_000) ?? 150
    imageBytes = try given.number("image-bytes", SyntheticPicture.sizeMin...8_000_000) ?? 4000
    seed = UInt64(try given.number("seed", 0...Int.max) ?? 1)
    sent = given["sent"]
    let day = given["from"] ?? "2026-06-01"
    guard let from = CivilDate(day) else {
      throw UsageError("--from is '\(day)': give a day like 2026-06-01")
    }
    self.from = from
    report = try ReportOptions(given)
  }
}
