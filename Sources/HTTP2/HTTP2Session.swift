import Buffers
import CNghttp2

/// One HTTP/2 connection on libnghttp2: bytes in, events out; bytes out on demand. It knows no
/// socket and no gRPC. Confined to one thread.
///
/// Flow control: each stream has a window of its own, opened only by ``HTTP2Stream/consume(_:)``. The
/// connection's window is many times larger, so that a stream whose reader is slow keeps its own
/// window's worth at most and holds up no other; all unread payload of a connection together stays
/// within the connection's window.
public final class HTTP2Session {
  public let configuration: Configuration
  /// As a rule it owns the session, and must outlive it.
  public unowned(unsafe) var delegate: (any HTTP2SessionDelegate)?
  /// The streams that are open.
  @exclusivity(unchecked) public private(set) var streams: [HTTP2Stream] = []

  /// What the peer has cost.
  @exclusivity(unchecked) public internal(set) var ledger: Ledger
  /// Whether the peer has been put out: nothing of its is looked at, and GOAWAY is all that is sent.
  public private(set) var isCondemned = false
  /// Payload of all streams that is queued and not yet handed to the output, in bytes.
  @exclusivity(unchecked) public internal(set) var queuedBytes = 0
  /// Whether headers or payload were sent since this was last made false.
  @exclusivity(unchecked) public var hasSent = false

  /// libnghttp2's.
  let pointer: OpaquePointer
  /// Of a session that was condemned: the frames that are still due.
  private var farewell: [UInt8] = []
  /// Why the session is to be condemned, found while it was receiving.
  private var verdict: (code: ErrorCode, text: String)?
  /// Whether the library is to stop receiving.
  var isToStop: Bool { verdict != nil || ledger.isSpent }
  private var hasProduced = false
  private var beats = Beats()
  /// Of a server.
  @exclusivity(unchecked) private var watch: FrameWatch?
  @exclusivity(unchecked) private var isOutputAnnounced = false
  @exclusivity(unchecked) private var isInside = false
  /// Where ``produce(into:limit:)`` writes; nil outside it.
  @exclusivity(unchecked) var output: OutputBuffer?
  @exclusivity(unchecked) var outputLimit = 0
  /// The header block being received, of which there is one at a time (RFC 9113, 4.3).
  @exclusivity(unchecked) private var block = FieldListBuffer()
  /// Whether its end has not come.
  @exclusivity(unchecked) private var isInBlock = false
  /// Whether the header block of a malformed request may go on, of which the library tells no more.
  @exclusivity(unchecked) private var isBlockIgnored = false
  /// The last one that began a request.
  @exclusivity(unchecked) private var lastRequest = LastBlock<RequestFields>()
  @exclusivity(unchecked) private var hasReceivedSettings = false
  /// What waited to be sent when the peer's SETTINGS began, in frames other than DATA.
  private var queuedFrames = 0
  /// Whether trailers that are literals go out behind the last DATA frame, past libnghttp2. They are
  /// nearly always the same short ones, and as a frame of its own would cost as much as the headers.
  @exclusivity(unchecked) private(set) var writesTrailers = true
  /// What libnghttp2 takes its memory from.
  private let memory: SessionMemory

  /// - Parameter memory: is shared with the other sessions of the thread.
  public init(
    _ configuration: Configuration, memory: SessionMemory = SessionMemory()
  ) throws(HTTP2Error) {
    self.configuration = configuration
    self.memory = memory
    watch = configuration.isServer ? FrameWatch(prefaceBytes: Int(NGHTTP2_CLIENT_MAGIC_LEN)) : nil
    ledger = Ledger(budget: configuration.abuseBudget)
    var created: OpaquePointer?
    let make = configuration.isServer ? nghttp2_session_server_new3 : nghttp2_session_client_new3
    var functions = memory.functions
    let options = configuration.isServer ? serverOptions : clientOptions
    let code = make(&created, sessionCallbacks, nil, options, &functions)
    guard let created else { throw HTTP2Error(code: code) }
    pointer = created
    nghttp2_session_set_user_data(pointer, Unmanaged.passUnretained(self).toOpaque())
    try submitSettings()
  }

  deinit {
    close()
    nghttp2_session_del(pointer)
  }

  // MARK: Bytes in and out

