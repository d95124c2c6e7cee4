/// Bytes in one or several pieces, one behind the other: what goes out without first being put
/// together in one memory.
public struct BytePieces: Sendable {
  /// The first piece, for most messages the only one.
  public let first: Bytes
  /// What follows it.
  public let rest: [Bytes]

  @inlinable
  public init(_ first: Bytes, _ rest: [Bytes] = []) {
    self.first = first
    self.rest = rest
  }

  /// Length of all pieces in bytes.
  @inlinable
  public var count: Int { rest.reduce(first.count) { $0 + $1.count } }

  /// All in one; a copy if there are several.
  public func joined() -> Bytes {
    guard !rest.isEmpty else { return first }
    return Bytes(capacity: count) { memory in
      var filled = 0
      for piece in [first] + rest {
        piece.withUnsafeBytes {
          UnsafeMutableRawBufferPointer(rebasing: memory[filled...]).copyMemory(from: $0)
        }
        filled += piece.count
      }
      return filled
    }
  }
}
