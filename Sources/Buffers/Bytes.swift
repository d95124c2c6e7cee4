/// Immutable bytes: a slice of a shared ``Slab``. The currency in which every layer passes payload on.
///
/// Copying and slicing cost a reference count, whatever the length. A small slice keeps its whole
/// slab alive: ``compacted()`` cuts it loose.
@frozen
public struct Bytes: Sendable {
  @usableFromInline let slab: Slab?
  @usableFromInline let offset: Int
  /// Length in bytes.
  public let count: Int

  /// No bytes.
  @inlinable
  public init() {
    slab = nil
    offset = 0
    count = 0
  }

  /// The part `range` of a slab, without a copy.
  @inlinable
  public init(_ slab: Slab, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= slab.capacity, "outside the slab")
    self.slab = slab
    offset = range.lowerBound
    count = range.count
  }

  /// A copy of `source`.
  @inlinable
  public init(copying source: UnsafeRawBufferPointer) {
    guard !source.isEmpty else {
      self.init()
      return
    }
    let slab = Slab(capacity: source.count)
    slab.memory.copyMemory(from: source)
    self.init(slab, 0..<source.count)
  }

  /// A copy of the elements of `source`.
  @inlinable
  public init(_ source: some Sequence<UInt8>) {
    let copied = source.withContiguousStorageIfAvailable {
      Bytes(copying: UnsafeRawBufferPointer($0))
    }
    self = copied ?? Array(source).withUnsafeBytes { Bytes(copying: $0) }
  }

  /// The UTF-8 of `text`.
  @inlinable
  public init(utf8 text: String) {
    self.init(text.utf8)
  }

  /// Allocates `capacity` bytes, lets `fill` write them and keeps as many as it returns.
  @inlinable
  public init<E: Error>(
    capacity: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    let slab = Slab(capacity: capacity)
    let count = try fill(slab.memory)
    self.init(slab, 0..<count)
  }

  /// Calls `body` with the memory, which is valid during the call only.
  @inlinable
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    guard let slab else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    defer { withExtendedLifetime(slab) {} }
    return try body(UnsafeRawBufferPointer(start: slab.base + offset, count: count))
  }

  /// The bytes at `range` (from 0), without a copy.
  @inlinable
  public func slice(_ range: Range<Int>) -> Bytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the bytes")
    guard let slab else { return self }
    return Bytes(slab, offset + range.lowerBound..<offset + range.upperBound)
  }

  /// The same bytes in a slab of their own size.
  @inlinable
  public func compacted() -> Bytes {
    guard let slab, slab.capacity > count else { return self }
    return withUnsafeBytes { Bytes(copying: $0) }
  }
}

extension Bytes: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable
  public subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "outside the bytes")
    return withUnsafeBytes { $0[position] }
  }

  @inlinable
  public func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R? {
    try withUnsafeBytes { try $0.withMemoryRebound(to: UInt8.self, body) }
  }
}

extension Bytes: Hashable {
  @inlinable
  public static func == (a: Bytes, b: Bytes) -> Bool {
    guard a.count == b.count else { return false }
    return a.withUnsafeBytes { left in b.withUnsafeBytes { left.elementsEqual($0) } }
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension Bytes: ExpressibleByArrayLiteral {
  @inlinable
  public init(arrayLiteral elements: UInt8...) {
    self.init(elements)
  }
}

extension Bytes: CustomStringConvertible {
  /// The length and the first bytes in hexadecimal, for logs.
  public var description: String {
    let digits = Array("0123456789abcdef")
    let head = prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "\(count) bytes" + (isEmpty ? "" : " <\(String(head))\(count > 16 ? "…" : "")>")
  }
}
