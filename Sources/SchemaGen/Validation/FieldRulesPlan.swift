import SchemaModel

/// The rules of one field, put where they are checked: on the field, its elements, keys or values.
struct FieldRulesPlan {
  /// What a set of rules is of.
  enum Role { case field, item, key, value }

  /// Rules of a value and whether the message that the value is has rules of its own.
  struct Part {
    let role: Role
    let ignoring: Ignoring
    /// The rules of the value's type.
    let value: RuleTree?
    let isValidatedMessage: Bool

    var isEmpty: Bool { ignoring == .always || value == nil && !isValidatedMessage }
  }

  let schema: Schema.Field
  let isRequired: Bool
  /// The field itself; of a list or a map, its size and uniqueness.
  let own: Part
  let item: Part?
  let key: Part?
  let mapValue: Part?

  /// Nil where there is nothing to check.
  init?(
    _ field: Schema.Field, isInOneofRule: Bool, _ schema: Schema, _ validated: ValidatedMessages
  ) {
    let rules = RuleTree(.field, in: field.options.unknownFields)
    var ignoring = Ignoring(rules)
    if ignoring == .always { return nil }
    if isInOneofRule, rules?["ignore"] == nil { ignoring = .ifZero }
    func isValidated(_ type: Schema.Field.FieldType) -> Bool {
      if case .message(let name) = type { validated.contains(name) } else { false }
    }
    func part(_ role: Role, _ rules: RuleTree?, _ type: Schema.Field.FieldType) -> Part? {
      let part = Part(
        role: role, ignoring: Ignoring(rules), value: rules.flatMap(Self.typed),
        isValidatedMessage: isValidated(type))
      return part.isEmpty ? nil : part
    }
    self.schema = field
    isRequired = rules?.isTrue("required") == true
    let typed = rules.flatMap(Self.typed)
    let entry = schema.mapEntry(of: field)
    own = Part(
      role: .field, ignoring: ignoring, value: typed,
      isValidatedMessage: !field.isRepeated && isValidated(field.type))
    item =
      field.isRepeated && entry == nil ? part(.item, typed?.rules("items"), field.type) : nil
    key = entry.flatMap { part(.key, typed?.rules("keys"), $0.key.type) }
    mapValue = entry.flatMap { part(.value, typed?.rules("values"), $0.value.type) }
    if !isRequired, own.isEmpty, item == nil, key == nil, mapValue == nil { return nil }
  }

  /// The rules of the one type that rules are given of.
  private static func typed(_ rules: RuleTree) -> RuleTree? {
    rules.shape.rules.lazy.compactMap { rules.rules($0.name) }.first
  }

  /// The rules of values in the rules of a field.
  static func parts(of rules: RuleTree) -> [(role: Role, value: RuleTree?)] {
    guard let typed = typed(rules) else { return [] }
    let inner: [(Role, String)] = [(.item, "items"), (.key, "keys"), (.value, "values")]
    return [(.field, typed)]
      + inner.compactMap { role, name in typed.rules(name).map { (role, Self.typed($0)) } }
  }

  /// The constant that holds a pattern.
  static func patternName(_ role: Role, _ number: Int32) -> String {
    switch role {
    case .field: "pattern\(number)"
    case .item: "itemPattern\(number)"
    case .key: "keyPattern\(number)"
    case .value: "valuePattern\(number)"
    }
  }
}
