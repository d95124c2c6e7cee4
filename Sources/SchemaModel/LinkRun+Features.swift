import Protobuf
import SchemaSyntax

/// Phase 4: the features of every declaration, inherited from what is around it.
extension LinkRun {
  mutating func settleFeatures() {
    for file in files {
      file.features = Features(file.syntax.level).overridden(by: file.options.features)
      for message in file.messages { settleFeatures(of: message, in: file.features) }
      for enumeration in file.enums { settleFeatures(of: enumeration, in: file.features) }
      for field in file.extensions { settleFeatures(of: field, in: file.features) }
      if file.syntax.level == .edition2023 { checkFeatures(of: file) }
    }
  }

  private func settleFeatures(of message: MessageNode, in around: Features) {
    let features = around.overridden(by: message.options.features)
    message.features = features
    for oneof in message.oneofs { oneof.features = features.overridden(by: oneof.options.features) }
    for field in message.fields {
      settleFeatures(of: field, in: field.oneof?.features ?? features)
    }
    for field in message.extensions { settleFeatures(of: field, in: features) }
    for nested in message.messages { settleFeatures(of: nested, in: features) }
    for nested in message.enums { settleFeatures(of: nested, in: features) }
  }

  private func settleFeatures(of enumeration: EnumNode, in around: Features) {
    enumeration.features = around.overridden(by: enumeration.options.features)
  }

  /// proto2 and proto3 say some of it in other words.
  private func settleFeatures(of field: FieldNode, in around: Features) {
    var features = around.overridden(by: field.options.features)
    if field.file.syntax.level != .edition2023 {
      if field.label == .required { features.fieldPresence = .legacyRequired }
      if case .group = field.type { features.messageEncoding = .delimited }
      if let packed = field.options.value("packed") {
        features.repeatedFieldEncoding = packed == "true" ? .packed : .expanded
      }
    }
    field.features = features
  }

  // MARK: Checks

  private mutating func checkFeatures(of file: FileNode) {
    if file.features.fieldPresence == .legacyRequired,
      let option = file.options.featureStatement("field_presence")
    {
      error(
        "fields cannot be required by default", at: option.span,
        help: "set the feature on each field that is")
    }
    if file.options.isTrue("java_string_check_utf8"),
      let option = file.options.statement("java_string_check_utf8")
    {
      error(
        "java_string_check_utf8 does not exist in editions", at: option.span,
        help: "use features.(pb.java).utf8_validation")
    }
    for field in file.allFields where field.syntax != nil { checkFeatures(of: field) }
  }

  private mutating func checkFeatures(of field: FieldNode) {
    if let option = field.options.statement("packed") {
      error(
        "packed does not exist in editions", at: option.span,
        help: "use features.repeated_field_encoding = "
          + (field.options.isTrue("packed") ? "PACKED, which is the default" : "EXPANDED"))
    }
    if field.label != .repeated, !field.hasPresence { checkImplicit(field) }
    if field.isExtension, field.isRequired {
      error("an extension cannot be required", at: field.name.span)
    }
    guard let written = field.options.features else { return }
    if let presence = written.fieldPresence, let reason = reason(against: presence, on: field) {
      report(field, "field_presence", reason)
    }
    if written.repeatedFieldEncoding != nil, field.label != .repeated {
      report(
        field, "repeated_field_encoding", "only a repeated field has an encoding of repetition")
    } else if written.repeatedFieldEncoding == .packed, !field.isPackable {
      report(
        field, "repeated_field_encoding", "only repeated numbers, bools and enums can be packed")
    }
    if written.utf8Validation != nil, !field.holdsString {
      report(field, "utf8_validation", "only a string can be checked to be UTF-8")
    }
    if case .unknown = field.type { return }
    if written.messageEncoding != nil, !field.isMessage || field.mapEntry != nil {
      report(field, "message_encoding", "only a message field has an encoding of messages")
    }
  }

  private mutating func checkImplicit(_ field: FieldNode) {
    if let option = field.pseudoOption("default") {
      error(
        "a field without presence has no default value of its own", at: option.span,
        help: "give it features.field_presence = EXPLICIT")
    }
    if case .enumeration(let enumeration) = field.type, enumeration.isClosed {
      error(
        "\"\(enumeration.fullName)\" is a closed enum, which a field without presence cannot have",
        at: field.typeName?.span ?? field.name.span, note: ("declared here", enumeration.name.span))
    }
  }

  /// Why a field cannot have the presence that is written on it.
  private func reason(
    against presence: Features.Written.FieldPresence, on field: FieldNode
  ) -> String? {
    if field.oneof != nil { return "a field of a oneof always has presence" }
    if field.label == .repeated { return "a repeated field has no presence" }
    if field.isExtension {
      return presence == .legacyRequired ? nil : "an extension always has presence"
    }
    if field.isMessage, presence == .implicit { return "a message field always has presence" }
    return nil
  }

  private mutating func report(_ field: FieldNode, _ feature: String, _ reason: String) {
    let span = field.options.featureStatement(feature)?.span ?? field.name.span
    error(reason, at: span, help: "remove features.\(feature)")
  }
}

extension OptionList {
  /// What the options set of features; nil when nothing.
  var features: GoogleProtobuf.FeatureSet? {
    statements.isEmpty ? nil : GoogleProtobuf.FeatureSet(statements)
  }

  /// The statement that sets a feature, alone or among others.
  func featureStatement(_ name: String) -> OptionSyntax? {
    statements.last { option in
      guard option.name.first?.text == "features" else { return false }
      return option.name.count == 1 || option.name[1].text == name
    }
  }
}

extension EnumNode {
  /// Whether a number that it does not know is an unknown field.
  var isClosed: Bool { features.enumType == .closed }
}

extension FieldNode {
  var isRequired: Bool {
    label == .required || (label == .optional && features.fieldPresence == .legacyRequired)
  }

  var isMessage: Bool {
    switch type {
    case .message, .group: true
    default: false
    }
  }

  /// Whether an absent value can be told from the default one.
  var hasPresence: Bool {
    if label == .repeated { return false }
    return isMessage || oneof != nil || isExtension || features.fieldPresence != .implicit
  }

  /// Whether it is a message between two tags, as groups are.
  var isDelimited: Bool {
    switch type {
    case .group: true
    case .message:
      features.messageEncoding == .delimited && mapEntry == nil && parent?.isMapEntry != true
    default: false
    }
  }

  /// Whether its elements can stand in one run.
  var isPackable: Bool {
    guard label == .repeated else { return false }
    switch type {
    case .scalar(.string), .scalar(.bytes), .message, .group, .unknown: return false
    default: return true
    }
  }

  var isPacked: Bool { isPackable && features.repeatedFieldEncoding == .packed }

  /// Whether it is a string, or a map with strings.
  fileprivate var holdsString: Bool {
    if let mapEntry { return mapEntry.fields.contains(where: \.holdsString) }
    if case .scalar(.string) = type { return true }
    return false
  }
}
