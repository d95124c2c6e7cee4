/// How a field's payload is laid out: the lower three bits of a tag.
/// Source: protobuf.dev, "Encoding", message structure.
public enum WireType: UInt32, Sendable {
  case varint = 0
  case fixed64 = 1
  /// A length, then as many bytes: strings, bytes, messages and packed fields.
  case length = 2
  case startGroup = 3
  case endGroup = 4
  case fixed32 = 5
}

/// What stands before every field: its number and the layout of what follows.
@frozen
public struct WireTag: Sendable, Hashable {
  public let rawValue: UInt32

  @inlinable
  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable
  public init(_ field: UInt32, _ type: WireType) { rawValue = field << 3 | type.rawValue }

  @inlinable public static func varint(_ field: UInt32) -> WireTag { WireTag(field << 3) }
  @inlinable public static func fixed64(_ field: UInt32) -> WireTag { WireTag(field << 3 | 1) }
  @inlinable public static func length(_ field: UInt32) -> WireTag { WireTag(field << 3 | 2) }
  @inlinable public static func startGroup(_ field: UInt32) -> WireTag { WireTag(field << 3 | 3) }
  @inlinable public static func fixed32(_ field: UInt32) -> WireTag { WireTag(field << 3 | 5) }

  @inlinable public var field: UInt32 { rawValue >> 3 }
  /// Nil for the two layouts that do not exist.
  @inlinable public var type: WireType? { WireType(rawValue: rawValue & 7) }
}
