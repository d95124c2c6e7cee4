import Buffers

/// A request's header block, taken apart field by field as it arrives, and the verdict on it.
///
/// Feed it every field, pseudo-header fields included, then ask for the ``verdict(now:)``.
/// Source: gRPC, "PROTOCOL-HTTP2", "Requests".
public struct RequestHead: Sendable {
  /// What is to be done with the request.
  public enum Verdict: Sendable {
    /// Serve it.
    case accepted(AcceptedRequest)
    /// Answer with these headers and end the stream.
    case refused([HeaderField])
  }

  private enum ContentType {
    case missing
    case grpc
    case other
  }

  private let registry: ServiceRegistry
  private var isPost = false
  private var contentType = ContentType.missing
  private var method: ServerMethod?
  /// Of a request that names no method of ours.
  private var unknownPath: String?
  /// An encoding other than identity.
  private var encoding: String?
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
        isPost = value.holds("POST")
      }
      return
    case UInt8(ascii: "c"):
      if name.holds("content-type") {
        contentType = ContentTypes.isGRPC(value) ? .grpc : .other
        return
      }
    case UInt8(ascii: "g"):
      if name.holds("grpc-timeout") { return addTimeout(value) }
      if name.holds("grpc-encoding"), !value.holds("identity") {
        encoding = String(decoding: value, as: UTF8.self)
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
    guard isPost else { return .refused(HeaderBlock.http(405, [HeaderField("allow", "POST")])) }
    guard contentType == .grpc else { return .refused(HeaderBlock.http(415)) }
    guard let method else { return .refused(HeaderBlock.trailersOnly(unknownMethod)) }
    if let encoding { return .refused(HeaderBlock.unsupported(encoding: encoding)) }
    if let violation { return .refused(HeaderBlock.trailersOnly(violation)) }
    return .accepted(
      AcceptedRequest(
        method: method, metadata: metadata,
        deadline: timeout.map { Deadline(after: $0, from: now()) }))
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

  public init(method: ServerMethod, metadata: Metadata, deadline: Deadline?) {
    self.method = method
    self.metadata = metadata
    self.deadline = deadline
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
