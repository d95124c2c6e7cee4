import Buffers

/// A value as the formats that people read write it: JSON and text format.
public protocol FormattedValue: Sendable {
  func writeJSON(to writer: inout JSONWriter)

  /// Writes the field `name` with this value.
  func writeText(_ name: String, to writer: inout TextWriter)
}

/// What a field of a message holds, whatever kind of message it is.
enum FieldContent {
  case value(any FormattedValue)
  case list([any FormattedValue])
  /// The entries in the order of their keys.
  case map([(key: any MapKey, value: any FormattedValue)])
}

/// Where the fields of a message go, one by one.
protocol FieldSink {
  /// Whether fields without presence are wanted at their defaults too.
  var wantsDefaults: Bool { get }
  /// Whether fields are wanted in the order of their numbers instead of the schema's.
  var wantsNumberOrder: Bool { get }

  mutating func table<M: Message>(of type: M.Type) -> FieldTable<M>

  /// - Parameters:
  ///   - name: the name in the schema.
  ///   - text: the name in text format: the schema's, but of a group its type's.
  mutating func field(_ name: String, json: String, text: String, _ content: FieldContent)
}

/// A message that can be gone through field by field: a generated one in its ``Generated``, or one
/// whose type is known only at run time.
protocol FieldwiseMessage: FormattedValue {
  var unknownFields: UnknownFields { get }

  /// Hands over every field that is set, in the order that the sink wants.
  func visit<Sink: FieldSink>(_ sink: inout Sink)

  func encoded() -> Bytes
}

extension FieldwiseMessage {
  public func writeJSON(to writer: inout JSONWriter) {
    writer.message { visit(&$0) }
  }

  public func writeText(_ name: String, to writer: inout TextWriter) {
    writer.block(name) { $0.fields(of: self) }
  }
}

/// A generated message as one of unknown type.
struct Generated<M: Message>: FieldwiseMessage {
  let message: M

  var unknownFields: UnknownFields { message.unknownFields }

  func visit<Sink: FieldSink>(_ sink: inout Sink) {
    let table = sink.table(of: M.self)
    for index in sink.wantsNumberOrder ? table.indicesByNumber : Array(table.fields.indices) {
      let field = table.fields[index]
      guard let content = field.content(message, sink.wantsDefaults) else { continue }
      sink.field(field.name, json: field.jsonName, text: field.textName, content)
    }
  }

  func encoded() -> Bytes { message.encoded() }

  func writeJSON(to writer: inout JSONWriter) { message.writeJSON(to: &writer) }
}
