/// Why bytes are not a message in protobuf's binary format.
public struct DecodeError: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The message ends inside a field, or a length points past its end.
    case truncated
    /// A varint of more than ten bytes.
    case varintTooLong
    /// Field number 0, a number above 2²⁹-1, or a wire type that does not exist.
    case invalidTag
    /// A group's end without its beginning, or of another field.
    case unexpectedEndGroup
    /// A string field that is not UTF-8.
    case invalidUTF8
    /// More than ``WireReader/nestingMax`` messages or groups inside each other.
    case nestedTooDeep
  }

  public var reason: Reason
  /// Distance from the beginning of the outermost message, in bytes.
  public var offset: Int
  /// The full name of the outermost message.
  public var message: String

  @usableFromInline
  init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
    message = ""
  }

  @usableFromInline
  func naming(_ message: String) -> DecodeError {
    var named = self
    named.message = message
    return named
  }
}

extension DecodeError: CustomStringConvertible {
  public var description: String {
    let what =
      switch reason {
      case .truncated: "the message ends inside a field"
      case .varintTooLong: "a varint has more than 10 bytes"
      case .invalidTag: "a field has an impossible number or wire type"
      case .unexpectedEndGroup: "a group ends that was not begun"
      case .invalidUTF8: "a string is not UTF-8"
      case .nestedTooDeep: "messages are nested more than \(WireReader.nestingMax) deep"
      }
    return "\(message.isEmpty ? "message" : message), byte \(offset): \(what)"
  }
}
