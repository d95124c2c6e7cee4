import Protobuf
import SchemaSyntax

extension Features {
  /// What a file has that sets no feature.
  init(_ level: SyntaxLevel) {
    switch level {
    case .proto2: self = .proto2
    case .proto3: self = .proto3
    case .edition2023: self = .edition2023
    }
  }
}

extension GoogleProtobuf.FeatureSet {
  /// What the options of a declaration set, read from how they are written: rules that depend on
  /// features are checked before options are interpreted. Nil when they set nothing.
  init?(_ statements: [OptionSyntax]) {
    self.init()
    var isWritten = false
    for option in statements {
      guard let first = option.name.first, !first.isExtension, first.text == "features" else {
        continue
      }
      isWritten = true
      if option.name.count == 2, !option.name[1].isExtension {
        set(option.name[1].text, option.value)
      } else if option.name.count == 1, case .aggregate(let fields) = option.value.kind {
        for field in fields {
          if case .field(let name) = field.name { set(name, field.value) }
        }
      }
    }
    if !isWritten { return nil }
  }

  /// Sets one feature; a name or value that does not exist is for the options' interpreter to report.
  private mutating func set(_ name: String, _ value: OptionValue) {
    switch name {
    case "field_presence": fieldPresence = Self.read(value)
    case "enum_type": enumType = Self.read(value)
    case "repeated_field_encoding": repeatedFieldEncoding = Self.read(value)
    case "utf8_validation": utf8Validation = Self.read(value)
    case "message_encoding": messageEncoding = Self.read(value)
    case "json_format": jsonFormat = Self.read(value)
    default: break
    }
  }

  private static func read<Value: ProtobufEnum>(_ value: OptionValue) -> Value? {
    switch value.kind {
    case .identifier(let name): Value(name: name)
    case .integer(let number, false): Value(number: Int32(clamping: number))
    default: nil
    }
  }
}
