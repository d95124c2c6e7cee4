/// Memory in which bytes are gathered on their way out: appended at the end, taken from the front.
///
/// Grows as needed; its owner bounds it by how much it appends. Confined to one thread.
public final class OutputBuffer {
  // No method calls out while it changes these, so the run-time check of exclusive access, which
  // each appended frame would pay for several times, can find nothing.
  @exclusivity(unchecked) @usableFromInline var base: UnsafeMutableRawPointer
  @exclusivity(unchecked) @usableFromInline var capacity: Int
  @exclusivity(unchecked) @usableFromInline var start = 0
  @exclusivity(unchecked) @usableFromInline var end = 0

  /// The smallest memory that is allocated, in bytes.
  @usableFromInline static let capacityMin = 64

  public init(capacity: Int) {
    self.capacity = max(capacity, OutputBuffer.capacityMin)
    base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// Bytes gathered and not yet taken.
  @inlinable public var count: Int { end - start }
  @inlinable public var isEmpty: Bool { start == end }

  /// What is gathered; valid until the buffer is next changed.
  @inlinable
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + start, count: end - start)
  }

  /// Adds a copy of `source`.
  @inlinable
  public func append(_ source: UnsafeRawBufferPointer) {
    guard let address = source.baseAddress, !source.isEmpty else { return }
    reserve(source.count)
    (base + end).copyMemory(from: address, byteCount: source.count)
    end += source.count
  }

  /// Adds `count` bytes, for the caller to fill at once.
  @inlinable
  public func extend(by count: Int) -> UnsafeMutableRawPointer {
    reserve(count)
    defer { end += count }
    return base + end
  }

  /// Adds the UTF-8 of `text`.
  public func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Takes `count` bytes from the front.
  @inlinable
  public func removeFirst(_ count: Int) {
    precondition(count <= self.count, "more than there is")
    start += count
    if start == end { removeAll() }
  }

  /// Takes everything; the memory stays.
  @inlinable
  public func removeAll() {
    start = 0
    end = 0
  }

  @inlinable
  func reserve(_ count: Int) {
    if capacity - end < count { makeRoom(count) }
  }

  @usableFromInline
  func makeRoom(_ added: Int) {
    let count = self.count
    if capacity - count >= added, start >= count {
      base.copyMemory(from: base + start, byteCount: count)
    } else {
      capacity = max(count + added, 2 * capacity)
      let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
      larger.copyMemory(from: base + start, byteCount: count)
      base.deallocate()
      base = larger
    }
    start = 0
    end = count
  }
}
