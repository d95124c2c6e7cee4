/// The binary format, written forward: what the values of options need of it.
struct OptionWriter {
  enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case startGroup = 3
    case endGroup = 4
    case fixed32 = 5
  }

  private(set) var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func tag(_ number: Int32, _ type: WireType) {
    varint(UInt64(UInt32(bitPattern: number)) << 3 | type.rawValue)
  }

  mutating func fixed(_ value: UInt64, byteCount: Int) {
    for index in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }

  mutating func raw(_ content: [UInt8]) {
    bytes += content
  }

  mutating func lengthDelimited(_ number: Int32, _ content: [UInt8]) {
    tag(number, .lengthDelimited)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func group(_ number: Int32, _ content: [UInt8]) {
    tag(number, .startGroup)
    bytes += content
    tag(number, .endGroup)
  }
}

/// The value of one field in binary format, without its tag.
struct EncodedValue {
  var wireType: OptionWriter.WireType
  var content: [UInt8]
  /// Whether it is the type's zero, which a proto3 field without presence leaves out.
  var isZero = false

  static func varint(_ value: UInt64) -> EncodedValue {
    var writer = OptionWriter()
    writer.varint(value)
    return EncodedValue(wireType: .varint, content: writer.bytes, isZero: value == 0)
  }

  static func fixed32(_ value: UInt32) -> EncodedValue {
    var writer = OptionWriter()
    writer.fixed(UInt64(value), byteCount: 4)
    return EncodedValue(wireType: .fixed32, content: writer.bytes, isZero: value == 0)
  }

  static func fixed64(_ value: UInt64) -> EncodedValue {
    var writer = OptionWriter()
    writer.fixed(value, byteCount: 8)
    return EncodedValue(wireType: .fixed64, content: writer.bytes, isZero: value == 0)
  }

  static func lengthDelimited(_ content: [UInt8]) -> EncodedValue {
    EncodedValue(wireType: .lengthDelimited, content: content, isZero: content.isEmpty)
  }

  /// A group's fields; written between its two tags.
  static func group(_ content: [UInt8]) -> EncodedValue {
    EncodedValue(wireType: .startGroup, content: content)
  }

  /// The value as a field of its own.
  func field(_ number: Int32) -> [UInt8] {
    var writer = OptionWriter()
    switch wireType {
    case .lengthDelimited: writer.lengthDelimited(number, content)
    case .startGroup: writer.group(number, content)
    default:
      writer.tag(number, wireType)
      writer.raw(content)
    }
    return writer.bytes
  }
}
