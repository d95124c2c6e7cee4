import Protobuf
import SchemaModel
import SchemaSyntax

/// The type of a field, or of a map's key or value, as generated code needs it.
struct ValuePlan {
  /// The runtime's function and kind: `int64`, `enumeration`, `message`.
  let function: String
  /// The runtime's function that reads a field of it.
  var reader: String { isClosed ? "closed" : function }
  /// The layout on the wire: the name of a function of ``WireTag``.
  let layout: String
  /// What a field without presence starts with; nil for messages.
  let initial: String?
  /// The message or enum by full name; nil for scalars.
  let typeName: String?
  /// The Swift type of a scalar and its module.
  private let scalar: (name: String, module: String)
  /// Whether it is an enum whose unknown numbers are unknown fields.
  let isClosed: Bool

  var isMessage: Bool { function == "message" || isGroup }
  /// Whether it is a message that stands between two tags.
  var isGroup: Bool { function == "group" }
  /// Whether a repeated field of it can stand in one run.
  var isPackable: Bool { layout != "length" && !isGroup }

  /// The Swift type as it is written in `scope`.
  func swiftType(_ types: TypeIndex, in scope: TypeIndex.Scope) -> String {
    if let typeName { return types.reference(typeName, in: scope) }
    return types.runtime(scalar.name, of: scalar.module, in: scope)
  }

  /// The runtime's kind as an argument: `.int64`, `.message(Image.self)`.
  func kind(_ types: TypeIndex, in scope: TypeIndex.Scope) -> String {
    typeName == nil ? ".\(function)" : ".\(function)(\(swiftType(types, in: scope)).self)"
  }

  init(_ field: Schema.Field, _ schema: Schema) {
    switch field.type {
    case .message(let name), .group(let name):
      (function, layout) = field.isDelimited ? ("group", "startGroup") : ("message", "length")
      (initial, typeName, isClosed) = (nil, name, false)
      scalar = ("", "")
    case .enumeration(let name):
      let values = schema.enumeration(name)?.values ?? []
      // Who names a deprecated value is warned.
      let first = values.first.map {
        $0.descriptor.options?.deprecated ?? false
          ? "init()" : SwiftName.enumCase($0.name, of: schema.enumeration(name)?.name ?? "")
      }
      (function, layout, typeName) = ("enumeration", "varint", name)
      isClosed = schema.enumeration(name)?.isClosed ?? false
      initial = first.map { ".\(SwiftName.bare($0))" }
      scalar = ("", "")
    case .scalar(let type):
      let swift: String
      (swift, layout, initial) = Self.scalars[type] ?? ("Bytes", "length", "Bytes()")
      function = type.rawValue
      (typeName, isClosed) = (nil, false)
      scalar = (swift, swift == "Bytes" ? "Buffers" : "Swift")
    }
  }

  private static let scalars: [ScalarType: (swift: String, layout: String, initial: String)] = [
    .double: ("Double", "fixed64", "0"), .float: ("Float", "fixed32", "0"),
    .int32: ("Int32", "varint", "0"), .int64: ("Int64", "varint", "0"),
    .uint32: ("UInt32", "varint", "0"), .uint64: ("UInt64", "varint", "0"),
    .sint32: ("Int32", "varint", "0"), .sint64: ("Int64", "varint", "0"),
    .fixed32: ("UInt32", "fixed32", "0"), .fixed64: ("UInt64", "fixed64", "0"),
    .sfixed32: ("Int32", "fixed32", "0"), .sfixed64: ("Int64", "fixed64", "0"),
    .bool: ("Bool", "varint", "false"), .string: ("String", "length", "\"\""),
    .bytes: ("Bytes", "length", "Bytes()"),
  ]
}
