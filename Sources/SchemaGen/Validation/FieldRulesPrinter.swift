import Protobuf
import SchemaModel
import SchemaSyntax

/// Writes the checks of one field.
struct FieldRulesPrinter {
  let rules: FieldRulesPlan
  let field: MessagePlan.Field
  let plan: MessagePlan
  let types: TypeIndex

  private var name: String { "\"\(field.schemaName)\"" }

  /// A property where a parameter of `validate(into:)` stands in its way.
  static func property(_ name: String) -> String {
    name == "violations" ? "self.violations" : name
  }

  /// Whether a value is set to something, where presence is not tracked.
  static func isNotZero(_ value: String, _ type: ValuePlan) -> String {
    switch type.function {
    case "string", "bytes": "!\(value).isEmpty"
    case "bool": value
    case "enumeration": "\(value).number != 0"
    case "double", "float": "\(value).bitPattern != 0"
    default: "\(value) != 0"
    }
  }

  func print(_ printer: inout CodePrinter) {
    let property = Self.property(field.name)
    switch field.shape {
    case .singular:
      let checks = checks(of: rules.own, on: property, name)
      implicit(property, isSet: Self.isNotZero(property, field.value), checks.isEmpty, &printer) {
        write(checks, &$0)
      }
    case .repeated, .map:
      let isEmpty = rules.own.value == nil && !hasInside
      implicit(property, isSet: "!\(property).isEmpty", isEmpty, &printer) { printer in
        write(checks(of: rules.own, on: property, name), &printer)
        inside(property, &printer)
      }
    case .optional:
      let checks = checks(of: rules.own, on: "value", name)
      guard !checks.isEmpty else {
        return printer.call("violations.required", [name, property])
      }
      explicit("if let value = \(property) {", checks, &printer)
    case .oneof(let index):
      let oneof = Self.property(plan.oneofs[index].name)
      let member = SwiftName.bare(field.name)
      let checks = checks(of: rules.own, on: "value", name)
      guard !checks.isEmpty else {
        printer.line("if case .\(member)? = \(oneof) {} else { violations.missing(\(name)) }")
        return
      }
      explicit("if case .\(member)(let value)? = \(oneof) {", checks, &printer)
    }
  }

  // MARK: - Presence

  /// Checks of a field without presence.
  private func implicit(
    _ property: String, isSet: String, _ isEmpty: Bool, _ printer: inout CodePrinter,
    _ body: (inout CodePrinter) -> Void
  ) {
    if rules.isRequired {
      guard !isEmpty else { return printer.call("violations.required", [name, property]) }
      printer.block("if violations.required(\(name), \(property)) {", body)
    } else if rules.own.ignoring == .ifZero {
      printer.block("if \(isSet) {", body)
    } else {
      body(&printer)
    }
  }

  /// Checks of a field with presence.
  private func explicit(_ condition: String, _ checks: [Check], _ printer: inout CodePrinter) {
    guard rules.isRequired else { return printer.block(condition) { write(checks, &$0) } }
    printer.block(condition, closing: "} else {") { write(checks, &$0) }
    printer.indented { $0.call("violations.missing", [name]) }
    printer.line("}")
  }

  // MARK: - Lists and maps

  private var hasInside: Bool {
    rules.item != nil || rules.key != nil || rules.mapValue != nil
  }

  private func inside(_ property: String, _ printer: inout CodePrinter) {
    if let item = rules.item {
      if item.isMessageOnly {
        return printer.call(
          "violations.items", [name, "\(property)"], " { $0.message($1) }")
      }
      printer.list("violations.items", [name, property], " { violations, value in")
      printer.indented { element(item, field.value, &$0) }
      printer.line("}")
    }
    guard case .map(let key, let value) = field.shape else { return }
    let parts = [("keys", rules.key, key), ("values", rules.mapValue, value)].compactMap { part in
      part.1.map { (label: part.0, part: $0, type: part.2) }
    }
    guard let last = parts.last else { return }
    if parts.count == 1, last.part.isMessageOnly {
      return printer.call(
        "violations.entries", [name, property, "\(last.label): { $0.message($1) }"])
    }
    printer.line("violations.entries(")
    printer.indented { printer in
      printer.line("\(name), \(property),")
      for (index, part) in parts.enumerated() {
        let end = index == parts.count - 1 ? ")" : ","
        if part.part.isMessageOnly {
          printer.line("\(part.label): { $0.message($1) }\(end)")
        } else {
          printer.block("\(part.label): { violations, value in", closing: "}\(end)") {
            element(part.part, part.type, &$0)
          }
        }
      }
    }
  }

  /// The checks of an element, a key or a value.
  private func element(
    _ part: FieldRulesPlan.Part, _ type: ValuePlan, _ printer: inout CodePrinter
  ) {
    let checks = checks(of: part, on: "value", "\"\"")
    guard part.ignoring == .ifZero, !type.isMessage else { return write(checks, &printer) }
    printer.block("if \(Self.isNotZero("value", type)) {") { write(checks, &$0) }
  }

