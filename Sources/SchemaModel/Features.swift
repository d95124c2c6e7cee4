import Protobuf
import SchemaSyntax

/// What editions decide one feature at a time, settled for one declaration (descriptor.proto,
/// `FeatureSet`).
///
/// proto2 and proto3 are two fixed sets of features, so that few rules need ask for the syntax.
public struct Features: Sendable, Hashable {
  public typealias Written = GoogleProtobuf.FeatureSet

  public var fieldPresence: Written.FieldPresence
  public var enumType: Written.EnumType
  public var repeatedFieldEncoding: Written.RepeatedFieldEncoding
  public var utf8Validation: Written.Utf8Validation
  public var messageEncoding: Written.MessageEncoding
  public var jsonFormat: Written.JsonFormat

  public static let proto2 = Features(
    fieldPresence: .explicit, enumType: .closed, repeatedFieldEncoding: .expanded,
    utf8Validation: .none, messageEncoding: .lengthPrefixed, jsonFormat: .legacyBestEffort)

  public static let proto3 = Features(
    fieldPresence: .implicit, enumType: .open, repeatedFieldEncoding: .packed,
    utf8Validation: .verify, messageEncoding: .lengthPrefixed, jsonFormat: .allow)

  public static let edition2023 = Features(
    fieldPresence: .explicit, enumType: .open, repeatedFieldEncoding: .packed,
    utf8Validation: .verify, messageEncoding: .lengthPrefixed, jsonFormat: .allow)

  /// What a file has that sets no feature.
  init(_ level: SyntaxLevel) {
    switch level {
    case .proto2: self = .proto2
    case .proto3: self = .proto3
    case .edition2023: self = .edition2023
    }
  }

  /// What a file has whose options set no feature.
  init(_ file: GoogleProtobuf.FileDescriptorProto) {
    switch file.syntax {
    case "editions": self = .edition2023
    case "proto3": self = .proto3
    default: self = .proto2
    }
  }

  private init(
    fieldPresence: Written.FieldPresence, enumType: Written.EnumType,
    repeatedFieldEncoding: Written.RepeatedFieldEncoding, utf8Validation: Written.Utf8Validation,
    messageEncoding: Written.MessageEncoding, jsonFormat: Written.JsonFormat
  ) {
    self.fieldPresence = fieldPresence
    self.enumType = enumType
    self.repeatedFieldEncoding = repeatedFieldEncoding
    self.utf8Validation = utf8Validation
    self.messageEncoding = messageEncoding
    self.jsonFormat = jsonFormat
  }

  /// The features of a declaration within one that has these.
  public func overridden(by written: Written?) -> Features {
    guard let written else { return self }
    return Features(
      fieldPresence: written.fieldPresence ?? fieldPresence,
      enumType: written.enumType ?? enumType,
      repeatedFieldEncoding: written.repeatedFieldEncoding ?? repeatedFieldEncoding,
      utf8Validation: written.utf8Validation ?? utf8Validation,
      messageEncoding: written.messageEncoding ?? messageEncoding,
      jsonFormat: written.jsonFormat ?? jsonFormat)
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
