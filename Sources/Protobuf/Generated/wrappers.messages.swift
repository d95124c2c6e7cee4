// Made by schemac from google/protobuf/wrappers.proto: edit that instead.

import Buffers

extension GoogleProtobuf {
  public struct DoubleValue: Message {
    public var value: Double = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Double = 0) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct FloatValue: Message {
    public var value: Float = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Float = 0) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct Int64Value: Message {
    public var value: Int64 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Int64 = 0) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct UInt64Value: Message {
    public var value: UInt64 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: UInt64 = 0) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct Int32Value: Message {
    public var value: Int32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Int32 = 0) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct UInt32Value: Message {
    public var value: UInt32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: UInt32 = 0) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct BoolValue: Message {
    public var value: Bool = false
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Bool = false) {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct StringValue: Message {
    public var value: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: String = "") {
      self.value = value
    }
  }
}

extension GoogleProtobuf {
  public struct BytesValue: Message {
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