  // MARK: - Rules

  /// A line: a call on the violations, or one that is written out.
  private enum Check {
    case call(String, [String])
    case line(String)
  }

  private func write(_ checks: [Check], _ printer: inout CodePrinter) {
    for check in checks {
      switch check {
      case .call(let function, let arguments):
        printer.call("violations.\(function)", arguments)
      case .line(let line): printer.line(line)
      }
    }
  }

  private func checks(
    of part: FieldRulesPlan.Part, on value: String, _ name: String
  ) -> [Check] {
    var checks: [Check] = []
    if let rules = part.value {
      checks += self.checks(of: rules, on: value, name, part.role)
    }
    if part.isValidatedMessage {
      checks.append(.call("message", name == "\"\"" ? [value] : [name, value]))
    }
    return checks
  }

  private func checks(
    of rules: RuleTree, on value: String, _ name: String, _ role: FieldRulesPlan.Role
  ) -> [Check] {
    let type: String
    switch rules.shape {
    case .number(let scalar): type = scalar.rawValue
    case .duration: type = "duration"
    case .timestamp: type = "timestamp"
    case .bool: type = "bool"
    case .enumeration: return enumeration(rules, on: value, name)
    case .string: return string(rules, on: unwrapped(value), name, role)
    case .bytes: return bytes(rules, on: unwrapped(value), name, role)
    case .repeated, .map: return sizes(rules, on: value, name)
    case .any: return lists(rules, on: "\(value).typeUrl", name, type: ["\"any\""])
    case .fieldMask: return fieldMask(rules, on: value, name)
    case .message, .messageOneof, .oneof, .field: return []
    }
    return values(rules, on: unwrapped(value), name, type)
  }

  /// A wrapper message's value: its rules are the scalar's.
  private func unwrapped(_ value: String) -> String {
    let isWrapper = valueTypeNames.contains { RuleShape.Rule.wrapped[$0] != nil }
    return isWrapper ? "\(value).value" : value
  }

  private var valueTypeNames: [String] {
    if case .map(_, let value) = field.shape { return value.typeName.map { [$0] } ?? [] }
    return field.value.typeName.map { [$0] } ?? []
  }

  // MARK: - Of each type

  private func values(
    _ rules: RuleTree, on value: String, _ name: String, _ type: String
  ) -> [Check] {
    let head = [name, value, "\"\(type)\""]
    func all(_ rule: String) -> [String] { rules.all(rule).compactMap { literal($0, type) } }
    var checks: [Check] = []
    if let expected = all("const").last { checks.append(.call("equals", head + [expected])) }
    let bounds = ["gt", "gte", "lt", "lte"].compactMap { rule in
      all(rule).last.map { "\(rule): \($0)" }
    }
    if !bounds.isEmpty { checks.append(.call("range", head + bounds)) }
    if rules.isTrue("lt_now") { checks.append(.call("beforeNow", [name, value])) }
    if rules.isTrue("gt_now") { checks.append(.call("afterNow", [name, value])) }
    if let span = rules["within"].flatMap({ literal($0, "duration") }) {
      checks.append(.call("nearNow", [name, value, "within: \(span)"]))
    }
    for (rule, function) in [("in", "oneOf"), ("not_in", "noneOf")] where !all(rule).isEmpty {
      checks.append(.call(function, head + [SwiftLiteral.list(all(rule))]))
    }
    if rules.isTrue("finite") { checks.append(.call("finite", head)) }
    return checks
  }

  private func literal(_ value: RuleTree.Value, _ type: String) -> String? {
    switch value {
    case .signed(let number): return SwiftLiteral.integer(number)
    case .unsigned(let number): return SwiftLiteral.integer(number)
    case .double(let number): return SwiftLiteral.float(number)
    case .float(let number): return SwiftLiteral.float(number)
    case .bool(let flag): return "\(flag)"
    case .text(let text): return SwiftLiteral.string(text)
    case .bytes(let bytes): return SwiftLiteral.bytes(bytes)
    case .message(let bytes):
      guard let time = RuleTree.time(bytes) else { return nil }
      let message = type == "duration" ? "Duration" : "Timestamp"
      let name = types.reference("google.protobuf.\(message)", in: plan.extensionScope)
      let nanos = time.nanos == 0 ? "" : ", nanos: \(SwiftLiteral.integer(time.nanos))"
      return "\(name)(seconds: \(SwiftLiteral.integer(time.seconds))\(nanos))"
    case .rules: return nil
    }
  }

  private func enumeration(_ rules: RuleTree, on value: String, _ name: String) -> [Check] {
    func all(_ rule: String) -> [String] { rules.all(rule).compactMap { literal($0, "enum") } }
    var checks: [Check] = []
    if let expected = all("const").last {
      checks.append(.call("equals", [name, value, expected]))
    }
    if rules.isTrue("defined_only") {
      checks.append(
        .line("if case .unrecognized = \(value) { violations.undefined(\(name), \(value)) }"))
    }
    for (rule, function) in [("in", "oneOf"), ("not_in", "noneOf")] where !all(rule).isEmpty {
      checks.append(.call(function, [name, value, SwiftLiteral.list(all(rule))]))
    }
    return checks
  }

