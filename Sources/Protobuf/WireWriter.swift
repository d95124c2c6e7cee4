import Buffers

/// Writes a message in binary format from its end to its beginning.
///
/// Backwards, the length of a nested message is known when its prefix is due, so that one pass does
/// and nothing is measured first. A message's `write(to:)` therefore starts with its unknown fields
/// and its last field. Small messages are written on the stack and copied out once; larger ones grow
/// into a slab that is handed out as it is.
public struct WireWriter: ~Copyable {
  /// What is written without any allocation but that of the result. Larger memory would not come
  /// from the stack: see `withUnsafeTemporaryAllocation`.
  @inlinable static var scratchBytes: Int { 1024 }
  /// From this length on a payload may be shared instead of copied: below it, a copy costs less than
  /// what a piece of its own costs on the way out. Chosen by guess, not measured.
  @inlinable public static var shareBytesMin: Int { 4096 }

  /// The first writable byte; what is written lies between `cursor` and `end`.
  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline var cursor: UnsafeMutableRawPointer
  @usableFromInline var end: UnsafeMutableRawPointer
  /// Who owns the memory, unless it is the scratch.
  @usableFromInline var slab: Slab?
  /// What stands behind `end`, the last first; nil rather than empty.
  @usableFromInline var behind: [Bytes]?
  @usableFromInline var behindBytes = 0
  @usableFromInline let sharesPayloads: Bool

  /// - Parameter sharesPayloads: whether long payloads become pieces of their own.
  @inlinable
  init(scratch: UnsafeMutableRawBufferPointer, sharesPayloads: Bool) {
    precondition(scratch.baseAddress != nil, "a writer needs memory to begin with")
    base = scratch.baseAddress.unsafelyUnwrapped
    end = base + scratch.count
    cursor = end
    self.sharesPayloads = sharesPayloads
  }

  /// How many bytes are written.
  @inlinable
  var count: Int { end - cursor + behindBytes }

  /// The bytes between `cursor` and `end`, in memory that outlives the writer.
  @inlinable
  @inline(__always)
  var front: Bytes {
    guard let slab else { return Self.copy(cursor, end - cursor) }
    return Bytes(slab, cursor - base..<end - base)
  }

  @usableFromInline
  @inline(never)
  static func copy(_ start: UnsafeRawPointer, _ count: Int) -> Bytes {
    Bytes(copying: UnsafeRawBufferPointer(start: start, count: count))
  }

  /// What is written, by a writer that shares nothing. Mutating, though nothing changes: the writer
  /// is read where it lies, where otherwise it would be copied first.
  @inlinable
  mutating func finish() -> Bytes { front }

  /// What is written.
  @usableFromInline
  mutating func finishPieces() -> BytePieces {
    BytePieces(front, behind?.reversed() ?? [])
  }

  /// Puts `payload` in front of what is written, without a copy.
  private mutating func share(_ payload: Bytes) {
    var pieces = behind.take() ?? []
    if cursor < end { pieces.append(front) }
    pieces.append(payload)
    behindBytes += end - cursor + payload.count
    end = cursor
    behind = pieces
  }

  /// Makes sure that `bytes` more can be put without a check.
  @inlinable
  mutating func reserve(_ bytes: Int) {
    if cursor - base < bytes { grow(bytes) }
  }

  @usableFromInline
  @inline(never)
  mutating func grow(_ bytes: Int) {
    let count = end - cursor
    let larger = Slab(capacity: max(2 * (end - base), count + bytes + 64))
    guard let start = larger.memory.baseAddress else { return }
    let newEnd = start + larger.capacity
    (newEnd - count).copyMemory(from: cursor, byteCount: count)
    base = start
    end = newEnd
    cursor = newEnd - count
    slab = larger
  }

  /// The `bytes` in front of what is written, for the caller to fill.
  @inlinable
  mutating func claim(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    reserve(bytes)
    cursor -= bytes
    return UnsafeMutableRawBufferPointer(start: cursor, count: bytes)
  }

