import Buffers

/// The fields of a message that its schema does not know, in binary format, in order of arrival.
public struct UnknownFields: Sendable, Hashable {
  /// Nil rather than empty, so that the usual case costs no reference count.
  @usableFromInline var raw: [UInt8]?

  @inlinable
  public init() {}

  @inlinable
  public var isEmpty: Bool { raw == nil }

  /// The fields as they would stand in the message's binary format.
  public var bytes: Bytes { Bytes(raw ?? []) }

  mutating func append(_ tag: WireTag, _ payload: UnsafeRawBufferPointer) {
    // Taken out, so that appending copies nothing however many fields come.
    var all = raw.take() ?? []
    var rest = tag.rawValue
    while rest >= 0x80 {
      all.append(UInt8(truncatingIfNeeded: rest | 0x80))
      rest >>= 7
    }
    all.append(UInt8(truncatingIfNeeded: rest))
    all.append(contentsOf: payload)
    raw = all
  }
}
