// Made by schemac from google/protobuf/struct.proto. Edit that, not this.

extension GoogleProtobuf {
  /// A JSON object.
  public struct Struct: Message {
    /// Its members.
    public var fields: [String: Value] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(fields: [String: Value] = [:]) {
      self.fields = fields
    }
  }

  /// A JSON value.
  public struct Value: Message {
    /// Which of the six.
    public var kind: Kind?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(kind: Kind? = nil) {
      self.kind = kind
    }

    public enum Kind: Sendable, Hashable {
      /// null.
      case nullValue(NullValue)
      /// A number; JSON has no infinities and no NaN.
      case numberValue(Double)
      /// A string.
      case stringValue(String)
      /// true or false.
      case boolValue(Bool)
      /// An object.
      case structValue(Struct)
      /// An array.
      case listValue(ListValue)
    }
  }

  /// A JSON array.
  public struct ListValue: Message {
    /// Its elements.
    public var values: [Value] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(values: [Value] = []) {
      self.values = values
    }
  }

  /// The only value of its kind.
  public enum NullValue: ProtobufEnum {
    /// null.
    case nullValue
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .nullValue }

    public init(number: Int32) {
      switch number {
      case 0: self = .nullValue
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .nullValue: 0
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [(0, "NULL_VALUE")]
    }
  }
}

// MARK: - Codecs

extension GoogleProtobuf.Struct {
  public static let fullName = "google.protobuf.Struct"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.map(&fields, .string, .message(GoogleProtobuf.Value.self))
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(1, fields, .string, .message(GoogleProtobuf.Value.self))
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.map(1, "fields", \.fields)
  }
}

extension GoogleProtobuf.Value {
  public static let fullName = "google.protobuf.Value"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): kind = .nullValue(try reader.enumeration())
      case .fixed64(2): kind = .numberValue(try reader.double())
      case .length(3): kind = .stringValue(try reader.string())
      case .varint(4): kind = .boolValue(try reader.bool())
      case .length(5):
        try reader.message(&kind, Kind.structValue) {
          if case .structValue(let value) = $0 { value } else { nil }
        }
      case .length(6):
        try reader.message(&kind, Kind.listValue) {
          if case .listValue(let value) = $0 { value } else { nil }
        }
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    switch kind {
    case .nullValue(let value)?: writer.enumeration(1, explicit: value)
    case .numberValue(let value)?: writer.double(2, explicit: value)
    case .stringValue(let value)?: writer.string(3, explicit: value)
    case .boolValue(let value)?: writer.bool(4, explicit: value)
    case .structValue(let value)?: writer.message(5, value)
    case .listValue(let value)?: writer.message(6, value)
    case nil: break
    }
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.oneof(1, "null_value", \.kind, Kind.nullValue) {
      if case .nullValue(let value) = $0 { value } else { nil }
    }
    fields.oneof(2, "number_value", \.kind, Kind.numberValue) {
      if case .numberValue(let value) = $0 { value } else { nil }
    }
    fields.oneof(3, "string_value", \.kind, Kind.stringValue) {
      if case .stringValue(let value) = $0 { value } else { nil }
    }
    fields.oneof(4, "bool_value", \.kind, Kind.boolValue) {
      if case .boolValue(let value) = $0 { value } else { nil }
    }
    fields.oneof(5, "struct_value", \.kind, Kind.structValue) {
      if case .structValue(let value) = $0 { value } else { nil }
    }
    fields.oneof(6, "list_value", \.kind, Kind.listValue) {
      if case .listValue(let value) = $0 { value } else { nil }
    }
  }
}

extension GoogleProtobuf.ListValue {
  public static let fullName = "google.protobuf.ListValue"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.messages(&values)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(1, values)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "values", \.values)
  }
}

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/struct.proto`.
  public static let structFile = SchemaFile(
    "google/protobuf/struct.proto",
    imports: [],
    base64: """
      Chxnb29nbGUvcHJvdG9idWYvc3RydWN0LnByb3RvEg9nb29nbGUucHJvdG9idWYimAEKBlN0cnVjdBI7CgZmaWVs
      ZHMYASADKAsyIy5nb29nbGUucHJvdG9idWYuU3RydWN0LkZpZWxkc0VudHJ5UgZmaWVsZHMaUQoLRmllbGRzRW50
      cnkSEAoDa2V5GAEgASgJUgNrZXkSLAoFdmFsdWUYAiABKAsyFi5nb29nbGUucHJvdG9idWYuVmFsdWVSBXZhbHVl
      OgI4ASKyAgoFVmFsdWUSOwoKbnVsbF92YWx1ZRgBIAEoDjIaLmdvb2dsZS5wcm90b2J1Zi5OdWxsVmFsdWVIAFIJ
      bnVsbFZhbHVlEiMKDG51bWJlcl92YWx1ZRgCIAEoAUgAUgtudW1iZXJWYWx1ZRIjCgxzdHJpbmdfdmFsdWUYAyAB
      KAlIAFILc3RyaW5nVmFsdWUSHwoKYm9vbF92YWx1ZRgEIAEoCEgAUglib29sVmFsdWUSPAoMc3RydWN0X3ZhbHVl
      GAUgASgLMhcuZ29vZ2xlLnByb3RvYnVmLlN0cnVjdEgAUgtzdHJ1Y3RWYWx1ZRI7CgpsaXN0X3ZhbHVlGAYgASgL
      MhouZ29vZ2xlLnByb3RvYnVmLkxpc3RWYWx1ZUgAUglsaXN0VmFsdWVCBgoEa2luZCI7CglMaXN0VmFsdWUSLgoG
      dmFsdWVzGAEgAygLMhYuZ29vZ2xlLnByb3RvYnVmLlZhbHVlUgZ2YWx1ZXMqGwoJTnVsbFZhbHVlEg4KCk5VTExf
      VkFMVUUQAEJ/ChNjb20uZ29vZ2xlLnByb3RvYnVmQgtTdHJ1Y3RQcm90b1ABWi9nb29nbGUuZ29sYW5nLm9yZy9w
      cm90b2J1Zi90eXBlcy9rbm93bi9zdHJ1Y3RwYvgBAaICA0dQQqoCHkdvb2dsZS5Qcm90b2J1Zi5XZWxsS25vd25U
      eXBlc2IGcHJvdG8z
      """)
}
