import Protobuf
import SchemaModel

/// A message as generated code needs it: Swift names and shapes settled.
struct MessagePlan {
  struct Field {
    enum Shape {
      case singular
      case optional
      case repeated(isPacked: Bool)
      case map(key: ValuePlan, value: ValuePlan)
      /// A member of the oneof of that index.
      case oneof(Int)
    }

    let number: Int32
    let schemaName: String
    /// The property as generated code names it, or the case of the oneof. Behind a deprecated property
    /// there is another, so that it can be used without a warning.
    let name: String
    /// The property as its user names it.
    let publicName: String
    /// Whether the property is deprecated. Members of oneofs never are: their cases have no other name.
    let isDeprecated: Bool
    /// Nil where it follows from the schema's name.
    let jsonName: String?
    /// What text format calls a group; nil where it is the schema's name.
    let textName: String?
    let shape: Shape
    let value: ValuePlan
    /// Whether the message can contain itself through this field.
    let isIndirect: Bool
    let comment: String?
  }

  struct Oneof {
    let name: String
    let typeName: String
    let comment: String?
    let members: [Field]
  }

  let schema: Schema.Message
  let path: [String]
  let fields: [Field]
  /// By index in the schema; those of proto3 `optional` fields have no members.
  let oneofs: [Oneof]

  init(_ message: Schema.Message, _ schema: Schema, _ types: TypeIndex) {
    self.schema = message
    path = types.path(of: message.fullName)
    let fields = message.fields.map { Field($0, of: message, schema) }
    self.fields = fields
    oneofs = message.oneofs.enumerated().map { index, oneof in
      Oneof(
        name: SwiftName.property(oneof.name),
        typeName: Self.oneofTypeName(oneof, of: message), comment: oneof.comments.text,
        members: fields.filter { if case .oneof(index) = $0.shape { true } else { false } })
    }
  }

  /// The name of a oneof's enum: an underscore sets it off from a nested type of that name.
  static func oneofTypeName(_ oneof: Schema.Oneof, of message: Schema.Message) -> String {
    let name = SwiftName.upperCamel(oneof.name)
    let taken = message.messages.map(\.name) + message.enums.map(\.name)
    return taken.contains(name) ? name + "_" : SwiftName.type(name)
  }

  /// What is declared in the message's struct, in the order of the schema: fields, and each oneof at
  /// its first member.
  enum Property {
    case field(Field)
    case oneof(Oneof)
  }

  var properties: [Property] {
    var seen: Set<Int> = []
    return fields.compactMap { field in
      guard case .oneof(let index) = field.shape else { return .field(field) }
      return seen.insert(index).inserted ? .oneof(oneofs[index]) : nil
    }
  }

  var declarationScope: TypeIndex.Scope { TypeIndex.declarationScope(path) }
  var extensionScope: TypeIndex.Scope { TypeIndex.extensionScope(path) }
}

extension MessagePlan.Field {
  fileprivate init(_ field: Schema.Field, of message: Schema.Message, _ schema: Schema) {
    number = field.number
    schemaName = field.name
    publicName = SwiftName.property(field.name)
    let isMember = field.descriptor.oneofIndex != nil && !field.isProto3Optional
    isDeprecated = (field.options.deprecated ?? false) && !isMember
    name = isDeprecated ? "_" + SwiftName.bare(publicName) : publicName
    jsonName = field.jsonName == defaultJSONName(field.name) ? nil : field.jsonName
    comment = field.comments.text
    value = ValuePlan(field, schema)
    textName = schema.groupName(of: field)
    if let entry = schema.mapEntry(of: field) {
      shape = .map(key: ValuePlan(entry.key, schema), value: ValuePlan(entry.value, schema))
    } else if field.isRepeated {
      shape = .repeated(isPacked: field.isPacked)
    } else if let index = field.descriptor.oneofIndex, !field.isProto3Optional {
      shape = .oneof(Int(index))
    } else {
      shape = field.hasPresence ? .optional : .singular
    }
    isIndirect = !field.isRepeated && schema.reaches(message.fullName, through: field)
  }
}

extension Schema {
  /// The name of the type of a group, or of what an edition has in its place.
  fileprivate func groupName(of field: Schema.Field) -> String? {
    guard field.isDelimited else { return nil }
    switch field.type {
    case .group(let type), .message(let type):
      let name = message(type)?.name
      return name?.lowercased() == field.name ? name : nil
    case .scalar, .enumeration: return nil
    }
  }

  /// Whether a message of the name can stand inside `field` without a list or a map in between.
  fileprivate func reaches(_ name: String, through field: Schema.Field) -> Bool {
    var pending = [field]
    var seen: Set<String> = []
    while let next = pending.popLast() {
      guard case .message(let type) = next.type, !next.isRepeated else { continue }
      if type == name { return true }
      if seen.insert(type).inserted { pending += message(type)?.fields ?? [] }
    }
    return false
  }
}
