import Buffers

/// A field that a schema adds to a message declared elsewhere: above all a custom option.
///
/// Generated code has one for every field of an `extend` block. A message keeps what it does not know
/// as unknown fields; the extension reads its value from them when it is asked for:
///
///     let unit = field.options?[Shop.unit]
///
/// An `Extended` is the message that is extended, such as `GoogleProtobuf.FieldOptions`; a `Value` is
/// what the field holds, of a repeated one an array.
public struct Extension<Extended: Message, Value: Sendable>: Sendable {
  /// The full name in the schema, without a leading dot.
  public let name: String
  /// The field's number.
  public let number: UInt32
  /// Layouts on the wire that hold it; a field of another layout is not it.
  let layouts: [WireType]
  /// Takes in one occurrence of the field.
  let merge:
    @Sendable (_ reader: inout WireReader, _ tag: WireTag, _ value: inout Value?)
      throws(DecodeError) -> Void

  /// A scalar or an enum: the last occurrence counts.
  public init<K: WireKind>(_ name: String, _ number: UInt32, _ kind: K) where Value == K.Value {
    self.name = name
    self.number = number
    layouts = [K.type]
    merge = { (reader, _, value) throws(DecodeError) in value = try K.read(from: &reader) }
  }

  /// A message: all occurrences merge.
  public init(_ name: String, _ number: UInt32, _ kind: WireMessage<Value>) where Value: Message {
    self.name = name
    self.number = number
    layouts = [.length]
    merge = { (reader, _, value) throws(DecodeError) in try reader.message(&value) }
  }

  /// Repeated: numbers one by one or in packed runs, whatever the schema prefers.
  public init<K: WireKind>(_ name: String, _ number: UInt32, repeated kind: K)
  where Value == [K.Value] {
    self.name = name
    self.number = number
    layouts = K.type == .length ? [.length] : [K.type, .length]
    merge = { (reader, tag, values) throws(DecodeError) in
      var all = values.take() ?? []
      try reader.repeated(&all, tag, kind)
      values = all
    }
  }
}

extension Message {
  /// The value of an extension; nil when the message has it not, or has something else in its place.
  public subscript<Value>(_ field: Extension<Self, Value>) -> Value? {
    try? value(of: field)
  }

  /// The values of a repeated extension; none when the message has it not, or has something else in
  /// its place.
  public subscript<Element>(_ field: Extension<Self, [Element]>) -> [Element] {
    (try? value(of: field)) ?? []
  }

  /// The value of an extension; nil when the message has it not. A field of its number in another
  /// layout is not it.
  ///
  /// - Throws: when what stands there cannot be read as its type, such as bytes that are no UTF-8.
  public func value<Value>(of field: Extension<Self, Value>) throws(DecodeError) -> Value? {
    if unknownFields.isEmpty { return nil }
    let bytes = unknownFields.bytes
    return try bytes.withUnsafeBytes {
      (memory: UnsafeRawBufferPointer) throws(DecodeError) -> Value? in
      guard let start = memory.baseAddress else { return nil }
      var reader = WireReader(start: start, count: memory.count, source: UnretainedBytes(bytes))
      var value: Value?
      while let tag = try reader.nextTag() {
        if tag.field == field.number, let layout = tag.type, field.layouts.contains(layout) {
          try field.merge(&reader, tag, &value)
        } else {
          try reader.skip(tag)
        }
      }
      return value
    }
  }
}
