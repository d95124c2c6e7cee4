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
  /// What was queued has fallen to ``HTTP2Session/Configuration/lowWaterBytes``, having been above it.
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
  /// Nil once the stream is over. Unretained without danger: a session ends its streams before it goes.
  @exclusivity(unchecked) private var session: Unmanaged<HTTP2Session>?
  /// Whether the stream is over: sending is then of no effect.
  public var isOver: Bool { session == nil }
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

  /// The place in the session's list.
  @exclusivity(unchecked) var place = 0
  /// Whether payload has gone out since the last beat.
  @exclusivity(unchecked) var hasMoved = false
  /// What a client still has to send, in bytes, if its request said how much that is.
  @exclusivity(unchecked) public internal(set) var awaitedBytes: Int?
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
  @exclusivity(unchecked) private(set) var trailers: FieldBlock?
  /// Those of `trailers`.
  @exclusivity(unchecked) private(set) var trailerLiterals: UnsafeRawBufferPointer?

  init(id: Int32, session: HTTP2Session) {
    self.id = id
    self.session = .passUnretained(session)
  }

  /// Calls `body` with the session, if the stream is not over, without a retain: its owner keeps it.
  @inline(__always)
  private func inSession(_ body: (HTTP2Session) -> Void) {
    session?._withUnsafeGuaranteedRef(body)
  }

  // MARK: Sending

  /// A server's headers; with `endStream` the whole response.
  public func respond(_ headers: FieldBlock, endStream: Bool = false) {
    guard !hasEnded else { return }
    hasEnded = endStream
    inSession { $0.submitResponse(self, headers, endStream: endStream) }
  }

  /// Queues payload behind what is queued already.
  public func send(_ bytes: Bytes) {
    guard !hasEnded, !bytes.isEmpty else { return }
    if queuedBytes == 0 {
      current = bytes
      currentOffset = 0
    } else {
      queue.append(bytes)
    }
    queuedBytes += bytes.count
    inSession {
      $0.queuedBytes += bytes.count
      if isDeferred { $0.resume(self) }
    }
  }

  /// Queues all pieces of a payload.
  public func send(_ pieces: BytePieces) {
    send(pieces.first)
    for piece in pieces.rest { send(piece) }
  }

  /// Ends this side behind what is queued.
  public func end(trailers: FieldBlock? = nil) {
    guard !hasEnded else { return }
    hasEnded = true
    if let trailers {
      self.trailers = trailers
      trailerLiterals = trailers.literals
    }
    if isDeferred { inSession { $0.resume(self) } }
  }

  /// Ends this side with `trailers` now: what is queued is dropped, whole messages or parts of them, and
  /// the peer's window is not waited for.
  public func cut(trailers: FieldBlock) {
    guard !hasEnded else { return }
    hasEnded = true
    dropQueue()
    inSession { $0.submitEnd(self, trailers) }
  }

  /// Ends the stream at once, what is queued being dropped.
  public func reset(_ code: ErrorCode) {
    guard session != nil else { return }
    hasEnded = true
    dropQueue()
    inSession { $0.submitReset(id, code) }
  }

  /// Lets the peer send `count` bytes more.
  public func consume(_ count: Int) {
    guard count > 0, session != nil else { return }
    unconsumed -= count
    inSession { $0.consume(self, count) }
  }

  /// The call was answered: for the peer's account.
  public func answered() {
    inSession { $0.ledger.credit(Ledger.Credit.answeredCall) }
  }

  /// What the peer sent on this stream broke the rules of what lies above HTTP/2.
  public func chargeMalformed() {
    inSession { $0.ledger.charge(.malformed) }
  }

  // MARK: For the session

  /// Notes `count` bytes of payload, the last of all at its end. Returns whether that is no more, and at
  /// the end no less, than the request said (RFC 9113, 8.1.1).
  @inline(__always)
  func hasAwaited(_ count: Int, isEnd: Bool = false) -> Bool {
    guard let awaited = awaitedBytes else { return true }
    awaitedBytes = awaited - count
    return isEnd ? awaited == count : awaited >= count
  }

  /// How much of the queue goes into a frame of at most `limit` bytes; nil when there is nothing to
  /// say yet.
  func nextFrame(_ limit: Int) -> (count: Int, isLast: Bool)? {
    if queuedBytes == 0, !hasEnded { return nil }
    let count = min(limit, queuedBytes)
    return (count, hasEnded && count == queuedBytes)
  }

  /// Appends a DATA frame of `count` bytes of the queue, `header` being what libnghttp2 has made; and
  /// behind the last the trailers, if they are not libnghttp2's to send.
  func writeFrame(_ header: UnsafeRawPointer, _ count: Int, to output: OutputBuffer) {
    let place = output.extend(by: FrameHeader.size)
    place.copyMemory(from: header, byteCount: FrameHeader.size)
    guard let literals = trailerLiterals, FrameHeader.endsStream(place) else {
      return dequeue(count, to: output)
    }
    // To libnghttp2 the stream has ended with this frame; to the peer it ends with the next.
    FrameHeader.clearEndStream(place)
    dequeue(count, to: output)
    FrameHeader.writeTrailers(of: id, literals.count, to: output.extend(by: FrameHeader.size))
    output.append(literals)
  }

  /// Moves `count` bytes of the queue to `output`.
  private func dequeue(_ count: Int, to output: OutputBuffer) {
    var lowWater = 0
    inSession { lowWater = $0.configuration.lowWaterBytes }
    let wasAbove = queuedBytes > lowWater
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
    inSession { $0.sent(count, messages: messages) }
    if wasAbove, queuedBytes <= lowWater { delegate?.streamQueueDrained() }
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
    inSession { $0.queuedBytes -= queuedBytes }
    queuedBytes = 0
    trailers = nil
    trailerLiterals = nil
  }

  /// The stream is over.
  func close(_ code: ErrorCode) {
    let delegate = delegate
    self.delegate = nil
    dropQueue()
    session = nil
    hasEnded = true
    delegate?.streamClosed(code)
  }
}
