// Made by schemac from google/protobuf/struct.proto: edit that instead.

extension GoogleProtobuf {
  public enum NullValue: ProtobufEnum {
    case nullValue
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

extension GoogleProtobuf {
  public struct Struct: Message {
    public var fields: [String: GoogleProtobuf.Value] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(fields: [String: GoogleProtobuf.Value] = [:]) {
      self.fields = fields
    }
  }
}

extension GoogleProtobuf {
  public struct Value: Message {
    public var kind: Kind?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(kind: Kind? = nil) {
      self.kind = kind
    }

    public enum Kind: Sendable, Hashable {
      case nullValue(GoogleProtobuf.NullValue)
      case numberValue(Double)
      case stringValue(String)
      case boolValue(Bool)
      case structValue(GoogleProtobuf.Struct)
      case listValue(GoogleProtobuf.ListValue)
    }
  }
}

extension GoogleProtobuf {
  public struct ListValue: Message {
    public var values: [GoogleProtobuf.Value] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(values: [GoogleProtobuf.Value] = []) {
      self.values = values
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
