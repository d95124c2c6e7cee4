import Protobuf
import SchemaModel
import SchemaSyntax

/// What changes about the values that fields hold.
extension BreakingRule {
  @Sendable static func sameType(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    let (old, new) = (pair.old, pair.new)
    let (before, after) = (encoded(old), encoded(new))
    let wasMap = report.schemas.old.mapEntry(of: old) != nil
    let isMap = report.schemas.new.mapEntry(of: new) != nil
    if wasMap, isMap { return sameMapType(pair, &report) }
    // A map that becomes a list of entries, or the reverse, is a matter of cardinality.
    guard renamed(before, report.schemas) != after,
      !((wasMap || isMap) && old.isRepeated && new.isRepeated)
    else {
      return
    }
    let help =
      old.name == new.name
      ? nil : "if it is another field, give it another number and write 'reserved \(old.number);'"
    report.addChange(
      "changed its type from \(name(before)) to \(name(after))",
      reasons(from: before, to: after, report.schemas), pair, at: [new.isNamed ? 6 : 5],
      help: help)
  }

  private static func sameMapType(_ pair: Schemas.FieldPair, _ report: inout BreakingReport) {
    guard let old = report.schemas.old.mapEntry(of: pair.old),
      let new = report.schemas.new.mapEntry(of: pair.new)
    else { return }
    for (what, old, new) in [("key", old.key, new.key), ("value", old.value, new.value)]
    where renamed(old.type, report.schemas) != new.type {
      report.addChange(
        "changed the type of its \(what)s from \(name(old.type)) to \(name(new.type))",
        reasons(from: old.type, to: new.type, report.schemas), pair, at: [6])
    }
  }

  /// The type as it is written: a delimited message is a group.
  private static func encoded(_ field: Schema.Field) -> Schema.Field.FieldType {
    if field.isDelimited, case .message(let name) = field.type { .group(name) } else { field.type }
  }

  private static func renamed(_ type: Schema.Field.FieldType, _ schemas: Schemas)
    -> Schema.Field
    .FieldType
  {
    switch type {
    case .scalar: type
    case .message(let name): .message(schemas.newName(name))
    case .group(let name): .group(schemas.newName(name))
    case .enumeration(let name): .enumeration(schemas.newName(name))
    }
  }

  private static func name(_ type: Schema.Field.FieldType) -> String {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .message(let name), .enumeration(let name): name
    case .group(let name): "group \(name)"
    }
  }

  // MARK: Compatibility

  /// What is told apart on the wire: types of one layout read each other's values, if they fit.
  private enum Layout: Hashable {
    case varint, zigzag, text, binary, fixed32, fixed64, float, double, group, message, enumeration

    init(_ type: Schema.Field.FieldType) {
      self =
        switch type {
        case .message: .message
        case .group: .group
        case .enumeration: .enumeration
        case .scalar(let scalar):
          switch scalar {
          case .int32, .int64, .uint32, .uint64, .bool: .varint
          case .sint32, .sint64: .zigzag
          case .fixed32, .sfixed32: .fixed32
          case .fixed64, .sfixed64: .fixed64
          case .float: .float
          case .double: .double
          case .string: .text
          case .bytes: .binary
          }
        }
    }
  }

  /// What is told apart in JSON: 32 bits are written as numbers, 64 bits as strings.
  private enum Notation: Hashable {
    case int32, int64, bool, float, string, base64, object, name

    init(_ type: Schema.Field.FieldType) {
      self =
        switch type {
        case .message, .group: .object
        case .enumeration: .name
        case .scalar(let scalar):
          switch scalar {
          case .int32, .uint32, .sint32, .fixed32, .sfixed32: .int32
          case .int64, .uint64, .sint64, .fixed64, .sfixed64: .int64
          case .bool: .bool
          case .float, .double: .float
          case .string: .string
          case .bytes: .base64
          }
        }
    }
  }

  private static func reasons(
    from old: Schema.Field.FieldType, to new: Schema.Field.FieldType, _ schemas: Schemas
  ) -> [Breakage.Kind: String] {
    var reasons: [Breakage.Kind: String] = [.source: "code that uses the value"]
    if !readsWire(old, new, schemas) {
      reasons[.wire] = "\(name(new)) does not read what \(name(old)) wrote"
    }
    if !readsJSON(old, new, schemas) {
      reasons[.json] = "they are written differently, or hold different values"
    }
    return reasons
  }

  private static func readsWire(
    _ old: Schema.Field.FieldType, _ new: Schema.Field.FieldType, _ schemas: Schemas
  ) -> Bool {
    let (before, after) = (Layout(old), Layout(new))
    switch (before, after) {
    // Not the other way: bytes need be no text.
    case (.text, .binary): return true
    case (.enumeration, .enumeration): return grows(old, new, schemas)
    case (.message, .message), (.group, .group): return false
    default: return before == after
    }
  }

  private static func readsJSON(
    _ old: Schema.Field.FieldType, _ new: Schema.Field.FieldType, _ schemas: Schemas
  ) -> Bool {
    switch (Notation(old), Notation(new)) {
    case (.name, .name): grows(old, new, schemas)
    case (.object, .object): false
    case (let before, let after): before == after
    }
  }

  /// Whether another enum of the same simple name has all the values of the old one.
  private static func grows(
    _ old: Schema.Field.FieldType, _ new: Schema.Field.FieldType, _ schemas: Schemas
  ) -> Bool {
    guard case .enumeration(let oldName) = old, case .enumeration(let newName) = new,
      let before = schemas.old.enumeration(oldName), let after = schemas.new.enumeration(newName)
    else { return false }
    let values = Set(after.values.map { "\($0.number) \($0.name)" })
    return before.name == after.name
      && before.values.allSatisfy { values.contains("\($0.number) \($0.name)") }
  }
}

extension BreakingReport {
  /// Adds a change of a field.
  mutating func addChange(
    _ change: String, _ reasons: [Breakage.Kind: String], _ pair: Schemas.FieldPair,
    at suffix: [Int32], help: String? = nil
  ) {
    let what = pair.new.descriptor.extendee == nil ? "field" : "extension"
    add(
      "\(what) \(pair.new.name) (\(pair.new.number)) of \(pair.message) \(change)", reasons,
      at: (pair.newFile.name, pair.new.path + suffix),
      before: (pair.oldFile.name, pair.old.path + suffix), help: help)
  }
}

extension Schema.Field {
  /// Whether its type is a message or an enum.
  fileprivate var isNamed: Bool { if case .scalar = type { false } else { true } }
}
