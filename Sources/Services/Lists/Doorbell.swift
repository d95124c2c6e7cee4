import EventLoop
import RPC
import Synchronization

/// Wakes one who waits, from any thread: for a ring, for a time, or until it is over.
final class Doorbell: Sendable {
  /// What ended a wait.
  enum Heard: Sendable {
    case ring
    case silence
    /// Nothing is to be waited for any more.
    case end
  }

  private struct State {
    var isRung = false
    var isOver = false
    var isTimeUp = false
    /// Whether rings do not end the wait.
    var isDeaf = false
    var continuation: UnsafeContinuation<Void, Never>?

    var isReady: Bool { isOver || isTimeUp || isRung && !isDeaf }
  }

  private let state = Mutex(State())

  func ring() { change { $0.isRung = true } }

  func end() { change { $0.isOver = true } }

  private func change(_ body: (inout State) -> Void) {
    let continuation = state.withLock { state in
      body(&state)
      return state.isReady ? state.continuation.take() : nil
    }
    continuation?.resume()
  }

  /// Waits for a ring since the last one that was heard, for so long or without end.
  func listen(for limit: Duration? = nil) async -> Heard { await wait(limit, deaf: false) }

  /// Waits for so long, whoever rings; the ring is heard later.
  func pause(for limit: Duration) async -> Heard { await wait(limit, deaf: true) }

  private func wait(_ limit: Duration?, deaf: Bool) async -> Heard {
    let isReady = state.withLock { state in
      (state.isTimeUp, state.isDeaf) = (limit.map { $0 <= .zero } ?? false, deaf)
      return state.isReady
    }
    if !isReady {
      await withTaskCancellationHandler {
        await alarmed(after: limit) { await suspend() }
      } onCancel: {
        end()
      }
    }
    return state.withLock { state in
      if state.isOver { return .end }
      guard state.isRung, !deaf else { return .silence }
      state.isRung = false
      return .ring
    }
  }

  private func suspend() async {
    await withUnsafeContinuation { continuation in
      let isReady = state.withLock { state in
        if !state.isReady { state.continuation = continuation }
        return state.isReady
      }
      if isReady { continuation.resume() }
    }
  }

  private func alarmed(after limit: Duration?, _ body: () async -> Void) async {
    guard let limit else { return await body() }
    if let loop = EventLoop.current {
      let timer = loop.schedule(after: limit) { [self] in change { $0.isTimeUp = true } }
      defer { timer.cancel() }
      return await body()
    }
    // Without a loop, as in a call within the process.
    let timer = Task { [self] in
      try await Task.sleep(for: limit)
      change { $0.isTimeUp = true }
    }
    defer { timer.cancel() }
    await body()
  }
}
