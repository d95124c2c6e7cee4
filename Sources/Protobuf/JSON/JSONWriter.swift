/// Writes JSON, with or without lines and indentation.
///
/// What the mapping has no form for is noted as the ``failure``; what is written then means nothing.
public struct JSONWriter: FieldSink {
  let options: JSONOptions
  /// The first thing that could not be written.
  private(set) var failure: JSONError?
  private var output: [UInt8] = []
  private var level = 0
  private var isFirst = true
  private var path: [String] = []
  /// As of a reader, but for the outermost message, which counts here.
  private(set) var nestingLeft = WireReader.nestingMax + 1
  /// The tables of the messages met so far, by type.
  private var tables: [ObjectIdentifier: Any] = [:]

  init(_ options: JSONOptions) { self.options = options }

  var text: String { String(decoding: output, as: UTF8.self) }

  mutating func fail(_ problem: String) {
    if failure == nil { failure = JSONError(problem: problem, path: path.joined(separator: ".")) }
  }

  // MARK: - Messages

  var wantsDefaults: Bool { options.writesDefaults }
  var wantsNumberOrder: Bool { false }

  mutating func table<M: Message>(of type: M.Type) -> FieldTable<M> {
    if let known = tables[ObjectIdentifier(type)] as? FieldTable<M> { return known }
    let table = FieldTable<M>()
    tables[ObjectIdentifier(type)] = table
    return table
  }

  /// An object whose members are the fields of a message.
  mutating func message(_ body: (inout JSONWriter) -> Void) {
    nested { $0.object(body) }
  }

  mutating func field(_ name: String, json: String, text: String, _ content: FieldContent) {
    path.append(name)
    member(options.usesSchemaNames ? name : json)
    self.content(content)
    path.removeLast()
  }

  mutating func content(_ content: FieldContent) {
    switch content {
    case .value(let value): value.writeJSON(to: &self)
    case .list(let values):
      array { writer in
        for value in values {
          writer.element()
          value.writeJSON(to: &writer)
        }
      }
    case .map(let entries):
      nested { writer in
        writer.object { writer in
          for (key, value) in entries {
            writer.member(key.mapKey)
            value.writeJSON(to: &writer)
          }
        }
      }
    }
  }

  /// Counts a message or a map against the budget while `body` writes it.
  mutating func nested(_ body: (inout JSONWriter) -> Void) {
    guard nestingLeft > 0 else {
      return fail("nested more than \(WireReader.nestingMax) deep")
    }
    nestingLeft -= 1
    body(&self)
    nestingLeft += 1
  }

  // MARK: - Structure

  mutating func object(_ body: (inout JSONWriter) -> Void) {
    bracket(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  mutating func array(_ body: (inout JSONWriter) -> Void) {
    bracket(UInt8(ascii: "["), UInt8(ascii: "]"), body)
  }

  /// The name of an object's member; its value comes next.
  mutating func member(_ name: String) {
    element()
    string(name)
    raw(options.isPretty ? ": " : ":")
  }

  /// Sets an array's element off from the one before; the element comes next.
  mutating func element() {
    if !isFirst { raw(",") }
    isFirst = false
    newLine()
  }

  private mutating func bracket(
    _ opening: UInt8, _ closing: UInt8, _ body: (inout JSONWriter) -> Void
  ) {
    output.append(opening)
    level += 1
    isFirst = true
    body(&self)
    level -= 1
    if !isFirst { newLine() }
    isFirst = false
    output.append(closing)
  }

  private mutating func newLine() {
    guard options.isPretty else { return }
    raw("\n")
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  // MARK: - Values

  /// Text that is JSON already: numbers, true, false, null.
  mutating func raw(_ json: String) { output.append(contentsOf: json.utf8) }

  mutating func string(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for unit in text.utf8 {
      switch unit {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case UInt8(ascii: "\n"): raw("\\n")
      case UInt8(ascii: "\r"): raw("\\r")
      case UInt8(ascii: "\t"): raw("\\t")
      case 0..<0x20:
        raw("\\u00\(unit < 16 ? "0" : "")\(String(unit, radix: 16))")
      default: output.append(unit)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