  // MARK: - Scalar fields

  // A scalar field costs the generated code a comparison and one call, in which the cursor stays in a
  // register.

  @usableFromInline
  @inline(never)
  mutating func put(_ tag: WireTag, varint value: UInt64) {
    reserve(20)
    put(varint: value)
    put(tag)
  }

  @usableFromInline
  @inline(never)
  mutating func put(_ tag: WireTag, fixed32 value: UInt32) {
    reserve(16)
    put(fixed32: value)
    put(tag)
  }

  @usableFromInline
  @inline(never)
  mutating func put(_ tag: WireTag, fixed64 value: UInt64) {
    reserve(16)
    put(fixed64: value)
    put(tag)
  }

  // MARK: - Payloads, into reserved memory

  @inlinable
  @inline(__always)
  mutating func put(_ tag: WireTag) {
    put(varint: UInt64(tag.rawValue))
  }

  /// Takes at most 10 bytes, and may touch 8 in front of what is written.
  @inlinable
  @inline(__always)
  mutating func put(varint value: UInt64) {
    if value < 0x80 {
      cursor -= 1
      cursor.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
    } else if value < 0x4000 {
      cursor -= 2
      let pair = UInt16(truncatingIfNeeded: value & 0x7F | 0x80 | (value &<< 1) & 0x7F00)
      cursor.storeBytes(of: pair.littleEndian, as: UInt16.self)
    } else {
      put(longVarint: value)
    }
  }

