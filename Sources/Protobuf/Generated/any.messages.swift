// Made by schemac from google/protobuf/any.proto. Edit that, not this.

import Buffers

/// Package `google.protobuf`.
public enum GoogleProtobuf {}

extension GoogleProtobuf {
  /// A message of any type, with the name of its type.
  public struct `Any`: Message {
    /// `type.googleapis.com/` and the full name of the message. What counts is what follows the
    /// last slash.
    public var typeUrl: String = ""
    /// The message in binary format.
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

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/any.proto`.
  public static let anyFile = SchemaFile(
    "google/protobuf/any.proto",
    imports: [],
    base64: """
      Chlnb29nbGUvcHJvdG9idWYvYW55LnByb3RvEg9nb29nbGUucHJvdG9idWYiNgoDQW55EhkKCHR5cGVfdXJsGAEg
      ASgJUgd0eXBlVXJsEhQKBXZhbHVlGAIgASgMUgV2YWx1ZUJ2ChNjb20uZ29vZ2xlLnByb3RvYnVmQghBbnlQcm90
      b1ABWixnb29nbGUuZ29sYW5nLm9yZy9wcm90b2J1Zi90eXBlcy9rbm93bi9hbnlwYqICA0dQQqoCHkdvb2dsZS5Q
      cm90b2J1Zi5XZWxsS25vd25UeXBlc2IGcHJvdG8z
      """)
}
