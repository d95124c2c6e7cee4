import Buffers

/// A header block of a response, head or trailers, taken apart field by field as it arrives.
///
/// Source: gRPC, "PROTOCOL-HTTP2", "Responses".
public struct ResponseBlock: Sendable {
  /// Of a head.
  private(set) var httpStatus: Int?
  private(set) var contentType: String?
  private(set) var isGRPC = false
  private(set) var encoding = MessageEncoding.identity
  /// One that cannot be read here.
  private var unknownEncoding: String?
  /// Custom metadata.
  public private(set) var metadata = Metadata()

  /// The value of `grpc-status`, nil when there is none.
  private var statusText: String?
  private var message = ""
  private var details: Bytes?
  /// What the server says about trying again, nil when nothing.
  public private(set) var retryPushback: RetryPushback?
  /// A field that breaks the protocol.
  private var violation: RPCError?

  public init() {}

  /// Takes one field; `name` is lower case, as HTTP/2 has it.
  public mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    if name.holds(":status") {
      httpStatus = Int(String(decoding: value, as: UTF8.self))
    } else if name.holds("content-type") {
      isGRPC = ContentTypes.isGRPC(value)
      if !isGRPC { contentType = String(decoding: value.prefix(64), as: UTF8.self) }
    } else if name.holds("grpc-status") {
      statusText = String(decoding: value, as: UTF8.self)
    } else if name.holds("grpc-message") {
      message = PercentEncoding.decode(value)
    } else if name.holds("grpc-status-details-bin") {
      details = Base64.metadata.decode(value)
    } else if name.holds("grpc-retry-pushback-ms") {
      retryPushback = RetryPushback(value)
    } else if name.holds("grpc-encoding") {
      if let known = MessageEncoding(value) {
        encoding = known
      } else {
        unknownEncoding = String(decoding: value.prefix(64), as: UTF8.self)
      }
    } else if !Metadata.isReserved(name), !metadata.receive(name, value) {
      violation =
        violation
        ?? RPCError.malformedHeader(
          String(decoding: name, as: UTF8.self), value, expected: "base64")
    }
  }

  /// Whether the block says how the call ended.
  var hasStatus: Bool { statusText != nil }

  /// Whether the block is an interim answer (1xx), to be passed over.
  var isInterim: Bool { (100..<200).contains(httpStatus ?? 0) }

  /// What is wrong with the block as the head of a response; nil when a body may follow.
  var headError: RPCError? {
    guard httpStatus == 200 else {
      let status = httpStatus ?? 0
      return RPCError(
        Status(
          Code(httpStatus: status), "the server answered with HTTP status \(status), not with gRPC"),
        trailers: metadata)
    }
    guard isGRPC else {
      return RPCError(
        Status(.unknown, "the server answered with content-type '\(contentType ?? "")', not gRPC"),
        trailers: metadata)
    }
    if let unknownEncoding {
      return RPCError(
        Status(
          .internal,
          "the server used grpc-encoding '\(unknownEncoding)', which was not offered; "
            + "\(MessageEncoding.acceptedNames) may be used"))
    }
    return violation
  }

  /// How the call ended according to the block, nil for `OK`.
  var endError: RPCError? {
    guard let statusText else {
      return RPCError(
        Status(.internal, "the server ended the call without a grpc-status"), trailers: metadata)
    }
    guard let number = Int32(statusText) else {
      return RPCError(
        Status(.unknown, "the server sent grpc-status '\(statusText)', which is no number"),
        trailers: metadata)
    }
    if number == 0 { return violation }
    let code = Code(rawValue: number)
    let text = code == nil ? "grpc-status \(number): \(message)" : message
    let details = details.map(Status.details(decoding:)) ?? []
    return RPCError(Status(code ?? .unknown, text, details: details), trailers: metadata)
  }
}
