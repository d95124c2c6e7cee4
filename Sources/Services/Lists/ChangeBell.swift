import EventLoop
import RPC
import Synchronization

/// Wakes who waits for a change of something, once it is durable.
final class ChangeBell: Sendable {
  private let listeners = Mutex<[String: [ObjectIdentifier: Listener]]>([:])

  /// Wakes all who wait for a change of `topic`.
  func ring(_ topic: String) {
    let woken = listeners.withLock { $0[topic] }
    for listener in (woken ?? [:]).values { listener.ring() }
  }

  /// Does `look` until it finds something, the time is over, or nobody wants to know any more: at once, and
  /// after each ring for `topic`.
  ///
  /// - Parameter call: that it is done for, if it is: a server that drains waits no longer.
  func waiting<Found>(
    for topic: String, atMost limit: Duration, _ call: CallContext? = nil,
    _ look: () async throws -> Found?
  ) async throws -> Found? {
    let listener = Listener()
    // Listening before looking: what comes in between is not missed.
    listeners.withLock { $0[topic, default: [:]][ObjectIdentifier(listener)] = listener }
    defer { leave(listener, topic) }
    call?.onDrain { listener.end() }
    return try await withTaskCancellationHandler {
      try await listener.limited(to: limit) {
        while true {
          if let found = try await look() { return found }
          guard await listener.hasRung() else { return nil }
        }
      }
    } onCancel: {
      listener.end()
    }
  }

  private func leave(_ listener: Listener, _ topic: String) {
    listeners.withLock { listeners in
      listeners[topic]?[ObjectIdentifier(listener)] = nil
      if listeners[topic]?.isEmpty == true { listeners[topic] = nil }
    }
  }
}

/// One who waits for rings, until he is not to any more.
private final class Listener: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isRung = false
    var isOver = false
    var continuation: UnsafeContinuation<Void, Never>?
  }

  func ring() { change { $0.isRung = true } }

  func end() { change { $0.isOver = true } }

  private func change(_ body: (inout State) -> Void) {
    let continuation = state.withLock { state in
      body(&state)
      return state.continuation.take()
    }
    continuation?.resume()
  }

  /// Waits for a ring that came since the last call; false when the time is over.
  func hasRung() async -> Bool {
    await withUnsafeContinuation { continuation in
      let isReady = state.withLock { state in
        let isReady = state.isRung || state.isOver
        if !isReady { state.continuation = continuation }
        return isReady
      }
      if isReady { continuation.resume() }
    }
    return state.withLock { state in
      state.isRung = false
      return !state.isOver
    }
  }

  /// Does `body`, and ends the waiting after `limit`.
  func limited<R>(to limit: Duration, _ body: () async throws -> R) async rethrows -> R {
    guard limit > .zero else {
      end()
      return try await body()
    }
    if let loop = EventLoop.current {
      let timer = loop.schedule(after: limit) { self.end() }
      defer { timer.cancel() }
      return try await body()
    }
    // Without a loop, as in a call within the process.
    let timer = Task { [self] in
      try await Task.sleep(for: limit)
      end()
    }
    defer { timer.cancel() }
    return try await body()
  }
}
