/// A call that did not end with `OK`: what a handler throws and what a client catches.
///
///     throw RPCError(
///       .invalidArgument, "the image is 641 pixels wide; 640 is the most",
///       reason: "IMAGE_TOO_WIDE", metadata: ["width": "641", "width_max": "640"])
public struct RPCError: Error, Sendable, Hashable {
  public var status: Status
  /// Custom metadata that goes with, or came with, the status.
  public var trailers: Metadata

  public init(_ status: Status, trailers: Metadata = Metadata()) {
    self.status = status
    self.trailers = trailers
  }

  public var code: Code { status.code }
  public var message: String { status.message }

  /// An error with a `google.rpc.ErrorInfo` of domain `mado`.
  ///
  /// - Parameters:
  ///   - message: for people: culprit, field, value, limit and fix.
  ///   - reason: for programs, in capitals: `IMAGE_TOO_LARGE`.
  ///   - metadata: the values that the reason speaks of, by name.
  public init(
    _ code: Code, _ message: String, reason: String, metadata: [String: String] = [:]
  ) {
    self.init(Status(code, message))
  }
}

extension RPCError: CustomStringConvertible {
  public var description: String { status.description }
}
