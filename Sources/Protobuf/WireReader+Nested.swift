import Buffers

extension WireReader {
  /// Reads one message and merges it into `value`.
  @inlinable
  public mutating func message<M: Message>(_ value: inout M) throws(DecodeError) {
    let count = try length()
    guard nestingLeft > 0 else { throw failure(.nestedTooDeep) }
    let outerEnd = end
    end = cursor + count
    nestingLeft -= 1
    try value.merge(from: &self)
    nestingLeft += 1
    end = outerEnd
  }

  /// Reads one message and merges it into `value`, which is made if it was absent.
  @inlinable
  public mutating func message<M: Message>(_ value: inout M?) throws(DecodeError) {
    if var present = value.take() {
      try message(&present)
      value = present
    } else {
      var fresh = M()
      try message(&fresh)
      value = fresh
    }
  }

  /// Reads one message into one member of a oneof: merges if `oneof` holds that member already.
  @inlinable
  public mutating func message<M: Message, Oneof>(
    _ oneof: inout Oneof?, _ member: (M) -> Oneof, _ current: (Oneof) -> M?
  ) throws(DecodeError) {
    var value = oneof.flatMap(current) ?? M()
    // Its only owner, the value grows in place however often the field comes.
    oneof = nil
    try message(&value)
    oneof = member(value)
  }

  /// Reads one message and appends it, and those that follow under the same tag.
  @inlinable
  public mutating func messages<M: Message>(_ values: inout [M]) throws(DecodeError) {
    let tag = shortTag
    if values.isEmpty { values.reserveCapacity(run()) }
    repeat {
      values.append(M())
      try message(&values[values.count - 1])
    } while follows(tag)
  }

  /// Reads what `tag` begins: one element, or a packed run of them.
  @inlinable
  public mutating func repeated<K: WireKind>(
    _ values: inout [K.Value], _ tag: WireTag, _ kind: K
  ) throws(DecodeError) {
    if K.type == .length {
      let tag = shortTag
      if values.isEmpty { values.reserveCapacity(run()) }
      repeat { values.append(try K.read(from: &self)) } while follows(tag)
    } else if tag.type == .length {
      try packed(&values, kind)
    } else {
      values.append(try K.read(from: &self))
    }
  }

  @inlinable
  mutating func packed<K: WireKind>(
    _ values: inout [K.Value], _ kind: K
  ) throws(DecodeError) {
    let count = try length()
    let outerEnd = end
    end = cursor + count
    let added = elements(K.type, in: count)
    // Many small runs are left to the array's own growth, which does not copy for each.
    if added > values.count { values.reserveCapacity(values.count + added) }
    while cursor < end { values.append(try K.read(from: &self)) }
    end = outerEnd
  }

  /// Whether the next field begins with `tag`, which is then behind the cursor.
  @inlinable
  mutating func follows(_ tag: UInt8) -> Bool {
    guard tag != 0, cursor < end, cursor.load(as: UInt8.self) == tag else { return false }
    cursor += 1
    return true
  }

  /// How many fields with a length and the last tag stand in a row, the one at the cursor included:
  /// at least 1, at most what memory is taken for in advance.
  @usableFromInline
  func run() -> Int {
    var found = 1
    var place = cursor
    while shortTag != 0, found < 1024, end - place >= 2 {
      var count = Int(place.load(as: UInt8.self))
      place += 1
      if count >= 0x80 {
        let second = Int(place.load(as: UInt8.self))
        guard second < 0x80 else { break }
        count = count & 0x7F | second << 7
        place += 1
      }
      guard count < end - place, (place + count).load(as: UInt8.self) == shortTag else { break }
      place += count + 1
      found += 1
    }
    return found
  }

  /// How many elements of `type` the next `count` bytes hold at most.
  @inlinable
  func elements(_ type: WireType, in count: Int) -> Int {
    switch type {
    case .fixed32: return count / 4
    case .fixed64: return count / 8
    default:
      // The last byte of a varint, and only that, has its highest bit clear.
      var found = 0
      for offset in 0..<count where cursor.load(fromByteOffset: offset, as: UInt8.self) < 0x80 {
        found += 1
      }
      return found
    }
  }

  /// Reads one entry of a map, and those that follow under the same tag; the last one of a key wins.
  @inlinable
  public mutating func map<K: WireKind, V: WireKind>(
    _ entries: inout [K.Value: V.Value], _ key: K, _ value: V
  ) throws(DecodeError) {
    let tag = shortTag
    // Bounded, since many entries may have the same key.
    if entries.isEmpty { entries.reserveCapacity(min(run(), 32)) }
    repeat { try entry(&entries, key, value) } while follows(tag)
  }

  @inlinable
  mutating func entry<K: WireKind, V: WireKind>(
    _ entries: inout [K.Value: V.Value], _ key: K, _ value: V
  ) throws(DecodeError) {
    let count = try length()
    guard nestingLeft > 0 else { throw failure(.nestedTooDeep) }
    let outerEnd = end
    end = cursor + count
    nestingLeft -= 1
    var entryKey = K.initial
    var entryValue = V.initial
    while let tag = try nextTag() {
      switch tag {
      case WireTag(1, K.type): entryKey = try K.read(from: &self)
      case WireTag(2, V.type): entryValue = try V.read(from: &self)
      default: try skip(tag)
      }
    }
    entries[entryKey] = entryValue
    nestingLeft += 1
    end = outerEnd
  }
}
