/// A block of memory of fixed size, filled by one owner and then shared read-only as ``Bytes``.
///
/// Whoever allocates a slab may write to it until the first ``Bytes`` over the written part has been
/// handed out; from then on that part never changes. A writer that keeps appending behind the
/// handed-out part is fine.
public final class Slab: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// Size in bytes.
  public let capacity: Int

  /// Allocates `capacity` uninitialised bytes.
  @inlinable
  public init(capacity: Int) {
    precondition(capacity >= 0, "a slab cannot have a negative size")
    self.capacity = capacity
    base = .allocate(byteCount: Swift.max(capacity, 1), alignment: 16)
  }

  deinit { base.deallocate() }

  /// The whole memory, for its owner to fill.
  @inlinable
  public var memory: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: capacity)
  }
}
