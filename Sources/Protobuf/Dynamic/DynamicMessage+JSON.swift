import Buffers

// JSON and text of dynamic messages, by the code that writes and reads generated ones.

extension DynamicMessage {
  /// The message in JSON. Fields that the schema does not know are left out; an Any may hold every
  /// type of the pool. Throws for what has no JSON, as generated messages do.
  public func json(_ options: JSONOptions = JSONOptions()) throws(JSONError) -> String {
    var writer = JSONWriter(options.knowing(descriptor.pool))
    writeJSON(to: &writer)
    if let failure = writer.failure { throw failure }
    return writer.text
  }

  /// The message that `json` holds.
  public init(
    _ descriptor: MessageDescriptor, json: String, _ options: JSONOptions = JSONOptions()
  ) throws(JSONError) {
    var reader = JSONReader(Array(json.utf8), options.knowing(descriptor.pool))
    self = try descriptor.readJSON(from: &reader)
    try reader.expectEnd()
  }

  /// The message in text format.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var options = options
    options.types.merge(descriptor.pool.types)
    var writer = TextWriter(options)
    writeFields(to: &writer)
    return writer.text
  }
}

extension JSONOptions {
  fileprivate func knowing(_ pool: DescriptorPool) -> JSONOptions {
    var options = self
    options.types.merge(pool.types)
    return options
  }
}

extension DescriptorPool {
  /// The messages of the pool as what an Any may hold.
  public var types: TypeRegistry {
    var types = TypeRegistry()
    for name in messages.keys {
      guard let type = message(named: name), type.ownForm == nil else { continue }
      types.add(
        name,
        TypeRegistry.Entry(
          hasOwnJSON: false,
          decode: { bytes, nestingLeft throws(DecodeError) in
            var message = DynamicMessage(type)
            try message.merge(decoding: bytes, nestingLeft: nestingLeft)
            return message
          },
          readJSON: { reader, skipping throws(JSONError) in
            try type.readFields(from: &reader, skipping: skipping)
          }))
    }
    return types
  }
}

// MARK: - Writing

extension DynamicMessage: FieldwiseMessage {
  func visit<Sink: FieldSink>(_ sink: inout Sink) {
    let fields = descriptor.fields
    for field in sink.wantsNumberOrder ? fields.sorted(by: { $0.number < $1.number }) : fields {
      guard let content = content(of: field, sink.wantsDefaults) else { continue }
      sink.field(field.name, json: field.jsonName, text: field.textName, content)
    }
  }

  private func content(of field: FieldDescriptor, _ wantsDefaults: Bool) -> FieldContent? {
    let isWanted = wantsDefaults && !field.hasPresence && field.oneof == nil
    guard let value = values[field.number] ?? (isWanted ? value(of: field) : nil) else {
      return nil
    }
    switch value {
    case .list(let elements):
      return .list(elements.map { descriptor.formatted($0, field) })
    case .map(let entries):
      guard let entry = descriptor.entry(of: field) else { return nil }
      return .map(
        DynamicValue.sorted(entries).compactMap { key, value in
          guard let key = key.scalar as? any MapKey else { return nil }
          return (key, entry.type.formatted(value, entry.value))
        })
    default: return .value(descriptor.formatted(value, field))
    }
  }

  /// A well-known type has its own JSON, which the generated message writes.
  public func writeJSON(to writer: inout JSONWriter) {
    guard let form = descriptor.ownForm else { return writer.message { visit(&$0) } }
    do throws(DecodeError) {
      try form.decode(encoded(), max(0, writer.nestingLeft - 1)).writeJSON(to: &writer)
    } catch {
      writer.fail("this is no \(descriptor.fullName) as protobuf has it: \(error)")
    }
  }

  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.block(name) { writeFields(to: &$0) }
  }

  private func writeFields(to writer: inout TextWriter) {
    if descriptor.fullName == GoogleProtobuf.`Any`.fullName,
      let packed = try? GoogleProtobuf.`Any`(decoding: encoded())
    {
      writer.fields(of: Generated(message: packed))
    } else {
      writer.fields(of: self)
    }
  }
}

/// A value of an enum, as JSON and text format write it.
private struct EnumText: FormattedValue {
  let number: Int32
  /// Nil for a number that the schema does not know.
  let name: String?
  /// Whether it is `google.protobuf.NullValue`.
  let isNull: Bool

  func writeJSON(to writer: inout JSONWriter) {
    if isNull { return writer.raw("null") }
    if let name { writer.string(name) } else { writer.raw("\(number)") }
  }

