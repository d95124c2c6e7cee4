import SchemaSyntax

/// Phase 10: options of the language that fit only some declarations.
extension LinkRun {
  mutating func checkOptions() {
    for file in files {
      checkRuntime(of: file)
      for message in file.allMessages { checkOptions(of: message) }
      for field in file.allFields { checkOptions(of: field) }
    }
  }

  private mutating func checkRuntime(of file: FileNode) {
    guard !file.isLite else {
      for field in file.allExtensions {
        guard let extendee = field.extendee, !extendee.file.isLite else { continue }
        error(
          "\"\(extendee.fullName)\" is for the full runtime, which a file for the lite one cannot extend",
          at: field.extendeeName?.span ?? field.name.span,
          note: file.options.statement("optimize_for").map {
            ("the file is made lite here", $0.span)
          })
      }
      return
    }
    for entry in file.imports {
      guard let other = entry.file, other.isLite else { continue }
      error(
        "\"\(entry.syntax.path)\" is for the lite runtime, which a file for the full one cannot import",
        at: entry.syntax.pathSpan,
        note: other.options.statement("optimize_for").map { ("it is made lite here", $0.span) })
    }
  }

  private mutating func checkOptions(of message: MessageNode) {
    if let option = message.options.statement("map_entry") {
      error(
        "map_entry is set by the compiler only", at: option.nameSpan,
        help: "declare a field of type map<Key, Value>")
    }
    if message.isMessageSet, message.file.isProto3,
      let option = message.options.statement("message_set_wire_format")
    {
      error("message sets do not exist in proto3", at: option.nameSpan)
    }
  }

  private mutating func checkOptions(of field: FieldNode) {
    for name in ["default", "json_name"] {
      let settings = (field.syntax?.options?.options ?? []).filter { $0.simpleName == name }
      for again in settings.dropFirst() {
        error(
          "\(name) is set twice", at: again.nameSpan, note: ("first set here", settings[0].nameSpan)
        )
      }
    }
    if field.options.isTrue("packed"), !field.isPackable,
      let option = field.options.statement("packed")
    {
      error("only repeated numbers, bools and enums can be packed", at: option.span)
    }
    for name in ["lazy", "unverified_lazy"] where field.options.isTrue(name) {
      if case .message = field.type { continue }
      if case .unknown = field.type { continue }
      if let option = field.options.statement(name) {
        error("only message fields can be lazy", at: option.span)
      }
    }
    if let value = field.options.value("jstype"), value != "JS_NORMAL", !is64Bits(field),
      let option = field.options.statement("jstype")
    {
      error("jstype is for whole numbers of 64 bits", at: option.span)
    }
  }

  private func is64Bits(_ field: FieldNode) -> Bool {
    guard case .scalar(let scalar) = field.type else { return false }
    return [.int64, .uint64, .sint64, .fixed64, .sfixed64].contains(scalar)
  }
}

extension FileNode {
  fileprivate var isLite: Bool { options.value("optimize_for") == "LITE_RUNTIME" }
}
