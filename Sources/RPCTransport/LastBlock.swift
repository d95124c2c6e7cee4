import Buffers
import Glibc
import HTTP2

/// The last header block of its kind on a connection: as a rule the peer sends the same one with call after
/// call, and what was read from it then need not be read again.
struct LastBlock<Value> {
  /// Small, since each connection keeps them.
  private let fields = OutputBuffer(capacity: 256)
  private var value: Value?

  /// What is longer is not kept, in bytes.
  private static var bytesMax: Int { 1 << 10 }

  /// What these fields stood for the last time.
  func value(_ fields: FieldList) -> Value? {
    let known = self.fields.bytes
    guard known.count == fields.bytes.count, let left = known.baseAddress,
      let right = fields.bytes.baseAddress, memcmp(left, right, known.count) == 0
    else { return nil }
    return value
  }

  /// Keeps what `fields` stand for, which must not depend on the time.
  mutating func keep(_ fields: FieldList, _ value: Value) {
    guard fields.bytes.count <= Self.bytesMax else { return }
    self.fields.removeAll()
    self.fields.append(fields.bytes)
    self.value = value
  }
}
