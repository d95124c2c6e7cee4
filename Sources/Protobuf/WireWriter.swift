import Buffers

/// Writes a message in binary format from its end to its beginning.
///
/// Backwards, the length of a nested message is known when its prefix is due, so that one pass does
/// and nothing is measured first. A message's `write(to:)` therefore starts with its unknown fields
/// and its last field. Small messages are written on the stack and copied out once; larger ones grow
/// into a slab that is handed out as it is.
public struct WireWriter: ~Copyable {
  /// What is written without any allocation but that of the result.
  @usableFromInline static let scratchBytes = 4096

  /// The first writable byte; what is written lies between `cursor` and `end`.
  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline var cursor: UnsafeMutableRawPointer
  @usableFromInline var end: UnsafeMutableRawPointer
  /// Who owns the memory, unless it is the scratch.
  @usableFromInline var slab: Slab?

  @inlinable
  init(scratch: UnsafeMutableRawBufferPointer) {
    precondition(scratch.baseAddress != nil, "a writer needs memory to begin with")
    base = scratch.baseAddress.unsafelyUnwrapped
    end = base + scratch.count
    cursor = end
  }

  /// How many bytes are written.
  @inlinable
  var count: Int { end - cursor }

  @inlinable
  consuming func finish() -> Bytes {
    guard let slab else {
      return Bytes(copying: UnsafeRawBufferPointer(start: cursor, count: count))
    }
    return Bytes(slab, slab.capacity - count..<slab.capacity)
  }

  /// Makes sure that `bytes` more can be put without a check.
  @inlinable
  mutating func reserve(_ bytes: Int) {
    if cursor - base < bytes { grow(bytes) }
  }

  @usableFromInline
  @inline(never)
  mutating func grow(_ bytes: Int) {
    let count = self.count
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

  // MARK: - Payloads, into reserved memory

  @inlinable
  mutating func put(tag field: UInt32, _ type: WireType) {
    put(varint: UInt64(field << 3 | type.rawValue))
  }

  /// Takes at most 10 bytes.
  @inlinable
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
    let bits = UInt64.bitWidth - value.leadingZeroBitCount
    cursor -= (bits + 6) / 7
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

  @usableFromInline
  mutating func append(_ memory: UnsafeRawBufferPointer) {
    reserve(memory.count + 20)
    cursor -= memory.count
    UnsafeMutableRawBufferPointer(start: cursor, count: memory.count).copyMemory(from: memory)
    put(varint: UInt64(truncatingIfNeeded: memory.count))
  }

  @usableFromInline
  mutating func append(_ text: String) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { units in
      append(UnsafeRawBufferPointer(units))
    }
    if done == nil { Array(text.utf8).withUnsafeBytes { append($0) } }
  }

  @usableFromInline
  mutating func append(_ bytes: Bytes) {
    bytes.withUnsafeBytes { append($0) }
  }

  // MARK: - Nested

  /// The length in front of what has been written since `mark` bytes were, and its tag.
  @inlinable
  mutating func close(_ field: UInt32, since mark: Int) {
    reserve(20)
    put(varint: UInt64(truncatingIfNeeded: count - mark))
    put(tag: field, .length)
  }

  @inlinable
  public mutating func message<M: Message>(_ field: UInt32, _ value: M?) {
    guard let value else { return }
    let mark = count
    value.write(to: &self)
    close(field, since: mark)
  }

  @inlinable
  public mutating func messages<M: Message>(_ field: UInt32, _ values: [M]) {
    for value in values.reversed() { message(field, value) }
  }

  /// A repeated field in one packed run; strings and bytes one by one.
  @inlinable
  public mutating func repeated<K: WireKind>(_ field: UInt32, _ values: [K.Value], _ kind: K) {
    guard K.type != .length else { return unpacked(field, values, kind) }
    guard !values.isEmpty else { return }
    let mark = count
    for value in values.reversed() { K.put(value, to: &self) }
    close(field, since: mark)
  }

  /// A repeated field with a tag for each element.
  @inlinable
  public mutating func unpacked<K: WireKind>(_ field: UInt32, _ values: [K.Value], _ kind: K) {
    for value in values.reversed() {
      K.put(value, to: &self)
      reserve(5)
      put(tag: field, K.type)
    }
  }

  /// A map, its entries in no particular order.
  @inlinable
  public mutating func map<K: WireKind, V: WireKind>(
    _ field: UInt32, _ entries: [K.Value: V.Value], _ key: K, _ value: V
  ) {
    for (entryKey, entryValue) in entries {
      let mark = count
      V.put(entryValue, to: &self)
      reserve(5)
      put(tag: 2, V.type)
      K.put(entryKey, to: &self)
      reserve(5)
      put(tag: 1, K.type)
      close(field, since: mark)
    }
  }

  public mutating func unknown(_ fields: UnknownFields) {
    guard let raw = fields.raw else { return }
    raw.withUnsafeBytes { memory in
      reserve(memory.count)
      cursor -= memory.count
      UnsafeMutableRawBufferPointer(start: cursor, count: memory.count).copyMemory(from: memory)
    }
  }
}
