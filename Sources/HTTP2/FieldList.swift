import Buffers
import Glibc

/// The fields of a header block that has been received, in order; valid during the call that tells of
/// it.
public struct FieldList: Sequence {
  /// Of each field the lengths of its name and value, then name and value: blocks of the same bytes
  /// hold the same fields.
  public let bytes: UnsafeRawBufferPointer
  /// Whether they are byte for byte those of the request before, on the same connection: what was made of
  /// them then need not be made again.
  public internal(set) var repeatsRequest = false

  /// Name, in lower case, and value.
  public typealias Element = (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

  /// The lengths of name, in the lower half, and value.
  static let lengthsBytes = MemoryLayout<UInt64>.size

  public func makeIterator() -> Iterator { Iterator(rest: bytes) }

  public struct Iterator: IteratorProtocol {
    var rest: UnsafeRawBufferPointer

    public mutating func next() -> Element? {
      guard rest.count >= FieldList.lengthsBytes else { return nil }
      let lengths = UInt64(littleEndian: rest.loadUnaligned(as: UInt64.self))
      let nameEnd = FieldList.lengthsBytes + Int(lengths & 0xffff_ffff)
      let end = nameEnd + Int(lengths >> 32)
      defer { rest = UnsafeRawBufferPointer(rebasing: rest[end...]) }
      return (
        UnsafeRawBufferPointer(rebasing: rest[FieldList.lengthsBytes..<nameEnd]),
        UnsafeRawBufferPointer(rebasing: rest[nameEnd..<end])
      )
    }
  }
}

/// Which bound a header block went beyond.
public enum HeaderExcess: Sendable, Hashable {
  /// Of names and values, as SETTINGS_MAX_HEADER_LIST_SIZE counts.
  case bytes
  case fields
}

/// Gathers the fields of a block while they come in.
struct FieldListBuffer {
  /// Small, since each connection keeps one.
  private let memory = OutputBuffer(capacity: 256)
  /// As SETTINGS_MAX_HEADER_LIST_SIZE counts.
  private(set) var listBytes = 0
  private var count = 0
  /// Why fields were left out, if any were.
  private(set) var excess: HeaderExcess?

  var fields: FieldList { FieldList(bytes: memory.bytes) }

  mutating func removeAll() {
    memory.removeAll()
    listBytes = 0
    count = 0
    excess = nil
  }

  /// Returns false for a field that is left out.
  @inline(__always)
  mutating func append(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
    in limits: borrowing HTTP2Session.Configuration
  ) -> Bool {
    let bytes = name.count &+ value.count
    // RFC 9113, 6.5.2: each field counts for 32 bytes beside its text.
    listBytes &+= bytes &+ 32
    count &+= 1
    guard listBytes <= limits.headerListBytesMax, count <= limits.headerFieldsMax else {
      excess = listBytes > limits.headerListBytesMax ? .bytes : excess ?? .fields
      return false
    }
    var place = memory.extend(by: FieldList.lengthsBytes &+ bytes)
    let lengths = UInt64(truncatingIfNeeded: name.count | value.count << 32)
    place.storeBytes(of: lengths.littleEndian, as: UInt64.self)
    place += FieldList.lengthsBytes
    if let start = name.baseAddress { memcpy(place, start, name.count) }
    if let start = value.baseAddress { memcpy(place + name.count, start, value.count) }
    return true
  }
}
