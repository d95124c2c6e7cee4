import Buffers
import CNghttp2

// What libnghttp2 calls. All are plain C functions: the session comes as the user data, a stream as
// its own. Those of every session are the same, so they are registered once for the process.

nonisolated(unsafe) let sessionCallbacks: OpaquePointer? = {
  var callbacks: OpaquePointer?
  nghttp2_session_callbacks_new(&callbacks)
  nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, onBeginFrame)
  nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, onInvalidFrame)
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, onBeginHeaders)
  nghttp2_session_callbacks_set_on_header_callback(callbacks, onHeader)
  nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, onInvalidHeader)
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, onFrameReceived)
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, onDataChunk)
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, onStreamClose)
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, onFrameSent)
  nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks, onFrameNotSent)
  nghttp2_session_callbacks_set_send_data_callback(callbacks, onSendData)
  nghttp2_session_callbacks_set_unpack_extension_callback(callbacks) { _, _, _, _ in
    NGHTTP2_ERR_CANCEL.rawValue
  }
  return callbacks
}()

nonisolated(unsafe) let clientOptions = sessionOptions()

nonisolated(unsafe) let serverOptions: OpaquePointer? = {
  let options = sessionOptions()
  // ``RequestFields`` looks at what the library would.
  nghttp2_option_set_no_http_messaging(options, 1)
  return options
}()

private func sessionOptions() -> OpaquePointer? {
  var options: OpaquePointer?
  nghttp2_option_new(&options)
  // Windows open as payload is consumed, not as it arrives.
  nghttp2_option_set_no_auto_window_update(options, 1)
  // Closed streams would be kept for the priority tree, which nobody uses.
  nghttp2_option_set_no_closed_streams(options, 1)
  // The library's own bounds, behind our ledger or where it cannot look. They are called by name, so
  // that a library without them fails the build: its version says nothing, since distributions
  // mend old versions (Debian 12's 1.52.0 has what came with 1.57 and 1.61).
  nghttp2_option_set_max_outbound_ack(options, 128)
  nghttp2_option_set_max_settings(options, 16)
  nghttp2_option_set_max_continuations(options, 8)
  nghttp2_option_set_stream_reset_rate_limit(options, 8000, 400)
  nghttp2_option_set_max_send_header_block_length(options, 64 << 10)
  // Frames of types that nobody knows would be dropped before they could be charged.
  for type in UInt8(0x0a)...0xff { nghttp2_option_set_user_recv_extension_type(options, type) }
  return options
}

/// The data source of a stream.
func dataProvider(_ stream: UnsafeMutableRawPointer) -> nghttp2_data_provider {
  nghttp2_data_provider(source: nghttp2_data_source(ptr: stream), read_callback: onReadData)
}

private typealias Frame = UnsafePointer<nghttp2_frame>
private typealias Context = UnsafeMutableRawPointer

/// Calls `body` with the session, without a retain: who called into libnghttp2 keeps it.
@inline(__always)
private func with<R>(_ context: Context, _ body: (HTTP2Session) -> R) -> R {
  Unmanaged<HTTP2Session>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
}

/// Calls `body` with a stream that sends, without a retain: nothing that it does ends a stream.
@inline(__always)
private func with<R>(
  _ source: UnsafeMutablePointer<nghttp2_data_source>, _ body: (HTTP2Stream) -> R
) -> R {
  Unmanaged<HTTP2Stream>.fromOpaque(source.pointee.ptr)._withUnsafeGuaranteedRef(body)
}

private func hasEndStream(_ frame: Frame) -> Bool {
  frame.pointee.hd.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
}

/// What a callback returns when the peer is to be put out: the library stops at once.
private let stop = NGHTTP2_ERR_CALLBACK_FAILURE.rawValue

private func type(of frame: Frame) -> nghttp2_frame_type {
  nghttp2_frame_type(UInt32(frame.pointee.hd.type))
}

// MARK: Receiving

/// Called for every frame, of any type, but for CONTINUATION and for DATA of streams that are over.
private func onBeginFrame(
  _: OpaquePointer?, header: UnsafePointer<nghttp2_frame_hd>?, context: Context?
) -> Int32 {
  guard let header, let context else { return 0 }
  return with(context) {
    $0.beginFrame(nghttp2_frame_type(UInt32(header.pointee.type)))
    $0.ledger.charge(header.pointee)
    return $0.ledger.isSpent ? stop : 0
  }
}

