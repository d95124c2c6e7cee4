import EventLoop

/// The closed model: so many callers, each of whom waits for an answer before he asks again.
///
/// Confined to its loop: hence `@unchecked Sendable`.
final class ClosedDriver: Driver, @unchecked Sendable {
  private let maker: CallMaker
  private let callers: Int
  /// The numbers of this loop's calls: from `number`, in steps of `stride`.
  private var number: Int64
  private let stride: Int64
  /// Calls that count and have not been started yet.
  private var left: Int

  /// A caller whose call has failed asks again after this, in nanoseconds: a server that is not there
  /// must not be asked a million times a second.
  private static let pauseAfterFailure: Int64 = 1_000_000

  init(_ maker: CallMaker, callers: Int, first: Int, stride: Int, calls: Int?) {
    self.maker = maker
    self.callers = callers
    number = Int64(first)
    self.stride = Int64(stride)
    left = calls ?? .max
  }

  func run(_ times: RunTimes) async {
    await maker.loop.sleep(until: times.start)
    await withTaskGroup { group in
      for _ in 0..<callers {
        group.addTask(executorPreference: maker.loop) { await self.ask(times) }
      }
    }
  }

  func stop() { left = 0 }

  func cutOff() {
    stop()
    maker.cutOff()
  }

  private func ask(_ times: RunTimes) async {
    var now = MonotonicClock.nanoseconds
    let end = times.end ?? .max
    while now < end, let number = claim(at: now, times) {
      let call = await maker.call(number, due: now, began: now)
      now = call.ended
      guard !call.isOK else { continue }
      await maker.loop.sleep(until: now + Self.pauseAfterFailure)
      now = MonotonicClock.nanoseconds
    }
  }

  private func claim(at now: Int64, _ times: RunTimes) -> Int64? {
    guard left > 0 else { return nil }
    if now >= times.measuredFrom { left -= 1 }
    defer { number += stride }
    return number
  }
}
