import SchemaModel
import SchemaSyntax

/// A field of a request, however deep, that a flag of the command line can set.
struct FlagPlan {
  indirect enum Kind {
    /// A case of the client's `Flag.Kind`.
    case plain(String)
    /// The values of an enum, by its full name.
    case choice(String)
    /// An entry of a map.
    case entry(Kind)
  }

  let path: [String]
  let kind: Kind
  let isRepeated: Bool
  let comment: String?

  /// Fields deeper than this are set by JSON.
  private static let depthMax = 4

  /// The flags of a request: every scalar in it, and in messages that stand once. What repeats
  /// messages, or contains itself, takes JSON.
  static func all(of message: Schema.Message, _ schema: Schema) -> [FlagPlan] {
    flags(of: message, schema, path: [], around: [message.fullName])
  }

  private static func flags(
    of message: Schema.Message, _ schema: Schema, path: [String], around: Set<String>
  ) -> [FlagPlan] {
    message.fields.flatMap { field -> [FlagPlan] in
      let path = path + [field.name]
      let comment = field.comments.text
      func flag(_ kind: Kind, repeated: Bool = field.isRepeated) -> [FlagPlan] {
        [FlagPlan(path: path, kind: kind, isRepeated: repeated, comment: comment)]
      }
      if let entry = schema.mapEntry(of: field) {
        guard case .scalar(.string) = entry.key.type, let kind = kind(of: entry.value.type) else {
          return flag(.plain("json"), repeated: false)
        }
        return flag(.entry(kind))
      }
      if let kind = kind(of: field.type) { return flag(kind) }
      guard !field.isRepeated, case .message(let name) = field.type,
        let inner = schema.message(name), !inner.fields.isEmpty, !around.contains(name),
        path.count < depthMax
      else { return flag(.plain("json")) }
      return flags(of: inner, schema, path: path, around: around.union([name]))
    }
  }

  /// The kind of a field whose value is one word; nil for messages of several fields.
  private static func kind(of type: Schema.Field.FieldType) -> Kind? {
    switch type {
    case .enumeration(let name): .choice(name)
    case .message(let name): wellKnown[name].map { Kind.plain($0) }
    case .group: nil
    case .scalar(let scalar): .plain(FlagPlan.name(of: scalar))
    }
  }

  private static func name(of scalar: ScalarType) -> String {
    switch scalar {
    case .int32, .sint32, .sfixed32: "int32"
    case .int64, .sint64, .sfixed64: "int64"
    case .uint32, .fixed32: "uint32"
    case .uint64, .fixed64: "uint64"
    case .float: "float"
    case .double: "double"
    case .bool: "bool"
    case .string: "string"
    case .bytes: "bytes"
    }
  }

  /// Messages that JSON writes as one value.
  private static let wellKnown = [
    "google.protobuf.Timestamp": "timestamp", "google.protobuf.Duration": "duration",
    "google.protobuf.FieldMask": "string", "google.protobuf.StringValue": "string",
    "google.protobuf.BytesValue": "bytes", "google.protobuf.BoolValue": "bool",
    "google.protobuf.Int32Value": "int32", "google.protobuf.Int64Value": "int64",
    "google.protobuf.UInt32Value": "uint32", "google.protobuf.UInt64Value": "uint64",
    "google.protobuf.FloatValue": "float", "google.protobuf.DoubleValue": "double",
    "google.protobuf.Any": "json", "google.protobuf.Struct": "json",
    "google.protobuf.Value": "json", "google.protobuf.ListValue": "json",
    "google.type.Date": "date",
  ]
}
