import Buffers

// What only proto2 and the editions have: messages between two tags instead of behind their length,
// and enums whose unknown numbers are unknown fields.

extension WireReader {
  // MARK: - Groups

  /// Reads the group of `field` and merges it into `value`.
  public mutating func group<M: Message>(_ value: inout M, _ field: UInt32) throws(DecodeError) {
    // Its end is looked for first, so that a message reads up to an end wherever it stands.
    let start = cursor
    let groupEnd = try skipGroup(field)
    let (behind, outerEnd) = (cursor, end)
    cursor = start
    end = groupEnd
    nestingLeft -= 1
    try value.merge(from: &self)
    nestingLeft += 1
    cursor = behind
    end = outerEnd
  }

  /// Reads the group of `field` and merges it into `value`, which is made if it was absent.
  public mutating func group<M: Message>(_ value: inout M?, _ field: UInt32) throws(DecodeError) {
    var present = value.take() ?? M()
    try group(&present, field)
    value = present
  }

  /// Reads the group of `field` and appends it.
  public mutating func groups<M: Message>(
    _ values: inout [M], _ field: UInt32
  ) throws(DecodeError) {
    var fresh = M()
    try group(&fresh, field)
    values.append(fresh)
  }

  /// Reads the group of `field` into one member of a oneof: merges if `oneof` holds that member
  /// already.
  public mutating func group<M: Message, Oneof>(
    _ oneof: inout Oneof?, _ field: UInt32, _ member: (M) -> Oneof, _ current: (Oneof) -> M?
  ) throws(DecodeError) {
    var value = oneof.flatMap(current) ?? M()
    oneof = nil
    try group(&value, field)
    oneof = member(value)
  }

  // MARK: - Closed enums

  /// The value of `field`; nil if its enum does not know the number, which then is an unknown field.
  public mutating func closed<E: ProtobufEnum>(
    _ field: UInt32, _ unknown: inout UnknownFields
  ) throws(DecodeError) -> E? {
    let start = cursor
    let value = E(number: try int32())
    if value.isKnown { return value }
    unknown.append(.varint(field), UnsafeRawBufferPointer(start: start, count: cursor - start))
    return nil
  }

  /// Reads the value of `field`.
  public mutating func closed<E: ProtobufEnum>(
    _ value: inout E?, _ field: UInt32, _ unknown: inout UnknownFields
  ) throws(DecodeError) {
    if let known: E = try closed(field, &unknown) { value = known }
  }

  /// Reads what `tag` begins: one element, or a packed run of them.
  public mutating func closed<E: ProtobufEnum>(
    _ values: inout [E], _ tag: WireTag, _ unknown: inout UnknownFields
  ) throws(DecodeError) {
    guard tag.type == .length else {
      if let known: E = try closed(tag.field, &unknown) { values.append(known) }
      return
    }
    let count = try length()
    let outerEnd = end
    end = cursor + count
    while cursor < end {
      if let known: E = try closed(tag.field, &unknown) { values.append(known) }
    }
    end = outerEnd
  }

  /// Reads one entry of the map `field`; with a value that its enum does not know, the entry is an
  /// unknown field.
  public mutating func closed<K: WireKind, E: ProtobufEnum>(
    _ entries: inout [K.Value: E], _ field: UInt32, _ key: K, _ unknown: inout UnknownFields
  ) throws(DecodeError) {
    let start = cursor
    var entry: [K.Value: E] = [:]
    try map(&entry, key, .enumeration(E.self))
    if entry.values.allSatisfy(\.isKnown) {
      entries.merge(entry) { _, new in new }
    } else {
      unknown.append(.length(field), UnsafeRawBufferPointer(start: start, count: cursor - start))
    }
  }
}

extension ProtobufEnum {
  /// Whether the schema has the number.
  fileprivate var isKnown: Bool { Self.values.contains { $0.number == number } }
}

extension WireWriter {
  /// A message between two tags.
  public mutating func group<M: Message>(_ field: UInt32, _ value: M?) {
    guard let value else { return }
    reserve(20)
    put(WireTag(field, .endGroup))
    value.write(to: &self)
    reserve(20)
    put(WireTag(field, .startGroup))
  }

  public mutating func groups<M: Message>(_ field: UInt32, _ values: [M]) {
    for value in values.reversed() { group(field, value) }
  }
}