extension Ledger {
  fileprivate mutating func charge(_ header: nghttp2_frame_hd) {
    switch nghttp2_frame_type(UInt32(header.type)) {
    case NGHTTP2_HEADERS: break
    case NGHTTP2_DATA:
      let isLast = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
      if header.length == 0, !isLast { charge(.emptyData) }
    case NGHTTP2_WINDOW_UPDATE: charge(.windowUpdate)
    case NGHTTP2_RST_STREAM: charge(.resetReceived)
    case NGHTTP2_SETTINGS: charge(.settings)
    case NGHTTP2_PING: charge(.ping)
    case NGHTTP2_PRIORITY: charge(.priority)
    default: charge(.otherFrame)
    }
  }
}

/// A frame that breaks the rules of its stream; the library answers it with a reset.
private func onInvalidFrame(
  _: OpaquePointer?, frame: Frame?, code: Int32, context: Context?
) -> Int32 {
  guard let frame, let context else { return 0 }
  // A stream beyond the allowed number, as one that crossed our SETTINGS, breaks no rule: its reset
  // is charged.
  if code == NGHTTP2_ERR_REFUSED_STREAM.rawValue, type(of: frame) == NGHTTP2_HEADERS { return 0 }
  return with(context) {
    $0.ledger.charge(.malformed)
    if type(of: frame) == NGHTTP2_HEADERS { $0.dropBlock() }
    return $0.ledger.isSpent ? stop : 0
  }
}

private func onBeginHeaders(_: OpaquePointer?, frame: Frame?, context: Context?) -> Int32 {
  guard let context else { return 0 }
  with(context) { $0.beginBlock() }
  return 0
}

private func onHeader(
  _: OpaquePointer?, frame: Frame?, name: UnsafePointer<UInt8>?, nameCount: Int,
  value: UnsafePointer<UInt8>?, valueCount: Int, _: UInt8, context: Context?
) -> Int32 {
  guard let context else { return 0 }
  return with(context) {
    let mayGoOn = $0.receivedField(
      UnsafeRawBufferPointer(start: name, count: nameCount),
      UnsafeRawBufferPointer(start: value, count: valueCount))
    return mayGoOn ? 0 : stop
  }
}

/// Of a response. Resets the stream: libnghttp2 would leave the field out in silence.
private func onInvalidHeader(
  _: OpaquePointer?, _: Frame?, _: UnsafePointer<UInt8>?, _: Int, _: UnsafePointer<UInt8>?,
  _: Int, _: UInt8, _: Context?
) -> Int32 {
  NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
}

private func onFrameReceived(_: OpaquePointer?, frame: Frame?, context: Context?) -> Int32 {
  guard let frame, let context else { return 0 }
  return with(context) {
    received(frame, $0)
    return $0.isToStop ? stop : 0
  }
}

private func received(_ frame: Frame, _ session: HTTP2Session) {
  switch type(of: frame) {
  case NGHTTP2_HEADERS:
    session.endBlock(
      frame.pointee.hd.stream_id,
      beginsRequest: frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST,
      endStream: hasEndStream(frame))
  case NGHTTP2_DATA:
    session.chargePadding(frame)
    guard hasEndStream(frame) else { return }
    session.with(frame.pointee.hd.stream_id) { stream in
      stream.peerHasEnded = true
      guard stream.hasAwaited(0, isEnd: true) else { return session.refuseMalformed(stream.id) }
      stream.delegate?.streamReceivedEnd()
    }
  case NGHTTP2_SETTINGS:
    if frame.pointee.hd.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0 { session.receivedSettings() }
  case NGHTTP2_PING:
    if frame.pointee.hd.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0 {
      session.delegate?.sessionReceivedPong()
    } else {
      session.delegate?.sessionReceivedPing()
    }
  case NGHTTP2_GOAWAY:
    session.delegate?.sessionReceivedGoAway(ErrorCode(rawValue: frame.pointee.goaway.error_code))
  default:
    break
  }
}

extension HTTP2Session {
  fileprivate func chargePadding(_ frame: Frame) {
    guard frame.pointee.hd.flags & UInt8(NGHTTP2_FLAG_PADDED.rawValue) != 0 else { return }
    let padding = frame.pointee.data.padlen
    // Twice its bytes, so that the first window of a client that sends nothing else spends it all.
    if padding > frame.pointee.hd.length - padding { ledger.charge(.padding, 2 * padding) }
  }
}

