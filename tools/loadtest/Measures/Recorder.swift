import EventLoop
import Glibc

/// Where one loop's calls are counted: no lock, since only the loop's thread comes here. Once a
/// second what was gathered is taken away, so that a second's figures and the run's are counted once.
final class Recorder: @unchecked Sendable {
  /// What was gathered since it was last taken.
  var tally = Tally()
  /// Calls that started before are warm-up and not counted, in nanoseconds of the monotonic clock.
  var measuredFrom = Int64.min
  /// A start later than this is late, in nanoseconds.
  let lateAfter: Int64
  /// Warm-up included.
  var inFlight = 0

  init(lateAfter: Duration) { self.lateAfter = lateAfter.clampedNanoseconds }

  /// A call starts `lag` behind its schedule.
  func start(lag: Int64, isHeld: Bool) {
    tally.started &+= 1
    if isHeld {
      tally.held &+= 1
    } else {
      tally.lag.record(lag)
      if lag > lateAfter { tally.late &+= 1 }
    }
  }

  /// What was gathered, and how busy the calling thread, the loop's, has been.
  func take() -> Sample {
    defer { tally = Tally() }
    return Sample(tally: tally, inFlight: inFlight, thread: ThreadTime.current())
  }

  struct Sample: Sendable {
    let tally: Tally
    let inFlight: Int
    let thread: ThreadTime
  }
}

/// What the calling thread has had of a core so far, and what it waited for one, in nanoseconds.
struct ThreadTime: Sendable, Hashable {
  var running: Int64 = 0
  var waiting: Int64 = 0

  /// Source: the kernel's scheduler statistics, `/proc/thread-self/schedstat`.
  static func current() -> ThreadTime {
    let descriptor = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return ThreadTime() }
    defer { close(descriptor) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = read(descriptor, &text, text.count)
    let numbers = String(decoding: text.prefix(max(0, count)), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).map { Int64($0) ?? 0 }
    guard numbers.count >= 2 else { return ThreadTime() }
    return ThreadTime(running: numbers[0], waiting: numbers[1])
  }

  static func - (a: ThreadTime, b: ThreadTime) -> ThreadTime {
    ThreadTime(running: a.running - b.running, waiting: a.waiting - b.waiting)
  }
}
