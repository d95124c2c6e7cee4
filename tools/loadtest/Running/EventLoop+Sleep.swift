import EventLoop

extension EventLoop {
  /// Suspends the caller, a task of this loop, until the instant `due` of the monotonic clock, in
  /// nanoseconds.
  func sleep(until due: Int64) async {
    guard MonotonicClock.nanoseconds < due else { return }
    await withUnsafeContinuation { continuation in
      _ = schedule(at: due) { continuation.resume() }
    }
  }
}
