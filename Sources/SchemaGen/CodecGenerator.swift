import Protobuf
import SchemaModel

/// Writes how messages are read, written and described: one line a field each.
struct CodecGenerator {
  let schema: Schema
  let types: TypeIndex

  /// The codecs of `message` and of all that is nested in it.
  func implement(_ message: Schema.Message, _ printer: inout CodePrinter) {
    let plan = MessagePlan(message, schema, types)
    printer.separate()
    printer.block("extension \(plan.path.joined(separator: ".")) {") { printer in
      printer.assignment("public static let fullName", "\"\(message.fullName)\"")
      printer.separate()
      merge(plan, &printer)
      printer.separate()
      write(plan, &printer)
      printer.separate()
      describe(plan, &printer)
    }
    for nested in message.messages where !nested.isMapEntry { implement(nested, &printer) }
  }

  private func runtime(_ name: String, _ plan: MessagePlan) -> String {
    types.runtime(name, of: "Protobuf", in: plan.extensionScope)
  }

  /// A property where a codec's own names stand in its way.
  private func property(_ name: String) -> String {
    ["reader", "writer", "tag"].contains(name) ? "self.\(name)" : name
  }

  // MARK: - Reading

  private func merge(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    let (reader, error) = (runtime("WireReader", plan), runtime("DecodeError", plan))
    printer.block("public mutating func merge(from reader: inout \(reader)) throws(\(error)) {") {
      printer in
      printer.block("while let tag = try reader.nextTag() {") { printer in
        printer.line("switch tag {")
        for field in plan.fields { read(field, plan, &printer) }
        printer.line("default: try reader.unknown(tag, &unknownFields)")
        printer.line("}")
      }
    }
  }

  private func read(_ field: MessagePlan.Field, _ plan: MessagePlan, _ printer: inout CodePrinter) {
    let scope = plan.extensionScope
    let target = "&\(property(field.name))"
    let (number, value) = (field.number, field.value)
    let tag = ".\(value.layout)(\(number))"
    let tags = value.isPackable ? ".length(\(number)), \(tag)" : tag
    switch field.shape {
    case .singular, .optional:
      let arguments = value.isClosed ? ["\(number)", "&unknownFields"] : group(field)
      printer.caseCall(tag, "try reader.\(value.reader)", [target] + arguments)
    case .repeated where value.isMessage:
      printer.caseCall(tag, "try reader.\(value.function)s", [target] + group(field))
    case .repeated where value.isClosed:
      printer.caseCall(tags, "try reader.closed", [target, "tag", "&unknownFields"])
    case .repeated:
      printer.caseCall(
        tags, "try reader.repeated", [target, "tag", value.kind(types, in: scope)])
    case .map(let key, let element) where element.isClosed:
      printer.caseCall(
        ".length(\(number))", "try reader.closed",
        [target, "\(number)", key.kind(types, in: scope), "&unknownFields"])
    case .map(let key, let element):
      printer.caseCall(
        ".length(\(number))", "try reader.map",
        [target, key.kind(types, in: scope), element.kind(types, in: scope)])
    case .oneof(let index):
      let oneof = plan.oneofs[index]
      if value.isClosed {
        let found = "if let value: \(value.swiftType(types, in: scope))"
        printer.line("case \(tag):")
        return printer.indented { printer in
          printer.block("\(found) = try reader.closed(\(number), &unknownFields) {") { printer in
            printer.line("\(property(oneof.name)) = .\(SwiftName.bare(field.name))(value)")
          }
        }
      }
      guard value.isMessage else {
        let member = "\(property(oneof.name)) = .\(SwiftName.bare(field.name))"
        return printer.caseCall(tag, member, ["try reader.\(value.function)()"])
      }
      printer.line("case \(tag):")
      printer.indented { printer in
        let arguments =
          ["&\(property(oneof.name))"] + group(field) + ["\(oneof.typeName).\(field.name)"]
        printer.list("try reader.\(value.function)", arguments, " {")
        extraction(field, &printer)
      }
    }
  }

  /// The number that a group's reader needs to know its end.
  private func group(_ field: MessagePlan.Field) -> [String] {
    field.value.isGroup ? ["\(field.number)"] : []
  }

