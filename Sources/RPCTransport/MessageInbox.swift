import Buffers
import RPC

/// Messages that have arrived and wait for their reader, with the payload for which the peer has not
/// been given new window yet.
///
/// The window opens as messages are taken, and at once while a reader waits: a reader that is slow
/// is held at one window of payload, while a message larger than the window still comes through.
struct MessageInbox<Message: InboxMessage> {
  private var messages: [Message] = []
  /// The first of `messages` not yet taken.
  private var head = 0
  /// Received, and not given back to the peer's window, in bytes.
  private var withheld = 0
  /// What the messages take of memory beyond the windows that they fill, in bytes: of the shortest
  /// ones, many times as much.
  private(set) var overheadBytes = 0

  var isEmpty: Bool { head == messages.count }

  mutating func append(_ message: Message) {
    messages.append(message)
    overheadBytes += message.overheadBytes
  }

  /// The next message, and how much window to give back for it.
  mutating func next() -> (message: Message, credit: Int)? {
    guard !isEmpty else { return nil }
    let message = messages[head]
    messages[head] = Message()
    head += 1
    overheadBytes -= message.overheadBytes
    if isEmpty {
      messages.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 256 {
      messages.removeFirst(head)
      head = 0
    }
    let credit = isEmpty ? withheld : min(message.count + MessagePrefix.size, withheld)
    withheld -= credit
    return (message, credit)
  }

  /// Notes `count` bytes received; the peer gets no window for them yet.
  mutating func withhold(_ count: Int) {
    withheld += count
  }

  /// The window to give back because the reader waits for what is still incomplete.
  mutating func releaseAll() -> Int {
    defer { withheld = 0 }
    return withheld
  }

  mutating func removeAll() {
    messages = []
    head = 0
    overheadBytes = 0
  }
}

/// What an inbox holds.
protocol InboxMessage {
  /// Stands where a message has been taken.
  init()
  /// What it took on the wire, without its prefix, in bytes.
  var count: Int { get }
}

extension InboxMessage {
  /// What keeping it takes beyond what it took on the wire, in bytes: its slab, its place.
  fileprivate var overheadBytes: Int { max(96 - MessagePrefix.size - count, 0) }
}

extension Bytes: InboxMessage {}

extension ReceivedMessage: InboxMessage {
  init() { self.init(Bytes()) }
}
