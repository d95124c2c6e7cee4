import Calling

/// Reads `--rate`: the segments of a schedule, between commas.
///
///     SCHEDULE = SEGMENT {"," SEGMENT}
///     SEGMENT  = RATE [".." RATE] [":" TIME]
///
/// A rate is a number of calls a second; two of them are a ramp. Segments without a time share evenly
/// what the others leave of the run.
struct ScheduleParser {
  /// A segment whose time may have been left open.
  struct Draft: Sendable, Hashable {
    var from: Double
    var to: Double
    var seconds: Double?
  }

  static let rateMax = 10_000_000.0

  static func parse(_ text: String) throws(UsageError) -> [Draft] {
    var drafts: [Draft] = []
    var column = 1
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      drafts.append(try segment(part, column, text))
      column += part.utf8.count + 1
    }
    return drafts
  }

  /// - Parameters:
  ///   - seconds: how long the run is, if that was said.
  ///   - calls: how many calls it has, if that was said.
  static func schedule(
    _ drafts: [Draft], seconds: Double?, calls: Int?
  ) throws(UsageError) -> Schedule {
    let timed = drafts.reduce(0) { $0 + ($1.seconds ?? 0) }
    let open = drafts.filter { $0.seconds == nil }
    var share = 0.0
    if !open.isEmpty {
      if let seconds {
        share = (seconds - timed) / Double(open.count)
      } else if let calls, drafts.count == 1 {
        share = Double(calls) * 2 / (drafts[0].from + drafts[0].to)
      }
      guard share > 0 else {
        throw UsageError(
          "--rate: \(open.count) of its segments have no time, and the others leave none of "
            + "--duration: give each its time, as in 100:10s")
      }
    } else if let seconds, abs(seconds - timed) > 1e-9 {
      throw UsageError(
        "--rate takes \(decimal(timed, 3)) s and --duration says \(decimal(seconds, 3)) s: leave one "
          + "of them out")
    }
    return Schedule(
      segments: drafts.map { .init(from: $0.from, to: $0.to, seconds: $0.seconds ?? share) })
  }

  private static func segment(
    _ part: Substring, _ column: Int, _ text: String
  ) throws(UsageError) -> Draft {
    let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let rates = halves[0]
    var ends = [rates]
    var columns = [column]
    if let dots = rates.firstRange(of: "..") {
      ends = [rates[..<dots.lowerBound], rates[dots.upperBound...]]
      columns.append(column + ends[0].utf8.count + 2)
    }
    var values: [Double] = []
    for (end, column) in zip(ends, columns) {
      guard let value = Double(end), value >= 0, value <= rateMax else {
        throw failure(
          "'\(end)' is no rate; give calls a second, up to \(Int(rateMax))", column, text)
      }
      values.append(value)
    }
    let draft = Draft(from: values[0], to: values[values.count - 1], seconds: nil)
    guard draft.from + draft.to > 0 || halves.count == 2 else {
      throw failure("a rate of 0 needs its time, as in 0:5s", column, text)
    }
    guard halves.count == 2 else { return draft }
    do throws(UsageError) {
      let time = try Time.parse(String(halves[1]), of: "--rate")
      return Draft(from: draft.from, to: draft.to, seconds: time / .seconds(1))
    } catch {
      let place = column + rates.utf8.count + 1
      throw failure("'\(halves[1])' is no time; give one such as 500ms, 1.5s, 2m", place, text)
    }
  }

  private static func failure(_ what: String, _ column: Int, _ text: String) -> UsageError {
    UsageError("--rate '\(text)', column \(column): \(what)")
  }
}
