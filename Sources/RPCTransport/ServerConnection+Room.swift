import HTTP2
import RPC

/// What a connection has room for: streams, and what waits for a client that takes its time.
extension ServerConnection {
  /// About what the refusal of a response takes, in bytes.
  private static let refusalBytes = 1 << 10

  /// Whether a stream that has just been opened is to be refused.
  var isFull: Bool {
    orphans > 0
      && orphans + (session?.streams.count ?? 0) > home.configuration.limits.concurrentStreams
  }

  /// Whether so many bytes more may wait for the client; what is no longer than an error always may, and
  /// one response however large.
  func hasRoom(for count: Int) -> Bool {
    guard count > ServerConnection.refusalBytes, let queued = session?.queuedBytes, queued > 0
    else { return true }
    return queued + count <= home.configuration.limits.connectionSendBufferBytes
  }

  var tooMuchQueued: RPCError {
    .slowReader(ofConnection: home.configuration.limits.connectionSendBufferBytes)
  }

  var tooMuchUnserved: RPCError { .incompleteRequests(home.unservedBytesMax) }

  /// Whether more waits for the client than half of what may: no handler is begun, and those that wait
  /// do so sooner. A client that asks for much at once and reads it gets all of it.
  var isFilling: Bool {
    (session?.queuedBytes ?? 0) > home.configuration.limits.connectionSendBufferBytes / 2
  }

  /// How much a call may have waiting for the client before its handler waits, in bytes.
  var sendBufferBytes: Int {
    isFilling
      ? home.sessionConfiguration.lowWaterBytes : home.configuration.limits.sendBufferBytes
  }

  /// Has `call` begun when there is room for what it sends.
  func postpone(_ call: ServerCall) {
    if postponed.count > home.configuration.limits.concurrentStreams {
      postponed.removeAll(where: \.state.isOver)
    }
    postponed.append(call)
  }

  /// Notes that a request has filled its window, which is not opened before there is room.
  func noteWithheld() { hasWithheld = true }

  /// The client has taken something. Returns whether calls were begun.
  func goOn() -> Bool {
    guard hasWithheld || !postponed.isEmpty, !isFilling else { return false }
    if hasWithheld {
      hasWithheld = false
      for call in calls { call.openWindow() }
    }
    let hasPostponed = !postponed.isEmpty
    while !postponed.isEmpty, !isFilling {
      home.calls.add(postponed.removeFirst())
      home.calls.run()
    }
    return hasPostponed
  }
}
