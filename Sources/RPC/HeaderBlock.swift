import Deadlines

/// The header blocks to send: a client's head; a server's head, its trailers, or both in one.
///
/// Source: gRPC, "PROTOCOL-HTTP2", "Requests" and "Responses".
public enum HeaderBlock {
  /// What the heads of all requests of a method share. Source: gRPC, "PROTOCOL-HTTP2", "Requests".
  ///
  /// - Parameters:
  ///   - scheme: `https` or `http`.
  ///   - authority: host and port as the client names them.
  public static func request(
    _ method: MethodDescriptor, scheme: String, authority: String, userAgent: String
  ) -> [HeaderField] {
    [
      HeaderField(":method", "POST"), HeaderField(":scheme", scheme),
      HeaderField(":path", method.path), HeaderField(":authority", authority),
      HeaderField("te", "trailers"), HeaderField("content-type", ContentTypes.grpc),
      HeaderField("user-agent", userAgent), acceptedEncodings,
    ]
  }

  /// What the head of one attempt of a call has beside that.
  ///
  /// - Parameters:
  ///   - deadline: the timeout sent is what is left of it at `now`.
  ///   - previousAttempts: those that the server may have seen.
  public static func attempt(
    _ options: CallOptions, deadline: Deadline?, previousAttempts: Int,
    now: @autoclosure () -> Deadline = .now
  ) -> [HeaderField] {
    var fields: [HeaderField] = []
    if let deadline {
      let left = Deadline.formatTimeout(deadline.remaining(at: now()))
      fields.append(HeaderField("grpc-timeout", left))
    }
    if options.compression != .identity {
      fields.append(HeaderField("grpc-encoding", options.compression.name))
    }
    if previousAttempts > 0 {
      fields.append(HeaderField("grpc-previous-rpc-attempts", "\(previousAttempts)"))
    }
    options.metadata.write(to: &fields)
    return fields
  }

  /// A block of a response's. Nearly every call has the same two, which are therefore cases of their own.
  public enum Response: Sendable {
    /// ``HeaderBlock/plain``.
    case plainHead
    /// ``HeaderBlock/plainTrailers``.
    case plainTrailers
    case other([HeaderField])

    public var fields: [HeaderField] {
      switch self {
      case .plainHead: HeaderBlock.plain
      case .plainTrailers: HeaderBlock.plainTrailers
      case .other(let fields): fields
      }
    }
  }

  /// The head of a response without custom metadata.
  public static let plain = [
    HeaderField(":status", "200"), HeaderField("content-type", ContentTypes.grpc),
  ]

  /// The trailers of a call that ended well and without custom metadata.
  public static let plainTrailers = [HeaderField("grpc-status", "0")]

  /// The head of a response.
  public static func head(
    _ metadata: Metadata, encoding: MessageEncoding = .identity
  ) -> Response {
    guard !metadata.isEmpty || encoding != .identity else { return .plainHead }
    var fields = plain
    if encoding != .identity {
      fields.append(HeaderField("grpc-encoding", encoding.name))
      fields.append(acceptedEncodings)
    }
    metadata.write(to: &fields)
    return .other(fields)
  }

  /// The trailers: how the call ended, then custom metadata.
  public static func trailers(_ error: RPCError?, _ metadata: Metadata) -> Response {
    if error == nil, metadata.isEmpty { return .plainTrailers }
    var fields: [HeaderField] = []
    write(error, metadata, to: &fields)
    return .other(fields)
  }

  /// Head and trailers in one block, when there is no message.
  public static func trailersOnly(
    _ error: RPCError?, initial: Metadata = Metadata(), trailers: Metadata = Metadata()
  ) -> [HeaderField] {
    var fields = head(initial).fields
    write(error, trailers, to: &fields)
    return fields
  }

  /// The answer to what is no gRPC: a bare HTTP status.
  static func http(_ status: Int, _ more: [HeaderField] = []) -> [HeaderField] {
    [HeaderField(":status", "\(status)")] + more
  }

  /// The encodings in which messages are read.
  static let acceptedEncodings = HeaderField(
    "grpc-accept-encoding", MessageEncoding.acceptedNames)

  private static func write(
    _ error: RPCError?, _ metadata: Metadata, to fields: inout [HeaderField]
  ) {
    (error?.status ?? .ok).write(to: &fields)
    metadata.write(to: &fields)
    error?.trailers.write(to: &fields)
  }
}
