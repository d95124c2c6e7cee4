import Buffers
import Protobuf
import SchemaModel
import SchemaSyntax

/// Finds the rules of a file that no code can be made of: expressions, rules of another type than
/// the field's, rules that contradict each other, patterns that are none.
struct RuleChecker {
  let schema: Schema
  let file: Schema.File
  private(set) var faults: [RuleFault] = []

  init(_ schema: Schema, _ file: Schema.File) {
    self.schema = schema
    self.file = file
  }

  /// What is being checked: what it is called and where its rules stand.
  struct Place {
    let element: String
    var path: [Int32]

    func inside(_ numbers: Int32...) -> Place { Place(element: element, path: path + numbers) }
  }

  /// What rules are of.
  enum Subject {
    case single(Schema.Field.FieldType)
    case list(Schema.Field.FieldType)
    case map(key: Schema.Field.FieldType, value: Schema.Field.FieldType)
  }

  mutating func check() {
    for (index, message) in file.messages.enumerated() { check(message, [4, Int32(index)]) }
    for (index, field) in file.extensions.enumerated() {
      checkExtension(field, [7, Int32(index)])
    }
  }

  mutating func refuse(_ message: String, _ place: Place, help: String? = nil) {
    faults.append(
      RuleFault(
        fileName: file.name, element: place.element, message: message, help: help,
        lines: file.descriptor.sourceCodeInfo?.lines(at: place.path)))
  }

  // MARK: - Messages

  private mutating func check(_ message: Schema.Message, _ path: [Int32]) {
    guard !message.isMapEntry else { return }
    if let rules = RuleTree(.message, in: message.options.unknownFields) {
      let place = Place(element: message.fullName, path: path + [7, RuleTree.extensionNumber])
      check(rules, of: message, place)
    }
    for (index, field) in message.fields.enumerated() {
      check(field, of: message, path + [2, Int32(index)])
    }
    for (index, field) in message.extensions.enumerated() {
      checkExtension(field, path + [6, Int32(index)])
    }
    for (index, nested) in message.messages.enumerated() {
      check(nested, path + [3, Int32(index)])
    }
  }

  private mutating func check(_ rules: RuleTree, of message: Schema.Message, _ place: Place) {
    refuseExpressions(in: rules, place)
    for (position, value) in rules.all("oneof").enumerated() {
      guard case .rules(let oneof) = value else { continue }
      let place = place.inside(4, Int32(position))
      let names = oneof.texts("fields")
      if names.isEmpty { refuse("a oneof rule names no field", place) }
      for (index, name) in names.enumerated() {
        if !message.fields.contains(where: { $0.name == name }) {
          refuse(
            "\(message.fullName) has no field '\(name)'", place,
            help: "name fields of the message as the schema does")
        } else if names[..<index].contains(name) {
          refuse("'\(name)' stands twice in a oneof rule", place)
        }
      }
    }
  }

  private mutating func checkExtension(_ field: Schema.Field, _ path: [Int32]) {
    let isPredefined =
      RuleTree(.field, in: field.options.unknownFields, number: RuleTree.predefinedNumber) != nil
    guard isPredefined else { return }
    refuse(
      "a predefined rule is an expression, which cannot be compiled",
      Place(element: field.fullName, path: path + [8, RuleTree.predefinedNumber]),
      help: Self.insteadOfExpressions)
  }

  private static let insteadOfExpressions =
    "use the rules of the field's type; what they cannot say is checked where the message is handled"

  private mutating func refuseExpressions(in rules: RuleTree, _ place: Place) {
    for name in ["cel", "cel_expression"] {
      guard let number = rules.shape.rules.first(where: { $0.name == name })?.number else {
        continue
      }
      for index in rules.all(name).indices {
        refuse(
          "\(name) is an expression, which cannot be compiled", place.inside(number, Int32(index)),
          help: Self.insteadOfExpressions)
      }
    }
  }

  // MARK: - Fields

  private mutating func check(_ field: Schema.Field, of message: Schema.Message, _ path: [Int32]) {
    guard let rules = RuleTree(.field, in: field.options.unknownFields) else { return }
    let place = Place(element: field.fullName, path: path + [8, RuleTree.extensionNumber])
    let subject: Subject =
      if let entry = schema.mapEntry(of: field) {
        .map(key: entry.key.type, value: entry.value.type)
      } else {
        field.isRepeated ? .list(field.type) : .single(field.type)
      }
    check(rules, of: subject, place, isElement: false)
  }

