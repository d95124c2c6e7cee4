import Protobuf
import SchemaModel

/// Writes the Swift of enums.
struct EnumGenerator {
  let types: TypeIndex

  private struct Value {
    let name: String
    let schemaName: String
    let number: Int32
    let comment: String?
    /// The value of the same number before it.
    let original: String?
    let isDeprecated: Bool

    /// Makes `self` the value, in a way that warns of nothing.
    var assignment: String {
      isDeprecated ? "self.init(deprecated: \(number))" : "self = .\(SwiftName.bare(name))"
    }
  }

  func declare(
    _ enumeration: Schema.Enum, in scope: TypeIndex.Scope, _ printer: inout CodePrinter
  ) {
    let values = plan(enumeration)
    let distinct = values.filter { $0.original == nil }
    let inherited = types.runtime("ProtobufEnum", of: "Protobuf", in: scope)
    let (string, int32) = (
      types.runtime("String", of: "Swift", in: scope),
      types.runtime("Int32", of: "Swift", in: scope)
    )
    let deprecated = distinct.filter(\.isDeprecated)
    var conformances = inherited
    if !deprecated.isEmpty {
      conformances += ", \(types.runtime("DeprecatedValues", of: "Protobuf", in: scope))"
    }
    printer.documentation(enumeration.comments.text)
    let name = SwiftName.type(of: enumeration)
    printer.block("public enum \(name): \(conformances) {") { printer in
      for value in distinct {
        printer.documentation(value.comment)
        printer.deprecation(value.isDeprecated)
        printer.line("case \(value.name)")
      }
      printer.line("/// A number that the schema does not know.")
      printer.line("case unrecognized(\(int32))")
      printer.separate()
      var taken = Set(distinct.map(\.name))
      for value in values {
        // Aliases that differ in what Swift drops, such as MOO and moo, are one.
        guard let original = value.original, taken.insert(value.name).inserted else { continue }
        let isOriginalDeprecated = deprecated.contains { $0.name == original }
        printer.documentation(value.comment)
        printer.deprecation(value.isDeprecated)
        printer.line(
          "public static let \(value.name) = "
            + (isOriginalDeprecated
              ? "Self(deprecated: \(value.number))" : "Self.\(SwiftName.bare(original))"))
      }
      printer.separate()
      printer.line("public init() { \(values.first?.assignment ?? "self = .unrecognized(0)") }")
      printer.separate()
      if enumeration.isClosed {
        let bool = types.runtime("Bool", of: "Swift", in: scope)
        printer.line("public static var isClosed: \(bool) { true }")
        printer.separate()
      }
      number(distinct, int32, &printer)
      if !deprecated.isEmpty {
        printer.separate()
        self.deprecated(deprecated, int32, &printer)
      }
      printer.separate()
      names(values, string, int32, &printer)
    }
    if enumeration.isDeprecated {
      printer.deprecation(true)
      printer.line("public typealias \(SwiftName.type(enumeration.name)) = \(name)")
    }
  }

  private func number(_ values: [Value], _ int32: String, _ printer: inout CodePrinter) {
    printer.block("public init(number: \(int32)) {") { printer in
      printer.line("switch number {")
      for value in values {
        printer.line("case \(literal(value.number)): \(value.assignment)")
      }
      printer.line("default: self = .unrecognized(number)")
      printer.line("}")
    }
    printer.separate()
    printer.block("public var number: \(int32) {") { printer in
      printer.line("switch self {")
      for value in values {
        printer.line("case .\(SwiftName.bare(value.name)): \(literal(value.number))")
      }
      printer.line("case .unrecognized(let number): number")
      printer.line("}")
    }
  }

  /// A number as the formatter wants it: from seven digits on in groups of three.
  private func literal(_ number: Int32) -> String {
    let digits = String(number.magnitude)
    guard digits.count >= 7 else { return String(number) }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "_" }
      grouped.append(digit)
    }
    return number < 0 ? "-" + grouped : grouped
  }

  /// The one place that names deprecated values.
  private func deprecated(_ values: [Value], _ int32: String, _ printer: inout CodePrinter) {
    printer.deprecation(true)
    printer.block("public static func deprecatedValue(_ number: \(int32)) -> Self {") { printer in
      printer.line("switch number {")
      for value in values {
        printer.line("case \(literal(value.number)): .\(SwiftName.bare(value.name))")
      }
      printer.line("default: .unrecognized(number)")
      printer.line("}")
    }
  }

  private func names(
    _ values: [Value], _ string: String, _ int32: String, _ printer: inout CodePrinter
  ) {
    printer.block("public static var values: [(number: \(int32), name: \(string))] {") { printer in
      let rows = values.map { "(\(literal($0.number)), \"\($0.schemaName)\")" }
      if rows.count < 2 {
        printer.line("[\(rows.joined())]")
      } else {
        printer.block("[", closing: "]") { printer in
          for row in rows { printer.line("\(row),") }
        }
      }
    }
  }

  private func plan(_ enumeration: Schema.Enum) -> [Value] {
    var names: [Int32: String] = [:]
    return enumeration.values.map { value in
      let name = SwiftName.enumCase(value.name, of: enumeration.name)
      let original = names[value.number]
      if original == nil { names[value.number] = name }
      return Value(
        name: name, schemaName: value.name, number: value.number, comment: value.comments.text,
        original: original, isDeprecated: value.descriptor.options?.deprecated ?? false)
    }
  }
}
