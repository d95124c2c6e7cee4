import Buffers
import Synchronization

/// One direction of a call in the process: a head, messages one at a time, an end. One task sends,
/// one receives, any may end it.
final class MessageQueue: Sendable {
  private struct State {
    var head: Metadata?
    /// Framed, as sent; at most one.
    var message: Bytes?
    /// Set by the end: nil inside for `OK`.
    var end: RPCError??
    /// The receiver takes no more.
    var isClosed = false
    var trailers = Metadata()
    /// Who waits for any change of this state.
    var waiting: [CheckedContinuation<Void, Never>] = []
    /// Counts the changes, so that none is missed between looking and waiting.
    var changes = 0

    mutating func wake() -> [CheckedContinuation<Void, Never>] {
      changes += 1
      defer { waiting = [] }
      return waiting
    }
  }

  private let state = Mutex(State())

  /// What the other side is told before any message; the first one counts.
  func open(_ head: Metadata) {
    change { state in
      if state.head == nil { state.head = head }
    }
  }

  /// Waits until the message before this one is taken. Throws when the direction has ended.
  func send(_ framed: Bytes) async throws(RPCError) {
    try await when { state throws(RPCError) -> Void? in
      if let end = state.end {
        throw end ?? RPCError(Status(.internal, "the direction is closed; nothing can be sent"))
      }
      if state.isClosed { return () }
      guard state.message == nil else { return nil }
      state.message = framed
      return ()
    }
  }

  /// Returns whether this end is the first one. What has been sent is still received, unless the
  /// end is an error.
  @discardableResult
  func finish(_ error: RPCError?, trailers: Metadata = Metadata()) -> Bool {
    change { state in
      guard state.end == nil else { return false }
      state.end = .some(error)
      state.trailers = trailers
      return true
    }
  }

  /// The receiver takes no more: what waits is dropped, what comes later too.
  func close() {
    change { state in
      state.message = nil
      state.isClosed = true
    }
  }

  /// The next message without its prefix, nil at the end.
  func next() async throws(RPCError) -> Bytes? {
    try await when { state throws(RPCError) -> Bytes?? in
      if let message = state.message {
        state.message = nil
        return .some(message.slice(MessagePrefix.size..<message.count))
      }
      guard let end = state.end else { return state.isClosed ? .some(nil) : nil }
      if let error = end { throw error }
      return .some(nil)
    }
  }

  /// What came before any message.
  func head() async throws(RPCError) -> Metadata {
    try await when { state throws(RPCError) -> Metadata? in
      if let head = state.head { return head }
      if case .some(.some(let error)) = state.end { throw error }
      return state.end == nil ? nil : Metadata()
    }
  }

  /// Empty before the end.
  var trailers: Metadata { state.withLock { $0.trailers } }

  /// How the direction ended, if with an error.
  var failure: RPCError? { state.withLock { $0.end ?? nil } }

  /// Makes a change and wakes whoever waits for one.
  @discardableResult
  private func change<R: Sendable>(_ body: (inout State) -> R) -> R {
    let (result, waiting) = state.withLock { state in
      (body(&state), state.wake())
    }
    for continuation in waiting { continuation.resume() }
    return result
  }

  /// Tries `body` now and after every change, until it has something.
  private func when<R: Sendable>(
    _ body: @Sendable (inout State) throws(RPCError) -> R?
  ) async throws(RPCError) -> R {
    while true {
      let (result, seen, waiting) = state.withLock { state in
        let result = Result { () throws(RPCError) in try body(&state) }
        let isDone = if case .success(nil) = result { false } else { true }
        return (result, state.changes, isDone ? state.wake() : [])
      }
      for continuation in waiting { continuation.resume() }
      if let result = try result.get() { return result }
      await withCheckedContinuation { continuation in
        let isStale = state.withLock { state in
          if state.changes == seen { state.waiting.append(continuation) }
          return state.changes != seen
        }
        if isStale { continuation.resume() }
      }
    }
  }
}
