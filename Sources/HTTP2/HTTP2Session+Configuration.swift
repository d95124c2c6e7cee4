import CNghttp2

extension HTTP2Session {
  /// Which side this is, and what it allows the peer.
  public struct Configuration: Sendable, Hashable {
    public var isServer: Bool
    /// Streams the peer may have open at once (SETTINGS_MAX_CONCURRENT_STREAMS).
    public var maxConcurrentStreams = 1000
    /// Unread payload of one stream, in bytes (SETTINGS_INITIAL_WINDOW_SIZE).
    public var streamWindowBytes = 1 << 20
    /// Unread payload of all streams of a connection, in bytes.
    public var connectionWindowBytes = 16 << 20
    /// How far a stream's queue falls before its sender, having been held up, goes on, in bytes.
    public var lowWaterBytes = 64 << 10
    /// Names and values of one header block with 32 bytes a field (SETTINGS_MAX_HEADER_LIST_SIZE).
    public var headerListBytesMax = 16 << 10
    /// Fields of one header block.
    public var headerFieldsMax = 100
    /// What the peer may cost, in points of ``Ledger``; clients trust the server they chose.
    public var abuseBudget: Int

    public init(isServer: Bool) {
      self.isServer = isServer
      abuseBudget = isServer ? 100_000 : .max >> 1
    }
  }

  /// Says what the configuration allows the peer.
  func submitSettings() throws(HTTP2Error) {
    func entry(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
      nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
    }
    var entries = [
      entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, configuration.streamWindowBytes),
      entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, configuration.headerListBytesMax),
      // RFC 9218 took the place of RFC 7540's priorities, and trees of them cost time.
      entry(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
    ]
    if configuration.isServer {
      entries.append(
        entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, configuration.maxConcurrentStreams))
    } else {
      entries.append(entry(NGHTTP2_SETTINGS_ENABLE_PUSH, 0))
    }
    try check(
      nghttp2_submit_settings(
        pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), entries, entries.count))
    try check(
      nghttp2_session_set_local_window_size(
        pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0,
        Int32(clamping: configuration.connectionWindowBytes)))
  }

  private func check(_ code: Int32) throws(HTTP2Error) {
    if code != 0 { throw HTTP2Error(code: code) }
  }
}
