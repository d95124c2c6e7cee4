import Buffers

/// A cursor over a message in binary format.
///
/// A message's `merge(from:)` asks for tags until there are none and reads each known field with the
/// function named after its type in the schema; what it does not know it hands to
/// ``unknown(_:_:)``. A field of a known number but another layout is unknown too. No input traps:
/// every length is checked against the end of the message it stands in.
public struct WireReader: ~Copyable {
  /// How many messages and groups may stand inside each other.
  public static let nestingMax = 100
  /// From this length on a `bytes` field is a slice of the input instead of a copy: below it, the
  /// copy costs less than keeping the whole input alive. Chosen by guess, not measured.
  public static let sliceBytesMin = 512
  /// A shorter one is a slice, too, if it is at least this part of what it keeps alive: a slice costs
  /// less than memory of its own.
  static let sliceShareMin = 4

  @usableFromInline var cursor: UnsafeRawPointer
  /// The end of the innermost message that is being read.
  @usableFromInline var end: UnsafeRawPointer
  @usableFromInline var nestingLeft = WireReader.nestingMax
  /// The last tag, if it took one byte; else 0, which no tag is.
  @usableFromInline var shortTag: UInt8 = 0
  @usableFromInline let start: UnsafeRawPointer
  /// The bytes at `start`.
  @usableFromInline let source: UnretainedBytes

  /// The memory and `source` must stay valid while the reader is in use.
  @inlinable
  init(start: UnsafeRawPointer, count: Int, source: UnretainedBytes) {
    self.start = start
    self.source = source
    cursor = start
    end = start + count
  }

  @inline(never)
  @usableFromInline
  func failure(_ reason: DecodeError.Reason) -> DecodeError {
    DecodeError(reason, offset: cursor - start)
  }

  // MARK: - Tags and unknown fields

  /// The next field's tag, or nil at the end of the message.
  @inlinable
  public mutating func nextTag() throws(DecodeError) -> WireTag? {
    guard cursor < end else { return nil }
    let first = cursor.load(as: UInt8.self)
    if first < 0x80 {
      cursor += 1
      shortTag = first
      return WireTag(UInt32(first))
    }
    return try longTag()
  }

  @usableFromInline
  mutating func longTag() throws(DecodeError) -> WireTag {
    let start = cursor
    shortTag = 0
    // Five bytes hold every tag; a longer form of one is refused too.
    guard let value = UInt32(exactly: try varint()), cursor - start <= 5 else {
      throw failure(.invalidTag)
    }
    return WireTag(value)
  }

  /// Takes the field behind `tag` over into `fields` as it stands.
  public mutating func unknown(
    _ tag: WireTag, _ fields: inout UnknownFields
  ) throws(DecodeError) {
    let payload = cursor
    try skip(tag)
    fields.append(tag, UnsafeRawBufferPointer(start: payload, count: cursor - payload))
  }

  /// Moves behind the field that `tag` begins.
  @usableFromInline
  mutating func skip(_ tag: WireTag) throws(DecodeError) {
    guard tag.field != 0, let type = tag.type else { throw failure(.invalidTag) }
    switch type {
    case .varint: _ = try varint()
    case .fixed64: _ = try fixed64()
    case .fixed32: _ = try fixed32()
    case .length: cursor += try length()
    case .startGroup: _ = try skipGroup(tag.field)
    case .endGroup: throw failure(.unexpectedEndGroup)
    }
  }

  /// Moves behind the group that has begun; what is returned is where its end tag stands.
  mutating func skipGroup(_ field: UInt32) throws(DecodeError) -> UnsafeRawPointer {
    guard nestingLeft > 0 else { throw failure(.nestedTooDeep) }
    nestingLeft -= 1
    var position = cursor
    while let tag = try nextTag() {
      if tag.type == .endGroup {
        guard tag.field == field else { throw failure(.unexpectedEndGroup) }
        nestingLeft += 1
        return position
      }
      try skip(tag)
      position = cursor
    }
    throw failure(.truncated)
  }

  // MARK: - Payloads

