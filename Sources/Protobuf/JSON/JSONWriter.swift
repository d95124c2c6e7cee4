/// Writes JSON, with or without lines and indentation.
public struct JSONWriter {
  let options: JSONOptions
  private var output: [UInt8] = []
  private var level = 0
  private var isFirst = true
  /// The tables of the messages met so far, by type.
  private var tables: [ObjectIdentifier: Any] = [:]

  init(_ options: JSONOptions) { self.options = options }

  var text: String { String(decoding: output, as: UTF8.self) }

  mutating func table<M: Message>(of type: M.Type) -> FieldTable<M> {
    if let known = tables[ObjectIdentifier(type)] as? FieldTable<M> { return known }
    let table = FieldTable<M>()
    tables[ObjectIdentifier(type)] = table
    return table
  }

  // MARK: - Structure

  mutating func object(_ body: (inout JSONWriter) -> Void) {
    nested(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  mutating func array(_ body: (inout JSONWriter) -> Void) {
    nested(UInt8(ascii: "["), UInt8(ascii: "]"), body)
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

  private mutating func nested(
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
