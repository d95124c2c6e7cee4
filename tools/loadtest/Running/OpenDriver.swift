import EventLoop

/// The open model: calls start when the schedule says, whatever became of those before.
///
/// Confined to its loop: hence `@unchecked Sendable`.
final class OpenDriver: Driver, @unchecked Sendable {
  private let maker: CallMaker
  private var arrivals: Arrivals
  private var number: Int64
  private let stride: Int64
  private let inFlightMax: Int
  /// Calls that count and have not been started yet.
  private var left: Int
  private var times = RunTimes(start: 0, measuredFrom: 0)
  /// When the next call is due; nil when there is none.
  private var due: Int64?
  private var timer: Timer?
  private var running = 0
  private var hasBegun = false
  private var isStarting = false
  /// Whether calls that are due wait for others to end.
  private var isHeld = false
  private var finished: UnsafeContinuation<Void, Never>?

  /// - Parameter inFlightMax: calls due beyond it wait.
  init(
    _ maker: CallMaker, _ arrivals: Arrivals, first: Int, stride: Int, inFlightMax: Int, calls: Int?
  ) {
    self.maker = maker
    self.arrivals = arrivals
    self.inFlightMax = inFlightMax
    number = Int64(first)
    self.stride = Int64(stride)
    left = calls ?? .max
  }

  func run(_ times: RunTimes) async {
    self.times = times
    await withUnsafeContinuation { continuation in
      finished = continuation
      hasBegun = true
      advance()
      startDue()
    }
  }

  var hasStartedAll: Bool { hasBegun && due == nil }

  func stop() {
    due = nil
    timer?.cancel()
    finishIfDone()
  }

  func cutOff() {
    // What was held back to the end never starts, and is told with the rest.
    let now = MonotonicClock.nanoseconds
    while let due, due <= now {
      maker.recorder.tally.held += 1
      advance()
    }
    maker.cutOff()
    stop()
  }

  private func advance() {
    due = left > 0 ? arrivals.next().map { times.start + $0 } : nil
    if let due, due >= times.measuredFrom { left -= 1 }
  }

  /// Starts what is due and sets the timer for what is not.
  private func startDue() {
    isStarting = true
    defer { isStarting = false }
    while let due {
      let now = MonotonicClock.nanoseconds
      guard due <= now else { break }
      guard running < inFlightMax else {
        isHeld = true
        return
      }
      start(number, due: due, began: now)
      number += stride
      advance()
    }
    isHeld = false
    if let due { timer = maker.loop.schedule(at: due) { [unowned self] in startDue() } }
    finishIfDone()
  }

  private func start(_ number: Int64, due: Int64, began: Int64) {
    running += 1
    let wasHeld = isHeld
    maker.call(number, due: due, began: began, isHeld: wasHeld) { [self] _, _ in
      running -= 1
      // What fails at once is seen by who starts.
      guard !isStarting else { return }
      if isHeld { startDue() } else { finishIfDone() }
    }
  }

  private func finishIfDone() {
    guard due == nil, running == 0 else { return }
    finished?.resume()
    finished = nil
  }
}
