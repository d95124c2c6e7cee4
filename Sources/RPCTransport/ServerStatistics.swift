import EventLoop

/// What a server has to do, loop by loop. Loops count for themselves, and say so when asked: nothing on
/// a call's way is shared.
public struct ServerStatistics: Sendable, Hashable {
  public struct Loop: Sendable, Hashable {
    /// Open now.
    public var connections = 0
    /// Requests whose stream is open now.
    public var streams = 0
    /// Handlers that run now.
    public var handlers = 0
    /// Connections taken since the start.
    public var acceptedConnections = 0
    /// Connections that were ended since the start because the client broke a bound.
    public var putOuts = 0
    /// TLS handshakes that succeeded since the start, those of them that took up an earlier session, and
    /// connections that ended before theirs had.
    public var handshakes = 0
    public var resumptions = 0
    public var failedHandshakes = 0
    /// Bytes from sockets and to them since the start, TLS and HTTP/2 included.
    public var receivedBytes = 0
    public var sentBytes = 0
    /// How long the question waited for the loop to come round to it.
    public var lag = Duration.zero
  }

  /// In the order of the server's loops.
  public var loops: [Loop] = []
  /// Whether the server has begun to stop.
  public var isDraining = false
}

extension Server {
  /// How things are now. Returns when every loop has come round to answering.
  public func statistics() async -> ServerStatistics {
    var statistics = ServerStatistics()
    for home in loops {
      let asked = MonotonicClock.nanoseconds
      let (loop, isDraining) = await home.loop.run { home.statistics(asked: asked) }
      statistics.loops.append(loop)
      statistics.isDraining = statistics.isDraining || isDraining
    }
    return statistics
  }
}

extension ServerLoop {
  /// What there is on this loop, and whether it has begun to stop.
  fileprivate func statistics(asked: Int64) -> (ServerStatistics.Loop, Bool) {
    let loop = ServerStatistics.Loop(
      connections: connections.count, streams: connections.values.reduce(0) { $0 + $1.streams },
      handlers: handlers, acceptedConnections: acceptedConnections, putOuts: putOuts,
      handshakes: handshakes, resumptions: resumptions, failedHandshakes: failedHandshakes,
      receivedBytes: buffers.receivedBytes, sentBytes: buffers.sentBytes,
      lag: .nanoseconds(MonotonicClock.nanoseconds - asked))
    return (loop, isDraining)
  }
}
