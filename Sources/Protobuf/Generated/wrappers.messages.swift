// Made by schemac from google/protobuf/wrappers.proto. Edit that, not this.

import Buffers

extension GoogleProtobuf {
  /// A double.
  public struct DoubleValue: Message {
    /// The value.
    public var value: Double = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Double = 0) {
      self.value = value
    }
  }

  /// A float.
  public struct FloatValue: Message {
    /// The value.
    public var value: Float = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Float = 0) {
      self.value = value
    }
  }

  /// A int64.
  public struct Int64Value: Message {
    /// The value.
    public var value: Int64 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Int64 = 0) {
      self.value = value
    }
  }

  /// A uint64.
  public struct UInt64Value: Message {
    /// The value.
    public var value: UInt64 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: UInt64 = 0) {
      self.value = value
    }
  }

  /// A int32.
  public struct Int32Value: Message {
    /// The value.
    public var value: Int32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Int32 = 0) {
      self.value = value
    }
  }

  /// A uint32.
  public struct UInt32Value: Message {
    /// The value.
    public var value: UInt32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: UInt32 = 0) {
      self.value = value
    }
  }

  /// A bool.
  public struct BoolValue: Message {
    /// The value.
    public var value: Bool = false
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Bool = false) {
      self.value = value
    }
  }

  /// A string.
  public struct StringValue: Message {
    /// The value.
    public var value: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: String = "") {
      self.value = value
    }
  }

  /// A bytes.
  public struct BytesValue: Message {
    /// The value.
    public var value: Bytes = Bytes()
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Bytes = Bytes()) {
      self.value = value
    }
  }
}

// MARK: - Codecs

extension GoogleProtobuf.DoubleValue {
  public static let fullName = "google.protobuf.DoubleValue"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .fixed64(1): try reader.double(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.double(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.FloatValue {
  public static let fullName = "google.protobuf.FloatValue"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .fixed32(1): try reader.float(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.float(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.Int64Value {
  public static let fullName = "google.protobuf.Int64Value"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int64(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int64(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.UInt64Value {
  public static let fullName = "google.protobuf.UInt64Value"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.uint64(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.uint64(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.Int32Value {
  public static let fullName = "google.protobuf.Int32Value"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.UInt32Value {
  public static let fullName = "google.protobuf.UInt32Value"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.uint32(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.uint32(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.BoolValue {
  public static let fullName = "google.protobuf.BoolValue"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.bool(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.StringValue {
  public static let fullName = "google.protobuf.StringValue"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension GoogleProtobuf.BytesValue {
  public static let fullName = "google.protobuf.BytesValue"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.bytes(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bytes(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/wrappers.proto`.
  public static let wrappersFile = SchemaFile(
    "google/protobuf/wrappers.proto",
    imports: [],
    base64: """
      Ch5nb29nbGUvcHJvdG9idWYvd3JhcHBlcnMucHJvdG8SD2dvb2dsZS5wcm90b2J1ZiIjCgtEb3VibGVWYWx1ZRIU
      CgV2YWx1ZRgBIAEoAVIFdmFsdWUiIgoKRmxvYXRWYWx1ZRIUCgV2YWx1ZRgBIAEoAlIFdmFsdWUiIgoKSW50NjRW
      YWx1ZRIUCgV2YWx1ZRgBIAEoA1IFdmFsdWUiIwoLVUludDY0VmFsdWUSFAoFdmFsdWUYASABKARSBXZhbHVlIiIK
      CkludDMyVmFsdWUSFAoFdmFsdWUYASABKAVSBXZhbHVlIiMKC1VJbnQzMlZhbHVlEhQKBXZhbHVlGAEgASgNUgV2
      YWx1ZSIhCglCb29sVmFsdWUSFAoFdmFsdWUYASABKAhSBXZhbHVlIiMKC1N0cmluZ1ZhbHVlEhQKBXZhbHVlGAEg
      ASgJUgV2YWx1ZSIiCgpCeXRlc1ZhbHVlEhQKBXZhbHVlGAEgASgMUgV2YWx1ZUKDAQoTY29tLmdvb2dsZS5wcm90
      b2J1ZkINV3JhcHBlcnNQcm90b1ABWjFnb29nbGUuZ29sYW5nLm9yZy9wcm90b2J1Zi90eXBlcy9rbm93bi93cmFw
      cGVyc3Bi+AEBogIDR1BCqgIeR29vZ2xlLlByb3RvYnVmLldlbGxLbm93blR5cGVzYgZwcm90bzM=
      """)
}
