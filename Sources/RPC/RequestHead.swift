import Buffers
import Deadlines

/// A request's header block, taken apart field by field as it arrives, and the verdict on it.
///
/// Feed it every field, pseudo-header fields included, then ask for the ``verdict(now:)``.
/// Source: gRPC, "PROTOCOL-HTTP2", "Requests".
public struct RequestHead: Sendable {
  /// What is to be done with the request.
  public enum Verdict: Sendable {
    /// Serve it.
    case accepted(AcceptedRequest)
    /// Answer with its headers and end the stream.
    case refused(Refusal)
    /// It is no call: somebody looks what is at this port.
    case page(PageRequest)
  }

  /// Why a request is not served.
  public struct Refusal: Sendable {
    /// The headers to answer with.
    public let fields: [HeaderField]
    /// What gRPC clients make of them.
    public let error: RPCError
    /// 200 unless the answer is a bare HTTP status.
    public let httpStatus: Int
    /// Nil when the request names none that is served.
    public let method: MethodDescriptor?
  }

  private enum ContentType {
    case missing
    case grpc
    case other
  }

  private enum HTTPMethod {
    case post
    case get
    case head
    case other
  }

  private let registry: ServiceRegistry
  private var httpMethod = HTTPMethod.other
  private var contentType = ContentType.missing
  private var method: ServerMethod?
  /// Of a request that names no method of ours.
  private var unknownPath: String?
  private var encoding = MessageEncoding.identity
  /// One that cannot be read here.
  private var unknownEncoding: String?
  private var acceptsGzip = false
  private var timeout: Duration?
  /// The first violation of the protocol among the fields.
  private var violation: RPCError?
  private var metadata = Metadata()

  public init(_ registry: ServiceRegistry) {
    self.registry = registry
  }

  /// Takes one field; `name` is lower case, as HTTP/2 has it.
  public mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    switch name.first {
    case UInt8(ascii: ":"):
      if name.holds(":path") {
        method = registry.method(at: value)
        if method == nil { unknownPath = String(decoding: value, as: UTF8.self) }
      } else if name.holds(":method") {
        httpMethod =
          value.holds("POST")
          ? .post : value.holds("GET") ? .get : value.holds("HEAD") ? .head : .other
      }
      return
    case UInt8(ascii: "c"):
      if name.holds("content-type") {
        contentType = ContentTypes.isGRPC(value) ? .grpc : .other
        return
      }
    case UInt8(ascii: "g"):
      if name.holds("grpc-timeout") { return addTimeout(value) }
      if name.holds("grpc-encoding") { return addEncoding(value) }
      if name.holds("grpc-accept-encoding") {
        acceptsGzip = acceptsGzip || MessageEncoding.acceptsGzip(value)
        return
      }
    default: break
    }
    guard !Metadata.isReserved(name) else { return }
    if !metadata.receive(name, value) {
      violation =
        violation
        ?? RPCError.malformedHeader(
          String(decoding: name, as: UTF8.self), value, expected: "base64")
    }
  }

  private mutating func addEncoding(_ value: UnsafeRawBufferPointer) {
    if let known = MessageEncoding(value) {
      encoding = known
    } else {
      unknownEncoding = String(decoding: value.prefix(64), as: UTF8.self)
    }
  }

  private mutating func addTimeout(_ value: UnsafeRawBufferPointer) {
    timeout = Deadline.parseTimeout(value)
    guard timeout == nil else { return }
    violation =
      violation
      ?? RPCError.malformedHeader(
        "grpc-timeout", value, expected: "1 to 8 digits and one of H M S m u n")
  }

  /// What is to be done, checked in this order: HTTP method, content type, the method's name,
  /// encoding, the other fields.
  public func verdict(now: @autoclosure () -> Deadline = .now) -> Verdict {
    if httpMethod != .post {
      if let page = pageRequest { return .page(page) }
      return .refused(http(405, [HeaderField("allow", "POST")]))
    }
    guard contentType == .grpc else { return .refused(http(415)) }
    guard let method else { return .refused(grpc(unknownMethod)) }
    if let unknownEncoding { return .refused(unsupported(unknownEncoding)) }
    if let violation { return .refused(grpc(violation)) }
    return .accepted(
      AcceptedRequest(
        method: method, metadata: metadata,
        deadline: timeout.map { Deadline(after: $0, from: now()) }, encoding: encoding,
        acceptsGzip: acceptsGzip))
  }

  /// The request is refused for a reason that its fields do not show, such as their number.
  public func refusal(_ error: RPCError) -> Refusal { grpc(error) }

  /// What page the request is for, if it is for one.
  public var pageRequest: PageRequest? {
    guard contentType != .grpc, httpMethod == .get || httpMethod == .head else { return nil }
    let path = unknownPath ?? method?.descriptor.path ?? ""
    return PageRequest(path: path, isHead: httpMethod == .head)
  }

  private func http(_ status: Int, _ more: [HeaderField] = []) -> Refusal {
    let error = RPCError(Status(Code(httpStatus: status), "HTTP status \(status)"))
    return Refusal(
      fields: HeaderBlock.http(status, more), error: error, httpStatus: status,
      method: method?.descriptor)
  }

  private func grpc(_ error: RPCError, _ more: [HeaderField] = []) -> Refusal {
    let told = registry.givesReasons ? error : error.withoutReason
    return Refusal(
      fields: HeaderBlock.trailersOnly(told) + more, error: error, httpStatus: 200,
      method: method?.descriptor)
  }

  private func unsupported(_ encoding: String) -> Refusal {
    grpc(RPCError.unsupported(encoding: encoding), [HeaderBlock.acceptedEncodings])
  }

  /// Names whichever of service and method is unknown.
  private var unknownMethod: RPCError {
    let path = unknownPath ?? ""
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty, !parts[1].isEmpty, !parts[2].isEmpty else {
      return RPCError(
        .unimplemented, "the path '\(path)' names no method; it must be /package.Service/Method",
        reason: "MALFORMED_PATH", metadata: ["path": path])
    }
    let isServiceKnown = registry.services.contains { $0.name == parts[1] }
    return RPCError(
      .unimplemented,
      isServiceKnown
        ? "service \(parts[1]) has no method '\(parts[2])'"
        : "there is no service '\(parts[1])' here",
      reason: isServiceKnown ? "UNKNOWN_METHOD" : "UNKNOWN_SERVICE", metadata: ["path": path])
  }
}

