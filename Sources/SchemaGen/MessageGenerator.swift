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
    printer.block("public struct \(SwiftName.type(message.name)): \(inherited) {") {
      printer in
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
    }
  }

  private func properties(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    for property in plan.properties {
      let (name, type, initial) = parts(property, plan)
      var attribute = ""
      switch property {
      case .field(let field):
        printer.documentation(field.comment)
        if field.isIndirect {
          let wrapper = types.runtime("Indirect", of: "Protobuf", in: plan.declarationScope)
          attribute = "@\(wrapper) "
        }
      case .oneof(let oneof):
        printer.documentation(oneof.comment)
      }
      let declaration = "\(attribute)public var \(name): \(type)"
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
      "public init", parts.map { "\($0.name): \($0.type) = \($0.initial ?? "nil")" }, " {")
    printer.indented { printer in
      for part in parts { printer.assignment("self.\(SwiftName.bare(part.name))", part.name) }
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

  /// The name, type and initial value of a property; nothing to start with means nil.
  private func parts(
    _ property: MessagePlan.Property, _ plan: MessagePlan
  ) -> (name: String, type: String, initial: String?) {
    let scope = plan.declarationScope
    switch property {
    case .oneof(let oneof): return (oneof.name, "\(oneof.typeName)?", nil)
    case .field(let field):
      let type = field.value.swiftType(types, in: scope)
      switch field.shape {
      case .singular:
        return (field.name, type, type.hasSuffix("Bytes") ? "\(type)()" : field.value.initial)
      case .optional, .oneof: return (field.name, "\(type)?", nil)
      case .repeated: return (field.name, "[\(type)]", "[]")
      case .map(let key, let value):
        let keyType = key.swiftType(types, in: scope)
        return (field.name, "[\(keyType): \(value.swiftType(types, in: scope))]", "[:]")
      }
    }
  }
}
