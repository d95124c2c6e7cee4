import Buffers

/// A type of the schema as a type, for what is generic over it: repeated fields and maps.
public protocol WireKind: Sendable {
  associatedtype Value: Sendable, Hashable
  static var type: WireType { get }
  /// What a map's entry has that lacks its key or value.
  static var initial: Value { get }
  static func read(from reader: inout WireReader) throws(DecodeError) -> Value
  /// Writes the value without a tag.
  static func put(_ value: Value, to writer: inout WireWriter)
}

/// A type of the schema that a map's key may have.
public protocol WireKey: WireKind {
  /// The order in which a map's entries are written.
  static func precedes(_ a: Value, _ b: Value) -> Bool
}

extension WireKey where Value: Comparable {
  @inlinable
  public static func precedes(_ a: Value, _ b: Value) -> Bool { a < b }
}

extension WireBool {
  @inlinable
  public static func precedes(_ a: Bool, _ b: Bool) -> Bool { !a && b }
}

extension WireString {
  /// By their bytes, which is the order of the code points.
  public static func precedes(_ a: String, _ b: String) -> Bool {
    let inMemory = a.utf8.withContiguousStorageIfAvailable { a in
      b.utf8.withContiguousStorageIfAvailable { b in a.lexicographicallyPrecedes(b) }
    }
    return (inMemory ?? nil) ?? a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}

public struct WireInt32: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: Int32 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Int32 {
    try reader.int32()
  }

  @inlinable
  public static func put(_ value: Int32, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: UInt64(bitPattern: Int64(value)))
  }
}

public struct WireInt64: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: Int64 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Int64 {
    try reader.int64()
  }

  @inlinable
  public static func put(_ value: Int64, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: UInt64(bitPattern: value))
  }
}

public struct WireUint32: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: UInt32 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> UInt32 {
    try reader.uint32()
  }

  @inlinable
  public static func put(_ value: UInt32, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: UInt64(value))
  }
}

public struct WireUint64: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: UInt64 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> UInt64 {
    try reader.uint64()
  }

  @inlinable
  public static func put(_ value: UInt64, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: value)
  }
}

public struct WireSint32: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: Int32 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Int32 {
    try reader.sint32()
  }

  @inlinable
  public static func put(_ value: Int32, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: UInt64(zigzag(value)))
  }
}

public struct WireSint64: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: Int64 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Int64 {
    try reader.sint64()
  }

  @inlinable
  public static func put(_ value: Int64, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: zigzag(value))
  }
}

public struct WireBool: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: Bool { false }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Bool {
    try reader.bool()
  }

  @inlinable
  public static func put(_ value: Bool, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(varint: value ? 1 : 0)
  }
}

public struct WireFixed32: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .fixed32 }
  @inlinable public static var initial: UInt32 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> UInt32 {
    try reader.fixed32()
  }

  @inlinable
  public static func put(_ value: UInt32, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(fixed32: value)
  }
}

public struct WireFixed64: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .fixed64 }
  @inlinable public static var initial: UInt64 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> UInt64 {
    try reader.fixed64()
  }

  @inlinable
  public static func put(_ value: UInt64, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(fixed64: value)
  }
}

public struct WireSfixed32: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .fixed32 }
  @inlinable public static var initial: Int32 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Int32 {
    try reader.sfixed32()
  }

  @inlinable
  public static func put(_ value: Int32, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(fixed32: UInt32(bitPattern: value))
  }
}

public struct WireSfixed64: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .fixed64 }
  @inlinable public static var initial: Int64 { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Int64 {
    try reader.sfixed64()
  }

  @inlinable
  public static func put(_ value: Int64, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(fixed64: UInt64(bitPattern: value))
  }
}

public struct WireFloat: WireKind {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .fixed32 }
  @inlinable public static var initial: Float { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Float {
    try reader.float()
  }

  @inlinable
  public static func put(_ value: Float, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(fixed32: value.bitPattern)
  }
}

public struct WireDouble: WireKind {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .fixed64 }
  @inlinable public static var initial: Double { 0 }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Double {
    try reader.double()
  }

  @inlinable
  public static func put(_ value: Double, to writer: inout WireWriter) {
    writer.reserve(10)
    writer.put(fixed64: value.bitPattern)
  }
}

public struct WireString: WireKey {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .length }
  @inlinable public static var initial: String { "" }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> String {
    try reader.string()
  }

  @inlinable
  public static func put(_ value: String, to writer: inout WireWriter) {
    writer.append(value)
  }
}

public struct WireBytes: WireKind {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .length }
  @inlinable public static var initial: Bytes { Bytes() }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> Bytes {
    try reader.bytes()
  }

  @inlinable
  public static func put(_ value: Bytes, to writer: inout WireWriter) {
    writer.append(value)
  }
}

public struct WireEnumeration<E: ProtobufEnum>: WireKind {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .varint }
  @inlinable public static var initial: E { E() }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> E {
    try reader.enumeration()
  }

  @inlinable
  public static func put(_ value: E, to writer: inout WireWriter) {
    WireInt32.put(value.number, to: &writer)
  }
}

public struct WireMessage<M: Message>: WireKind {
  @usableFromInline init() {}

  @inlinable public static var type: WireType { .length }
  @inlinable public static var initial: M { M() }

  @inlinable
  public static func read(from reader: inout WireReader) throws(DecodeError) -> M {
    var value = M()
    try reader.message(&value)
    return value
  }

  @inlinable
  public static func put(_ value: M, to writer: inout WireWriter) {
    let mark = writer.count
    value.write(to: &writer)
    writer.reserve(10)
    writer.put(varint: UInt64(truncatingIfNeeded: writer.count - mark))
  }
}

extension WireKind where Self == WireInt32 {
  @inlinable public static var int32: Self { Self() }
}
extension WireKind where Self == WireInt64 {
  @inlinable public static var int64: Self { Self() }
}
extension WireKind where Self == WireUint32 {
  @inlinable public static var uint32: Self { Self() }
}
extension WireKind where Self == WireUint64 {
  @inlinable public static var uint64: Self { Self() }
}
extension WireKind where Self == WireSint32 {
  @inlinable public static var sint32: Self { Self() }
}
extension WireKind where Self == WireSint64 {
  @inlinable public static var sint64: Self { Self() }
}
extension WireKind where Self == WireBool {
  @inlinable public static var bool: Self { Self() }
}
extension WireKind where Self == WireFixed32 {
  @inlinable public static var fixed32: Self { Self() }
}
extension WireKind where Self == WireFixed64 {
  @inlinable public static var fixed64: Self { Self() }
}
extension WireKind where Self == WireSfixed32 {
  @inlinable public static var sfixed32: Self { Self() }
}
extension WireKind where Self == WireSfixed64 {
  @inlinable public static var sfixed64: Self { Self() }
}
extension WireKind where Self == WireFloat {
  @inlinable public static var float: Self { Self() }
}
extension WireKind where Self == WireDouble {
  @inlinable public static var double: Self { Self() }
}
extension WireKind where Self == WireString {
  @inlinable public static var string: Self { Self() }
}
extension WireKind where Self == WireBytes {
  @inlinable public static var bytes: Self { Self() }
}
extension WireKind {
  @inlinable
  public static func enumeration<E>(_: E.Type) -> Self where Self == WireEnumeration<E> { Self() }

  @inlinable
  public static func message<M>(_: M.Type) -> Self where Self == WireMessage<M> { Self() }
}