  /// - Parameter isElement: whether it is an element of a list, a key or a value of a map.
  private mutating func check(
    _ rules: RuleTree, of subject: Subject, _ place: Place, isElement: Bool
  ) {
    refuseExpressions(in: rules, place)
    if rules.isTrue("required") {
      if isElement {
        refuse(
          "required says nothing of an element: it is there", place.inside(25),
          help: "ask for a length or a range of it")
      } else if rules.number("ignore") == 3 {
        refuse("the field is required, and its rules are ignored", place.inside(25))
      }
    }
    if let ignore = rules.number("ignore"), ![0, 1, 3].contains(ignore) {
      refuse("there is no way \(ignore) to ignore rules", place.inside(27))
    }
    let typed = rules.shape.rules.compactMap { rule in
      rules.rules(rule.name).map { (rule: rule, tree: $0) }
    }
    guard let (rule, tree) = typed.first else { return }
    guard typed.count == 1 else {
      return refuse(
        "there are rules of \(typed.map(\.rule.name).joined(separator: " and of ")): a field has "
          + "one type", place.inside(typed[1].rule.number))
    }
    let inner = place.inside(rule.number)
    guard fits(rule, subject, inner) else { return }
    for number in tree.unknownNumbers {
      refuse(
        "\(tree.shape.messageName) has no rule of number \(number): a predefined rule is an "
          + "expression, which cannot be compiled", inner.inside(number),
        help: Self.insteadOfExpressions)
    }
    check(tree, of: subject, inner)
  }

  /// Whether rules are of the field's own type.
  private mutating func fits(_ rule: RuleShape.Rule, _ subject: Subject, _ place: Place) -> Bool {
    let fitting: String
    switch subject {
    case .list: fitting = "repeated"
    case .map: fitting = "map"
    case .single(let type): fitting = RuleShape.Rule.name(for: type)
    }
    guard rule.name != fitting else { return true }
    var help = fitting.isEmpty ? "put rules on the fields of the message" : "use \(fitting) rules"
    switch subject {
    case .list where rule.name != "map": help = "rules of the elements go into repeated.items"
    case .map where rule.name != "repeated":
      help = "rules of the entries go into map.keys and map.values"
    default: break
    }
    refuse("\(rule.name) rules do not fit \(subject.text)", place, help: help)
    return false
  }

  private mutating func check(_ rules: RuleTree, of subject: Subject, _ place: Place) {
    switch (rules.shape, subject) {
    case (.repeated, .list(let type)):
      checkCounts(rules, place, [("min_items", "max_items", 1)])
      if rules.isTrue("unique"), case .message = type {
        refuse("elements that are messages cannot be unique", place.inside(3))
      }
      if let items = rules.rules("items") {
        check(items, of: .single(type), place.inside(4), isElement: true)
      }
    case (.map, .map(let key, let value)):
      checkCounts(rules, place, [("min_pairs", "max_pairs", 1)])
      if let keys = rules.rules("keys") {
        check(keys, of: .single(key), place.inside(4), isElement: true)
      }
      if let values = rules.rules("values") {
        check(values, of: .single(value), place.inside(5), isElement: true)
      }
    case (.string, _):
      checkCounts(rules, place, [("min_len", "max_len", 2), ("min_bytes", "max_bytes", 4)])
      checkLength(rules, "len", "min_len", "max_len", place.inside(19))
      checkLength(rules, "len_bytes", "min_bytes", "max_bytes", place.inside(20))
      checkPattern(rules, place.inside(6))
      checkLists(rules.texts("in"), rules.texts("not_in"), place)
    case (.bytes, _):
      checkCounts(rules, place, [("min_len", "max_len", 2)])
      checkLength(rules, "len", "min_len", "max_len", place.inside(13))
      checkPattern(rules, place.inside(4))
    case (.enumeration, .single(.enumeration(let name))):
      checkEnum(rules, name, place)
    case (.number, _), (.duration, _), (.timestamp, _):
      checkBounds(rules, place)
    default: break
    }
  }

  // MARK: - Contradictions

  private mutating func checkCounts(
    _ rules: RuleTree, _ place: Place, _ pairs: [(least: String, most: String, number: Int32)]
  ) {
    for pair in pairs {
      guard let least = rules.count(pair.least), let most = rules.count(pair.most), least > most
      else { continue }
      refuse(
        "nothing has \(pair.least) \(least) and \(pair.most) \(most)", place.inside(pair.number),
        help: "swap them, or drop one")
    }
  }

  private mutating func checkLength(
    _ rules: RuleTree, _ exact: String, _ least: String, _ most: String, _ place: Place
  ) {
    guard let length = rules.count(exact) else { return }
    for (name, isBroken) in [
      (least, length < rules.count(least) ?? 0), (most, length > rules.count(most) ?? .max),
    ] where isBroken {
      refuse("nothing follows both \(exact) and \(name)", place, help: "drop \(name)")
    }
  }

