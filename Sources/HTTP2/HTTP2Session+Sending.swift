import CNghttp2

/// What streams send, as libnghttp2 takes it.
extension HTTP2Session {
  func submitResponse(_ stream: HTTP2Stream, _ headers: FieldBlock, endStream: Bool) {
    let reference = Unmanaged.passUnretained(stream).toOpaque()
    let code = headers.withFields { fields, count in
      withUnsafePointer(to: dataProvider(reference)) {
        nghttp2_submit_response(pointer, stream.id, fields, count, endStream ? nil : $0)
      }
    }
    // Only for want of memory, or because the stream has just gone.
    if code != 0 { submitReset(stream, .internalError) }
    announceOutput()
  }

  func submitTrailers(_ stream: HTTP2Stream, _ trailers: FieldBlock) -> Int32 {
    trailers.withFields { nghttp2_submit_trailer(pointer, stream.id, $0, $1) }
  }

  /// Trailers that don't wait for the payload before them.
  func submitEnd(_ stream: HTTP2Stream, _ trailers: FieldBlock) {
    // Only for want of memory, or because the stream has just gone.
    if submitTrailers(stream, trailers) != 0 { submitReset(stream, .internalError) }
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
    with(id) { if !$0.peerHasEnded { submitReset($0, .noError) } }
  }

  func submitReset(_ stream: HTTP2Stream, _ code: ErrorCode) {
    nghttp2_submit_rst_stream(
      pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, code.rawValue)
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
