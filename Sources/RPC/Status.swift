import Protobuf

/// How a call ended: a code, a text for people, and details for programs.
public struct Status: Sendable, Hashable {
  public var code: Code
  /// For people, in any script; percent-encoded on the wire.
  public var message: String
  /// Messages of `google.rpc`, or any others, most important first.
  public var details: [GoogleProtobuf.`Any`]

  public init(_ code: Code, _ message: String = "", details: [GoogleProtobuf.`Any`] = []) {
    self.code = code
    self.message = message
    self.details = details
  }

  public static let ok = Status(.ok)
}

extension Status: CustomStringConvertible {
  public var description: String { message.isEmpty ? code.name : "\(code.name): \(message)" }
}