  func writeText(_ field: String, to writer: inout TextWriter) {
    writer.scalar(field, name ?? "\(number)")
  }
}

extension MessageDescriptor {
  /// How the type is read and written where its JSON is not an object of its fields.
  fileprivate var ownForm: TypeRegistry.Entry? {
    TypeRegistry().entry(named: fullName).flatMap { $0.hasOwnJSON ? $0 : nil }
  }

  fileprivate func formatted(
    _ value: DynamicValue, _ field: FieldDescriptor
  ) -> any FormattedValue {
    switch value {
    case .message(let message): message
    case .enumeration(let number):
      EnumText(
        number: number, name: enumeration(of: field)?.name(of: number), isNull: isNull(field))
    default: value.scalar ?? ""
    }
  }

  fileprivate func isNull(_ field: FieldDescriptor) -> Bool {
    field.typeName == "google.protobuf.NullValue"
  }

  // MARK: - Reading

  fileprivate func readJSON(from reader: inout JSONReader) throws(JSONError) -> DynamicMessage {
    guard let ownForm else { return try readFields(from: &reader, skipping: nil) }
    let value = try ownForm.readJSON(&reader, nil)
    do throws(DecodeError) {
      return try DynamicMessage(self, decoding: value.encoded())
    } catch {
      throw reader.error("the schema's \(fullName) is not that of protobuf: \(error)")
    }
  }

  /// A message from the object of its fields; the member `skipping` is passed over.
  fileprivate func readFields(
    from reader: inout JSONReader, skipping: String?
  ) throws(JSONError) -> DynamicMessage {
    var message = DynamicMessage(self)
    var members = MemberSet(typeName: fullName)
    try reader.nested { reader throws(JSONError) in
      try reader.object { reader, name throws(JSONError) in
        if name == skipping { return try reader.skip() }
        guard let field = field(named: name) else {
          return try members.unknown(name, &reader) { fields.flatMap { [$0.jsonName, $0.name] } }
        }
        try members.enter(Int(field.number), reader)
        if !isNullable(field), reader.takeWord("null") { return }
        if message.siblings(of: field).contains(where: { message.values[$0.number] != nil }) {
          throw reader.error("another member of the same oneof is set already")
        }
        message.store(try value(of: field, from: &reader), for: field)
      }
    }
    return message
  }

  /// Whether null is a value of the field rather than its absence.
  private func isNullable(_ field: FieldDescriptor) -> Bool {
    !field.isRepeated && (isNull(field) || field.typeName == GoogleProtobuf.Value.fullName)
  }

  private func value(
    of field: FieldDescriptor, from reader: inout JSONReader
  ) throws(JSONError) -> DynamicValue? {
    if let entry = entry(of: field) {
      return .map(try entry.type.entries(entry.key, entry.value, from: &reader))
    }
    guard field.isRepeated else { return try element(field, from: &reader) }
    var elements: [DynamicValue] = []
    try reader.array { reader throws(JSONError) in
      if let element = try element(field, from: &reader) { elements.append(element) }
    }
    return .list(elements)
  }

  /// One value of a field, or one element of its list; nil for an enum value to be ignored.
  private func element(
    _ field: FieldDescriptor, from reader: inout JSONReader
  ) throws(JSONError) -> DynamicValue? {
    if let type = message(of: field) { return .message(try type.readJSON(from: &reader)) }
    if isNull(field) {
      return try GoogleProtobuf.NullValue.readJSON(from: &reader).map { .enumeration($0.number) }
    }
    if let enumeration = enumeration(of: field) {
      let values = enumeration.values.map { (number: $0.number, name: $0.name) }
      return try reader.enumeration(values).map(DynamicValue.enumeration)
    }
    return try DynamicScalar.of(field.type)?.readJSON(&reader)
  }

  private func entries(
    _ key: FieldDescriptor, _ value: FieldDescriptor, from reader: inout JSONReader
  ) throws(JSONError) -> [DynamicValue: DynamicValue] {
    var entries: [DynamicValue: DynamicValue] = [:]
    try reader.map { reader, text throws(JSONError) in
      guard let key = DynamicScalar.of(key.type)?.key(text) else {
        throw reader.error("\"\(text)\" is no key of this map")
      }
      guard let value = try element(value, from: &reader) else { return }
      guard entries.updateValue(value, forKey: key) == nil else {
        throw reader.error("the key stands twice")
      }
    }
    return entries
  }
}
