import Buffers

/// A protobuf message as a plain Swift value. Every conformance is made by the schema compiler.
///
/// The requirements are the two halves of the binary codec and a table of the fields for what is
/// not on the path of a call: JSON, command-line flags, tables.
public protocol Message: FieldValue {
  /// The message with every field absent or at its default.
  init()

  /// The name in the schema, such as `mado.telework.v1.Image`.
  static var fullName: String { get }

  /// The fields that came in but that this schema does not know; they go out again unchanged.
  var unknownFields: UnknownFields { get set }

  /// Merges what `reader` holds, up to its end, into this message: singular fields replace,
  /// repeated fields append, message fields merge.
  mutating func merge(from reader: inout WireReader) throws(DecodeError)

  /// Writes all fields, the last one first: see ``WireWriter``.
  func write(to writer: inout WireWriter)

  /// Enters every field into `fields`, in the order of the schema.
  static func describe(_ fields: inout FieldTable<Self>)

  /// Notes every rule of the schema that this message, or one inside it, breaks. Made for messages
  /// with rules (`buf.validate`); the others keep the one that does nothing.
  func validate(into violations: inout Violations)
}

extension Message {
  @inlinable
  public func validate(into violations: inout Violations) {}

  /// The message that `bytes` hold in binary format.
  @inlinable
  public init(decoding bytes: Bytes) throws(DecodeError) {
    self.init()
    try merge(decoding: bytes)
  }

  /// Merges the binary message `bytes` into this one.
  @inlinable
  public mutating func merge(decoding bytes: Bytes) throws(DecodeError) {
    try merge(decoding: bytes, nestingLeft: WireReader.nestingMax)
  }

  /// - Parameter nestingLeft: how many messages and groups may stand inside each other.
  @inlinable
  mutating func merge(decoding bytes: Bytes, nestingLeft: Int) throws(DecodeError) {
    try bytes.withUnsafeBytes { (memory: UnsafeRawBufferPointer) throws(DecodeError) in
      guard let start = memory.baseAddress else { return }
      var reader = WireReader(start: start, count: memory.count, source: UnretainedBytes(bytes))
      reader.nestingLeft = nestingLeft
      do throws(DecodeError) {
        try merge(from: &reader)
      } catch {
        throw error.naming(Self.fullName)
      }
    }
  }

  /// The binary format of this message.
  @inlinable
  public func encoded() -> Bytes {
    withUnsafeTemporaryAllocation(byteCount: WireWriter.scratchBytes, alignment: 16) { scratch in
      var writer = WireWriter(scratch: scratch, sharesPayloads: false)
      write(to: &writer)
      return writer.finish()
    }
  }

  /// The binary format behind `headroom` bytes for a frame's prefix, which `fill` must write; it is
  /// given those bytes and the length of the message. Long `bytes` fields are not copied but stand
  /// as pieces of their own.
  @inlinable
  public func encoded(
    headroom: Int, _ fill: (UnsafeMutableRawBufferPointer, _ messageBytes: Int) -> Void
  ) -> BytePieces {
    withUnsafeTemporaryAllocation(byteCount: WireWriter.scratchBytes, alignment: 16) { scratch in
      var writer = WireWriter(scratch: scratch, sharesPayloads: true)
      write(to: &writer)
      let count = writer.count
      fill(writer.claim(headroom), count)
      return writer.finishPieces()
    }
  }
}