private func onDataChunk(
  _: OpaquePointer?, _: UInt8, id: Int32, data: UnsafePointer<UInt8>?, count: Int,
  context: Context?
) -> Int32 {
  guard let context else { return 0 }
  with(context) { session in
    session.with(id) { stream in
      stream.unconsumed += count
      guard stream.hasAwaited(count) else { return session.refuseMalformed(id) }
      if count >= 1 << Ledger.Credit.payloadShift {
        session.ledger.credit(count >> Ledger.Credit.payloadShift)
      }
      if let delegate = stream.delegate {
        delegate.streamReceivedData(UnsafeRawBufferPointer(start: data, count: count))
      } else {
        stream.consume(count)
      }
    }
  }
  return 0
}

private func onStreamClose(
  _: OpaquePointer?, id: Int32, code: UInt32, context: Context?
) -> Int32 {
  guard let context else { return 0 }
  with(context) { session in
    if let stream = session.stream(id) { session.closed(stream, ErrorCode(rawValue: code)) }
  }
  return 0
}

// MARK: Sending

private func onReadData(
  _: OpaquePointer?, _: Int32, _: UnsafeMutablePointer<UInt8>?, limit: Int,
  flags: UnsafeMutablePointer<UInt32>?, source: UnsafeMutablePointer<nghttp2_data_source>?,
  context: Context?
) -> Int {
  guard let source, let flags, let context else {
    return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
  }
  return with(source) { stream in
    guard let (count, isLast) = stream.nextFrame(limit) else {
      stream.isDeferred = true
      return Int(NGHTTP2_ERR_DEFERRED.rawValue)
    }
    flags.pointee |= UInt32(NGHTTP2_DATA_FLAG_NO_COPY.rawValue)
    if isLast {
      flags.pointee |= UInt32(NGHTTP2_DATA_FLAG_EOF.rawValue)
      if stream.trailerLiterals != nil, with(context, { $0.writesTrailers }) { return count }
      if let trailers = stream.trailers {
        flags.pointee |= UInt32(NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue)
        if with(context, { $0.submitTrailers(stream, trailers) }) != 0 {
          return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
        }
      }
    }
    return count
  }
}

/// Copies a frame's payload from the stream's queue straight to the connection's output.
private func onSendData(
  _: OpaquePointer?, _: UnsafeMutablePointer<nghttp2_frame>?, header: UnsafePointer<UInt8>?,
  count: Int, source: UnsafeMutablePointer<nghttp2_data_source>?, context: Context?
) -> Int32 {
  guard let header, let source, let context else {
    return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
  }
  return with(context) { session in
    guard let output = session.output else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    // libnghttp2 goes from one such frame to the next without a return.
    if output.count >= session.outputLimit { return NGHTTP2_ERR_WOULDBLOCK.rawValue }
    with(source) { $0.writeFrame(header, count, to: output) }
    return 0
  }
}

/// Notes that a client's request has left. A server's response that ends before its request does: the
/// client need send no more of it (RFC 9113, 8.1).
private func onFrameSent(_: OpaquePointer?, frame: Frame?, context: Context?) -> Int32 {
  guard let frame, let context else { return 0 }
  let kind = type(of: frame)
  if kind == NGHTTP2_RST_STREAM {
    if frame.pointee.rst_stream.error_code != NGHTTP2_NO_ERROR.rawValue {
      with(context) { $0.ledger.charge(.resetSent) }
    }
    return 0
  }
  if kind == NGHTTP2_HEADERS { with(context) { $0.sentHeaders(frame.pointee.hd.stream_id) } }
  guard hasEndStream(frame), kind == NGHTTP2_HEADERS || kind == NGHTTP2_DATA else { return 0 }
  with(context) { $0.sentEnd(frame.pointee.hd.stream_id) }
  return 0
}

private func onFrameNotSent(
  _: OpaquePointer?, frame: Frame?, code: Int32, context: Context?
) -> Int32 {
  guard let frame, type(of: frame) == NGHTTP2_HEADERS, let context else { return 0 }
  with(context) { session in
    let id = frame.pointee.hd.stream_id
    guard let stream = session.streams.first(where: { $0.id == id }) else { return }
    if session.configuration.isServer {
      // Headers too large to send, as a rule: the client must not wait for them.
      if code != NGHTTP2_ERR_STREAM_CLOSED.rawValue, code != NGHTTP2_ERR_STREAM_CLOSING.rawValue {
        session.submitReset(id, .internalError)
      }
    } else {
      // A request that came after GOAWAY never became a stream of libnghttp2's.
      session.closed(stream, .refusedStream)
    }
  }
  return 0
}
