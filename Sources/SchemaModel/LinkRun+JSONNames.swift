import SchemaSyntax

/// Phase 11: the name of each field in JSON, written or derived.
extension LinkRun {
  mutating func nameForJSON() {
    for field in files.flatMap(\.allFields) {
      field.jsonName = jsonName(field.name.text)
      guard let option = field.pseudoOption("json_name") else { continue }
      guard case .string(let bytes) = option.value.kind,
        let name = String(validating: bytes, as: UTF8.self)
      else {
        error("json_name is a string in quotes", at: option.value.span)
        continue
      }
      if field.isExtension {
        error("an extension has no JSON name of its own", at: option.span)
      } else if name.hasPrefix("["), name.hasSuffix("]") {
        error("a JSON name in brackets is kept for extensions", at: option.value.span)
      } else {
        field.jsonName = name
      }
    }
    for message in files.flatMap(\.allMessages) where message.features.jsonFormat == .allow {
      checkWrittenNamesDiffer(in: message)
    }
  }

  /// Derived names were compared with the fields' names; here a written one takes part.
  private mutating func checkWrittenNamesDiffer(in message: MessageNode) {
    var seen: [String: FieldNode] = [:]
    for field in message.fields {
      guard let earlier = seen.updateValue(field, forKey: field.jsonName) else { continue }
      let written = [field, earlier].compactMap { $0.pseudoOption("json_name") }
      if written.isEmpty { continue }
      error(
        "'\(field.name.text)' and '\(earlier.name.text)' have one JSON name, \"\(field.jsonName)\"",
        at: field.name.span, note: ("declared here", earlier.name.span))
    }
  }
}
