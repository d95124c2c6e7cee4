import Buffers

/// A message of a schema that is known only when the program runs.
///
/// Fields are got and set by name or number; the binary format, JSON and text are those of generated
/// messages. Only what is present is held: a field without presence that is set to its default is
/// absent, and so is an empty list or map.
public struct DynamicMessage: Sendable, Hashable {
  public let descriptor: MessageDescriptor
  /// By number.
  private(set) var values: [UInt32: DynamicValue] = [:]
  /// The fields that came in but that the schema does not know; they go out again unchanged.
  public var unknownFields = UnknownFields()

  /// The message with every field absent or at its default.
  public init(_ descriptor: MessageDescriptor) { self.descriptor = descriptor }

  /// Why a field cannot be got or set.
  public enum FieldError: Error, Sendable, Hashable {
    /// - Parameter hint: `; did you mean x?` if a name is near.
    case unknownName(String, message: String, hint: String)
    case unknownNumber(UInt32, message: String)
    /// The value is of another type than the field.
    case wrongType(field: String, expected: String, found: String)
  }

  /// The value of a field, by its name in the schema or in JSON: nil when it has presence and is
  /// absent, otherwise its default.
  public func value(named name: String) throws(FieldError) -> DynamicValue? {
    value(of: try field(named: name))
  }

  /// The value of a field, by its number.
  public func value(numbered number: UInt32) throws(FieldError) -> DynamicValue? {
    value(of: try field(numbered: number))
  }

  /// Sets a field, by its name in the schema or in JSON; nil clears it. The other members of its
  /// oneof go.
  public mutating func set(_ value: DynamicValue?, named name: String) throws(FieldError) {
    try set(value, checking: try field(named: name))
  }

  /// Sets a field, by its number; nil clears it.
  public mutating func set(_ value: DynamicValue?, numbered number: UInt32) throws(FieldError) {
    try set(value, checking: try field(numbered: number))
  }

  /// The fields that are present, in the order of the schema.
  public var present: [(field: FieldDescriptor, value: DynamicValue)] {
    descriptor.fields.compactMap { field in values[field.number].map { (field, $0) } }
  }

  private func field(named name: String) throws(FieldError) -> FieldDescriptor {
    guard let field = descriptor.field(named: name) else {
      throw .unknownName(
        name, message: descriptor.fullName,
        hint: suggestion(for: name, among: descriptor.fields.map(\.name)))
    }
    return field
  }

  private func field(numbered number: UInt32) throws(FieldError) -> FieldDescriptor {
    guard let field = descriptor.field(numbered: number) else {
      throw .unknownNumber(number, message: descriptor.fullName)
    }
    return field
  }

  /// Nil when it has presence and is absent, otherwise its default.
  func value(of field: FieldDescriptor) -> DynamicValue? {
    if let value = values[field.number] { return value }
    if field.isMap { return .map([:]) }
    if field.isRepeated { return .list([]) }
    return field.hasPresence ? nil : descriptor.initial(of: field)
  }

  private mutating func set(
    _ value: DynamicValue?, checking field: FieldDescriptor
  ) throws(FieldError) {
    if let value, !descriptor.accepts(value, for: field) {
      throw .wrongType(
        field: "\(descriptor.fullName).\(field.name)", expected: descriptor.kind(of: field),
        found: value.kind)
    }
    store(value, for: field)
  }

  /// Puts a value of the right type in its place.
  mutating func store(_ value: DynamicValue?, for field: FieldDescriptor) {
    guard let value else {
      values[field.number] = nil
      return
    }
    if field.oneof != nil {
      for other in siblings(of: field) { values[other.number] = nil }
    }
    values[field.number] = !field.hasPresence && value.isDefault ? nil : value
  }

  /// Takes the value of a field out, so that it can be changed without a copy.
  mutating func take(_ field: FieldDescriptor) -> DynamicValue? {
    values.removeValue(forKey: field.number)
  }

  /// The other members of the field's oneof.
  func siblings(of field: FieldDescriptor) -> [FieldDescriptor] {
    descriptor.fields.filter {
      $0.oneof != nil && $0.oneof == field.oneof && $0.number != field.number
    }
  }
}

extension DynamicMessage.FieldError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownName(let name, let message, let hint):
      "\(message) has no field \(name)\(hint)"
    case .unknownNumber(let number, let message): "\(message) has no field of number \(number)"
    case .wrongType(let field, let expected, let found):
      "\(field) takes \(expected); \(found) was given"
    }
  }
}

extension MessageDescriptor {
  /// The default of a field, or of an element of a list.
  func initial(of field: FieldDescriptor) -> DynamicValue? {
    if let message = message(of: field) { return .message(DynamicMessage(message)) }
    if let enumeration = enumeration(of: field) {
      return .enumeration(enumeration.values.first?.number ?? 0)
    }
    return DynamicScalar.of(field.type)?.initial
  }

  /// Whether `value` is of the type of `field`.
  fileprivate func accepts(_ value: DynamicValue, for field: FieldDescriptor) -> Bool {
    switch value {
    case .map(let entries):
      guard let entry = entry(of: field) else { return false }
      return entries.allSatisfy { key, value in
        entry.type.accepts(key, for: entry.key) && entry.type.accepts(value, for: entry.value)
      }
    case .list(let elements):
      return field.isRepeated && !field.isMap
        && elements.allSatisfy { acceptsElement($0, of: field) }
    default: return !field.isRepeated && acceptsElement(value, of: field)
    }
  }

  private func acceptsElement(_ value: DynamicValue, of field: FieldDescriptor) -> Bool {
    switch value {
    case .message(let message): return message.descriptor == self.message(of: field)
    case .enumeration(let number):
      guard let enumeration = enumeration(of: field) else { return false }
      return enumeration.isOpen || enumeration.name(of: number) != nil
    default: return DynamicScalar.of(field.type)?.accepts(value) ?? false
    }
  }

  /// The type of a field as the schema writes it: `repeated string`, `map<string, int32>`.
  public func kind(of field: FieldDescriptor) -> String {
    if let entry = entry(of: field) {
      return "map<\(entry.type.kind(of: entry.key)), \(entry.type.kind(of: entry.value))>"
    }
    let name =
      field.typeName.isEmpty
      ? (field.type.name ?? "").split(separator: "_").last.map { $0.lowercased() } ?? ""
      : field.typeName
    return (field.isRepeated ? "repeated " : "") + name
  }
}