  private func lists(
    _ rules: RuleTree, on value: String, _ name: String, type: [String] = []
  ) -> [Check] {
    [("in", "oneOf"), ("not_in", "noneOf")].compactMap { rule, function in
      let texts = rules.texts(rule).map(SwiftLiteral.string)
      return texts.isEmpty
        ? nil : .call(function, [name, value, SwiftLiteral.list(texts)] + type)
    }
  }

  private func counts(
    _ rules: RuleTree, on value: String, _ name: String, _ functions: [(String, String)]
  ) -> [Check] {
    functions.compactMap { rule, function in
      rules.count(rule).map { .call(function, [name, value, SwiftLiteral.integer($0)]) }
    }
  }

  private func string(
    _ rules: RuleTree, on value: String, _ name: String, _ role: FieldRulesPlan.Role
  ) -> [Check] {
    var checks: [Check] = []
    if let text = rules.text("const") {
      checks.append(.call("equals", [name, value, SwiftLiteral.string(text)]))
    }
    checks += counts(
      rules, on: value, name,
      [
        ("len", "length"), ("min_len", "minLength"), ("max_len", "maxLength"),
        ("len_bytes", "byteCount"), ("min_bytes", "minBytes"), ("max_bytes", "maxBytes"),
      ])
    checks += pattern(rules, on: value, name, role)
    let parts = [
      ("prefix", "prefix"), ("suffix", "suffix"), ("contains", "contains"),
      ("not_contains", "lacks"),
    ]
    for (rule, function) in parts {
      guard let text = rules.text(rule) else { continue }
      checks.append(.call(function, [name, value, SwiftLiteral.string(text)]))
    }
    checks += lists(rules, on: value, name)
    for format in RuleShape.textFormats where rules.isTrue(format.name) {
      checks.append(.call("format", [name, value, ".\(format.swift)"]))
    }
    let headers: [Int64: String] = [1: "headerName", 2: "headerValue"]
    if let header = rules.number("well_known_regex").flatMap({ headers[$0] }) {
      let isStrict = rules["strict"] == nil || rules.isTrue("strict")
      checks.append(.call("format", [name, value, ".\(header)(isStrict: \(isStrict))"]))
    }
    return checks
  }

  private func bytes(
    _ rules: RuleTree, on value: String, _ name: String, _ role: FieldRulesPlan.Role
  ) -> [Check] {
    func all(_ rule: String) -> [String] { rules.all(rule).compactMap { literal($0, "bytes") } }
    let head = [name, value, "\"bytes\""]
    var checks: [Check] = []
    if let expected = all("const").last { checks.append(.call("equals", head + [expected])) }
    checks += counts(
      rules, on: value, name,
      [("len", "length"), ("min_len", "minLength"), ("max_len", "maxLength")])
    checks += pattern(rules, on: value, name, role)
    for rule in ["prefix", "suffix", "contains"] {
      guard let part = all(rule).last else { continue }
      checks.append(.call(rule, [name, value, part]))
    }
    for (rule, function) in [("in", "oneOf"), ("not_in", "noneOf")] where !all(rule).isEmpty {
      checks.append(.call(function, head + [SwiftLiteral.list(all(rule))]))
    }
    for format in RuleShape.byteFormats where rules.isTrue(format.name) {
      checks.append(
        .call("format", [name, value, "\"\(format.name)\"", "lengths: \(format.lengths)"]))
    }
    return checks
  }

  private func pattern(
    _ rules: RuleTree, on value: String, _ name: String, _ role: FieldRulesPlan.Role
  ) -> [Check] {
    guard rules.text("pattern") != nil else { return [] }
    return [
      .call("pattern", [name, value, "Self.\(FieldRulesPlan.patternName(role, field.number))"])
    ]
  }

  private func sizes(_ rules: RuleTree, on value: String, _ name: String) -> [Check] {
    var checks = counts(
      rules, on: value, name,
      [
        ("min_items", "minItems"), ("max_items", "maxItems"), ("min_pairs", "minPairs"),
        ("max_pairs", "maxPairs"),
      ])
    if rules.isTrue("unique") { checks.append(.call("unique", [name, value])) }
    return checks
  }

  private func fieldMask(_ rules: RuleTree, on value: String, _ name: String) -> [Check] {
    var checks: [Check] = []
    if case .message(let bytes)? = rules["const"],
      let mask = try? GoogleProtobuf.FieldMask(decoding: bytes)
    {
      let paths = SwiftLiteral.list(mask.paths.map(SwiftLiteral.string))
      checks.append(.call("equals", [name, value, paths]))
    }
    return checks + lists(rules, on: value, name)
  }
}

extension FieldRulesPlan.Part {
  /// Whether the only rules are those of the message that the value is.
  fileprivate var isMessageOnly: Bool { isValidatedMessage && value == nil }
}
