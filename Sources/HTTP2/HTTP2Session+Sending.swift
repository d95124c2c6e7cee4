import CNghttp2

/// What this side sends, as libnghttp2 takes it.
extension HTTP2Session {
  /// Opens a stream (clients only); nil when the session takes no more. It may wait in the session
  /// until the peer allows another.
  public func open(
    _ headers: FieldBlock, endStream: Bool, delegate: any HTTP2StreamDelegate
  ) -> HTTP2Stream? {
    let stream = HTTP2Stream(id: 0, session: self)
    let reference = Unmanaged.passUnretained(stream).toOpaque()
    let id = headers.withFields { fields, count in
      withUnsafePointer(to: dataProvider(reference)) {
        nghttp2_submit_request(pointer, nil, fields, count, endStream ? nil : $0, reference)
      }
    }
    guard id > 0 else { return nil }
    stream.id = id
    stream.delegate = delegate
    if endStream { stream.end() }
    add(stream)
    announceOutput()
    return stream
  }

  /// Asks the peer for a sign of life.
  public func ping() {
    nghttp2_submit_ping(pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
    announceOutput()
  }

  /// The first step of ending a server's session: asks the peer to open no more streams, while those
  /// on their way are still taken (RFC 9113, 6.8).
  public func announceShutdown() {
    nghttp2_submit_shutdown_notice(pointer)
    announceOutput()
  }

  /// The second step, once the peer has had the time to hear the first: later streams are ignored,
  /// and the session is finished when the last open one ends.
  ///
  /// - Parameter text: why, for whoever debugs the client.
  public func goAway(_ code: ErrorCode = .noError, _ text: String = "") {
    var text = text
    text.withUTF8 {
      _ = nghttp2_submit_goaway(
        pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue),
        nghttp2_session_get_last_proc_stream_id(pointer), code.rawValue, $0.baseAddress, $0.count)
    }
    announceOutput()
  }

  // MARK: For the streams

  func submitResponse(_ stream: HTTP2Stream, _ headers: FieldBlock, endStream: Bool) {
    let reference = Unmanaged.passUnretained(stream).toOpaque()
    let code = headers.withFields { fields, count in
      withUnsafePointer(to: dataProvider(reference)) {
        nghttp2_submit_response(pointer, stream.id, fields, count, endStream ? nil : $0)
      }
    }
    // Only for want of memory, or because the stream has just gone.
    if code != 0 { submitReset(stream.id, .internalError) }
    announceOutput()
  }

  func submitTrailers(_ stream: HTTP2Stream, _ trailers: FieldBlock) -> Int32 {
    trailers.withFields { nghttp2_submit_trailer(pointer, stream.id, $0, $1) }
  }

  /// Trailers that don't wait for the payload before them.
  func submitEnd(_ stream: HTTP2Stream, _ trailers: FieldBlock) {
    // Only for want of memory, or because the stream has just gone.
    if submitTrailers(stream, trailers) != 0 { submitReset(stream.id, .internalError) }
    announceOutput()
  }

  /// The headers of a stream have gone out.
  func sentHeaders(_ id: Int32) {
    guard !configuration.isServer,
      let reference = nghttp2_session_get_stream_user_data(pointer, id)
    else { return }
    Unmanaged<HTTP2Stream>.fromOpaque(reference)._withUnsafeGuaranteedRef { $0.hasLeft = true }
  }

  /// The last frame of a stream has gone out.
  func sentEnd(_ id: Int32) {
    guard configuration.isServer else { return }
    with(id) { if !$0.peerHasEnded { submitReset(id, .noError) } }
  }

  func submitReset(_ id: Int32, _ code: ErrorCode) {
    nghttp2_submit_rst_stream(pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    announceOutput()
  }

  func resume(_ stream: HTTP2Stream) {
    stream.isDeferred = false
    nghttp2_session_resume_data(pointer, stream.id)
    announceOutput()
  }

  func consume(_ stream: HTTP2Stream, _ count: Int) {
    nghttp2_session_consume(pointer, stream.id, count)
    announceOutput()
  }
}
