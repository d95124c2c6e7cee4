/// What a client wants of one call.
public struct CallOptions: Sendable {
  /// Custom metadata of the request.
  public var metadata: Metadata
  /// The instant by which the call must have ended; a task's own (``Deadline/current``) counts too,
  /// the earlier wins.
  public var deadline: Deadline?
  /// The largest request message that may be sent, in bytes; nil for what the service config says, or
  /// any. Where both say something, the smaller counts.
  public var maxRequestBytes: Int?
  /// The largest response message that is taken, in bytes; nil for what the service config says, or
  /// ``maxResponseBytesDefault``. Where both say something, the smaller counts.
  public var maxResponseBytes: Int?
  /// Whether a call waits for a connection, until its deadline, instead of failing when there is none
  /// to be had; nil for what the service config says, or not.
  public var waitForReady: Bool?
  /// What the request names as its `:authority` instead of the channel's.
  public var authority: String?
  /// How requests are encoded; a server that doesn't read it answers `UNIMPLEMENTED`. Responses may be
  /// compressed whatever this says, as the server decides.
  public var compression = MessageEncoding.identity
  /// Is given the response's headers of a unary call; ``ClientStream`` has them to ask for.
  public var onInitialMetadata: (@Sendable (Metadata) -> Void)?
  /// Is given the trailers of a unary call that ended with `OK`; those of any other are in its error.
  public var onTrailers: (@Sendable (Metadata) -> Void)?

  /// 4 MiB, as stock gRPC clients have it.
  public static let maxResponseBytesDefault = 4 << 20

  public init(
    metadata: Metadata = Metadata(), deadline: Deadline? = nil,
    maxResponseBytes: Int? = nil, waitForReady: Bool? = nil
  ) {
    self.metadata = metadata
    self.deadline = deadline
    self.maxResponseBytes = maxResponseBytes
    self.waitForReady = waitForReady
  }

  /// Options whose deadline is `timeout` from now.
  public init(metadata: Metadata = Metadata(), timeout: Duration) {
    self.init(metadata: metadata, deadline: Deadline(after: timeout))
  }

  /// These options with the task's deadline and trace taken in.
  @usableFromInline
  func inheritingDeadline() -> CallOptions {
    var options = self
    options.deadline = Deadline.earlier(deadline, Deadline.current)
    if let trace = TraceContext.current { trace.add(to: &options.metadata) }
    return options
  }
}
