import CNghttp2

/// The fields of one HEADERS frame, ready to be sent. Names are lower case.
///
/// Immutable: hence Sendable, though it owns plain memory.
public final class FieldBlock: @unchecked Sendable {
  private let memory: UnsafeMutableRawPointer
  private let fields: UnsafeMutableBufferPointer<nghttp2_nv>
  /// Whose memory the first fields point to.
  private let prefix: FieldBlock?
  /// Of a block that is kept: its fields as literals that no compressor needs to know of, nil if they
  /// are too long for that.
  let literals: UnsafeRawBufferPointer?

  /// - Parameters:
  ///   - prefix: stands before `pairs`, its memory shared.
  ///   - isPermanent: the block outlives the sessions that send it, so that sending it copies none of
  ///     it.
  public init(
    after prefix: FieldBlock? = nil, _ pairs: [(name: String, value: String)],
    isPermanent: Bool = false
  ) {
    self.prefix = prefix
    let size = pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    memory = .allocate(byteCount: max(size, 1), alignment: 1)
    let start = prefix?.fields.count ?? 0
    fields = .allocate(capacity: start + pairs.count)
    if let prefix { _ = fields.initialize(fromContentsOf: prefix.fields) }
    let flags =
      isPermanent
      ? UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
      : UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
    var position = 0
    for (index, pair) in pairs.enumerated() {
      let name = FieldBlock.place(pair.name, memory, &position)
      let value = FieldBlock.place(pair.value, memory, &position)
      (fields.baseAddress! + start + index).initialize(
        to: nghttp2_nv(
          name: name.baseAddress, value: value.baseAddress, namelen: name.count,
          valuelen: value.count, flags: flags))
    }
    literals = isPermanent && prefix == nil ? FieldBlock.literals(pairs) : nil
  }

  /// Literals without indexing and without Huffman code (RFC 7541, 6.2.2): they change nothing in the
  /// peer's table. Each length has to fit its seven bits.
  private static func literals(
    _ pairs: [(name: String, value: String)]
  ) -> UnsafeRawBufferPointer? {
    var bytes: [UInt8] = []
    for pair in pairs {
      bytes.append(0)
      for text in [pair.name, pair.value] {
        guard text.utf8.count < 127 else { return nil }
        bytes.append(UInt8(text.utf8.count))
        bytes += Array(text.utf8)
      }
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    memory.copyBytes(from: bytes)
    return UnsafeRawBufferPointer(memory)
  }

  deinit {
    fields.deallocate()
    memory.deallocate()
    literals?.deallocate()
  }

  private static func place(
    _ text: String, _ memory: UnsafeMutableRawPointer, _ position: inout Int
  ) -> UnsafeMutableBufferPointer<UInt8> {
    let count = text.utf8.count
    let start = (memory + position).bindMemory(to: UInt8.self, capacity: count)
    let target = UnsafeMutableBufferPointer(start: start, count: count)
    _ = target.initialize(fromContentsOf: text.utf8)
    position += count
    return target
  }

  func withFields<R>(_ body: (UnsafePointer<nghttp2_nv>?, Int) -> R) -> R {
    body(UnsafePointer(fields.baseAddress), fields.count)
  }
}
