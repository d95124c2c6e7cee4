/// A block of memory of fixed size, filled by one owner and then shared read-only as ``Bytes``.
///
/// Whoever allocates a slab may write to it until the first ``Bytes`` over the written part has been
/// handed out; from then on that part never changes. A writer that keeps appending behind or in front
/// of the handed-out part is fine. Copies of a slab are the same memory, which is counted, and freed
/// with the last of them.
@frozen
public struct Slab: @unchecked Sendable {
  /// The count and the memory behind it, in one allocation.
  @usableFromInline
  final class Storage: ManagedBuffer<Int, UInt8> {}

  @usableFromInline let storage: Storage

  /// Allocates `capacity` uninitialised bytes.
  @inlinable
  public init(capacity: Int) {
    precondition(capacity >= 0, "a slab cannot have a negative size")
    let made = Storage.create(minimumCapacity: capacity) { _ in capacity }
    storage = unsafeDowncast(made, to: Storage.self)
  }

  @inlinable
  init(_ storage: Storage) { self.storage = storage }

  /// Size in bytes.
  @inlinable public var capacity: Int { storage.header }

  @inlinable
  var base: UnsafeMutableRawPointer {
    storage.withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
  }

  /// The whole memory, for its owner to fill; valid as long as the slab is kept.
  @inlinable
  public var memory: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: capacity)
  }
}

/// ``Bytes`` that someone else keeps alive: costs no reference count until a slice is taken.
@frozen
public struct UnretainedBytes {
  @usableFromInline let storage: Unmanaged<Slab.Storage>?
  @usableFromInline let offset: Int
  @usableFromInline let count: Int

  @inlinable
  public init(_ bytes: Bytes) {
    storage = bytes.slab.map { Unmanaged.passUnretained($0.storage) }
    offset = bytes.offset
    count = bytes.count
  }

  /// How many bytes stay alive with a slice: the whole slab's.
  @inlinable
  public var heldCount: Int { storage?._withUnsafeGuaranteedRef { $0.header } ?? 0 }

  /// The bytes at `range` (from 0), without a copy; whoever made this must still keep them.
  @inlinable
  public func slice(_ range: Range<Int>) -> Bytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the bytes")
    guard let storage else { return Bytes() }
    return Bytes(
      Slab(storage.takeUnretainedValue()), offset + range.lowerBound..<offset + range.upperBound)
  }
}
