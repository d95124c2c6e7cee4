import Buffers

/// What a field, an element of a repeated field, or a value of a map may be.
public protocol FieldValue: FormattedValue, Hashable {
  static var kind: FieldKind { get }

  /// What an entry of a map has that lacks its key or value.
  init()

  /// The value that comes next; nil for an enum value to be ignored.
  static func readJSON(from reader: inout JSONReader) throws(JSONError) -> Self?

  /// The value that comes next in text format.
  static func readText(from reader: inout TextReader) throws(TextError) -> Self

  /// Whether null is a value rather than the absence of one.
  static var isNullable: Bool { get }
}

extension FieldValue {
  public static var isNullable: Bool { false }
}

/// What a key of a map may be: in JSON always a string.
public protocol MapKey: FieldValue {
  init?(mapKey text: String)
  var mapKey: String { get }
  /// The order in which entries are written.
  static func precedes(_ a: Self, _ b: Self) -> Bool
}

/// The kinds of values as their readers and writers outside the binary format see them.
public enum FieldKind: Sendable {
  case bool, int32, int64, uint32, uint64, float, double, string, bytes
  case enumeration(any ProtobufEnum.Type)
  case message(any Message.Type)
}

/// How often a field may stand, and of what.
public enum FieldShape: Sendable {
  /// Always there, at its default if not set.
  case singular(FieldKind)
  /// A message, a scalar with presence, or a member of a oneof.
  case optional(FieldKind)
  case repeated(FieldKind)
  case map(key: FieldKind, value: FieldKind)
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
/// binary call: JSON, text format, command-line flags. A message enters its fields in `describe`.
public struct FieldTable<M: Message> {
  public struct Field {
    public let number: Int
    /// The name in the schema, such as `captured_at`.
    public let name: String
    /// The name in JSON, such as `capturedAt`.
    public let jsonName: String
    /// The name in text format: the schema's, but of a group its type's.
    public let textName: String
    public let shape: FieldShape
    /// What the field holds; nil if it is absent, or at its default and that is not wanted.
    let content: (M, _ wantsDefaults: Bool) -> FieldContent?
    /// Reads the field's value.
    let read: (inout M, inout JSONReader) throws(JSONError) -> Void
    /// Reads what stands behind the field's name in text format.
    let readText: (inout M, inout TextReader) throws(TextError) -> Void

    var isRepeated: Bool {
      switch shape {
      case .singular, .optional: false
      case .repeated, .map: true
      }
    }
  }

  public private(set) var fields: [Field] = []
  /// By both of a field's names.
  private(set) var indexByName: [String: Int] = [:]
  private(set) var indicesByNumber: [Int] = []
  /// By a field's name in text format and in the schema.
  private(set) var indexByTextName: [String: Int] = [:]
  private(set) var reservedNames: Set<String> = []

  /// The table of `M`.
  public init() {
    M.describe(&self)
    indicesByNumber = fields.indices.sorted { fields[$0].number < fields[$1].number }
  }

  /// A field without presence.
  public mutating func singular<V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, V>, json: String? = nil
  ) {
    let initial = M()[keyPath: path]
    add(
      number, name, json, nil, .singular(V.kind),
      content: { message, wantsDefaults in
        let value = message[keyPath: path]
        return wantsDefaults || !value.isSame(as: initial) ? .value(value) : nil
      },
      read: { message, reader throws(JSONError) in
        if try reader.takesNull(V.self) { return }
        if let value = try V.readJSON(from: &reader) { message[keyPath: path] = value }
      },
      readText: { message, reader throws(TextError) in
        message[keyPath: path] = try reader.value(V.self)
      })
  }

