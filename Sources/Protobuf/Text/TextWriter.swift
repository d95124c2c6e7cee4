import Buffers

/// How text format is written and read.
public struct TextOptions: Sendable {
  /// Whether fields that the schema does not know are written, by their numbers.
  public var writesUnknown = true
  /// Whether characters beyond ASCII stand for themselves instead of as escapes of their bytes.
  public var keepsUnicode = false
  /// The messages that a `google.protobuf.Any` is shown with. Any other is shown as bytes.
  public var types = TypeRegistry()

  public init() {}

  public init(
    writesUnknown: Bool = true, keepsUnicode: Bool = false, types: TypeRegistry = TypeRegistry()
  ) {
    self.writesUnknown = writesUnknown
    self.keepsUnicode = keepsUnicode
    self.types = types
  }
}

/// Writes text format, a field a line. Source: protobuf.dev, "Text Format Language"; the choices it
/// leaves are made as C++'s `TextFormat` makes them.
public struct TextWriter: FieldSink {
  let options: TextOptions
  private(set) var text = ""
  private var level = 0
  private(set) var nestingLeft = WireReader.nestingMax
  /// The tables of the messages met so far, by type.
  private var tables: [ObjectIdentifier: Any] = [:]

  init(_ options: TextOptions) { self.options = options }

  var wantsDefaults: Bool { false }
  var wantsNumberOrder: Bool { true }

  mutating func table<M: Message>(of type: M.Type) -> FieldTable<M> {
    if let known = tables[ObjectIdentifier(type)] as? FieldTable<M> { return known }
    let table = FieldTable<M>()
    tables[ObjectIdentifier(type)] = table
    return table
  }

  // MARK: - Fields

  /// The fields of a message without the braces around them; those of what an Any holds, if its type
  /// is known.
  mutating func fields(of message: some FieldwiseMessage) {
    if let packed = message as? Generated<GoogleProtobuf.`Any`>, write(packed.message) { return }
    message.visit(&self)
    if options.writesUnknown { unknown(message.unknownFields) }
  }

  mutating func field(_ name: String, json: String, text: String, _ content: FieldContent) {
    switch content {
    case .value(let value): value.writeText(text, to: &self)
    case .list(let values):
      for value in values { value.writeText(text, to: &self) }
    case .map(let entries):
      for (key, value) in entries {
        block(text) { writer in
          key.writeText("key", to: &writer)
          value.writeText("value", to: &writer)
        }
      }
    }
  }

  private mutating func write(_ packed: GoogleProtobuf.`Any`) -> Bool {
    guard let entry = options.types.entry(at: packed.typeUrl),
      let message = try? entry.decode(packed.value, max(0, nestingLeft - 1))
    else { return false }
    block("[\(packed.typeUrl)]") { $0.fields(of: message) }
    return true
  }

  // MARK: - Lines

  /// A field whose value is one word.
  mutating func scalar(_ name: String, _ literal: String) { line("\(name): \(literal)") }

  /// A field whose value is a message.
  mutating func block(_ name: String, _ body: (inout TextWriter) -> Void) {
    line("\(name) {")
    level += 1
    if nestingLeft > 0 {
      nestingLeft -= 1
      body(&self)
      nestingLeft += 1
    } else {
      line("# nested more than \(WireReader.nestingMax) deep")
    }
    level -= 1
    line("}")
  }

  private mutating func line(_ content: String) {
    text += String(repeating: "  ", count: level) + content + "\n"
  }

  // MARK: - Strings

  /// - Parameter isText: whether the bytes are UTF-8.
  func quoted(_ bytes: some Sequence<UInt8>, isText: Bool) -> String {
    var units: [UInt8] = [UInt8(ascii: "\"")]
    for unit in bytes {
      switch unit {
      case UInt8(ascii: "\n"): units += "\\n".utf8
      case UInt8(ascii: "\r"): units += "\\r".utf8
      case UInt8(ascii: "\t"): units += "\\t".utf8
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
        units += [UInt8(ascii: "\\"), unit]
      case 0x20..<0x7F: units.append(unit)
      case 0x80... where isText && options.keepsUnicode: units.append(unit)
      default:
        let digits = String(unit, radix: 8)
        units += ("\\" + String(repeating: "0", count: 3 - digits.count) + digits).utf8
      }
    }
    units.append(UInt8(ascii: "\""))
    return String(decoding: units, as: UTF8.self)
  }
}
