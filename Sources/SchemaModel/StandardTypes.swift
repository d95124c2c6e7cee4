/// The messages that come with the language, for a hint to those who forgot the import.
enum StandardTypes {
  /// The file that declares a message of `google.protobuf`, by the message's name.
  static let fileByName: [String: String] = {
    var files: [String: String] = [:]
    for (file, names) in namesByFile {
      for name in names { files[name] = "google/protobuf/\(file).proto" }
    }
    return files
  }()

  static let files = namesByFile.map { "google/protobuf/\($0.file).proto" }

  private static let namesByFile: [(file: String, names: [String])] = [
    ("any", ["Any"]),
    ("api", ["Api", "Method", "Mixin"]),
    (
      "descriptor",
      [
        "FileDescriptorSet", "FileDescriptorProto", "FileOptions", "MessageOptions",
        "FieldOptions", "OneofOptions", "EnumOptions", "EnumValueOptions",
        "ExtensionRangeOptions", "ServiceOptions", "MethodOptions",
      ]
    ),
    ("duration", ["Duration"]),
    ("empty", ["Empty"]),
    ("field_mask", ["FieldMask"]),
    ("source_context", ["SourceContext"]),
    ("struct", ["Struct", "Value", "ListValue", "NullValue"]),
    ("timestamp", ["Timestamp"]),
    ("type", ["Type"]),
    (
      "wrappers",
      [
        "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value",
        "BoolValue", "StringValue", "BytesValue",
      ]
    ),
  ]
}