  /// A message field, or a scalar with presence.
  public mutating func optional<V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, V?>, json: String? = nil,
    text: String? = nil
  ) {
    add(
      number, name, json, text, .optional(V.kind),
      content: { message, _ in message[keyPath: path].map { .value($0) } },
      read: { message, reader throws(JSONError) in
        if try reader.takesNull(V.self) { return }
        message[keyPath: path] = try V.readJSON(from: &reader)
      },
      readText: { message, reader throws(TextError) in
        message[keyPath: path] = try reader.value(V.self)
      })
  }

  public mutating func repeated<V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, [V]>, json: String? = nil,
    text: String? = nil
  ) {
    add(
      number, name, json, text, .repeated(V.kind),
      content: { message, wantsDefaults in
        let values = message[keyPath: path]
        return wantsDefaults || !values.isEmpty ? .list(values) : nil
      },
      read: { message, reader throws(JSONError) in
        if reader.takeWord("null") { return }
        try reader.array { reader throws(JSONError) in
          if let value = try V.readJSON(from: &reader) { message[keyPath: path].append(value) }
        }
      },
      readText: { message, reader throws(TextError) in
        try reader.values(V.self) { message[keyPath: path].append($0) }
      })
  }

  public mutating func map<K: MapKey, V: FieldValue>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, [K: V]>, json: String? = nil
  ) {
    add(
      number, name, json, nil, .map(key: K.kind, value: V.kind),
      content: { message, wantsDefaults in
        let entries = message[keyPath: path]
        guard wantsDefaults || !entries.isEmpty else { return nil }
        return .map(entries.sorted { K.precedes($0.key, $1.key) }.map { ($0.key, $0.value) })
      },
      read: { message, reader throws(JSONError) in
        if reader.takeWord("null") { return }
        try reader.map { reader, text throws(JSONError) in
          guard let key = K(mapKey: text) else {
            throw reader.error("\"\(text)\" is no key of this map")
          }
          guard let value = try V.readJSON(from: &reader) else { return }
          guard message[keyPath: path].updateValue(value, forKey: key) == nil else {
            throw reader.error("the key stands twice")
          }
        }
      },
      readText: { message, reader throws(TextError) in
        try reader.entries(K.self, V.self) { message[keyPath: path][$0] = $1 }
      })
  }

  /// A member of a oneof: how to make it and how to take it out.
  public mutating func oneof<V: FieldValue, Oneof>(
    _ number: Int, _ name: String, _ path: WritableKeyPath<M, Oneof?>,
    _ member: @escaping (V) -> Oneof, json: String? = nil, text: String? = nil,
    _ current: @escaping (Oneof) -> V?
  ) {
    add(
      number, name, json, text, .optional(V.kind),
      content: { message, _ in message[keyPath: path].flatMap(current).map { .value($0) } },
      read: { message, reader throws(JSONError) in
        if try reader.takesNull(V.self) { return }
        guard message[keyPath: path] == nil else {
          throw reader.error("another member of the same oneof is set already")
        }
        message[keyPath: path] = try V.readJSON(from: &reader).map(member)
      },
      readText: { message, reader throws(TextError) in
        guard message[keyPath: path] == nil else {
          throw reader.error("another member of the same oneof is set already")
        }
        message[keyPath: path] = member(try reader.value(V.self))
      })
  }

  /// Names that the schema keeps from being used again.
  public mutating func reserved(_ names: String...) { reservedNames.formUnion(names) }

  private mutating func add(
    _ number: Int, _ name: String, _ jsonName: String?, _ textName: String?, _ shape: FieldShape,
    content: @escaping (M, Bool) -> FieldContent?,
    read: @escaping (inout M, inout JSONReader) throws(JSONError) -> Void,
    readText: @escaping (inout M, inout TextReader) throws(TextError) -> Void
  ) {
    let field = Field(
      number: number, name: name, jsonName: jsonName ?? defaultJSONName(name),
      textName: textName ?? name, shape: shape, content: content, read: read, readText: readText)
    indexByTextName[field.name] = fields.count
    indexByTextName[field.textName] = fields.count
    indexByName[field.name] = fields.count
    indexByName[field.jsonName] = fields.count
    fields.append(field)
  }
}

extension FieldTable.Field {
  /// The field's value in JSON; nil if it is absent or at its default, or has no JSON.
  public func json(of message: M, _ options: JSONOptions = JSONOptions()) -> String? {
    guard let content = content(message, options.writesDefaults) else { return nil }
    var writer = JSONWriter(options)
    writer.content(content)
    return writer.failure == nil ? writer.text : nil
  }

  /// Sets the field to the value that `json` holds.
  public func set(
    _ message: inout M, json: String, _ options: JSONOptions = JSONOptions()
  ) throws(JSONError) {
    var reader = JSONReader(Array(json.utf8), options)
    try read(&message, &reader)
    try reader.expectEnd()
  }
}

extension FieldValue {
  /// Whether it is the very same value: 0 and -0 are equal, and yet not the same.
  fileprivate func isSame(as other: Self) -> Bool {
    switch (self, other) {
    case (let a as Double, let b as Double): a.bitPattern == b.bitPattern
    case (let a as Float, let b as Float): a.bitPattern == b.bitPattern
    default: self == other
    }
  }
}

extension JSONReader {
  /// Takes a null that stands for an absent value.
  fileprivate mutating func takesNull<V: FieldValue>(_: V.Type) throws(JSONError) -> Bool {
    !V.isNullable && takeWord("null")
  }
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
