import Protobuf

/// Declarations as a schema file has them, without comments and options.
enum SchemaText {
  static func service(_ service: DescriptorPool.Service) -> [String] {
    ["service \(service.name) {"] + service.methods.map { "  " + method($0) } + ["}"]
  }

  static func method(_ method: DescriptorPool.Method) -> String {
    let input = (method.streamsRequests ? "stream " : "") + method.input
    let output = (method.streamsResponses ? "stream " : "") + method.output
    return "rpc \(method.name)(\(input)) returns (\(output));"
  }

  static func message(_ message: MessageDescriptor) -> [String] {
    var lines = ["message \(message.fullName) {"]
    var told: Set<Int> = []
    for field in message.fields {
      guard let oneof = field.oneof else {
        lines.append("  " + self.field(field, of: message))
        continue
      }
      guard told.insert(oneof).inserted else { continue }
      lines.append("  oneof \(message.oneofs[oneof]) {")
      for member in message.fields where member.oneof == oneof {
        lines.append("    " + self.field(member, of: message))
      }
      lines.append("  }")
    }
    return lines + ["}"]
  }

  private static func field(_ field: FieldDescriptor, of message: MessageDescriptor) -> String {
    var label = ""
    if field.isRequired {
      label = "required "
    } else if field.hasPresence, !field.isMessage, field.oneof == nil {
      label = "optional "
    }
    return "\(label)\(message.kind(of: field)) \(field.name) = \(field.number);"
  }

  static func enumeration(_ enumeration: EnumDescriptor) -> [String] {
    ["enum \(enumeration.fullName) {"]
      + enumeration.values.map { "  \($0.name) = \($0.number);" } + ["}"]
  }
}
