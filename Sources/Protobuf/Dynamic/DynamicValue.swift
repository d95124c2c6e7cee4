import Buffers

/// The value of a field of a ``DynamicMessage``.
public enum DynamicValue: Sendable, Hashable {
  case bool(Bool)
  case int32(Int32)
  case int64(Int64)
  case uint32(UInt32)
  case uint64(UInt64)
  case float(Float)
  case double(Double)
  case string(String)
  case bytes(Bytes)
  /// The number of an enum's value.
  case enumeration(Int32)
  case message(DynamicMessage)
  case list([DynamicValue])
  /// By key: a truth value, a whole number, or a string.
  case map([DynamicValue: DynamicValue])
}

extension DynamicValue {
  /// The value as generated code holds it; nil for enums, messages, lists and maps.
  var scalar: (any FieldValue)? {
    switch self {
    case .bool(let value): value
    case .int32(let value): value
    case .int64(let value): value
    case .uint32(let value): value
    case .uint64(let value): value
    case .float(let value): value
    case .double(let value): value
    case .string(let value): value
    case .bytes(let value): value
    case .enumeration, .message, .list, .map: nil
    }
  }

  /// Whether a field without presence is left out at this value.
  var isDefault: Bool {
    switch self {
    case .bool(let value): !value
    case .int32(let value): value == 0
    case .int64(let value): value == 0
    case .uint32(let value): value == 0
    case .uint64(let value): value == 0
    // -0.0 is a value of its own.
    case .float(let value): value.bitPattern == 0
    case .double(let value): value.bitPattern == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .enumeration(let number): number == 0
    case .message: false
    case .list(let elements): elements.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }

  /// The entries of a map in the order of their keys, in which they are written.
  static func sorted(
    _ entries: [DynamicValue: DynamicValue]
  ) -> [(key: DynamicValue, value: DynamicValue)] {
    entries.sorted { a, b in
      switch (a.key, b.key) {
      case (.bool(let a), .bool(let b)): !a && b
      case (.int32(let a), .int32(let b)): a < b
      case (.int64(let a), .int64(let b)): a < b
      case (.uint32(let a), .uint32(let b)): a < b
      case (.uint64(let a), .uint64(let b)): a < b
      case (.string(let a), .string(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
      default: false
      }
    }
  }

  /// For an error's text.
  var kind: String {
    switch self {
    case .bool: "bool"
    case .int32: "int32"
    case .int64: "int64"
    case .uint32: "uint32"
    case .uint64: "uint64"
    case .float: "float"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .enumeration: "an enum's number"
    case .message(let message): message.descriptor.fullName
    case .list: "a list"
    case .map: "a map"
    }
  }
}

/// A scalar type of the schema: how its values are read and written, by the code that generated
/// messages use.
struct DynamicScalar: Sendable {
  typealias FieldType = GoogleProtobuf.FieldDescriptorProto.Type_

  let wire: WireType
  let initial: DynamicValue
  let read: @Sendable (inout WireReader) throws(DecodeError) -> DynamicValue
  /// Writes the value without a tag; nothing if it is of another type.
  let put: @Sendable (DynamicValue, inout WireWriter) -> Void
  let accepts: @Sendable (DynamicValue) -> Bool
  let readJSON: @Sendable (inout JSONReader) throws(JSONError) -> DynamicValue?
  /// The key of a map that a text stands for.
  let key: @Sendable (String) -> DynamicValue?

  private init<K: WireKind>(_ kind: K, _ wrap: @escaping @Sendable (K.Value) -> DynamicValue)
  where K.Value: FieldValue {
    wire = K.type
    initial = wrap(K.initial)
    read = { reader throws(DecodeError) in wrap(try K.read(from: &reader)) }
    put = { value, writer in
      if let value = value.scalar as? K.Value { K.put(value, to: &writer) }
    }
    accepts = { $0.scalar is K.Value }
    readJSON = { reader throws(JSONError) in try K.Value.readJSON(from: &reader).map(wrap) }
    key = { text in
      let value = (K.Value.self as? any MapKey.Type)?.init(mapKey: text)
      return (value as? K.Value).map(wrap)
    }
  }

  /// Nil for enums and messages.
  static func of(_ type: FieldType) -> DynamicScalar? { all[type] }

  private static let all: [FieldType: DynamicScalar] = [
    .double: DynamicScalar(.double, DynamicValue.double),
    .float: DynamicScalar(.float, DynamicValue.float),
    .int64: DynamicScalar(.int64, DynamicValue.int64),
    .uint64: DynamicScalar(.uint64, DynamicValue.uint64),
    .int32: DynamicScalar(.int32, DynamicValue.int32),
    .fixed64: DynamicScalar(.fixed64, DynamicValue.uint64),
    .fixed32: DynamicScalar(.fixed32, DynamicValue.uint32),
    .bool: DynamicScalar(.bool, DynamicValue.bool),
    .string: DynamicScalar(.string, DynamicValue.string),
    .bytes: DynamicScalar(.bytes, DynamicValue.bytes),
    .uint32: DynamicScalar(.uint32, DynamicValue.uint32),
    .sfixed32: DynamicScalar(.sfixed32, DynamicValue.int32),
    .sfixed64: DynamicScalar(.sfixed64, DynamicValue.int64),
    .sint32: DynamicScalar(.sint32, DynamicValue.int32),
    .sint64: DynamicScalar(.sint64, DynamicValue.int64),
  ]
}
