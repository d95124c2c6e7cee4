import Protobuf
import SchemaModel

/// Writes the declarations of messages: what their user reads.
struct MessageGenerator {
  let schema: Schema
  let types: TypeIndex

  /// Declares `message` with all that is nested in it. `around` is the scope it is declared in.
  func declare(
    _ message: Schema.Message, in around: TypeIndex.Scope, _ printer: inout CodePrinter
  ) {
    let plan = MessagePlan(message, schema, types)
    let scope = plan.declarationScope
    let inherited = types.runtime("Message", of: "Protobuf", in: around)
    printer.documentation(message.comments.text)
    let name = SwiftName.type(of: message)
    printer.block("public struct \(name): \(inherited) {") { printer in
      properties(plan, &printer)
      printer.separate()
      initialisers(plan, &printer)
      for oneof in plan.oneofs where !oneof.members.isEmpty {
        printer.separate()
        declare(oneof, plan, &printer)
      }
      for enumeration in message.enums {
        printer.separate()
        EnumGenerator(types: types).declare(enumeration, in: scope, &printer)
      }
      for nested in message.messages where !nested.isMapEntry {
        printer.separate()
        declare(nested, in: scope, &printer)
      }
      ExtensionGenerator(schema: schema, types: types)
        .declare(message.extensions, in: scope, &printer)
    }
    if message.isDeprecated {
      printer.deprecation(true)
      printer.line("public typealias \(SwiftName.type(message.name)) = \(name)")
    }
  }

  private func properties(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    for property in plan.properties {
      let (name, label, type, initial) = parts(property, plan)
      var attribute = ""
      var access = "public "
      switch property {
      case .field(let field):
        printer.documentation(field.comment)
        if field.isIndirect {
          let wrapper = types.runtime("Indirect", of: "Protobuf", in: plan.declarationScope)
          attribute = "@\(wrapper) "
        }
        if field.isDeprecated {
          printer.deprecation(true)
          printer.block("public var \(label): \(type) {") { printer in
            printer.line("get { \(name) }")
            printer.line("_modify { yield &\(name) }")
          }
          access = ""
        }
      case .oneof(let oneof):
        printer.documentation(oneof.comment)
      }
      let declaration = "\(attribute)\(access)var \(name): \(type)"
      guard let initial else {
        printer.line(declaration)
        continue
      }
      printer.assignment(declaration, initial)
    }
    let unknown = types.runtime("UnknownFields", of: "Protobuf", in: plan.declarationScope)
    printer.line("public var unknownFields = \(unknown)()")
  }

  private func initialisers(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    printer.line("public init() {}")
    guard !plan.properties.isEmpty else { return }
    let parts = plan.properties.map { self.parts($0, plan) }
    printer.separate()
    printer.list(
      "public init", parts.map { "\($0.label): \($0.type) = \($0.initial ?? "nil")" }, " {")
    printer.indented { printer in
      for part in parts { printer.assignment("self.\(SwiftName.bare(part.name))", part.label) }
    }
    printer.line("}")
  }

  private func declare(
    _ oneof: MessagePlan.Oneof, _ plan: MessagePlan, _ printer: inout CodePrinter
  ) {
    let scope = plan.declarationScope
    printer.block("public enum \(oneof.typeName): Sendable, Hashable {") { printer in
      for member in oneof.members {
        printer.documentation(member.comment)
        let attribute = member.isIndirect ? "indirect " : ""
        let type = member.value.swiftType(types, in: scope)
        printer.line("\(attribute)case \(member.name)(\(type))")
      }
    }
  }

  /// The name, the user's name, type and initial value of a property; nothing to start with means nil.
  private func parts(
    _ property: MessagePlan.Property, _ plan: MessagePlan
  ) -> (name: String, label: String, type: String, initial: String?) {
    let scope = plan.declarationScope
    switch property {
    case .oneof(let oneof): return (oneof.name, oneof.name, "\(oneof.typeName)?", nil)
    case .field(let field):
      let type = field.value.swiftType(types, in: scope)
      switch field.shape {
      case .singular:
        return (
          field.name, field.publicName, type,
          type.hasSuffix("Bytes") ? "\(type)()" : field.value.initial
        )
      case .optional, .oneof: return (field.name, field.publicName, "\(type)?", nil)
      case .repeated: return (field.name, field.publicName, "[\(type)]", "[]")
      case .map(let key, let value):
        let keyType = key.swiftType(types, in: scope)
        return (
          field.name, field.publicName, "[\(keyType): \(value.swiftType(types, in: scope))]", "[:]"
        )
      }
    }
  }
}