  /// The body of a closure that takes a member out of its oneof, and the closing brace.
  private func extraction(_ field: MessagePlan.Field, _ printer: inout CodePrinter) {
    let condition = "if case .\(SwiftName.bare(field.name))(let value) = $0"
    printer.indented { printer in
      if printer.fits("\(condition) { value } else { nil }") {
        printer.line("\(condition) { value } else { nil }")
      } else {
        printer.block("\(condition) {", closing: "} else {") { $0.line("value") }
        printer.indented { $0.line("nil") }
        printer.line("}")
      }
    }
    printer.line("}")
  }

  // MARK: - Writing

  private func write(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    let writer = runtime("WireWriter", plan)
    printer.block("public func write(to writer: inout \(writer)) {") { printer in
      printer.line("writer.unknown(unknownFields)")
      var written: Set<Int> = []
      for field in plan.fields.sorted(by: { $0.number > $1.number }) {
        guard case .oneof(let index) = field.shape else {
          write(field, plan, &printer)
          continue
        }
        if written.insert(index).inserted { write(plan.oneofs[index], &printer) }
      }
    }
  }

  private func write(
    _ field: MessagePlan.Field, _ plan: MessagePlan, _ printer: inout CodePrinter
  ) {
    let scope = plan.extensionScope
    let number = "\(field.number)"
    let (name, value) = (property(field.name), field.value)
    switch field.shape {
    case .optional where !value.isMessage:
      printer.call("writer.\(value.function)", [number, "explicit: \(name)"])
    case .singular, .optional, .oneof:
      printer.call("writer.\(value.function)", [number, name])
    case .repeated where value.isMessage:
      printer.call("writer.\(value.function)s", [number, name])
    case .repeated(let isPacked):
      let function = isPacked || !value.isPackable ? "repeated" : "unpacked"
      printer.call("writer.\(function)", [number, name, value.kind(types, in: scope)])
    case .map(let key, let element):
      printer.call(
        "writer.map",
        [number, name, key.kind(types, in: scope), element.kind(types, in: scope)])
    }
  }

  private func write(_ oneof: MessagePlan.Oneof, _ printer: inout CodePrinter) {
    printer.line("switch \(property(oneof.name)) {")
    for member in oneof.members {
      let value = member.value.isMessage ? "value" : "explicit: value"
      printer.caseCall(
        ".\(SwiftName.bare(member.name))(let value)?", "writer.\(member.value.function)",
        ["\(member.number)", value])
    }
    printer.line("case nil: break")
    printer.line("}")
  }

  // MARK: - Describing

  private func describe(_ plan: MessagePlan, _ printer: inout CodePrinter) {
    let table = runtime("FieldTable", plan)
    let head = "public static func describe(_ fields: inout \(table)<Self>) {"
    let reserved = plan.schema.descriptor.reservedName.map { "\"\($0)\"" }
    guard !plan.fields.isEmpty || !reserved.isEmpty else { return printer.line("\(head)}") }
    printer.block(head) { printer in
      for field in plan.fields { describe(field, plan, &printer) }
      if !reserved.isEmpty { printer.call("fields.reserved", reserved) }
    }
  }

  private func describe(
    _ field: MessagePlan.Field, _ plan: MessagePlan, _ printer: inout CodePrinter
  ) {
    var arguments = ["\(field.number)", "\"\(field.schemaName)\""]
    let text = field.textName.map { ["text: \"\($0)\""] } ?? []
    let json = (field.jsonName.map { ["json: \"\($0)\""] } ?? []) + text
    guard case .oneof(let index) = field.shape else {
      let function =
        switch field.shape {
        case .singular: "singular"
        case .optional, .oneof: "optional"
        case .repeated: "repeated"
        case .map: "map"
        }
      return printer.call("fields.\(function)", arguments + ["\\.\(field.name)"] + json)
    }
    let oneof = plan.oneofs[index]
    arguments += ["\\.\(oneof.name)", "\(oneof.typeName).\(field.name)"]
    printer.list("fields.oneof", arguments + json, " {")
    extraction(field, &printer)
  }
}
