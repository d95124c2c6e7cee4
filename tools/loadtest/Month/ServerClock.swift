import CivilTime
import EventLoop

/// What a server's clock for tests shows, as it was compared with the machine's.
struct ServerClock: Sendable {
  /// What it showed.
  let instant: Instant
  /// What the machine's monotonic clock showed then, in nanoseconds.
  let monotonic: Int64
  /// Its seconds in one of the machine's.
  let speed: Int64

  /// When it shows `instant`, on the machine's monotonic clock.
  func monotonic(at instant: Instant) -> Int64 {
    monotonic + self.instant.duration(to: instant).clampedNanoseconds / max(1, speed)
  }
}

/// Lets all agents begin a day together, and tells when all have ended it.
actor DayGate {
  private let agents: Int
  private var clocks: [ServerClock] = []
  private var ended = 0
  private var isShut = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(agents: Int) { self.agents = agents }

  /// The clock of a day once it begins; nil when no more days do.
  func clock(of day: Int) async -> ServerClock? {
    while clocks.count <= day, !isShut { await change() }
    return day < clocks.count ? clocks[day] : nil
  }

  /// Begins the next day.
  func open(_ clock: ServerClock) {
    clocks.append(clock)
    wake()
  }

  /// An agent has ended its day.
  func end() {
    ended += 1
    if ended == agents * clocks.count { wake() }
  }

  /// Waits until all have ended the days that have begun; false when there are no more days.
  func allEnded() async -> Bool {
    while ended < agents * clocks.count, !isShut { await change() }
    return !isShut
  }

  /// No more days begin.
  func shut() {
    isShut = true
    wake()
  }

  private func change() async {
    await withCheckedContinuation { waiting.append($0) }
  }

  private func wake() {
    for waiter in waiting { waiter.resume() }
    waiting = []
  }
}
