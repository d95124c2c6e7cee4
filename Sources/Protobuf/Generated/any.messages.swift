// Made by schemac from google/protobuf/any.proto: edit that instead.

import Buffers

/// Package google.protobuf.
public enum GoogleProtobuf {}

extension GoogleProtobuf {
  public struct `Any`: Message {
    public var typeUrl: String = ""
    public var value: Bytes = Bytes()
    public var unknownFields = UnknownFields()

    public init() {}

    public init(typeUrl: String = "", value: Bytes = Bytes()) {
      self.typeUrl = typeUrl
      self.value = value
    }
  }
}

// MARK: - Codecs

extension GoogleProtobuf.`Any` {
  public static let fullName = "google.protobuf.Any"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&typeUrl)
      case .length(2): try reader.bytes(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bytes(2, value)
    writer.string(1, typeUrl)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "type_url", \.typeUrl)
    fields.singular(2, "value", \.value)
  }
}
