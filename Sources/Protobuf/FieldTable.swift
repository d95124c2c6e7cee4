import Buffers

/// What a field, an element of a repeated field, or a value of a map may be.
public protocol FieldValue: Sendable, Hashable {
  static var kind: FieldKind { get }
}

/// The kinds of values as their readers and writers outside the binary format see them.
public enum FieldKind: Sendable {
  case bool, int32, int64, uint32, uint64, float, double, string, bytes
  case enumeration(any ProtobufEnum.Type)
  case message(any Message.Type)
}

extension Bool: FieldValue { public static var kind: FieldKind { .bool } }
extension Int32: FieldValue { public static var kind: FieldKind { .int32 } }
extension Int64: FieldValue { public static var kind: FieldKind { .int64 } }
extension UInt32: FieldValue { public static var kind: FieldKind { .uint32 } }
extension UInt64: FieldValue { public static var kind: FieldKind { .uint64 } }
extension Float: FieldValue { public static var kind: FieldKind { .float } }
extension Double: FieldValue { public static var kind: FieldKind { .double } }
extension String: FieldValue { public static var kind: FieldKind { .string } }
extension Bytes: FieldValue { public static var kind: FieldKind { .bytes } }
extension ProtobufEnum { public static var kind: FieldKind { .enumeration(Self.self) } }
extension Message { public static var kind: FieldKind { .message(Self.self) } }

/// The fields of a message in the order of the schema, for everything that is not on the path of a
/// binary call. A message enters its fields in `describe`.
public struct FieldTable<M: Message> {
  public struct Field {
    public let number: Int
    /// The name in the schema, such as `captured_at`.
    public let name: String
    /// The name in JSON, such as `capturedAt`.
    public let jsonName: String
    public let shape: FieldShape
  }

  public private(set) var fields: [Field] = []

  /// The table of `M`.
  public init() { M.describe(&self) }

  /// A field without presence.
  public mutating func singular<V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, V>, json: String? = nil
  ) {
    add(number, name, json, .singular(V.kind))
  }

  /// A message field, or a scalar with presence.
  public mutating func optional<V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, V?>, json: String? = nil
  ) {
    add(number, name, json, .optional(V.kind))
  }

  public mutating func repeated<V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, [V]>, json: String? = nil
  ) {
    add(number, name, json, .repeated(V.kind))
  }

  public mutating func map<K: FieldValue, V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, [K: V]>, json: String? = nil
  ) {
    add(number, name, json, .map(key: K.kind, value: V.kind))
  }

  /// A member of a oneof: how to make it and how to take it out.
  public mutating func oneof<V: FieldValue, Oneof>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, Oneof?>,
    _ member: @escaping (V) -> Oneof, json: String? = nil, _ current: @escaping (Oneof) -> V?
  ) {
    add(number, name, json, .optional(V.kind))
  }

  private mutating func add(
    _ number: Int, _ name: String, _ jsonName: String?, _ shape: FieldShape
  ) {
    fields.append(
      Field(
        number: number, name: name, jsonName: jsonName ?? defaultJSONName(name), shape: shape))
  }
}

/// How often a field may stand, and of what.
public enum FieldShape: Sendable {
  case singular(FieldKind)
  case optional(FieldKind)
  case repeated(FieldKind)
  case map(key: FieldKind, value: FieldKind)
}

/// The JSON name of a field: underscores go, the letter behind one is capitalised, all else stays.
/// Source: `ToJsonName` as protoc's descriptors show it.
public func defaultJSONName(_ name: String) -> String {
  var result = ""
  var capitalise = false
  for character in name {
    if character == "_" {
      capitalise = true
    } else {
      result += capitalise ? character.uppercased() : String(character)
      capitalise = false
    }
  }
  return result
}
