/// What a server allows its clients: every bound it has, in one value.
///
/// Durations that are zero set no bound. Each bound has a ``Key``, the name under which an operator
/// sets it, and which the errors of whoever meets it carry.
public struct ServerLimits: Sendable, Hashable {
  // MARK: Connections

  /// Connections open at once, on all loops together; more wait in the kernel's queue.
  public var connections = 10_000
  /// Connections open at once from one address (IPv6: from one /64); more are closed at once. An
  /// office behind one address needs one for each of its programs.
  public var connectionsPerAddress = 1_000
  /// How long a client may take for TLS and the first bytes of HTTP/2.
  public var handshakeTimeout = Duration.seconds(4)
  /// How long a connection may go without an open call before it is asked to close.
  public var idleTimeout = Duration.seconds(1800)
  /// How old a connection may become before it is asked to close, give or take a tenth, so that
  /// connections made together do not end together.
  public var connectionAge = Duration.zero
  /// How long the calls of a connection that grew too old may go on.
  public var connectionAgeGrace = Duration.seconds(60)

  // MARK: Requests

  /// Calls open at once on one connection. Handlers that still run for calls which are over count.
  public var concurrentStreams = 1000
  /// The largest request message, in bytes, also after decompression; 4 MiB, as stock gRPC has it.
  public var messageBytes = 4 << 20
  /// Names and values of a request's header fields, in bytes, with 32 a field (RFC 9113, 6.5.2).
  public var headerBytes = 16 << 10
  /// Header fields of a request.
  public var headerFields = 100
  /// How long a header block may take from its first frame to its last.
  public var headerBlockTimeout = Duration.seconds(3)

  // MARK: Memory

  /// Payload of one call that has arrived and is not read, in bytes: its window.
  public var streamWindowBytes = 1 << 20
  /// The same of all calls of a connection.
  public var connectionWindowBytes = 16 << 20
  /// What a connection may hold of requests that no handler could be given yet, beside one message
  /// of the largest size, in bytes.
  public var incompleteRequestBytes = 16 << 20
  /// Payload that a call may have waiting to be sent before its handler is suspended, in bytes.
  public var sendBufferBytes = 256 << 10
  /// Payload that a call may have waiting to be sent when its handler offers more and does not wait, in
  /// bytes: a client that falls behind further is cut.
  public var offerBufferBytes = 1 << 20
  /// Payload that all calls of a connection may have waiting to be sent, in bytes: a response that finds no
  /// room is refused, unless it is no longer than the refusal. Above half of it no handler is begun, and
  /// those that wait are suspended sooner, so that clients which read find room.
  public var connectionSendBufferBytes = 64 << 20
  /// How long a client may have payload waiting without taking any of it.
  public var stallTimeout = Duration.seconds(60)

  // MARK: Overload

  /// How long a call may wait for its turn, in milliseconds, before calls are turned away; they are when
  /// others have waited longer for five times as long. 0: never.
  public var queueMilliseconds = 100

  // MARK: Signs of life, and abuse

  /// How long a client may be silent before it is sent a PING.
  public var keepaliveInterval = Duration.seconds(120)
  /// How long it may take to answer.
  public var keepaliveTimeout = Duration.seconds(20)
  /// How often a client may send PINGs of its own while nothing is sent to it: one that repeatedly
  /// does not wait as long is put out.
  public var pingInterval = Duration.seconds(10)
  /// Whether a client may send PINGs without an open call.
  public var permitsIdlePings = true
  /// How much a connection may cost without doing anything useful, in points: see `Ledger` of the
  /// module `HTTP2`.
  public var abuseBudget = 100_000

  public init() {}
}

extension ServerLimits {
  /// The name of a bound: on the command line `--name`.
  public enum Key: String, Sendable, Hashable, CaseIterable {
    case connections = "max-connections"
    case connectionsPerAddress = "max-connections-per-address"
    case handshakeTimeout = "handshake-seconds"
    case idleTimeout = "idle-seconds"
    case connectionAge = "connection-age-seconds"
    case connectionAgeGrace = "connection-age-grace-seconds"
    case concurrentStreams = "max-concurrent-calls"
    case messageBytes = "max-message-bytes"
    case headerBytes = "max-header-bytes"
    case headerFields = "max-header-fields"
    case headerBlockTimeout = "header-seconds"
    case streamWindowBytes = "call-window-bytes"
    case connectionWindowBytes = "connection-window-bytes"
    case incompleteRequestBytes = "max-incomplete-bytes"
    case sendBufferBytes = "send-buffer-bytes"
    case offerBufferBytes = "offer-buffer-bytes"
    case connectionSendBufferBytes = "connection-send-buffer-bytes"
    case stallTimeout = "stall-seconds"
    case queueMilliseconds = "shed-queue-ms"
    case keepaliveInterval = "keepalive-seconds"
    case keepaliveTimeout = "keepalive-timeout-seconds"
    case pingInterval = "min-ping-seconds"
    case permitsIdlePings = "permit-idle-pings"
    case abuseBudget = "abuse-budget"
  }

