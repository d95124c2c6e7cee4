import Buffers

// The binary format of dynamic messages.

extension DynamicMessage {
  /// The message that `bytes` hold in binary format.
  public init(_ descriptor: MessageDescriptor, decoding bytes: Bytes) throws(DecodeError) {
    self.init(descriptor)
    try merge(decoding: bytes)
  }

  /// Merges the binary message `bytes` into this one: singular fields replace, repeated fields
  /// append, message fields merge.
  public mutating func merge(decoding bytes: Bytes) throws(DecodeError) {
    try merge(decoding: bytes, nestingLeft: WireReader.nestingMax)
  }

  /// - Parameter nestingLeft: how many messages and groups may stand inside each other.
  mutating func merge(decoding bytes: Bytes, nestingLeft: Int) throws(DecodeError) {
    try bytes.withUnsafeBytes { (memory: UnsafeRawBufferPointer) throws(DecodeError) in
      guard let start = memory.baseAddress else { return }
      var reader = WireReader(start: start, count: memory.count, source: UnretainedBytes(bytes))
      reader.nestingLeft = nestingLeft
      do throws(DecodeError) {
        try merge(from: &reader)
      } catch {
        throw error.naming(descriptor.fullName)
      }
    }
  }

  /// The binary format of this message: fields in the order of their numbers, maps in that of their
  /// keys.
  public func encoded() -> Bytes { encoded(headroom: 0) { _, _ in } }

  /// The binary format behind `headroom` bytes for a frame's prefix, which `fill` must write; it is
  /// given those bytes and the length of the message.
  public func encoded(
    headroom: Int, _ fill: (UnsafeMutableRawBufferPointer, _ messageBytes: Int) -> Void
  ) -> Bytes {
    withUnsafeTemporaryAllocation(byteCount: WireWriter.scratchBytes, alignment: 16) { scratch in
      var writer = WireWriter(scratch: scratch, sharesPayloads: false)
      write(to: &writer)
      let count = writer.count
      fill(writer.claim(headroom), count)
      return writer.finish()
    }
  }

  // MARK: - Reading

