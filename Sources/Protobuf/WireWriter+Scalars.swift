import Buffers

// Two functions per scalar type of the schema: for a field without presence, which stays out at its
// default, and for one with presence, which stays out when absent.

extension WireWriter {
  @inlinable
  public mutating func int32(_ field: UInt32, _ value: Int32) {
    if value != 0 { int32(field, explicit: value) }
  }

  @inlinable
  public mutating func int32(_ field: UInt32, explicit value: Int32?) {
    guard let value else { return }
    put(.varint(field), varint: UInt64(bitPattern: Int64(value)))
  }

  @inlinable
  public mutating func int64(_ field: UInt32, _ value: Int64) {
    if value != 0 { int64(field, explicit: value) }
  }

  @inlinable
  public mutating func int64(_ field: UInt32, explicit value: Int64?) {
    guard let value else { return }
    put(.varint(field), varint: UInt64(bitPattern: value))
  }

  @inlinable
  public mutating func uint32(_ field: UInt32, _ value: UInt32) {
    if value != 0 { uint32(field, explicit: value) }
  }

  @inlinable
  public mutating func uint32(_ field: UInt32, explicit value: UInt32?) {
    guard let value else { return }
    put(.varint(field), varint: UInt64(value))
  }

  @inlinable
  public mutating func uint64(_ field: UInt32, _ value: UInt64) {
    if value != 0 { uint64(field, explicit: value) }
  }

  @inlinable
  public mutating func uint64(_ field: UInt32, explicit value: UInt64?) {
    guard let value else { return }
    put(.varint(field), varint: value)
  }

  @inlinable
  public mutating func sint32(_ field: UInt32, _ value: Int32) {
    if value != 0 { sint32(field, explicit: value) }
  }

  @inlinable
  public mutating func sint32(_ field: UInt32, explicit value: Int32?) {
    guard let value else { return }
    put(.varint(field), varint: UInt64(zigzag(value)))
  }

  @inlinable
  public mutating func sint64(_ field: UInt32, _ value: Int64) {
    if value != 0 { sint64(field, explicit: value) }
  }

  @inlinable
  public mutating func sint64(_ field: UInt32, explicit value: Int64?) {
    guard let value else { return }
    put(.varint(field), varint: zigzag(value))
  }

  @inlinable
  public mutating func bool(_ field: UInt32, _ value: Bool) {
    if value { bool(field, explicit: value) }
  }

  @inlinable
  public mutating func bool(_ field: UInt32, explicit value: Bool?) {
    guard let value else { return }
    put(.varint(field), varint: value ? 1 : 0)
  }

  @inlinable
  public mutating func fixed32(_ field: UInt32, _ value: UInt32) {
    if value != 0 { fixed32(field, explicit: value) }
  }

  @inlinable
  public mutating func fixed32(_ field: UInt32, explicit value: UInt32?) {
    guard let value else { return }
    put(.fixed32(field), fixed32: value)
  }

  @inlinable
  public mutating func fixed64(_ field: UInt32, _ value: UInt64) {
    if value != 0 { fixed64(field, explicit: value) }
  }

  @inlinable
  public mutating func fixed64(_ field: UInt32, explicit value: UInt64?) {
    guard let value else { return }
    put(.fixed64(field), fixed64: value)
  }

  @inlinable
  public mutating func sfixed32(_ field: UInt32, _ value: Int32) {
    if value != 0 { sfixed32(field, explicit: value) }
  }

  @inlinable
  public mutating func sfixed32(_ field: UInt32, explicit value: Int32?) {
    guard let value else { return }
    put(.fixed32(field), fixed32: UInt32(bitPattern: value))
  }

  @inlinable
  public mutating func sfixed64(_ field: UInt32, _ value: Int64) {
    if value != 0 { sfixed64(field, explicit: value) }
  }

  @inlinable
  public mutating func sfixed64(_ field: UInt32, explicit value: Int64?) {
    guard let value else { return }
    put(.fixed64(field), fixed64: UInt64(bitPattern: value))
  }

  @inlinable
  public mutating func float(_ field: UInt32, _ value: Float) {
    if value.bitPattern != 0 { float(field, explicit: value) }
  }

  @inlinable
  public mutating func float(_ field: UInt32, explicit value: Float?) {
    guard let value else { return }
    put(.fixed32(field), fixed32: value.bitPattern)
  }

  @inlinable
  public mutating func double(_ field: UInt32, _ value: Double) {
    if value.bitPattern != 0 { double(field, explicit: value) }
  }

  @inlinable
  public mutating func double(_ field: UInt32, explicit value: Double?) {
    guard let value else { return }
    put(.fixed64(field), fixed64: value.bitPattern)
  }

  public mutating func string(_ field: UInt32, _ value: String) {
    if !value.isEmpty { string(field, explicit: value) }
  }

  public mutating func string(_ field: UInt32, explicit value: String?) {
    guard let value else { return }
    append(value)
    put(.length(field))
  }

  public mutating func bytes(_ field: UInt32, _ value: Bytes) {
    if !value.isEmpty { bytes(field, explicit: value) }
  }

  public mutating func bytes(_ field: UInt32, explicit value: Bytes?) {
    guard let value else { return }
    append(value)
    put(.length(field))
  }

  @inlinable
  public mutating func enumeration<E: ProtobufEnum>(_ field: UInt32, _ value: E) {
    int32(field, value.number)
  }

  @inlinable
  public mutating func enumeration<E: ProtobufEnum>(_ field: UInt32, explicit value: E?) {
    int32(field, explicit: value?.number)
  }
}
