import Buffers
import Protobuf
import SchemaModel
import SchemaSyntax

/// Rules as they stand in a schema's options: what ``RuleShape`` names, with values.
struct RuleTree {
  /// The number of the extensions that hold rules: of messages, oneofs and fields.
  static let extensionNumber: Int32 = 1159
  /// The number of the extension that makes a field of a rules message a rule.
  static let predefinedNumber: Int32 = 1160

  enum Value {
    case signed(Int64)
    case unsigned(UInt64)
    case double(Double)
    case float(Float)
    case bool(Bool)
    case text(String)
    case bytes([UInt8])
    case rules(RuleTree)
    case message(Bytes)
  }

  let shape: RuleShape
  private var values: [String: [Value]] = [:]
  /// Fields that are no published rules: predefined ones.
  private(set) var unknownNumbers: [Int32] = []

  var isEmpty: Bool { values.isEmpty && unknownNumbers.isEmpty }

  /// The value of a rule that stands once.
  subscript(_ name: String) -> Value? { values[name]?.last }
  /// The values of a rule that can stand several times.
  func all(_ name: String) -> [Value] { values[name] ?? [] }

  func rules(_ name: String) -> RuleTree? {
    if case .rules(let tree)? = self[name] { tree } else { nil }
  }

  func isTrue(_ name: String) -> Bool {
    if case .bool(true)? = self[name] { true } else { false }
  }

  func text(_ name: String) -> String? {
    if case .text(let text)? = self[name] { text } else { nil }
  }

  func texts(_ name: String) -> [String] {
    all(name).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// A length or a count.
  func count(_ name: String) -> Int? {
    if case .unsigned(let count)? = self[name] { Int(clamping: count) } else { nil }
  }

  func number(_ name: String) -> Int64? {
    if case .signed(let number)? = self[name] { number } else { nil }
  }

  /// The rules in an options message; nil when there are none. Those of the same number belong
  /// together: each option of a schema is a field of its own.
  init?(_ shape: RuleShape, in options: UnknownFields, number: Int32 = extensionNumber) {
    var merged: [UInt8] = []
    for field in OptionFields(Array(options.bytes)) where field.number == number {
      merged += field.content
    }
    guard OptionFields(Array(options.bytes)).contains(where: { $0.number == number }) else {
      return nil
    }
    self.init(shape, merged)
  }

  init(_ shape: RuleShape, _ bytes: [UInt8]) {
    self.shape = shape
    let rules = Dictionary(shape.rules.map { ($0.number, $0) }, uniquingKeysWith: { a, _ in a })
    var parts: [Int32: [UInt8]] = [:]
    for field in OptionFields(bytes) {
      guard let rule = rules[field.number] else {
        if field.number != shape.exampleNumber { unknownNumbers.append(field.number) }
        continue
      }
      switch rule.kind {
      case .rules(let inner) where inner != .messageOneof:
        parts[rule.number, default: []] += field.content
      case .rules(let inner):
        values[rule.name, default: []].append(.rules(RuleTree(inner, field.content)))
      case .message: values[rule.name, default: []].append(.message(Bytes(field.content)))
      case .scalar(let type):
        values[rule.name, default: []] += field.scalars(type)
      }
    }
    for (number, content) in parts {
      guard let rule = rules[number], case .rules(let inner) = rule.kind else { continue }
      values[rule.name] = [.rules(RuleTree(inner, content))]
    }
  }
}

/// The fields of a message in binary format, one after the other; ends where they make no sense.
private struct OptionFields: Sequence, IteratorProtocol {
  struct Field {
    let number: Int32
    /// What a varint or a fixed-size field holds.
    let bits: UInt64
    /// What a length-delimited field holds.
    let content: [UInt8]
    let isDelimited: Bool

    /// The field's value, or those that stand in it in one run.
    func scalars(_ type: ScalarType) -> [RuleTree.Value] {
      switch type {
      case .string: return [.text(String(decoding: content, as: UTF8.self))]
      case .bytes: return [.bytes(content)]
      default: break
      }
      guard isDelimited else { return [value(type, bits)] }
      var rest = content[...]
      var values: [RuleTree.Value] = []
      while !rest.isEmpty, let bits = Self.take(type, &rest) { values.append(value(type, bits)) }
      return values
    }

    private static func take(_ type: ScalarType, _ rest: inout ArraySlice<UInt8>) -> UInt64? {
      switch type {
      case .fixed32, .sfixed32, .float: OptionFields.fixed(4, &rest)
      case .fixed64, .sfixed64, .double: OptionFields.fixed(8, &rest)
      default: OptionFields.varint(&rest)
      }
    }

    private func value(_ type: ScalarType, _ bits: UInt64) -> RuleTree.Value {
      switch type {
      case .double: .double(Double(bitPattern: bits))
      case .float: .float(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .bool: .bool(bits != 0)
      case .int32, .sfixed32: .signed(Int64(Int32(truncatingIfNeeded: bits)))
      case .int64, .sfixed64: .signed(Int64(bitPattern: bits))
      case .sint32, .sint64: .signed(Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
      default: .unsigned(bits)
      }
    }
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func next() -> Field? {
    guard !rest.isEmpty, let tag = Self.varint(&rest) else { return nil }
    let number = Int32(truncatingIfNeeded: tag >> 3)
    func plain(_ bits: UInt64?) -> Field? {
      bits.map { Field(number: number, bits: $0, content: [], isDelimited: false) }
    }
    switch tag & 7 {
    case 0: return plain(Self.varint(&rest))
    case 1: return plain(Self.fixed(8, &rest))
    case 5: return plain(Self.fixed(4, &rest))
    case 2:
      guard let count = Self.varint(&rest), count <= rest.count else { return nil }
      let content = Array(rest.prefix(Int(count)))
      rest = rest.dropFirst(Int(count))
      return Field(number: number, bits: 0, content: content, isDelimited: true)
    default: return nil  // No option of ours is a group.
    }
  }

  static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while shift < 64, let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  static func fixed(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> UInt64? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
