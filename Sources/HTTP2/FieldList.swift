import Buffers

/// The fields of a header block that has been received, in order; valid during the call that tells of
/// it.
public struct FieldList: Sequence {
  /// Of each field the lengths of its name and value, then name and value: blocks of the same bytes
  /// hold the same fields.
  public let bytes: UnsafeRawBufferPointer

  /// Name, in lower case, and value.
  public typealias Element = (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

  /// The lengths of name and value.
  static let lengthsBytes = 2 * MemoryLayout<UInt32>.size

  public func makeIterator() -> Iterator { Iterator(rest: bytes) }

  public struct Iterator: IteratorProtocol {
    var rest: UnsafeRawBufferPointer

    public mutating func next() -> Element? {
      guard rest.count >= FieldList.lengthsBytes else { return nil }
      let nameEnd = FieldList.lengthsBytes + Int(rest.loadUnaligned(as: UInt32.self))
      let end = nameEnd + Int(rest.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
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
  mutating func append(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, listBytesMax: Int,
    fieldsMax: Int
  ) -> Bool {
    // RFC 9113, 6.5.2: each field counts for 32 bytes beside its text.
    listBytes += name.count + value.count + 32
    count += 1
    guard listBytes <= listBytesMax else {
      excess = .bytes
      return false
    }
    guard count <= fieldsMax else {
      excess = excess ?? .fields
      return false
    }
    var place = memory.extend(by: FieldList.lengthsBytes + name.count + value.count)
    place.storeBytes(of: UInt32(truncatingIfNeeded: name.count), as: UInt32.self)
    place.storeBytes(of: UInt32(truncatingIfNeeded: value.count), toByteOffset: 4, as: UInt32.self)
    place += FieldList.lengthsBytes
    UnsafeMutableRawBufferPointer(start: place, count: name.count).copyMemory(from: name)
    place += name.count
    UnsafeMutableRawBufferPointer(start: place, count: value.count).copyMemory(from: value)
    return true
  }
}
