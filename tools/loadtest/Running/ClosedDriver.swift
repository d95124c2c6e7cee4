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
  private var times = RunTimes(start: 0, measuredFrom: 0)
  /// Callers who have not left.
  private var asking = 0
  private var finished: UnsafeContinuation<Void, Never>?

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
    self.times = times
    asking = callers
    await withUnsafeContinuation { continuation in
      finished = continuation
      for _ in 0..<callers { ask(at: MonotonicClock.nanoseconds) }
    }
  }

  var hasStartedAll: Bool { left <= 0 }

  func stop() { left = 0 }

  func cutOff() {
    stop()
    maker.cutOff()
  }

  /// A caller asks, and asks again once he has his answer.
  private func ask(at now: Int64) {
    guard let number = claim(at: now) else { return leave() }
    maker.call(number, due: now, began: now) { [self] ended, isOK in
      if isOK { return ask(at: ended) }
      _ = maker.loop.schedule(at: ended + Self.pauseAfterFailure) { [self] in
        ask(at: MonotonicClock.nanoseconds)
      }
    }
  }

  private func leave() {
    asking -= 1
    guard asking == 0 else { return }
    finished?.resume()
    finished = nil
  }

  private func claim(at now: Int64) -> Int64? {
    guard left > 0, now < times.end ?? .max else { return nil }
    if now >= times.measuredFrom { left -= 1 }
    defer { number += stride }
    return number
  }
}
