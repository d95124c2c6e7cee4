/// A message of a ``DescriptorPool``.
public struct MessageDescriptor: Sendable, Hashable {
  /// Where the types of its fields are.
  public let pool: DescriptorPool
  let content: Content

  /// What a pool keeps of a message.
  struct Content: Sendable {
    let fullName: String
    /// In the order of the schema, extensions behind.
    var fields: [FieldDescriptor] = []
    /// The index of a field by its number.
    var indices: [UInt32: Int] = [:]
    var oneofs: [String] = []
    var isMapEntry = false
  }

  /// The name in the schema, such as `mado.telework.v1.Image`.
  public var fullName: String { content.fullName }
  /// In the order of the schema; extensions that the pool knows stand behind the message's own.
  public var fields: [FieldDescriptor] { content.fields }
  /// The names of the oneofs, those made up for `optional` fields of proto3 among them; they have
  /// no members.
  public var oneofs: [String] { content.oneofs }
  /// Whether it is what the schema's `map<…>` stands for.
  public var isMapEntry: Bool { content.isMapEntry }

  public func field(numbered number: UInt32) -> FieldDescriptor? {
    content.indices[number].map { content.fields[$0] }
  }

  /// The field of this name, in the schema or in JSON; an extension's is its full name in brackets.
  public func field(named name: String) -> FieldDescriptor? {
    fields.first { $0.name == name } ?? fields.first { $0.jsonName == name }
  }

  /// The message that is the type of `field`, nil if that is none.
  public func message(of field: FieldDescriptor) -> MessageDescriptor? {
    field.isMessage ? pool.message(named: field.typeName) : nil
  }

  /// The enum that is the type of `field`, nil if that is none.
  public func enumeration(of field: FieldDescriptor) -> EnumDescriptor? {
    field.type == .enum ? pool.enumeration(named: field.typeName) : nil
  }

  /// The fields of the key and the value of a map.
  func entry(
    of field: FieldDescriptor
  ) -> (type: MessageDescriptor, key: FieldDescriptor, value: FieldDescriptor)? {
    guard field.isMap, let type = message(of: field), let key = type.field(numbered: 1),
      let value = type.field(numbered: 2)
    else { return nil }
    return (type, key, value)
  }

  public static func == (a: MessageDescriptor, b: MessageDescriptor) -> Bool {
    a.pool === b.pool && a.fullName == b.fullName
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(fullName) }
}

/// A field of a message of a ``DescriptorPool``.
public struct FieldDescriptor: Sendable, Hashable {
  /// 2²⁹-1.
  static let numberMax: Int32 = (1 << 29) - 1

  public let number: UInt32
  /// The name in the schema; of an extension the full name in brackets.
  public let name: String
  /// The name in JSON.
  public let jsonName: String
  /// `group` is told from `message` by ``isDelimited`` and never stands here.
  public let type: GoogleProtobuf.FieldDescriptorProto.Type_
  /// The full name of the message or enum; empty for scalars.
  public let typeName: String
  /// Whether it is a list; a map is one, too.
  public let isRepeated: Bool
  public internal(set) var isMap = false
  /// Whether the elements are written in one run.
  public let isPacked: Bool
  /// Whether the message stands between two tags, not behind its length.
  public internal(set) var isDelimited: Bool
  /// Whether an absent value differs from the default.
  public let hasPresence: Bool
  public let isRequired: Bool
  public let isExtension: Bool
  /// The index of the oneof that it is a member of; nil for one made up for an `optional` field.
  public let oneof: Int?

  /// Whether it holds messages.
  public var isMessage: Bool { type == .message }

  /// The name in text format: the schema's, but of a group its type's.
  var textName: String {
    let type = typeName.split(separator: ".").last.map(String.init) ?? ""
    return isDelimited && type.lowercased() == name ? type : name
  }
}

/// An enum of a ``DescriptorPool``.
public struct EnumDescriptor: Sendable, Hashable {
  public struct Value: Sendable, Hashable {
    public let number: Int32
    public let name: String
  }

  /// The name in the schema.
  public let fullName: String
  /// In the order of the schema, aliases included; at least one.
  public let values: [Value]
  /// Whether a number that the schema does not know is a value all the same (proto3).
  public let isOpen: Bool

  /// The first name of `number`; nil for one that the schema does not know.
  public func name(of number: Int32) -> String? { values.first { $0.number == number }?.name }

  /// The number of the value of that name.
  public func number(of name: String) -> Int32? { values.first { $0.name == name }?.number }
}
