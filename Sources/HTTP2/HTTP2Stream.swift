import Buffers
import CNghttp2

/// What happens on one stream, told to whoever serves or uses it.
///
/// Every call comes from within ``HTTP2Session/receive(_:)``, ``HTTP2Session/produce(into:limit:)`` or
/// ``HTTP2Session/close()``; streams may be answered, sent to and reset from within, the session's
/// own three methods may not be called.
public protocol HTTP2StreamDelegate: AnyObject {
  /// A header block: the headers the first time, the trailers thereafter. The fields are valid during
  /// the call; ``HTTP2Stream/headerExcess`` says when some were left out.
  func streamReceivedHeaders(_ fields: FieldList, endStream: Bool)
  /// Payload, valid during the call. Give its size back through ``HTTP2Stream/consume(_:)``, sooner
  /// or later, or the peer stops.
  func streamReceivedData(_ bytes: UnsafeRawBufferPointer)
  /// The peer sends no more (END_STREAM on a DATA frame; headers say so themselves).
  func streamReceivedEnd()
  /// What was queued has fallen to ``HTTP2Stream/lowWater``, having been above it.
  func streamQueueDrained()
  /// The stream is over; nothing follows.
  func streamClosed(_ code: ErrorCode)
}

/// One exchange within a session. Confined to its session's thread.
public final class HTTP2Stream {
  // The run-time check of exclusive access is left out for the properties that every frame touches:
  // no statement that changes one calls anything which comes back here.

  /// Odd for those that clients open.
  @exclusivity(unchecked) public internal(set) var id: Int32
  /// Nil once the stream is over: sending is then of no effect. Unsafe without danger: a session
  /// ends its streams before it goes.
  @exclusivity(unchecked) public internal(set) unowned(unsafe) var session: HTTP2Session?
  /// Let go when the stream is over.
  @exclusivity(unchecked) public var delegate: (any HTTP2StreamDelegate)?
  /// The bound that the peer's last header block went beyond; nil when none of it was left out.
  @exclusivity(unchecked) public internal(set) var headerExcess: HeaderExcess?
  /// Whether this side has sent, or queued, its end.
  @exclusivity(unchecked) public private(set) var hasEnded = false
  /// Whether the peer has sent its end.
  @exclusivity(unchecked) public internal(set) var peerHasEnded = false

  /// Whether a client's headers have been handed to the session's output: the server may have seen them.
  @exclusivity(unchecked) public internal(set) var hasLeft = false

  /// Queued bytes at or below which a sender that was held up goes on.
  public static let lowWater = 64 << 10

  /// The place in the session's list.
  @exclusivity(unchecked) var place = 0
  /// Whether payload has gone out since the last beat.
  @exclusivity(unchecked) var hasMoved = false
  /// Received and not yet given back.
  @exclusivity(unchecked) var unconsumed = 0
  /// Whether the data source is idle and must be woken.
  @exclusivity(unchecked) var isDeferred = false

  /// What is being sent, and how much of it has been: most responses are one piece, which needs no
  /// list.
  @exclusivity(unchecked) private var current = Bytes()
  @exclusivity(unchecked) private var currentOffset = 0
  /// What is sent after `current`, from `head` on.
  @exclusivity(unchecked) private var queue: [Bytes] = []
  @exclusivity(unchecked) private var head = 0
  /// Payload queued and not yet handed to the session's output, in bytes.
  @exclusivity(unchecked) public private(set) var queuedBytes = 0
  @exclusivity(unchecked) private var trailers: FieldBlock?

  init(id: Int32, session: HTTP2Session) {
    self.id = id
    self.session = session
  }

  // MARK: Sending

  /// A server's headers; with `endStream` the whole response.
  public func respond(_ headers: FieldBlock, endStream: Bool = false) {
    guard let session, !hasEnded else { return }
    hasEnded = endStream
    session.submitResponse(self, headers, endStream: endStream)
  }

  /// Queues payload behind what is queued already.
  public func send(_ bytes: Bytes) {
    guard let session, !hasEnded, !bytes.isEmpty else { return }
    if queuedBytes == 0 {
      current = bytes
      currentOffset = 0
    } else {
      queue.append(bytes)
    }
    queuedBytes += bytes.count
    session.resume(self)
  }

  /// Queues all pieces of a payload.
  public func send(_ pieces: BytePieces) {
    send(pieces.first)
    for piece in pieces.rest { send(piece) }
  }

  /// Ends this side behind what is queued.
  public func end(trailers: FieldBlock? = nil) {
    guard let session, !hasEnded else { return }
    hasEnded = true
    self.trailers = trailers
    session.resume(self)
  }

  /// Ends this side with `trailers` now: what is queued is dropped, whole messages or parts of them, and
  /// the peer's window is not waited for.
  public func cut(trailers: FieldBlock) {
    guard let session, !hasEnded else { return }
    hasEnded = true
    dropQueue()
    session.submitEnd(self, trailers)
  }

  /// Ends the stream at once, what is queued being dropped.
  public func reset(_ code: ErrorCode) {
    guard let session else { return }
    hasEnded = true
    dropQueue()
    session.submitReset(self, code)
  }

  /// Lets the peer send `count` bytes more.
  public func consume(_ count: Int) {
    guard count > 0, let session else { return }
    unconsumed -= count
    session.consume(self, count)
  }

  /// The call was answered: for the peer's account.
  public func answered() {
    session?.ledger.credit(Ledger.Credit.answeredCall)
  }

  /// What the peer sent on this stream broke the rules of what lies above HTTP/2.
  public func chargeMalformed() {
    session?.ledger.charge(.malformed)
  }

  // MARK: For the session

  /// How much of the queue goes into a frame of at most `limit` bytes; nil when there is nothing to
  /// say yet.
  func nextFrame(_ limit: Int) -> (count: Int, isLast: Bool)? {
    if queuedBytes == 0, !hasEnded { return nil }
    let count = min(limit, queuedBytes)
    return (count, hasEnded && count == queuedBytes)
  }

  /// The trailers, once.
  func takeTrailers() -> FieldBlock? {
    defer { trailers = nil }
    return trailers
  }

  /// Moves `count` bytes of the queue to `output`.
  func dequeue(_ count: Int, to output: OutputBuffer) {
    let wasAbove = queuedBytes > HTTP2Stream.lowWater
    var left = count
    var messages = 0
    while left > 0, queuedBytes > 0 {
      let taken = min(left, current.count - currentOffset)
      current.withUnsafeBytes {
        output.append(UnsafeRawBufferPointer(rebasing: $0[currentOffset..<currentOffset + taken]))
      }
      left -= taken
      queuedBytes -= taken
      currentOffset += taken
      if currentOffset == current.count {
        messages += 1
        advance()
      }
    }
    hasMoved = true
    session?.sent(count, messages: messages)
    if wasAbove, queuedBytes <= HTTP2Stream.lowWater { delegate?.streamQueueDrained() }
  }

  private func advance() {
    currentOffset = 0
    guard head < queue.count else {
      current = Bytes()
      return
    }
    current = queue[head]
    queue[head] = Bytes()
    head += 1
    if head == queue.count {
      queue.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 64 {
      queue.removeFirst(head)
      head = 0
    }
  }

  private func dropQueue() {
    current = Bytes()
    currentOffset = 0
    queue = []
    head = 0
    queuedBytes = 0
    trailers = nil
  }

  /// The stream is over.
  func close(_ code: ErrorCode) {
    let delegate = delegate
    self.delegate = nil
    session = nil
    hasEnded = true
    dropQueue()
    delegate?.streamClosed(code)
  }
}
