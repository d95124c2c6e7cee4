import Glibc

/// One field of an HTTP header block. Names are lower case; pseudo-header fields keep their colon.
public struct HeaderField: Sendable, Hashable {
  public let name: String
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension HeaderField: CustomStringConvertible {
  public var description: String { "\(name): \(value)" }
}

extension Slice<UnsafeRawBufferPointer> {
  /// The memory without the spaces at both ends.
  var withoutSpaces: UnsafeRawBufferPointer {
    var rest = self
    while rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
    while rest.last == UInt8(ascii: " ") { rest = rest.dropLast() }
    return UnsafeRawBufferPointer(rebasing: rest)
  }
}
