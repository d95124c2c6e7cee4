import Buffers
import HTTP2

/// The requests of a call that may have to be sent once more: framed, shared with what is on its way,
/// not copied. Most calls have one, which needs no list.
struct ReplayBuffer {
  private var first: BytePieces?
  private var rest: [BytePieces] = []
  /// Of all of them together.
  private(set) var bytes = 0

  mutating func append(_ message: BytePieces) {
    bytes += message.count
    if first == nil { first = message } else { rest.append(message) }
  }

  /// Sends all of them, in their order.
  func send(to stream: HTTP2Stream) {
    guard let first else { return }
    stream.send(first)
    for message in rest { stream.send(message) }
  }

  mutating func removeAll() {
    guard first != nil else { return }
    self = ReplayBuffer()
  }
}

/// Calls that wait for a connection, or for room on one, in the order in which they came. One that has
/// ended meanwhile leaves at once by its flag and is dropped later, so that leaving costs no search.
struct CallQueue {
  private var calls: [ClientCall] = []
  private var head = 0
  /// Those that still wait.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func append(_ call: ClientCall) {
    call.isQueued = true
    calls.append(call)
    count += 1
  }

  mutating func withdraw(_ call: ClientCall) {
    guard call.isQueued else { return }
    call.isQueued = false
    count -= 1
    if calls.count - head > 2 * count + 64 { keep(Array(calls[head...].filter(\.isQueued))) }
  }

  /// The first of those that still wait.
  mutating func next() -> ClientCall? {
    while head < calls.count {
      let call = calls[head]
      head += 1
      if head > 1024 { keep(Array(calls[head...])) }
      guard call.isQueued else { continue }
      call.isQueued = false
      count -= 1
      return call
    }
    keep([])
    return nil
  }

  /// Takes out those that `isTaken` says, in order.
  mutating func take(where isTaken: (ClientCall) -> Bool) -> [ClientCall] {
    guard count > 0 else { return [] }
    let waiting = calls[head...].filter(\.isQueued)
    let taken = waiting.filter(isTaken)
    for call in taken { call.isQueued = false }
    keep(waiting.filter(\.isQueued))
    count = calls.count
    return taken
  }

  private mutating func keep(_ rest: [ClientCall]) {
    calls = rest
    head = 0
  }
}