  /// Takes bytes from the peer, all of them. What is wrong within HTTP/2 is answered with a frame,
  /// after which ``isFinished`` may be true; what is no HTTP/2 throws.
  public func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Error) {
    guard !isCondemned else { return }
    beats.hasReceived = true
    let violation = watch?.violation(in: bytes)
    isInside = true
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    let count = nghttp2_session_mem_recv(pointer, start, violation?.offset ?? bytes.count)
    isInside = false
    if count < 0 { return try failed(Int32(clamping: count)) }
    if let violation { condemn(violation.code, "a frame against the state of its stream") }
  }

  /// What receiving ended with: a reason of ours, one of the library's bounds, or no HTTP/2 at all.
  private func failed(_ code: Int32) throws(HTTP2Error) {
    if let verdict { return condemn(verdict.code, verdict.text) }
    if code == NGHTTP2_ERR_FLOODED.rawValue { ledger.spend(on: .unreadAnswers) }
    if code == NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue { ledger.spend(on: .continuations) }
    guard ledger.isSpent else { throw HTTP2Error(code: code) }
    condemnIfSpent()
  }

  private func condemnIfSpent() {
    guard let charge = ledger.spentOn, !isCondemned else { return }
    condemn(.enhanceYourCalm, delegate?.sessionOverdrawn(on: charge) ?? "")
  }

  /// Appends what is due to the peer to `output`, stopping once it holds `limit` bytes or more.
  /// Returns whether there may be more.
  public func produce(into output: OutputBuffer, limit: Int) throws(HTTP2Error) -> Bool {
    hasProduced = true
    guard !isCondemned else {
      farewell.withUnsafeBytes { output.append($0) }
      farewell = []
      isOutputAnnounced = false
      return false
    }
    isInside = true
    self.output = output
    outputLimit = limit
    defer {
      isInside = false
      self.output = nil
    }
    while output.count < limit {
      var data: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(pointer, &data)
      if count < 0 { throw HTTP2Error(code: Int32(clamping: count)) }
      // Frames whose payload we copied ourselves count as none: 0 is the end of either.
      if count == 0, output.count < limit {
        isOutputAnnounced = false
        return false
      }
      output.append(UnsafeRawBufferPointer(start: data, count: count))
    }
    return true
  }

  /// Whether both sides have said all they will: the connection can be closed.
  public var isFinished: Bool {
    if isCondemned { return farewell.isEmpty }
    return nghttp2_session_want_read(pointer) == 0 && nghttp2_session_want_write(pointer) == 0
  }

  /// Whether ``produce(into:limit:)`` would give anything.
  public var hasOutput: Bool {
    isCondemned ? !farewell.isEmpty : nghttp2_session_want_write(pointer) != 0
  }

  /// The connection is gone: ends every stream.
  public func close(_ code: ErrorCode = .cancel) {
    for stream in streams { stream.close(code) }
    streams = []
  }

  // MARK: The session

  /// How many streams the peer lets this side have open: 100 until it has said, as libnghttp2 has it.
  public var peerMaxConcurrentStreams: Int {
    Int(
      nghttp2_session_get_remote_settings(pointer, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS))
  }

  /// Puts the peer out: ends every stream, drops what was to be sent and says why in a GOAWAY, after
  /// which the session is finished.
  public func condemn(_ code: ErrorCode, _ text: String) {
    guard !isCondemned else { return }
    guard !isInside else {
      verdict = verdict ?? (code, text)
      return
    }
    isCondemned = true
    let last = nghttp2_session_get_last_proc_stream_id(pointer)
    // The library is not asked any more: it would first answer what the peer has sent.
    farewell = Self.farewell(code, text, lastStream: last, isFirst: !hasProduced)
    close(code)
    announceOutput()
  }

  // MARK: Streams

  func add(_ stream: HTTP2Stream) {
    stream.place = streams.count
    streams.append(stream)
  }

  func remove(_ stream: HTTP2Stream) {
    guard stream.place < streams.count, streams[stream.place] === stream else { return }
    let last = streams.removeLast()
    guard last !== stream else { return }
    streams[stream.place] = last
    last.place = stream.place
  }

  func stream(_ id: Int32) -> HTTP2Stream? { known(id)?.takeUnretainedValue() }

  /// Calls `body` with a stream, without a retain: not for what may end it.
  @inline(__always)
  func with(_ id: Int32, _ body: (HTTP2Stream) -> Void) {
    known(id)?._withUnsafeGuaranteedRef(body)
  }

  private func known(_ id: Int32) -> Unmanaged<HTTP2Stream>? {
    nghttp2_session_get_stream_user_data(pointer, id).map { Unmanaged.fromOpaque($0) }
  }

  /// A frame begins.
  func beginFrame(_ type: nghttp2_frame_type) {
    isBlockIgnored = false
    if type == NGHTTP2_SETTINGS { queuedFrames = nghttp2_session_get_outbound_queue_size(pointer) }
  }

  /// A header block begins.
  func beginBlock() {
    block.removeAll()
    isInBlock = true
    beats.inHeaderBlock = 0
  }

  /// The library takes no more notice of the block; it may go on for all that.
  func dropBlock() {
    isInBlock = false
    isBlockIgnored = true
  }

  /// One field of the block being received. Returns whether the peer may go on.
  @inline(__always)
  func receivedField(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
    block.append(name, value, in: configuration) || receivedExcess(name.count + value.count)
  }

  /// What is not even looked at is dear, or a few bytes could be multiplied without end.
  private func receivedExcess(_ count: Int) -> Bool {
    ledger.charge(.headers, (count + 32) >> 5)
    return !ledger.isSpent
  }

  /// The block is complete. One that begins a request begins the stream, too.
  func endBlock(_ id: Int32, beginsRequest: Bool, endStream: Bool) {
    isInBlock = false
    ledger.charge(.headers, block.listBytes >> 7)
    var fields = block.fields
    let stream: HTTP2Stream
    if beginsRequest {
      guard let delegate else { return }
      guard let request = request(&fields), !endStream || request.contentLength ?? 0 == 0 else {
        return refuseMalformed(id)
      }
      stream = HTTP2Stream(id: id, session: self)
      stream.awaitedBytes = request.contentLength
      nghttp2_session_set_stream_user_data(
        pointer, id, Unmanaged.passUnretained(stream).toOpaque())
      add(stream)
      stream.delegate = delegate.sessionOpened(stream)
    } else {
      guard let known = self.stream(id) else { return }
      stream = known
      if configuration.isServer {
        guard endStream, stream.hasAwaited(0, isEnd: true), RequestFields.areTrailers(fields)
        else { return refuseMalformed(id) }
      }
    }
    if endStream { stream.peerHasEnded = true }
    stream.headerExcess = block.excess
    stream.delegate?.streamReceivedHeaders(fields, endStream: endStream)
  }

  /// What the fields say of the request that they begin; nil if it is malformed.
  private func request(_ fields: inout FieldList) -> RequestFields? {
    if block.excess == nil, let known = lastRequest.value(fields) {
      fields.repeatsRequest = true
      return known
    }
    lastRequest.forget()
    guard let request = RequestFields(fields, isCut: block.excess != nil) else { return nil }
    if block.excess == nil { lastRequest.keep(fields, request) }
    return request
  }

  /// The peer broke the rules of a message: at its beginning, so that it never becomes a stream of ours,
  /// or later.
  func refuseMalformed(_ id: Int32) {
    ledger.charge(.malformed)
    if let stream = stream(id) { return stream.reset(.protocolError) }
    submitReset(id, .protocolError)
  }

  func closed(_ stream: HTTP2Stream, _ code: ErrorCode) {
    nghttp2_session_set_stream_user_data(pointer, stream.id, nil)
    remove(stream)
    // What nobody will read any more counts against no one.
    if stream.unconsumed > 0 { nghttp2_session_consume_connection(pointer, stream.unconsumed) }
    stream.close(code)
  }

  /// The peer's SETTINGS have come, and were followed.
  ///
  /// Where they have a window grow beyond what there is, libnghttp2 resets the stream; but no window is as
  /// the peer thinks from there on, so that the connection ends (RFC 9113, 6.9.2). It shows in what the
  /// library has to say: an acknowledgement, and nothing else as a rule.
  func receivedSettings() {
    if nghttp2_session_get_outbound_queue_size(pointer) > queuedFrames + 1 {
      return condemn(.flowControlError, "SETTINGS_INITIAL_WINDOW_SIZE is too large for a window")
    }
    // Later ones may ask for another size of the compressor's table, and then the next block has to
    // say so (RFC 7541, 4.2). The first ones come before any response, whose headers do.
    if hasReceivedSettings { writesTrailers = false }
    hasReceivedSettings = true
    delegate?.sessionReceivedSettings()
  }

  /// Payload has been handed to the output, with so many messages ending in it.
  func sent(_ count: Int, messages: Int) {
    queuedBytes -= count
    hasSent = true
    beats.hasSent = true
    ledger.credit(
      count >> Ledger.Credit.payloadShift &+ messages &* Ledger.Credit.sentMessage)
  }

  // MARK: Time

  /// What is counted in beats.
  private struct Beats {
    var inHeaderBlock: Int32 = 0
    var stalled: Int32 = 0
    var hasSent = false
    var hasReceived = false
  }

  /// For how many beats the header block that is being received has been incomplete.
  public var headerBlockBeats: Int { Int(beats.inHeaderBlock) }
  /// For how many beats something has been waiting to be sent and nothing could be.
  public var stalledBeats: Int { Int(beats.stalled) }

  /// The session has no clock: time passes for it as its owner calls this, in equal intervals.
  ///
  /// - Parameters:
  ///   - credit: what so much time refills of the ledger.
  ///   - isBlocked: whether what is sent finds no way to the peer, so that nobody can tell whether its
  ///     windows are open.
  ///   - hasMoved: whether something has found its way nevertheless.
  public func beat(credit: Int, isBlocked: Bool, hasMoved: Bool) {
    ledger.credit(credit)
    if isInBlock || isBlockIgnored && beats.hasReceived { beats.inHeaderBlock += 1 }
    var isWaiting = isBlocked
    for stream in streams where stream.queuedBytes > 0 {
      isWaiting = true
      if !stream.hasMoved, !isBlocked {
        // A point more for each KiB that is held.
        ledger.charge(.stall, 1 + stream.queuedBytes >> 15)
      }
      stream.hasMoved = false
    }
    beats.stalled = isWaiting && !beats.hasSent && !hasMoved ? beats.stalled + 1 : 0
    beats.hasSent = false
    beats.hasReceived = false
    condemnIfSpent()
  }

  // MARK: Announcing

  func announceOutput() {
    guard !isInside, !isOutputAnnounced else { return }
    isOutputAnnounced = true
    delegate?.sessionHasOutput()
  }
}
