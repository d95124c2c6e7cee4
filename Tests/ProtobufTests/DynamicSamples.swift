import Buffers

@testable import Protobuf

/// Messages of any type, made at random but repeatably.
struct DynamicSamples {
  var samples: Samples

  init(seed: UInt64) { samples = Samples(seed: seed) }

  mutating func message(_ type: MessageDescriptor, depth: Int = 3) -> DynamicMessage {
    var message = DynamicMessage(type)
    for field in type.fields where chance(2, of: 3) {
      guard let value = value(of: field, in: type, depth: depth) else { continue }
      message.store(value, for: field)
    }
    return message
  }

  private mutating func chance(_ part: Int, of whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &samples.random) < part
  }

  private mutating func value(
    of field: FieldDescriptor, in type: MessageDescriptor, depth: Int
  ) -> DynamicValue? {
    if let entry = type.entry(of: field) {
      var entries: [DynamicValue: DynamicValue] = [:]
      for _ in 0..<2 {
        guard let key = element(entry.key, in: entry.type, depth: depth),
          let value = element(entry.value, in: entry.type, depth: depth)
        else { continue }
        entries[key] = value
      }
      return .map(entries)
    }
    guard field.isRepeated else { return element(field, in: type, depth: depth) }
    var elements: [DynamicValue] = []
    while chance(1, of: 2) {
      guard let element = element(field, in: type, depth: depth) else { break }
      elements.append(element)
    }
    return .list(elements)
  }

  private mutating func element(
    _ field: FieldDescriptor, in type: MessageDescriptor, depth: Int
  ) -> DynamicValue? {
    if let message = type.message(of: field) {
      return depth > 0 ? .message(self.message(message, depth: depth - 1)) : nil
    }
    if let enumeration = type.enumeration(of: field) {
      let number = enumeration.values.randomElement(using: &samples.random)?.number ?? 0
      return .enumeration(enumeration.isOpen && chance(1, of: 5) ? samples.int32() : number)
    }
    switch DynamicScalar.of(field.type)?.initial {
    case .bool: return .bool(chance(1, of: 2))
    case .int32: return .int32(samples.int32())
    case .int64: return .int64(samples.int64())
    case .uint32: return .uint32(UInt32(bitPattern: samples.int32()))
    case .uint64: return .uint64(UInt64(bitPattern: samples.int64()))
    case .float: return .float(chance(1, of: 5) ? -0.0 : Float(samples.int32()) / 7)
    case .double: return .double(chance(1, of: 5) ? -.infinity : Double(samples.int64()) / 7)
    case .string: return .string(samples.string())
    case .bytes: return .bytes(samples.bytes())
    default: return nil
    }
  }
}