  private mutating func checkPattern(_ rules: RuleTree, _ place: Place) {
    guard let text = rules.text("pattern") else { return }
    do throws(PatternError) {
      _ = try Pattern(text)
    } catch {
      refuse("\(text) is no pattern: \(error)", place, help: "patterns have the syntax of RE2")
    }
  }

  private mutating func checkLists<Value: Hashable>(
    _ allowed: [Value], _ refused: [Value], _ place: Place
  ) {
    guard !allowed.isEmpty, Set(allowed).isSubset(of: refused) else { return }
    refuse("every value of in stands in not_in too", place, help: "drop one of them")
  }

  private mutating func checkEnum(_ rules: RuleTree, _ name: String, _ place: Place) {
    func numbers(_ rule: String) -> [Int64] {
      rules.all(rule).compactMap { if case .signed(let number) = $0 { number } else { nil } }
    }
    checkLists(numbers("in"), numbers("not_in"), place)
    guard rules.isTrue("defined_only") else { return }
    let known = Set((schema.enumeration(name)?.values ?? []).map { Int64($0.number) })
    for (rule, number) in [("const", Int32(1)), ("in", 3)] {
      for value in numbers(rule) where !known.contains(value) {
        refuse(
          "\(rule) names \(value), which \(name) does not define", place.inside(number),
          help: "give a number of the enum")
      }
    }
  }

  private mutating func checkBounds(_ rules: RuleTree, _ place: Place) {
    let rule = { (name: String) in rules.shape.rules.first { $0.name == name }?.number ?? 0 }
    let lower = rules.bound("gt").map { ("gt", $0) } ?? rules.bound("gte").map { ("gte", $0) }
    let upper = rules.bound("lt").map { ("lt", $0) } ?? rules.bound("lte").map { ("lte", $0) }
    guard let lower, let upper, lower.1.order(upper.1) == 0, lower.0 != "gte" || upper.0 != "lte"
    else { return }
    refuse(
      "nothing follows both \(lower.0) and \(upper.0) of the same value",
      place.inside(rule(lower.0)),
      help: "use gte and lte to allow the one value")
  }
}

extension RuleChecker.Subject {
  fileprivate var text: String {
    switch self {
    case .list: "a list"
    case .map: "a map"
    case .single(.scalar(let type)): type.rawValue
    case .single(.message(let name)), .single(.group(let name)), .single(.enumeration(let name)):
      name
    }
  }
}

extension RuleShape.Rule {
  /// The rules that fit a single value; empty for messages without rules of their own.
  static func name(for type: Schema.Field.FieldType) -> String {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .enumeration: "enum"
    case .group: ""
    case .message(let name): wrapped[name] ?? wellKnown[name] ?? ""
    }
  }

  /// The scalar that a wrapper message holds.
  static let wrapped = [
    "google.protobuf.StringValue": "string", "google.protobuf.BytesValue": "bytes",
    "google.protobuf.BoolValue": "bool", "google.protobuf.Int32Value": "int32",
    "google.protobuf.Int64Value": "int64", "google.protobuf.UInt32Value": "uint32",
    "google.protobuf.UInt64Value": "uint64", "google.protobuf.FloatValue": "float",
    "google.protobuf.DoubleValue": "double",
  ]

  private static let wellKnown = [
    "google.protobuf.Any": "any", "google.protobuf.Duration": "duration",
    "google.protobuf.Timestamp": "timestamp", "google.protobuf.FieldMask": "field_mask",
  ]
}

/// The value of a bound, as far as bounds of one type can be compared.
enum Bound {
  case signed(Int64)
  case unsigned(UInt64)
  case double(Double)
  case time(Int64, Int32)

  /// Negative, zero or positive as this is less than, equal to or more than `other`.
  func order(_ other: Bound) -> Int {
    switch (self, other) {
    case (.signed(let a), .signed(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.unsigned(let a), .unsigned(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.double(let a), .double(let b)): a < b ? -1 : a > b ? 1 : a == b ? 0 : 2
    case (.time(let a, let b), .time(let c, let d)): (a, b) < (c, d) ? -1 : (a, b) > (c, d) ? 1 : 0
    default: 2
    }
  }
}

extension RuleTree {
  func bound(_ name: String) -> Bound? {
    switch self[name] {
    case .signed(let value): .signed(value)
    case .unsigned(let value): .unsigned(value)
    case .double(let value): .double(value)
    case .float(let value): .double(Double(value))
    case .message(let bytes): RuleTree.time(bytes).map { .time($0.seconds, $0.nanos) }
    default: nil
    }
  }

  /// The content of a Duration or a Timestamp, which are of the same form.
  static func time(_ bytes: Bytes) -> (seconds: Int64, nanos: Int32)? {
    guard let time = try? GoogleProtobuf.Timestamp(decoding: bytes) else { return nil }
    return (time.seconds, time.nanos)
  }
}
