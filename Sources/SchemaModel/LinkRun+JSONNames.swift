import SchemaSyntax

/// Phase 13: the name of each field in JSON, written or derived.
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
        report(
          .error("an extension has no JSON name of its own", at: option.span)
            .help("in JSON it goes by its full name, in brackets: [\(field.fullName)]"))
      } else if name.hasPrefix("["), name.hasSuffix("]") {
        error("a JSON name in brackets is kept for extensions", at: option.value.span)
      } else if bytes.contains(0) {
        error("a JSON name cannot hold a zero byte", at: option.value.span)
      } else {
        field.jsonName = name
      }
    }
    for message in files.flatMap(\.allMessages) where !message.isMapEntry {
      if message.options.isTrue("deprecated_legacy_json_field_conflicts") { continue }
      checkDerivedNamesDiffer(in: message)
      checkWrittenNamesDiffer(in: message)
    }
  }

  /// The names that derive from those of the fields must differ whatever `json_name` says: field masks
  /// are written with them.
  private mutating func checkDerivedNamesDiffer(in message: MessageNode) {
    var seen: [String: FieldNode] = [:]
    var folded: [String: FieldNode] = [:]
    for field in message.fields {
      let name = jsonName(field.name.text)
      if let earlier = seen[name] {
        if earlier.name.text != field.name.text {
          reportOneName(name, field, earlier, isStrict: message.features.jsonFormat == .allow)
        }
        continue
      }
      seen[name] = field
      let low = name.lowercased()
      if let earlier = folded[low], message.features.jsonFormat == .allow {
        report(
          .warning(
            "the JSON names of '\(field.name.text)' and '\(earlier.name.text)' differ by case only",
            at: field.name.span
          )
          .note("declared here", at: earlier.name.span)
          .help("protoc before version 22 refuses them"))
      }
      folded[low] = field
    }
  }

  /// Here the names that `json_name` gives take part.
  private mutating func checkWrittenNamesDiffer(in message: MessageNode) {
    var seen: [String: FieldNode] = [:]
    for field in message.fields {
      guard let earlier = seen.updateValue(field, forKey: field.jsonName) else { continue }
      let written = [field, earlier].filter { $0.jsonName != jsonName($0.name.text) }
      if written.isEmpty { continue }
      let isStrict = message.features.jsonFormat == .allow || written.count == 2
      reportOneName(field.jsonName, field, earlier, isStrict: isStrict)
    }
  }

  /// - Parameter isStrict: false in proto2, which has fields that JSON cannot tell apart.
  private mutating func reportOneName(
    _ name: String, _ field: FieldNode, _ earlier: FieldNode, isStrict: Bool
  ) {
    let make = isStrict ? Diagnostic.error : Diagnostic.warning
    report(
      make(
        "'\(field.name.text)' and '\(earlier.name.text)' have one JSON name, \"\(name)\"",
        field.name.span
      )
      .note("declared here", at: earlier.name.span))
  }
}
