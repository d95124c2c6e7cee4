import Buffers
import Calling
import Protobuf
import RPC

/// A request that is made anew for each call: constant parts are encoded once, functions when a message
/// is due. A template without functions is one memory that all calls share.
struct Template: Sendable {
  /// A part of a message in binary format, in the order of the fields.
  enum Part: Sendable {
    /// Whole fields, ready.
    case constant(Bytes)
    /// Whole fields, one of these.
    case oneOf([Bytes])
    case integer(WireTag, Layout, Generator)
    case text(WireTag, Generator)
    case timestamp(WireTag)
    case message(WireTag, [Part])
  }

  /// How a number is laid out.
  enum Layout: Sendable, Hashable {
    case varint
    /// `int32` and the like: beyond 32 bits it begins anew.
    case varint32
    case unsigned32
    case zigzag32
    case zigzag64
    case fixed32
    case fixed64
    case float
    case double
  }

  let parts: [Part]
  /// The message behind its prefix, if it is always the same.
  let constant: Bytes?

  init(_ parts: [Part]) {
    self.parts = parts
    let isConstant = parts.allSatisfy { if case .constant = $0 { true } else { false } }
    guard isConstant else {
      constant = nil
      return
    }
    var values = TemplateValues(random: RandomSource(seed: 0))
    constant = Template.build(parts, &values)
  }

  /// The message behind its five-byte prefix.
  func framed(_ values: inout TemplateValues) -> Bytes {
    constant ?? Template.build(parts, &values)
  }

  private static func build(_ parts: [Part], _ values: inout TemplateValues) -> Bytes {
    var writer = TemplateWriter()
    writer.write(parts, &values)
    return writer.framed()
  }
}

/// Writes a message from its end to its beginning: then each length is known when it is due.
private struct TemplateWriter {
  private var memory = Slab(capacity: 512)
  /// Of what is written, from the end of `memory`.
  private var count = 0
  private var text: [UInt8] = []

  mutating func write(_ parts: [Template.Part], _ values: inout TemplateValues) {
    for part in parts.reversed() { write(part, &values) }
  }

  private mutating func write(_ part: Template.Part, _ values: inout TemplateValues) {
    switch part {
    case .constant(let bytes): put(bytes)
    case .oneOf(let choices):
      put(choices[Int(values.random.next() % UInt64(choices.count))])
    case .integer(let tag, let layout, let generator):
      put(layout, generator, &values)
      put(varint: UInt64(tag.rawValue))
    case .text(let tag, let generator):
      text.removeAll(keepingCapacity: true)
      generator.append(to: &text, &values)
      text.withUnsafeBytes { put($0) }
      close(tag, text.count)
    case .timestamp(let tag):
      let (seconds, nanoseconds) = SystemTime.now()
      let mark = count
      put(varint: UInt64(UInt32(bitPattern: nanoseconds)))
      put(varint: 0x10)
      put(varint: UInt64(bitPattern: seconds))
      put(varint: 0x08)
      close(tag, count - mark)
    case .message(let tag, let parts):
      let mark = count
      write(parts, &values)
      close(tag, count - mark)
    }
  }

  private mutating func put(
    _ layout: Template.Layout, _ generator: Generator, _ values: inout TemplateValues
  ) {
    if case .float(let range) = generator {
      let value = Double.random(in: range, using: &values.random)
      return layout == .float
        ? put(fixed: Float(value).bitPattern) : put(fixed: value.bitPattern)
    }
    let value = generator.integer(&values)
    let narrow = Int32(truncatingIfNeeded: value)
    switch layout {
    case .varint: put(varint: UInt64(bitPattern: value))
    case .varint32: put(varint: UInt64(bitPattern: Int64(narrow)))
    case .unsigned32: put(varint: UInt64(UInt32(bitPattern: narrow)))
    case .zigzag32: put(varint: UInt64(UInt32(bitPattern: narrow << 1 ^ narrow >> 31)))
    case .zigzag64: put(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    case .fixed32: put(fixed: UInt32(bitPattern: narrow))
    case .fixed64: put(fixed: UInt64(bitPattern: value))
    case .float: put(fixed: Float(value).bitPattern)
    case .double: put(fixed: Double(value).bitPattern)
    }
  }

  private mutating func close(_ tag: WireTag, _ length: Int) {
    put(varint: UInt64(length))
    put(varint: UInt64(tag.rawValue))
  }

  /// The `bytes` in front of what is written, to be filled.
  private mutating func claim(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    if memory.capacity - count < bytes {
      let larger = Slab(capacity: 2 * memory.capacity + bytes)
      UnsafeMutableRawBufferPointer(rebasing: larger.memory.suffix(count))
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: memory.memory.suffix(count)))
      memory = larger
    }
    count += bytes
    let start = memory.capacity - count
    return UnsafeMutableRawBufferPointer(rebasing: memory.memory[start..<start + bytes])
  }

  private mutating func put(_ bytes: Bytes) { bytes.withUnsafeBytes { put($0) } }

  private mutating func put(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    claim(bytes.count).copyMemory(from: bytes)
  }

  private mutating func put<N: FixedWidthInteger>(fixed value: N) {
    claim(N.bitWidth / 8).storeBytes(of: value.littleEndian, as: N.self)
  }

  private mutating func put(varint value: UInt64) {
    let size = max(1, (64 - value.leadingZeroBitCount + 6) / 7)
    let memory = claim(size)
    var rest = value
    for index in 0..<size {
      memory[index] = UInt8(truncatingIfNeeded: rest) & 0x7f | (index < size - 1 ? 0x80 : 0)
      rest >>= 7
    }
  }

  mutating func framed() -> Bytes {
    let length = count
    MessagePrefix.write(into: claim(MessagePrefix.size), length)
    return Bytes(memory, memory.capacity - count..<memory.capacity)
  }
}