  /// Up to ten bytes of seven bits each, the lowest first.
  @inlinable
  public mutating func varint() throws(DecodeError) -> UInt64 {
    if end - cursor >= 2 {
      let first = cursor.load(as: UInt8.self)
      if first < 0x80 {
        cursor += 1
        return UInt64(first)
      }
      let second = cursor.load(fromByteOffset: 1, as: UInt8.self)
      if second < 0x80 {
        cursor += 2
        return UInt64(first & 0x7F) | UInt64(second) &<< 7
      }
    }
    return try longVarint()
  }

  @usableFromInline
  @inline(never)
  mutating func longVarint() throws(DecodeError) -> UInt64 {
    if end - cursor >= 8 {
      let word = UInt64(littleEndian: cursor.loadUnaligned(as: UInt64.self))
      // The last byte of a varint, and only that, has its highest bit clear.
      let ends = ~word & 0x8080_8080_8080_8080
      if ends != 0 {
        // All bits up to the first end; then the sevens are moved together: pairs, fours, eights.
        var bits = word & (ends ^ (ends &- 1)) & 0x7F7F_7F7F_7F7F_7F7F
        bits = bits & 0x007F_007F_007F_007F | (bits & 0x7F00_7F00_7F00_7F00) >> 1
        bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x3FFF_0000_3FFF_0000) >> 2
        bits = bits & 0x0000_0000_0FFF_FFFF | (bits & 0x0FFF_FFFF_0000_0000) >> 4
        cursor += (ends.trailingZeroBitCount + 1) / 8
        return bits
      }
    }
    return try varintByBytes()
  }

  private mutating func varintByBytes() throws(DecodeError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    var position = cursor
    while position < end {
      let byte = position.load(as: UInt8.self)
      position += 1
      // Bits above the 64th are dropped, as every implementation does.
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 {
        cursor = position
        return value
      }
      shift += 7
      if shift > 63 { throw failure(.varintTooLong) }
    }
    throw failure(.truncated)
  }

  /// Four bytes, the lowest first.
  @inlinable
  public mutating func fixed32() throws(DecodeError) -> UInt32 {
    guard end - cursor >= 4 else { throw failure(.truncated) }
    defer { cursor += 4 }
    return UInt32(littleEndian: cursor.loadUnaligned(as: UInt32.self))
  }

  /// Eight bytes, the lowest first.
  @inlinable
  public mutating func fixed64() throws(DecodeError) -> UInt64 {
    guard end - cursor >= 8 else { throw failure(.truncated) }
    defer { cursor += 8 }
    return UInt64(littleEndian: cursor.loadUnaligned(as: UInt64.self))
  }

  /// A length that lies inside the message.
  @inlinable
  mutating func length() throws(DecodeError) -> Int {
    let count = try varint()
    guard count <= UInt64(truncatingIfNeeded: end - cursor) else { throw failure(.truncated) }
    return Int(truncatingIfNeeded: count)
  }

  /// A string, refused if it is not UTF-8.
  public mutating func string() throws(DecodeError) -> String {
    let count = try length()
    guard count > 0 else { return "" }
    let memory = UnsafeRawBufferPointer(start: cursor, count: count)
    let text: String? = memory.withMemoryRebound(to: UInt8.self) { units in
      if isASCII(memory) {
        return String(copying: UTF8Span(unchecked: units.span, isKnownASCII: true))
      }
      guard let valid = try? UTF8Span(validating: units.span) else { return nil }
      return String(copying: valid)
    }
    guard let text else { throw failure(.invalidUTF8) }
    cursor += count
    return text
  }

  /// Bytes: a slice of the input from ``sliceBytesMin`` on, or if they are most of it; else a copy.
  public mutating func bytes() throws(DecodeError) -> Bytes {
    let count = try length()
    defer { cursor += count }
    guard count > 0 else { return Bytes() }
    if count >= Self.sliceBytesMin || count >= source.heldCount / Self.sliceShareMin {
      let offset = cursor - start
      return source.slice(offset..<offset + count)
    }
    return Bytes(copying: UnsafeRawBufferPointer(start: cursor, count: count))
  }
}

/// Whether no byte has its highest bit set.
private func isASCII(_ memory: UnsafeRawBufferPointer) -> Bool {
  var high: UInt64 = 0
  var offset = 0
  while memory.count - offset >= 8 {
    high |= memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    offset += 8
  }
  while offset < memory.count {
    high |= UInt64(memory[offset])
    offset += 1
  }
  return high & 0x8080_8080_8080_8080 == 0
}
