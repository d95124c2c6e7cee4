import EventLoop

/// What one loop of a run has.
struct Lane: Sendable {
  let loop: EventLoop
  let recorder: Recorder
  let driver: any Driver
}

/// A run from its first call to its last: lets the drivers go, takes their figures once a second, and
/// ends what does not end by itself.
struct LoadRun: Sendable {
  let lanes: [Lane]
  let times: RunTimes
  /// How long answers are waited for after the last start.
  let grace: Duration
  let view: LiveView

  /// What was found.
  struct Result: Sendable {
    var tally = Tally()
    var series: [Interval] = []
    /// From the end of the warm-up to the last call's end.
    var seconds = 0.0
    var threads: [GeneratorVerdict.Thread] = []
  }

  func run() async -> Result {
    for lane in lanes {
      lane.recorder.measuredFrom = times.measuredFrom
    }
    let guardian = Task { await cutOffWhenDue() }
    let monitor = Task { await watch() }
    await withTaskGroup { group in
      for lane in lanes {
        group.addTask(executorPreference: lane.loop) { await lane.driver.run(times) }
      }
    }
    let ended = MonotonicClock.nanoseconds
    guardian.cancel()
    monitor.cancel()
    var gathering = await monitor.value
    await gathering.gather(lanes, at: ended)
    view.finish()
    return gathering.result(ended)
  }

  /// Looks ten times a second whether it is time, or whether a person wants the run to end. It is time
  /// when so long has passed since the end, or since the last call started.
  private func cutOffWhenDue() async {
    var end = times.end
    while true {
      guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { return }
      let now = MonotonicClock.nanoseconds
      if let end, now >= end + grace.clampedNanoseconds { break }
      guard end.map({ now < $0 }) ?? true else { continue }
      if Interruption.isWanted {
        for lane in lanes { await lane.loop.run { lane.driver.stop() } }
        end = now
      } else if now >= times.start, await haveStartedAll() {
        end = now
      }
    }
    for lane in lanes { await lane.loop.run { lane.driver.cutOff() } }
  }

  private func haveStartedAll() async -> Bool {
    for lane in lanes {
      guard await lane.loop.run({ lane.driver.hasStartedAll }) else { return false }
    }
    return true
  }

  /// Gathers at every full second of what is measured, until it is cancelled.
  private func watch() async -> Gathering {
    var gathering = Gathering(times)
    while true {
      let left = times.measuredFrom - MonotonicClock.nanoseconds
      guard left > 0 else { break }
      view.showWarmUp(secondsLeft: Double(left) / 1e9)
      guard await sleep(until: times.measuredFrom - (left - 1) / 1_000_000_000 * 1_000_000_000)
      else { return gathering }
    }
    await gathering.begin(lanes)
    for second in 1... {
      let due = times.measuredFrom + Int64(second) * 1_000_000_000
      guard await sleep(until: due) else { break }
      await gathering.gather(lanes, at: MonotonicClock.nanoseconds)
      if let interval = gathering.series.last { view.show(interval, gathering.tally) }
    }
    return gathering
  }

  /// False when the task was cancelled meanwhile.
  private func sleep(until due: Int64) async -> Bool {
    let left = due - MonotonicClock.nanoseconds
    guard left > 0 else { return !Task.isCancelled }
    return (try? await Task.sleep(for: .nanoseconds(left))) != nil
  }
}

/// What has been found so far.
private struct Gathering: Sendable {
  private(set) var tally = Tally()
  private(set) var series: [Interval] = []
  private let times: RunTimes
  private var gatheredAt: Int64
  private var atFirst: [ThreadTime] = []
  private var now: [ThreadTime] = []

  init(_ times: RunTimes) {
    self.times = times
    gatheredAt = times.measuredFrom
  }

  /// The warm-up is over.
  mutating func begin(_ lanes: [Lane]) async {
    for lane in lanes { atFirst.append(await lane.loop.run { ThreadTime.current() }) }
    now = atFirst
  }

  mutating func gather(_ lanes: [Lane], at instant: Int64) async {
    var sum = Tally()
    var inFlight = 0
    var threads: [ThreadTime] = []
    for lane in lanes {
      let sample = await lane.loop.run { lane.recorder.take() }
      sum.merge(sample.tally)
      inFlight += sample.inFlight
      threads.append(sample.thread)
    }
    now = threads
    if atFirst.isEmpty { atFirst = threads }
    let from = Double(gatheredAt - times.measuredFrom) / 1e9
    let until = max(from, Double(instant - times.measuredFrom) / 1e9)
    gatheredAt = instant
    tally.merge(sum)
    // What is left when the last call has ended is a row of its own only if something came of it.
    if until - from >= 0.5 || sum.completed + sum.started > 0 {
      series.append(Interval(from: from, until: until, sum, inFlight: inFlight))
    }
  }

  func result(_ ended: Int64) -> LoadRun.Result {
    let seconds = max(1e-9, Double(ended - times.measuredFrom) / 1e9)
    // Of less than that the kernel's figures say little.
    let isLongEnough = seconds >= 0.5
    let threads = zip(now, isLongEnough ? atFirst : []).map { now, first in
      let time = now - first
      return GeneratorVerdict.Thread(
        running: Double(time.running) / 1e9 / seconds,
        waiting: Double(time.waiting) / 1e9 / seconds)
    }
    return LoadRun.Result(tally: tally, series: series, seconds: seconds, threads: threads)
  }
}
