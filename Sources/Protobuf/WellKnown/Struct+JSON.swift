// Messages whose JSON is not an object of their fields.

extension GoogleProtobuf.Struct {
  public func writeJSON(to writer: inout JSONWriter) {
    let entries = fields.sorted { String.precedes($0.key, $1.key) }
    writer.nested { $0.content(.map(entries.map { ($0.key, $0.value) })) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var result = Self()
    try reader.nested { reader throws(JSONError) in
      try reader.map { reader, name throws(JSONError) in
        guard let value = try GoogleProtobuf.Value.readJSON(from: &reader) else { return }
        guard result.fields.updateValue(value, forKey: name) == nil else {
          throw reader.error("the member stands twice")
        }
      }
    }
    return result
  }
}

extension GoogleProtobuf.ListValue {
  public func writeJSON(to writer: inout JSONWriter) {
    writer.nested { $0.content(.list(values)) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var result = Self()
    try reader.nested { reader throws(JSONError) in
      try reader.array { reader throws(JSONError) in
        if let value = try GoogleProtobuf.Value.readJSON(from: &reader) {
          result.values.append(value)
        }
      }
    }
    return result
  }
}

extension GoogleProtobuf.Value {
  public static var isNullable: Bool { true }

  public func writeJSON(to writer: inout JSONWriter) {
    writer.nested { writer in
      switch kind {
      case nil, .nullValue: writer.raw("null")
      case .numberValue(let value):
        if !value.isFinite { writer.fail("\(value) is no number of JSON") }
        value.writeJSON(to: &writer)
      case .stringValue(let value): writer.string(value)
      case .boolValue(let value): value.writeJSON(to: &writer)
      case .structValue(let value): value.writeJSON(to: &writer)
      case .listValue(let value): value.writeJSON(to: &writer)
      }
    }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.nested { reader throws(JSONError) in Self(kind: try readKind(from: &reader)) }
  }

  private static func readKind(from reader: inout JSONReader) throws(JSONError) -> Kind? {
    if reader.takeWord("null") { return .nullValue(.nullValue) }
    return switch reader.next() {
    case UInt8(ascii: "{"):
      try GoogleProtobuf.Struct.readJSON(from: &reader).map(Kind.structValue)
    case UInt8(ascii: "["):
      try GoogleProtobuf.ListValue.readJSON(from: &reader).map(Kind.listValue)
    case UInt8(ascii: "\""): .stringValue(try reader.string())
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      try Bool.readJSON(from: &reader).map(Kind.boolValue)
    default: try Double.readJSON(from: &reader).map(Kind.numberValue)
    }
  }
}

extension GoogleProtobuf.NullValue {
  public static var isNullable: Bool { true }

  public func writeJSON(to writer: inout JSONWriter) { writer.raw("null") }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    guard reader.takeWord("null") || (try? reader.string()) == "NULL_VALUE" else {
      throw reader.mismatch("null")
    }
    return .nullValue
  }
}

extension GoogleProtobuf.FieldMask {
  /// The paths in lowerCamelCase, with commas between them.
  public func writeJSON(to writer: inout JSONWriter) {
    let camel = paths.map { path in
      let camel = defaultJSONName(path)
      if Self.schemaName(camel) != path {
        writer.fail("the path \(path) has no JSON: lowerCamelCase would not give it back")
      }
      return camel
    }
    writer.nested { $0.string(camel.joined(separator: ",")) }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.text("a field mask such as \"name,homeAddress\"") { text in
      guard !text.contains("_") else { return nil }
      return Self(paths: text.split(separator: ",").map { schemaName(String($0)) })
    }
  }

  private static func schemaName(_ camel: String) -> String {
    camel.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
  }
}
