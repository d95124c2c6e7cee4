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
}
