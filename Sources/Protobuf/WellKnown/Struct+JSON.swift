// Messages whose JSON is not an object of their fields.

extension GoogleProtobuf.Struct {
  public func writeJSON(to writer: inout JSONWriter) {
    writer.object { writer in
      for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
        writer.member(name)
        value.writeJSON(to: &writer)
      }
    }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var result = Self()
    try reader.object { reader, name throws(JSONError) in
      result.fields[name] = try GoogleProtobuf.Value.readJSON(from: &reader)
    }
    return result
  }
}

extension GoogleProtobuf.ListValue {
  public func writeJSON(to writer: inout JSONWriter) {
    writer.array { writer in
      for value in values {
        writer.element()
        value.writeJSON(to: &writer)
      }
    }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    var result = Self()
    try reader.array { reader throws(JSONError) in
      if let value = try GoogleProtobuf.Value.readJSON(from: &reader) {
        result.values.append(value)
      }
    }
    return result
  }
}

extension GoogleProtobuf.Value {
  public static var isNullable: Bool { true }

  public func writeJSON(to writer: inout JSONWriter) {
    switch kind {
    case nil, .nullValue: writer.raw("null")
    case .numberValue(let value): value.writeJSON(to: &writer)
    case .stringValue(let value): writer.string(value)
    case .boolValue(let value): value.writeJSON(to: &writer)
    case .structValue(let value): value.writeJSON(to: &writer)
    case .listValue(let value): value.writeJSON(to: &writer)
    }
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    if reader.takeWord("null") { return Self(kind: .nullValue(.nullValue)) }
    return switch reader.next() {
    case UInt8(ascii: "{"):
      Self(kind: try GoogleProtobuf.Struct.readJSON(from: &reader).map(Kind.structValue))
    case UInt8(ascii: "["):
      Self(kind: try GoogleProtobuf.ListValue.readJSON(from: &reader).map(Kind.listValue))
    case UInt8(ascii: "\""): Self(kind: .stringValue(try reader.string()))
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      Self(kind: try Bool.readJSON(from: &reader).map(Kind.boolValue))
    default: Self(kind: try Double.readJSON(from: &reader).map(Kind.numberValue))
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
    writer.string(paths.map(defaultJSONName).joined(separator: ","))
  }

  public static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self? {
    try reader.text("a field mask such as \"name,homeAddress\"") { text in
      guard !text.contains("_") else { return nil }
      let paths = text.split(separator: ",").map { path in
        path.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
      }
      return Self(paths: paths)
    }
  }
}
