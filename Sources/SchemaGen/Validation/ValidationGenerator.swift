import Protobuf
import SchemaModel
import SchemaSyntax

/// Writes the rules of messages as code: `validate(into:)`, a line for each rule.
struct ValidationGenerator {
  let schema: Schema
  let types: TypeIndex
  let validated: ValidatedMessages

  init(_ schema: Schema, _ types: TypeIndex) {
    self.schema = schema
    self.types = types
    validated = ValidatedMessages(schema)
  }

  /// The rules of all messages of a file, below a mark; nothing where there are none.
  func implement(_ file: Schema.File, _ printer: inout CodePrinter) {
    let messages = file.messages.flatMap(\.withNested).filter {
      !$0.isMapEntry && validated.contains($0.fullName)
    }
    guard !messages.isEmpty else { return }
    printer.separate()
    printer.line("// MARK: - Rules")
    for message in messages { implement(message, &printer) }
  }

  private func implement(_ message: Schema.Message, _ printer: inout CodePrinter) {
    let plan = MessagePlan(message, schema, types)
    let violations = types.runtime("Violations", of: "Protobuf", in: plan.extensionScope)
    let oneofFields = Self.oneofFields(of: message)
    printer.separate()
    printer.block("extension \(plan.path.joined(separator: ".")) {") { printer in
      patterns(plan, &printer)
      printer.separate()
      printer.block("public func validate(into violations: inout \(violations)) {") { printer in
        messageOneofs(plan, &printer)
        for (oneof, planned) in zip(message.oneofs, plan.oneofs) {
          let rules = RuleTree(.oneof, in: oneof.descriptor.options?.unknownFields ?? .init())
          guard rules?.isTrue("required") == true else { continue }
          printer.line("violations.required(\"\(oneof.name)\", \(property(planned.name)))")
        }
        for (field, planned) in zip(message.fields, plan.fields) {
          let rules = FieldRulesPlan(
            field, isInOneofRule: oneofFields.contains(field.name), schema, validated)
          guard let rules else { continue }
          FieldRulesPrinter(rules: rules, field: planned, plan: plan, types: types)
            .print(&printer)
        }
      }
    }
  }

  private func property(_ name: String) -> String { FieldRulesPrinter.property(name) }

  /// The fields that oneof rules of the message name.
  private static func oneofFields(of message: Schema.Message) -> Set<String> {
    let rules = RuleTree(.message, in: message.options.unknownFields)
    return Set(
      (rules?.all("oneof") ?? []).flatMap { value -> [String] in
        if case .rules(let oneof) = value { oneof.texts("fields") } else { [] }
      })
  }

  private func messageOneofs(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    guard let rules = RuleTree(.message, in: plan.schema.options.unknownFields) else { return }
    for case .rules(let oneof) in rules.all("oneof") {
      let fields = oneof.texts("fields").compactMap { name in
        plan.fields.first { $0.schemaName == name }
      }
      printer.line("violations.oneof(")
      printer.indented { printer in
        printer.block("[", closing: "], required: \(oneof.isTrue("required")))") { printer in
          for field in fields {
            printer.line("(\"\(field.schemaName)\", \(Self.isSet(field, plan))),")
          }
        }
      }
    }
  }

  /// Whether a field is set, as an expression.
  private static func isSet(_ field: MessagePlan.Field, _ plan: MessagePlan) -> String {
    let name = FieldRulesPrinter.property(field.name)
    switch field.shape {
    case .optional: return "\(name) != nil"
    case .repeated, .map: return "!\(name).isEmpty"
    case .singular: return FieldRulesPrinter.isNotZero(name, field.value)
    case .oneof(let index):
      let oneof = FieldRulesPrinter.property(plan.oneofs[index].name)
      let condition = "if case .\(SwiftName.bare(field.name))? = \(oneof)"
      return "{ \(condition) { true } else { false } }()"
    }
  }

  // MARK: - Patterns

  private func patterns(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    let type = types.runtime("Pattern", of: "Protobuf", in: plan.extensionScope)
    for field in plan.schema.fields {
      guard let rules = RuleTree(.field, in: field.options.unknownFields) else { continue }
      for (role, tree) in FieldRulesPlan.parts(of: rules) {
        guard let text = tree?.text("pattern") else { continue }
        printer.assignment(
          "private static let \(FieldRulesPlan.patternName(role, field.number))",
          "\(type)(checked: \(SwiftLiteral.raw(text)))")
      }
    }
  }
}