/// A request that is to be served.
public struct AcceptedRequest: Sendable {
  public let method: ServerMethod
  public let metadata: Metadata
  public let deadline: Deadline?
  /// What its messages may be encoded with.
  public let encoding: MessageEncoding
  /// Whether the client reads gzip.
  public let acceptsGzip: Bool
}

/// A plain GET or HEAD: from a browser, a probe, a collector of metrics.
public struct PageRequest: Sendable, Hashable {
  /// `:path` as it came.
  public let path: String
  /// Whether only the headers are wanted.
  public let isHead: Bool
  /// Whether the server has begun to stop.
  public var isDraining = false

  public init(path: String, isHead: Bool = false) {
    self.path = path
    self.isHead = isHead
  }
}

/// `content-type` in gRPC.
enum ContentTypes {
  static let grpc = "application/grpc"

  /// Whether the value stands for gRPC with protobuf messages: `application/grpc`, alone or with
  /// `+proto`, whatever parameters follow.
  static func isGRPC(_ value: UnsafeRawBufferPointer) -> Bool {
    guard value.starts(with: "application/grpc") else { return false }
    var rest = UnsafeRawBufferPointer(rebasing: value[16...])
    if rest.starts(with: "+proto") { rest = UnsafeRawBufferPointer(rebasing: rest[6...]) }
    return rest.isEmpty || rest[0] == UInt8(ascii: ";")
  }
}

extension RPCError {
  /// The refusal of a message encoding, saying which are spoken.
  static func unsupported(encoding: String) -> RPCError {
    RPCError(
      .unimplemented,
      "grpc-encoding '\(encoding)' is not supported; use \(MessageEncoding.acceptedNames)",
      reason: "UNSUPPORTED_ENCODING", metadata: ["encoding": encoding])
  }

  /// A field of a header block that breaks the protocol.
  static func malformedHeader(
    _ name: String, _ value: UnsafeRawBufferPointer, expected: String
  ) -> RPCError {
    let value = String(decoding: value.prefix(64), as: UTF8.self)
    return RPCError(
      .internal, "header \(name): '\(value)' is malformed; expected \(expected)",
      reason: "MALFORMED_HEADER", metadata: ["header": name])
  }
}
