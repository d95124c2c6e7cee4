/// What editions decide one feature at a time, settled for one declaration (descriptor.proto,
/// `FeatureSet`).
///
/// proto2 and proto3 are two fixed sets of features, so that few rules need ask for the syntax.
/// Source: protobuf.dev, "Feature Settings for Editions".
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

  /// What a file has whose options set no feature.
  public init(_ file: GoogleProtobuf.FileDescriptorProto) {
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
