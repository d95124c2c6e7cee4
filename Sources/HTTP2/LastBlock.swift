import Buffers
import Glibc

/// The last header block of its kind on a connection: as a rule the peer sends the same one with call after
/// call, and what was read from it then need not be read again. Inlined, since it is asked for every block.
@frozen public struct LastBlock<Value> {
  /// Small, since each connection keeps them.
  @usableFromInline let fields = OutputBuffer(capacity: 256)
  @usableFromInline var value: Value?

  @inlinable public init() {}

  /// What is longer is not kept, in bytes.
  @usableFromInline static var bytesMax: Int { 1 << 10 }

  /// What these fields stood for the last time.
  @inlinable public func value(_ fields: FieldList) -> Value? {
    let known = self.fields.bytes
    guard known.count == fields.bytes.count, let left = known.baseAddress,
      let right = fields.bytes.baseAddress, memcmp(left, right, known.count) == 0
    else { return nil }
    return value
  }

  /// Keeps what `fields` stand for, which must not depend on the time.
  @inlinable public mutating func keep(_ fields: FieldList, _ value: Value) {
    guard fields.bytes.count <= Self.bytesMax else { return forget() }
    self.fields.removeAll()
    self.fields.append(fields.bytes)
    self.value = value
  }

  /// Knows no block any more.
  @inlinable public mutating func forget() { value = nil }
}
