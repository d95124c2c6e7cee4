import RPC
import TLS

extension Channel {
  /// Where the server is, and how to speak to it.
  public struct Configuration: Sendable {
    /// One address or several: `host:port`, `[::1]:port`, `unix:/path`, with commas between them. The
    /// schemes `dns:`, `ipv4:`, `ipv6:` and `unix:` of gRPC may stand before them.
    public var target: String
    /// A client's context; nil for HTTP/2 without TLS.
    public var tls: TLSContext?
    /// What requests name as their `:authority`; nil for the target's first host.
    public var authority: String?
    /// Deadlines, sizes, retries and balancing of the server's methods.
    public var serviceConfig = ServiceConfig()
    /// How long a connection may take, TLS and the server's first frame included.
    public var connectTimeout = Duration.seconds(10)
    /// The waits between attempts to connect, counted from the begin of the one before.
    public var connectionBackoff = Backoff.connection
    /// Without a call for so long, and for up to half as long again, connections are closed.
    public var idleTimeout = Duration.seconds(1800)
    /// Whether and when an idle server is asked for a sign of life; nil for never.
    public var keepalive: Keepalive?
    /// Calls that wait for a connection or, because the server allows no more at once, for others to
    /// end. Those beyond fail with `RESOURCE_EXHAUSTED`.
    public var maxQueuedCalls = 10_000
    /// Payload of one call that has arrived and is not read, in bytes.
    public var streamWindowBytes = 1 << 20
    /// Payload that a call may have waiting to be sent before its sender is suspended, in bytes.
    public var sendBufferBytes = 256 << 10
    /// Requests of one call that are kept for another attempt until the response begins, in bytes; a
    /// call that sends more is not retried.
    public var retryBufferBytes = 256 << 10
    /// Names the program to the server.
    public var userAgent = "mado"

    public init(target: String, tls: TLSContext? = nil) {
      self.target = target
      self.tls = tls
    }
  }
}
