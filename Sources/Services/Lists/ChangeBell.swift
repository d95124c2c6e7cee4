import RPC
import Synchronization

/// Wakes who waits for a change of something, once it is durable.
final class ChangeBell: Sendable {
  private let listeners = Mutex<[String: [ObjectIdentifier: Doorbell]]>([:])

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
    let bell = Doorbell()
    let end = Deadline(after: limit)
    // Listening before looking: what comes in between is not missed.
    listeners.withLock { $0[topic, default: [:]][ObjectIdentifier(bell)] = bell }
    defer { leave(bell, topic) }
    call?.onDrain { bell.end() }
    while true {
      if let found = try await look() { return found }
      guard !end.hasPassed(), case .ring = await bell.listen(for: end.remaining()) else {
        return nil
      }
    }
  }

  private func leave(_ bell: Doorbell, _ topic: String) {
    listeners.withLock { listeners in
      listeners[topic]?[ObjectIdentifier(bell)] = nil
      if listeners[topic]?.isEmpty == true { listeners[topic] = nil }
    }
  }
}