  /// How one bound is set from a text.
  public struct Bound: Sendable {
    /// What the bound's text stands for.
    public enum Field: Sendable {
      case number(any WritableKeyPath<ServerLimits, Int> & Sendable, ClosedRange<Int>)
      case seconds(any WritableKeyPath<ServerLimits, Duration> & Sendable, ClosedRange<Int>)
      case flag(any WritableKeyPath<ServerLimits, Bool> & Sendable)
    }
    public let key: Key
    /// One line, without the default.
    public let help: String
    public let field: Field

    fileprivate init(_ key: Key, _ field: Field, _ help: String) {
      self.key = key
      self.field = field
      self.help = help
    }

    /// The bound in `limits`, as an operator would write it.
    public func text(in limits: ServerLimits) -> String {
      switch field {
      case .number(let path, _): "\(limits[keyPath: path])"
      case .seconds(let path, _): "\(limits[keyPath: path].components.seconds)"
      case .flag(let path): "\(limits[keyPath: path])"
      }
    }
  }

  private static let day = 86_400

  /// Every bound, in the order in which they are shown.
  public static let bounds: [Bound] = [
    Bound(.connections, .number(\.connections, 1...1_000_000), "connections open at once"),
    Bound(
      .connectionsPerAddress, .number(\.connectionsPerAddress, 1...1_000_000),
      "connections open at once from one address"),
    Bound(
      .concurrentStreams, .number(\.concurrentStreams, 1...1_000_000),
      "calls open at once on one connection"),
    Bound(
      .messageBytes, .number(\.messageBytes, 1024...(1 << 30)), "the largest message taken"),
    Bound(
      // More would not come through in the frames that a header block may have.
      .headerBytes, .number(\.headerBytes, 1024...(128 << 10)),
      "a request's header fields, with 32 bytes a field"),
    Bound(.headerFields, .number(\.headerFields, 16...10_000), "header fields of a request"),
    Bound(
      .handshakeTimeout, .seconds(\.handshakeTimeout, 0...3600),
      "time for TLS and the first bytes of HTTP/2"),
    Bound(
      .headerBlockTimeout, .seconds(\.headerBlockTimeout, 0...3600),
      "time for a header block that has begun"),
    Bound(
      .idleTimeout, .seconds(\.idleTimeout, 0...(30 * day)),
      "a connection without calls is closed after"),
    Bound(
      .connectionAge, .seconds(\.connectionAge, 0...(30 * day)),
      "a connection is closed after, give or take a tenth"),
    Bound(
      .connectionAgeGrace, .seconds(\.connectionAgeGrace, 0...(30 * day)),
      "and the calls it still has, so much later"),
    Bound(
      .keepaliveInterval, .seconds(\.keepaliveInterval, 0...day),
      "a client that is silent is sent a PING after"),
    Bound(
      .keepaliveTimeout, .seconds(\.keepaliveTimeout, 1...3600),
      "and is given so long to answer it"),
    Bound(
      .pingInterval, .seconds(\.pingInterval, 0...day), "the least time between a client's PINGs"),
    Bound(
      .permitsIdlePings, .flag(\.permitsIdlePings), "a client may send PINGs without a call"),
    Bound(
      .stallTimeout, .seconds(\.stallTimeout, 0...day),
      "a client that takes nothing of what waits for it is closed after"),
    Bound(
      .sendBufferBytes, .number(\.sendBufferBytes, 1024...(1 << 30)),
      "what waits to be sent for a call before its handler does"),
    Bound(
      .offerBufferBytes, .number(\.offerBufferBytes, 1024...(1 << 30)),
      "what waits for a call whose handler does not wait, before it is cut"),
    Bound(
      .connectionSendBufferBytes, .number(\.connectionSendBufferBytes, 1024...(1 << 34)),
      "what waits for all calls of a connection, before responses are refused"),
    Bound(
      .streamWindowBytes, .number(\.streamWindowBytes, 1024...(1 << 30)),
      "what has arrived for a call and is not read"),
    Bound(
      .connectionWindowBytes, .number(\.connectionWindowBytes, 1024...(1 << 30)),
      "the same of all calls of a connection"),
    Bound(
      .incompleteRequestBytes, .number(\.incompleteRequestBytes, 1024...(1 << 30)),
      "a connection's incomplete requests, beside one message"),
    Bound(
      .queueMilliseconds, .number(\.queueMilliseconds, 0...60_000),
      "calls are turned away while they would wait longer, in milliseconds, 0: never"),
    Bound(
      .abuseBudget, .number(\.abuseBudget, 1000...1_000_000_000),
      "what a connection may cost without a useful call, in points"),
  ]
}