  @usableFromInline
  @inline(never)
  mutating func put(longVarint value: UInt64) {
    guard value < 1 << 56 else { return put(varintByBytes: value) }
    // Sevens are moved apart, halves, quarters, eighths: see the reader's.
    var bits = value & 0x0FFF_FFFF | (value & 0x00FF_FFFF_F000_0000) << 4
    bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x0FFF_C000_0FFF_C000) << 2
    bits = bits & 0x007F_007F_007F_007F | (bits & 0x3F80_3F80_3F80_3F80) << 1
    // All bytes but the last one say that more follow. What comes before the first is written over
    // later, or never looked at.
    let unused = UInt64(truncatingIfNeeded: bits.leadingZeroBitCount & ~7)
    bits |= 0x8080_8080_8080_8080 & ((1 &<< (56 &- unused)) &- 1)
    (cursor - 8).storeBytes(of: (bits &<< unused).littleEndian, as: UInt64.self)
    cursor -= 8 - Int(truncatingIfNeeded: unused / 8)
  }

  private mutating func put(varintByBytes value: UInt64) {
    cursor -= (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7
    var position = cursor
    var rest = value
    while rest >= 0x80 {
      position.storeBytes(of: UInt8(truncatingIfNeeded: rest | 0x80), as: UInt8.self)
      position += 1
      rest >>= 7
    }
    position.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
  }

  @inlinable
  mutating func put(fixed32 value: UInt32) {
    cursor -= 4
    cursor.storeBytes(of: value.littleEndian, as: UInt32.self)
  }

  @inlinable
  mutating func put(fixed64 value: UInt64) {
    cursor -= 8
    cursor.storeBytes(of: value.littleEndian, as: UInt64.self)
  }

  // MARK: - Payloads with their length; they reserve what they need and room for a tag

  @inline(__always)
  private mutating func append(_ memory: UnsafeRawBufferPointer) {
    reserve(memory.count &+ 20)
    cursor -= memory.count
    if let start = memory.baseAddress {
      cursor.copyMemory(from: start, byteCount: memory.count)
    }
    put(varint: UInt64(truncatingIfNeeded: memory.count))
  }

  @usableFromInline
  mutating func append(_ text: String) {
    text.utf8Span.span.withUnsafeBytes { append($0) }
  }

  @usableFromInline
  mutating func append(_ bytes: Bytes) {
    guard sharesPayloads, bytes.count >= Self.shareBytesMin else {
      return bytes.withUnsafeBytes { append($0) }
    }
    share(bytes)
    reserve(20)
    put(varint: UInt64(truncatingIfNeeded: bytes.count))
  }

  // MARK: - Nested

  /// The length in front of what has been written since `mark` bytes were, and its tag.
  @inlinable
  mutating func close(_ field: UInt32, since mark: Int) {
    reserve(20)
    put(varint: UInt64(truncatingIfNeeded: count - mark))
    put(.length(field))
  }

  // Elements are written where they lie: a copy of a message would count a reference for each of its
  // strings.

  @inlinable
  public mutating func message<M: Message>(_ field: UInt32, _ value: M?) {
    borrowing(value) { value in
      let mark = count
      value.write(to: &self)
      close(field, since: mark)
    }
  }

  @inlinable
  public mutating func messages<M: Message>(_ field: UInt32, _ values: [M]) {
    values.withUnsafeBufferPointer { values in
      guard var place = values.baseAddress else { return }
      place += values.count
      for _ in 0..<values.count {
        place -= 1
        borrowing(place) { value in
          let mark = count
          value.write(to: &self)
          close(field, since: mark)
        }
      }
    }
  }

  /// A repeated field in one packed run; strings and bytes one by one.
  @inlinable
  public mutating func repeated<K: WireKind>(_ field: UInt32, _ values: [K.Value], _ kind: K) {
    guard K.type != .length else { return unpacked(field, values, kind) }
    guard !values.isEmpty else { return }
    let mark = count
    values.withUnsafeBufferPointer { values in
      guard var place = values.baseAddress else { return }
      place += values.count
      for _ in 0..<values.count {
        place -= 1
        K.put(place.pointee, to: &self)
      }
    }
    close(field, since: mark)
  }

  /// A repeated field with a tag for each element.
  @inlinable
  public mutating func unpacked<K: WireKind>(_ field: UInt32, _ values: [K.Value], _ kind: K) {
    values.withUnsafeBufferPointer { values in
      guard var place = values.baseAddress else { return }
      place += values.count
      for _ in 0..<values.count {
        place -= 1
        K.put(place.pointee, to: &self)
        reserve(10)
        put(WireTag(field, K.type))
      }
    }
  }

  /// A map, its entries in the order of their keys, so that equal messages are equal bytes.
  @inlinable
  public mutating func map<K: WireKey, V: WireKind>(
    _ field: UInt32, _ entries: [K.Value: V.Value], _ key: K, _ value: V
  ) {
    guard entries.count > 1 else {
      for (key, value) in entries { entry(field, key, value, K.self, V.self) }
      return
    }
    for (key, value) in entries.sorted(by: { K.precedes($1.key, $0.key) }) {
      entry(field, key, value, K.self, V.self)
    }
  }

  @inlinable
  mutating func entry<K: WireKey, V: WireKind>(
    _ field: UInt32, _ key: K.Value, _ value: V.Value, _: K.Type, _: V.Type
  ) {
    let mark = count
    V.put(value, to: &self)
    reserve(10)
    put(WireTag(2, V.type))
    K.put(key, to: &self)
    reserve(10)
    put(WireTag(1, K.type))
    close(field, since: mark)
  }

  @inlinable
  public mutating func unknown(_ fields: UnknownFields) {
    if let raw = fields.raw { put(raw) }
  }

  @usableFromInline
  mutating func put(_ raw: [UInt8]) {
    raw.withUnsafeBytes { memory in
      reserve(memory.count)
      cursor -= memory.count
      UnsafeMutableRawBufferPointer(start: cursor, count: memory.count).copyMemory(from: memory)
    }
  }
}

// Being for types without copies, these make none.

@inlinable
@inline(__always)
func borrowing<T: ~Copyable>(_ value: borrowing T?, _ body: (borrowing T) -> Void) {
  switch value {
  case .some(let value): body(value)
  case .none: break
  }
}

@inlinable
@inline(__always)
func borrowing<T: ~Copyable>(_ place: UnsafePointer<T>, _ body: (borrowing T) -> Void) {
  body(place.pointee)
}
