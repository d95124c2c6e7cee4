/// Whether the generator, not the server, set the pace: then the figures are the generator's, and
/// flatter or slander the server.
struct GeneratorVerdict: Sendable {
  /// What a thread of the generator did with the time of the run, each a share of it.
  struct Thread: Sendable, Hashable {
    var running: Double
    /// Ready to run, while other threads of the machine had the cores.
    var waiting: Double
  }

  /// Starts that nothing but the generator held up.
  var starts = 0
  var late = 0
  var lateAfter = Duration.zero
  /// From the scheduled to the actual start.
  var lagP99: Int64 = 0
  var lagMax: Int64 = 0
  var held = 0
  var inFlightMax = 0
  var threads: [Thread] = []
  /// Where there is no schedule, nothing can be late.
  var hasSchedule = true

  /// Of a run's time, above which a thread is taken to have had none left.
  static let busyShare = 0.9
  /// Of a run's time, above which the machine is taken to have held the generator up.
  static let waitingShare = 0.1
  /// Of all starts, above which late ones count.
  static let lateShare = 0.01

  var busiest: Thread { threads.max { $0.running < $1.running } ?? Thread(running: 0, waiting: 0) }

  /// Why the generator was the limit, a sentence each; none when it was not.
  var reasons: [String] {
    var reasons: [String] = []
    if hasSchedule, Double(late) > Double(starts) * Self.lateShare {
      reasons.append(
        "\(late) of \(starts) starts were more than \(milliseconds(lateAfter)) ms late of its own "
          + "doing (p99 \(milliseconds(lagP99)) ms, at most \(milliseconds(lagMax)) ms): offer less, "
          + "or give it more cores and --threads")
    }
    if busiest.running >= Self.busyShare {
      reasons.append(
        "its busiest thread ran for \(percent(busiest.running)) of the time: give it more cores and "
          + "--threads")
    }
    let waiting = threads.map(\.waiting).max() ?? 0
    if waiting >= Self.waitingShare {
      reasons.append(
        "a thread of it waited for a core for \(percent(waiting)) of the time: give it cores that "
          + "nothing else uses")
    }
    if held > 0 {
      reasons.append(
        "\(held) starts waited because \(inFlightMax) calls were in flight: allow more with "
          + "--max-in-flight, if it was not the server that fell behind")
    }
    return reasons
  }

  /// One line when all is well.
  var assurance: String {
    let schedule =
      hasSchedule
      ? "kept its schedule (lag p99 \(milliseconds(lagP99)) ms, at most \(milliseconds(lagMax)) ms)"
      : "had room"
    guard !threads.isEmpty else { return "the generator \(schedule)" }
    return
      "the generator \(schedule); its busiest thread ran for \(percent(busiest.running)) of the "
      + "time"
  }
}
