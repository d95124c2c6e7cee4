import Buffers

// One function per scalar type of the schema: the value itself, the value into a field, and into a
// field with presence.

extension WireReader {
  @inlinable
  public mutating func int32() throws(DecodeError) -> Int32 {
    Int32(truncatingIfNeeded: try varint())
  }

  @inlinable
  public mutating func int64() throws(DecodeError) -> Int64 {
    Int64(bitPattern: try varint())
  }

  @inlinable
  public mutating func uint32() throws(DecodeError) -> UInt32 {
    UInt32(truncatingIfNeeded: try varint())
  }

  @inlinable
  public mutating func uint64() throws(DecodeError) -> UInt64 {
    try varint()
  }

  @inlinable
  public mutating func sint32() throws(DecodeError) -> Int32 {
    unzigzag(UInt32(truncatingIfNeeded: try varint()))
  }

  @inlinable
  public mutating func sint64() throws(DecodeError) -> Int64 {
    unzigzag(try varint())
  }

  @inlinable
  public mutating func bool() throws(DecodeError) -> Bool {
    try varint() != 0
  }

  @inlinable
  public mutating func sfixed32() throws(DecodeError) -> Int32 {
    Int32(bitPattern: try fixed32())
  }

  @inlinable
  public mutating func sfixed64() throws(DecodeError) -> Int64 {
    Int64(bitPattern: try fixed64())
  }

  @inlinable
  public mutating func float() throws(DecodeError) -> Float {
    Float(bitPattern: try fixed32())
  }

  @inlinable
  public mutating func double() throws(DecodeError) -> Double {
    Double(bitPattern: try fixed64())
  }

  @inlinable
  public mutating func int32(_ value: inout Int32) throws(DecodeError) {
    value = try int32()
  }

  @inlinable
  public mutating func int32(_ value: inout Int32?) throws(DecodeError) {
    value = try int32()
  }

  @inlinable
  public mutating func int64(_ value: inout Int64) throws(DecodeError) {
    value = try int64()
  }

  @inlinable
  public mutating func int64(_ value: inout Int64?) throws(DecodeError) {
    value = try int64()
  }

  @inlinable
  public mutating func uint32(_ value: inout UInt32) throws(DecodeError) {
    value = try uint32()
  }

  @inlinable
  public mutating func uint32(_ value: inout UInt32?) throws(DecodeError) {
    value = try uint32()
  }

  @inlinable
  public mutating func uint64(_ value: inout UInt64) throws(DecodeError) {
    value = try uint64()
  }

  @inlinable
  public mutating func uint64(_ value: inout UInt64?) throws(DecodeError) {
    value = try uint64()
  }

  @inlinable
  public mutating func sint32(_ value: inout Int32) throws(DecodeError) {
    value = try sint32()
  }

  @inlinable
  public mutating func sint32(_ value: inout Int32?) throws(DecodeError) {
    value = try sint32()
  }

  @inlinable
  public mutating func sint64(_ value: inout Int64) throws(DecodeError) {
    value = try sint64()
  }

  @inlinable
  public mutating func sint64(_ value: inout Int64?) throws(DecodeError) {
    value = try sint64()
  }

  @inlinable
  public mutating func bool(_ value: inout Bool) throws(DecodeError) {
    value = try bool()
  }

  @inlinable
  public mutating func bool(_ value: inout Bool?) throws(DecodeError) {
    value = try bool()
  }

  @inlinable
  public mutating func fixed32(_ value: inout UInt32) throws(DecodeError) {
    value = try fixed32()
  }

  @inlinable
  public mutating func fixed32(_ value: inout UInt32?) throws(DecodeError) {
    value = try fixed32()
  }

  @inlinable
  public mutating func fixed64(_ value: inout UInt64) throws(DecodeError) {
    value = try fixed64()
  }

  @inlinable
  public mutating func fixed64(_ value: inout UInt64?) throws(DecodeError) {
    value = try fixed64()
  }

  @inlinable
  public mutating func sfixed32(_ value: inout Int32) throws(DecodeError) {
    value = try sfixed32()
  }

  @inlinable
  public mutating func sfixed32(_ value: inout Int32?) throws(DecodeError) {
    value = try sfixed32()
  }

  @inlinable
  public mutating func sfixed64(_ value: inout Int64) throws(DecodeError) {
    value = try sfixed64()
  }

  @inlinable
  public mutating func sfixed64(_ value: inout Int64?) throws(DecodeError) {
    value = try sfixed64()
  }

  @inlinable
  public mutating func float(_ value: inout Float) throws(DecodeError) {
    value = try float()
  }

  @inlinable
  public mutating func float(_ value: inout Float?) throws(DecodeError) {
    value = try float()
  }

  @inlinable
  public mutating func double(_ value: inout Double) throws(DecodeError) {
    value = try double()
  }

  @inlinable
  public mutating func double(_ value: inout Double?) throws(DecodeError) {
    value = try double()
  }

  public mutating func string(_ value: inout String) throws(DecodeError) {
    value = try string()
  }

  public mutating func string(_ value: inout String?) throws(DecodeError) {
    value = try string()
  }

  public mutating func bytes(_ value: inout Bytes) throws(DecodeError) {
    value = try bytes()
  }

  public mutating func bytes(_ value: inout Bytes?) throws(DecodeError) {
    value = try bytes()
  }

  @inlinable
  public mutating func enumeration<E: ProtobufEnum>() throws(DecodeError) -> E {
    E(number: try int32())
  }

  @inlinable
  public mutating func enumeration<E: ProtobufEnum>(_ value: inout E) throws(DecodeError) {
    value = E(number: try int32())
  }

  @inlinable
  public mutating func enumeration<E: ProtobufEnum>(_ value: inout E?) throws(DecodeError) {
    value = E(number: try int32())
  }
}

/// Small negative numbers as small numbers: 0, 1, 2, 3 stand for 0, -1, 1, -2.
@inlinable
func unzigzag(_ value: UInt32) -> Int32 {
  Int32(bitPattern: value >> 1) ^ -Int32(bitPattern: value & 1)
}

@inlinable
func unzigzag(_ value: UInt64) -> Int64 {
  Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
}

@inlinable
func zigzag(_ value: Int32) -> UInt32 { UInt32(bitPattern: value &<< 1 ^ value >> 31) }

@inlinable
func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value &<< 1 ^ value >> 63) }