  /// - Parameter group: the field whose end tag ends the message; nil for the end of what is read.
  fileprivate mutating func merge(
    from reader: inout WireReader, until group: UInt32? = nil
  ) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      if let group, tag.type == .endGroup {
        guard tag.field == group else { throw reader.failure(.unexpectedEndGroup) }
        return
      }
      guard let field = descriptor.field(numbered: tag.field),
        try read(field, tag, from: &reader)
      else {
        try reader.unknown(tag, &unknownFields)
        continue
      }
    }
    if group != nil { throw reader.failure(.truncated) }
  }

  /// Reads what `tag` begins; false, and nothing taken, if the field has another layout.
  private mutating func read(
    _ field: FieldDescriptor, _ tag: WireTag, from reader: inout WireReader
  ) throws(DecodeError) -> Bool {
    if field.isMap {
      guard tag.type == .length else { return false }
      try readEntry(field, tag, from: &reader)
    } else if let type = descriptor.message(of: field) {
      guard tag.type == (field.isDelimited ? .startGroup : .length) else { return false }
      try readMessage(field, type, tag, from: &reader)
    } else {
      let wire = DynamicScalar.of(field.type)?.wire ?? .varint
      if tag.type == wire {
        try readScalar(field, tag, from: &reader)
      } else if field.isRepeated, wire != .length, tag.type == .length {
        let count = try reader.length()
        let outerEnd = reader.end
        reader.end = reader.cursor + count
        while reader.cursor < reader.end {
          try readScalar(field, WireTag(field.number, wire), from: &reader)
        }
        reader.end = outerEnd
      } else {
        return false
      }
    }
    return true
  }

  private mutating func readScalar(
    _ field: FieldDescriptor, _ tag: WireTag, from reader: inout WireReader
  ) throws(DecodeError) {
    if let scalar = DynamicScalar.of(field.type) {
      return put(try scalar.read(&reader), into: field)
    }
    let payload = reader.cursor
    let number = try reader.int32()
    let enumeration = descriptor.enumeration(of: field)
    guard enumeration?.isOpen == false, enumeration?.name(of: number) == nil else {
      return put(.enumeration(number), into: field)
    }
    // A closed enum does not have the value: it is kept as an unknown field.
    unknownFields.append(
      tag, UnsafeRawBufferPointer(start: payload, count: reader.cursor - payload))
  }

  private mutating func readMessage(
    _ field: FieldDescriptor, _ type: MessageDescriptor, _ tag: WireTag,
    from reader: inout WireReader
  ) throws(DecodeError) {
    var message = DynamicMessage(type)
    if !field.isRepeated, case .message(let present) = take(field) { message = present }
    try reader.dynamic(&message, field)
    put(.message(message), into: field)
  }

  /// Stores a value, or appends it to its list.
  private mutating func put(_ value: DynamicValue, into field: FieldDescriptor) {
    guard field.isRepeated else { return store(value, for: field) }
    guard case .list(var elements) = take(field) else { return store(.list([value]), for: field) }
    elements.append(value)
    store(.list(elements), for: field)
  }

  private mutating func readEntry(
    _ field: FieldDescriptor, _ tag: WireTag, from reader: inout WireReader
  ) throws(DecodeError) {
    guard let (type, keyField, valueField) = descriptor.entry(of: field) else {
      return try reader.unknown(tag, &unknownFields)
    }
    let payload = reader.cursor
    var entry = DynamicMessage(type)
    try reader.dynamic(&entry, field)
    let found = entry.take(valueField)
    // The value may be one that a closed enum does not have: then the entry is unknown as a whole.
    if found == nil, type.enumeration(of: valueField)?.isOpen == false,
      !entry.unknownFields.isEmpty
    {
      return unknownFields.append(
        tag, UnsafeRawBufferPointer(start: payload, count: reader.cursor - payload))
    }
    guard let key = entry.take(keyField) ?? type.initial(of: keyField),
      let value = found ?? type.initial(of: valueField)
    else { return }
    var entries: [DynamicValue: DynamicValue] = [:]
    if case .map(let present) = take(field) { entries = present }
    entries[key] = value
    store(.map(entries), for: field)
  }

  // MARK: - Writing, the last field first

  func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    for (number, value) in values.sorted(by: { $0.key > $1.key }) {
      guard let field = descriptor.field(numbered: number) else { continue }
      switch value {
      case .map(let entries): write(entries, field, &writer)
      case .list(let elements) where field.isPacked:
        let mark = writer.count
        for element in elements.reversed() { Self.put(element, field, &writer) }
        writer.close(number, since: mark)
      case .list(let elements):
        for element in elements.reversed() { Self.write(element, field, &writer) }
      default: Self.write(value, field, &writer)
      }
    }
  }

  private func write(
    _ entries: [DynamicValue: DynamicValue], _ field: FieldDescriptor, _ writer: inout WireWriter
  ) {
    guard let entry = descriptor.entry(of: field) else { return }
    for (key, value) in DynamicValue.sorted(entries).reversed() {
      let mark = writer.count
      Self.write(value, entry.value, &writer)
      Self.write(key, entry.key, &writer)
      writer.close(field.number, since: mark)
    }
  }

  /// One value with its tag.
  private static func write(
    _ value: DynamicValue, _ field: FieldDescriptor, _ writer: inout WireWriter
  ) {
    guard case .message(let message) = value else {
      put(value, field, &writer)
      writer.reserve(10)
      writer.put(WireTag(field.number, DynamicScalar.of(field.type)?.wire ?? .varint))
      return
    }
    guard field.isDelimited else {
      let mark = writer.count
      message.write(to: &writer)
      writer.close(field.number, since: mark)
      return
    }
    writer.reserve(10)
    writer.put(WireTag(field.number, .endGroup))
    message.write(to: &writer)
    writer.reserve(10)
    writer.put(WireTag(field.number, .startGroup))
  }

  /// A scalar or enum without a tag.
  private static func put(
    _ value: DynamicValue, _ field: FieldDescriptor, _ writer: inout WireWriter
  ) {
    if case .enumeration(let number) = value {
      WireInt32.put(number, to: &writer)
    } else {
      DynamicScalar.of(field.type)?.put(value, &writer)
    }
  }
}

extension WireReader {
  /// Reads one message, behind its length or between the tags of a group, and merges it into
  /// `value`.
  fileprivate mutating func dynamic(
    _ value: inout DynamicMessage, _ field: FieldDescriptor
  ) throws(DecodeError) {
    let count = field.isDelimited ? nil : try length()
    guard nestingLeft > 0 else { throw failure(.nestedTooDeep) }
    let outerEnd = end
    if let count { end = cursor + count }
    nestingLeft -= 1
    try value.merge(from: &self, until: field.isDelimited ? field.number : nil)
    nestingLeft += 1
    end = outerEnd
  }
}
