import Protobuf
import SchemaModel

/// Writes extensions as constants, by which their values are read from the messages they extend.
struct ExtensionGenerator {
  let schema: Schema
  let types: TypeIndex

  /// Names that a message has already.
  private static let members: Set<String> = ["fullName", "kind", "isNullable", "describe"]

  /// Declares the extensions of one scope. Groups have no Swift and are left out.
  func declare(
    _ extensions: [Schema.Field], in scope: TypeIndex.Scope, _ printer: inout CodePrinter
  ) {
    let fields = extensions.filter { !$0.isDelimited }
    if !fields.isEmpty { printer.separate() }
    for field in fields {
      let value = ValuePlan(field, schema)
      let type = value.swiftType(types, in: scope)
      let extended = types.reference(extendee(of: field), in: scope)
      let base = types.runtime("Extension", of: "Protobuf", in: scope)
      let kind = value.kind(types, in: scope)
      let property = SwiftName.property(field.name)
      let name = Self.members.contains(property) ? property + "Extension" : property
      printer.documentation(field.comments.text)
      let declaration = "public static let \(name) ="
      let made = "\(base)<\(extended), \(field.isRepeated ? "[\(type)]" : type)>"
      let arguments = [
        "\"\(field.fullName)\"", "\(field.number)",
        field.isRepeated ? "repeated: \(kind)" : kind,
      ]
      if printer.fits("\(declaration) \(made)(") {
        printer.call("\(declaration) \(made)", arguments)
      } else {
        printer.line(declaration)
        printer.indented { $0.call(made, arguments) }
      }
    }
  }

  private func extendee(of field: Schema.Field) -> String {
    let name = field.descriptor.extendee ?? ""
    return name.hasPrefix(".") ? String(name.dropFirst()) : name
  }
}
