import Protobuf

/// A call that did not end with `OK`: what a handler throws and what a client catches.
///
///     throw RPCError(
///       .invalidArgument, "the image is 641 pixels wide; 640 is the most",
///       reason: "IMAGE_TOO_WIDE", metadata: ["width": "641", "width_max": "640"])
public struct RPCError: Error, Sendable, Hashable {
  public var status: Status {
    get { content.status }
    set { content = Content(newValue, trailers) }
  }
  /// Custom metadata that goes with, or came with, the status.
  public var trailers: Metadata {
    get { content.trailers }
    set { content = Content(status, newValue) }
  }

  /// In memory of its own, so that an error is no larger than a reference: each function that a call
  /// goes through keeps room for one, for as long as the call lasts.
  private var content: Content

  private final class Content: Sendable {
    let status: Status
    let trailers: Metadata

    init(_ status: Status, _ trailers: Metadata) {
      self.status = status
      self.trailers = trailers
    }
  }

  /// The `domain` of our reasons.
  public static let domain = "mado"

  public init(_ status: Status, trailers: Metadata = Metadata()) {
    content = Content(status, trailers)
  }

  /// An error with a `google.rpc.ErrorInfo` of our domain.
  ///
  /// - Parameters:
  ///   - message: for people: culprit, field, value, limit and fix.
  ///   - reason: for programs, in capitals: `IMAGE_TOO_LARGE`.
  ///   - metadata: the values that the reason speaks of, by name.
  public init(
    _ code: Code, _ message: String, reason: String, metadata: [String: String] = [:]
  ) {
    let info = GoogleRpc.ErrorInfo(reason: reason, domain: RPCError.domain, metadata: metadata)
    self.init(Status(code, message, details: [GoogleProtobuf.`Any`(packing: info)]))
  }

  public var code: Code { status.code }
  public var message: String { status.message }

  /// The `reason` of the first `google.rpc.ErrorInfo`, empty when there is none.
  public var reason: String { detail(GoogleRpc.ErrorInfo.self)?.reason ?? "" }

  /// The first detail of that type; nil when there is none, or none that can be read.
  public func detail<M: Message>(_ type: M.Type) -> M? {
    for detail in status.details {
      if let message = detail.unpacked(type) { return message }
    }
    return nil
  }
}

extension RPCError: CustomStringConvertible {
  public var description: String { status.description }
}

extension RPCError {
  public static func == (a: RPCError, b: RPCError) -> Bool {
    a.status == b.status && a.trailers == b.trailers
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(status)
    hasher.combine(trailers)
  }
}
