import Buffers
import Synchronization

/// One direction of a call in the process: a head, messages in the order in which they were sent, an
/// end. Any task may send, receive or end it.
final class MessageQueue: Sendable {
  private struct State {
    var head: Metadata?
    /// Framed, as sent, and not yet taken: of each sender that waits one, and one more.
    var messages: [Bytes] = []
    /// Messages sent and taken so far.
    var (sent, taken) = (0, 0)
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

  /// Sends, and waits until the messages before this one are taken. Throws when the direction has
  /// ended, or ends with an error meanwhile.
  func send(_ framed: BytePieces) async throws(RPCError) {
    let before = try change { state throws(RPCError) in
      if let end = state.end {
        throw end ?? RPCError(Status(.internal, "the direction is closed; nothing can be sent"))
      }
      if state.isClosed { return 0 }
      defer { state.sent += 1 }
      state.messages.append(framed.joined())
      return state.sent
    }
    try await when { state throws(RPCError) -> Void? in
      // What has been taken was sent, whatever the receiver has done since.
      if state.taken >= before { return () }
      if case .some(.some(let error)) = state.end { throw error }
      return state.end == nil ? nil : ()
    }
  }

  /// The most messages that ``offer(_:)`` leaves waiting.
  static let offeredMax = 256

  /// Sends and does not wait. Throws when the direction has ended, and when too many messages wait.
  func offer(_ framed: BytePieces) throws(RPCError) {
    try change { state throws(RPCError) in
      if let end = state.end {
        throw end ?? RPCError(Status(.internal, "the direction is closed; nothing can be sent"))
      }
      guard !state.isClosed else { return }
      guard state.messages.count < MessageQueue.offeredMax else {
        throw RPCError(
          .resourceExhausted,
          "the client does not keep up: \(MessageQueue.offeredMax) messages wait",
          reason: "SLOW_READER")
      }
      state.sent += 1
      state.messages.append(framed.joined())
    }
  }

  /// Returns whether this end is the first one. What has been sent is still received.
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
      state.messages = []
      state.taken = state.sent
      state.isClosed = true
    }
  }

  /// The next message without its prefix, nil at the end.
  func next() async throws(RPCError) -> Bytes? {
    try await when { state throws(RPCError) -> Bytes?? in
      if !state.messages.isEmpty {
        state.taken += 1
        let message = state.messages.removeFirst()
        let content = message.slice(MessagePrefix.size..<message.count)
        return .some(
          try ReceivedMessage(content, isEncoded: message[0] == 1).decoded(bytesMax: .max))
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

  /// Whether nothing more can be sent.
  var hasEnded: Bool { state.withLock { $0.end != nil } }

  /// How the direction ended, if with an error.
  var failure: RPCError? { state.withLock { $0.end ?? nil } }

  private func wake() {
    for continuation in state.withLock({ $0.wake() }) { continuation.resume() }
  }

  /// Makes a change and wakes whoever waits for one.
  @discardableResult
  private func change<R: Sendable, E: Error>(
    _ body: (inout State) throws(E) -> R
  ) throws(E) -> R {
    let (result, waiting) = state.withLock { state in
      (Result { () throws(E) in try body(&state) }, state.wake())
    }
    for continuation in waiting { continuation.resume() }
    return try result.get()
  }

  /// Tries `body` now and after every change, until it has something. Throws when the task is
  /// cancelled while it waits.
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
      guard !Task.isCancelled else {
        throw RPCError(.cancelled, "the task was cancelled", reason: "CANCELLED")
      }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isStale = state.withLock { state in
            if state.changes == seen { state.waiting.append(continuation) }
            return state.changes != seen
          }
          if isStale { continuation.resume() }
        }
      } onCancel: {
        wake()
      }
    }
  }
}
