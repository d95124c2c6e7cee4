import Buffers

/// The types of message that a `google.protobuf.Any` may hold, by name. The well-known types are
/// always among them.
public struct TypeRegistry: Sendable {
  /// What is done with a message of a type known only at run time.
  struct Entry: Sendable {
    /// Whether the type's JSON is not an object of its fields; inside an Any it then stands as the
    /// member `value`.
    let hasOwnJSON: Bool
    /// The message that the bytes hold, nested no deeper than given.
    let decode: @Sendable (Bytes, _ nestingLeft: Int) throws(DecodeError) -> any FieldwiseMessage
    /// The message in binary format whose JSON comes next. The member `skipping`, if it is not nil,
    /// is passed over.
    let readJSON:
      @Sendable (inout JSONReader, _ skipping: String?) throws(JSONError) -> any FieldwiseMessage
    /// The message in braces that comes next; nil if the type is not read from text format.
    var readText: (@Sendable (inout TextReader) throws(TextError) -> any FieldwiseMessage)?
  }

  private var entriesByName = Self.wellKnown

  /// The well-known types only.
  public init() {}

  /// The types given, and the well-known ones.
  public init(_ types: [any Message.Type]) {
    for type in types { add(type) }
  }

  public mutating func add<M: Message>(_ type: M.Type) {
    add(M.fullName, Entry(type))
  }

  /// What is there of `other` too; where both know a type, this one's stays.
  public mutating func merge(_ other: TypeRegistry) {
    entriesByName.merge(other.entriesByName) { own, _ in own }
  }

  mutating func add(_ fullName: String, _ entry: Entry) { entriesByName[fullName] = entry }

  /// The type of that full name.
  func entry(named fullName: String) -> Entry? { entriesByName[fullName] }

  /// The type that follows the last slash of `url`; nil if there is no slash.
  func entry(at url: String) -> Entry? {
    guard let slash = url.lastIndex(of: "/") else { return nil }
    return entriesByName[String(url[url.index(after: slash)...])]
  }

  private static let wellKnown: [String: Entry] = {
    let types: [any Message.Type] = [
      GoogleProtobuf.`Any`.self, GoogleProtobuf.Duration.self, GoogleProtobuf.Empty.self,
      GoogleProtobuf.FieldMask.self, GoogleProtobuf.ListValue.self, GoogleProtobuf.Struct.self,
      GoogleProtobuf.Timestamp.self, GoogleProtobuf.Value.self, GoogleProtobuf.BoolValue.self,
      GoogleProtobuf.BytesValue.self, GoogleProtobuf.DoubleValue.self,
      GoogleProtobuf.FloatValue.self, GoogleProtobuf.Int32Value.self,
      GoogleProtobuf.Int64Value.self, GoogleProtobuf.StringValue.self,
      GoogleProtobuf.UInt32Value.self, GoogleProtobuf.UInt64Value.self,
    ]
    var entries: [String: Entry] = [:]
    func enter<M: Message>(_ type: M.Type) { entries[M.fullName] = Entry(type) }
    for type in types { enter(type) }
    return entries
  }()
}

extension TypeRegistry: ExpressibleByArrayLiteral {
  public init(arrayLiteral types: (any Message.Type)...) { self.init(types) }
}

extension TypeRegistry.Entry {
  init<M: Message>(_ type: M.Type) {
    let hasOwnJSON = M.self is any OwnJSON.Type
    self.init(
      hasOwnJSON: hasOwnJSON,
      decode: { bytes, nestingLeft throws(DecodeError) in
        var message = M()
        try message.merge(decoding: bytes, nestingLeft: nestingLeft)
        return Generated(message: message)
      },
      readJSON: { reader, skipping throws(JSONError) in
        let message =
          hasOwnJSON
          ? try M.readJSON(from: &reader) ?? M()
          : try reader.message(M.self, skipping: skipping)
        return Generated(message: message)
      },
      readText: { reader throws(TextError) in
        Generated(message: try M.readText(from: &reader))
      })
  }
}

/// Messages whose JSON is not an object of their fields.
protocol OwnJSON: Message {}

extension GoogleProtobuf.`Any`: OwnJSON {}
extension GoogleProtobuf.Duration: OwnJSON {}
extension GoogleProtobuf.FieldMask: OwnJSON {}
extension GoogleProtobuf.ListValue: OwnJSON {}
extension GoogleProtobuf.Struct: OwnJSON {}
extension GoogleProtobuf.Timestamp: OwnJSON {}
extension GoogleProtobuf.Value: OwnJSON {}
