/// How a call ended: a code, a text for people, and details for programs.
public struct Status: Sendable, Hashable {
  public var code: Code
  /// For people, in any script; percent-encoded on the wire.
  public var message: String

  public init(_ code: Code, _ message: String = "") {
    self.code = code
    self.message = message
  }

  public static let ok = Status(.ok)
}

extension Status: CustomStringConvertible {
  public var description: String { message.isEmpty ? code.name : "\(code.name): \(message)" }
}
