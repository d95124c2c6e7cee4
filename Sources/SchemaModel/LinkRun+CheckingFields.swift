import SchemaSyntax

/// The bounds of field numbers (protobuf.dev, "Assigning Field Numbers").
enum FieldNumber {
  /// 29 bits, since a tag of 32 bits holds the number and three bits of wire type.
  static let max: Int32 = 536_870_911
  /// Kept for the protobuf implementation.
  static let reserved: ClosedRange<Int32> = 19_000...19_999
}

/// Phase 5: what may be a field, and where.
extension LinkRun {
  mutating func checkFields() {
    for file in files {
      for field in file.allFields where field.syntax != nil {
        checkNumber(of: field)
        checkLabel(of: field)
        checkMap(field)
        checkType(of: field)
        if field.isExtension { checkExtension(field) }
      }
      for message in file.allMessages where !message.isMapEntry {
        checkNumbersDiffer(in: message)
      }
    }
    checkExtensionNumbersDiffer()
  }

  private mutating func checkNumber(of field: FieldNode) {
    guard let number = field.number else { return }
    let isOfMessageSet = field.extendee?.isMessageSet ?? false
    if number <= 0 {
      refuseNumber(of: field, "field numbers begin at 1, and this is \(number)")
    } else if number > FieldNumber.max, !isOfMessageSet {
      refuseNumber(of: field, "field numbers end at \(FieldNumber.max), and this is \(number)")
    } else if FieldNumber.reserved.contains(number) {
      refuseNumber(
        of: field,
        "field numbers \(FieldNumber.reserved.lowerBound) to \(FieldNumber.reserved.upperBound) are "
          + "reserved for the protobuf implementation, and this is \(number)")
    }
  }

  /// Reports a field's number, with the one to take instead.
  private mutating func refuseNumber(
    of field: FieldNode, _ message: String, note: (text: String, at: Span)? = nil
  ) {
    var diagnostic = Diagnostic.error(message, at: field.numberSpan)
      .note(note?.text ?? "", at: note?.at)
    if !field.isExtension, let parent = field.parent, let next = nextNumber(in: parent) {
      diagnostic = diagnostic.suggesting("\(next)").help("the next free number is \(next)")
    }
    report(diagnostic)
  }

  /// The number behind the highest in use: lower ones may have belonged to fields that are gone.
  private func nextNumber(in message: MessageNode) -> Int32? {
    let taken = message.reservedRanges + message.extensionRanges.map(\.range)
    let used = message.fields.compactMap(\.number).filter { number in
      1...FieldNumber.max ~= number && !FieldNumber.reserved.contains(number)
        && !taken.contains { $0.contains(number) }
    }
    var next = (used.max() ?? 0) + 1
    while next <= FieldNumber.max {
      if FieldNumber.reserved.contains(next) {
        next = FieldNumber.reserved.upperBound + 1
      } else if let range = taken.first(where: { $0.contains(next) }) {
        guard let last = range.last.value, last < FieldNumber.max else { return nil }
        next = last + 1
      } else {
        return next
      }
    }
    return nil
  }

  private mutating func checkLabel(of field: FieldNode) {
    guard let label = field.syntax?.label else {
      let needsNone =
        field.file.syntax.level != .proto2 || field.oneof != nil || field.mapEntry != nil
      if !needsNone, !field.isMapSyntax {
        let span = field.syntax?.typeSpan ?? field.name.span
        report(
          .error("a field of proto2 needs a label: optional, required or repeated", at: span)
            .suggesting(
              "optional ", at: Span(source: span.source, start: span.start, end: span.start))
        )
      }
      return
    }
    if label.kind == .required {
      if field.file.isProto3 {
        error(
          "required fields do not exist in proto3", at: label.span,
          help: "a field without a label has a default value; optional gives it presence")
      } else if field.isExtension {
        error("an extension cannot be required", at: label.span)
      }
    }
    if field.isMapSyntax {
      report(
        .error("a map field has no label: it is repeated by itself", at: label.span).suggesting(""))
    }
  }

  private mutating func checkMap(_ field: FieldNode) {
    guard case .map(let key, _) = field.syntax?.type else { return }
    let span = field.syntax?.typeSpan ?? field.name.span
    if let oneof = field.oneof, !oneof.isSynthetic {
      error(
        "a map field cannot stand in a oneof", at: span,
        help: "put the map into a message and a field of that message into the oneof")
    }
    if field.isExtension {
      error(
        "an extension cannot be a map field", at: span,
        help: "put the map into a message and extend with a field of that message")
    }
    let found: String
    switch field.mapEntry?.fields.first?.type {
    case .scalar(let scalar) where [.float, .double, .bytes].contains(scalar):
      found = scalar.rawValue
    case .enumeration: found = "an enum"
    case .message, .group: found = "a message"
    // A name that is not declared has been reported.
    case .scalar, .unknown, nil: return
    }
    error("the key of a map is a whole number, bool or string, not \(found)", at: key.span)
  }

  private mutating func checkType(of field: FieldNode) {
    switch field.type {
    case .message(let message):
      if message.isMapEntry, case .single = field.syntax?.type, let span = field.typeName?.span {
        error("\"\(message.fullName)\" stands for the entries of a map", at: span)
      }
    case .enumeration(let enumeration):
      checkOpen(enumeration, usedBy: field)
    default: break
    }
    if let entry = field.mapEntry, case .enumeration(let enumeration)? = entry.fields.last?.type {
      checkOpen(enumeration, usedBy: entry.fields[entry.fields.count - 1])
      if let first = enumeration.values.first, first.syntax.number.value ?? 0 != 0 {
        error(
          "the first value of an enum in a map is its default and must be 0",
          at: field.syntax?.typeSpan ?? field.name.span, note: ("it is this one", first.name.span))
      }
    }
  }

  /// A proto3 message keeps enum values that it does not know, so its enums must be proto3's too.
  private mutating func checkOpen(_ enumeration: EnumNode, usedBy field: FieldNode) {
    guard field.file.isProto3, enumeration.isClosed, !field.isExtension else { return }
    let kind = enumeration.file.syntax.level == .proto2 ? "an enum of proto2" : "a closed enum"
    error(
      "\"\(enumeration.fullName)\" is \(kind), which a proto3 message cannot use",
      at: field.typeName?.span ?? field.name.span, note: ("declared here", enumeration.name.span))
  }

  private mutating func checkNumbersDiffer(in message: MessageNode) {
    var seen: [Int32: FieldNode] = [:]
    for field in message.fields {
      guard let number = field.number else { continue }
      if let earlier = seen[number] {
        refuseNumber(
          of: field, "field number \(number) of \(message.name.text) is used twice",
          note: ("'\(earlier.name.text)' has it already", earlier.numberSpan))
      } else {
        seen[number] = field
      }
      if let range = message.reservedRanges.first(where: { $0.contains(number) }) {
        refuseNumber(
          of: field, "field number \(number) is reserved", note: ("reserved here", range.span))
      }
      if let range = message.extensionRanges.first(where: { $0.range.contains(number) }) {
        refuseNumber(
          of: field, "field number \(number) is set aside for extensions",
          note: ("set aside here", range.range.span))
      }
      if let reserved = message.reservedNames.first(where: { $0.text == field.name.text }) {
        error(
          "field name '\(field.name.text)' is reserved", at: field.name.span,
          note: ("reserved here", reserved.span))
      }
    }
  }

  // MARK: Extensions

  private mutating func checkExtension(_ field: FieldNode) {
    guard let extendee = field.extendee, let name = field.extendeeName else { return }
    if field.file.isProto3, OptionList.Target(rawValue: extendee.fullName) == nil {
      error(
        "proto3 can extend only the options of descriptor.proto", at: name.span,
        note: ("this is another message", extendee.name.span))
    }
    guard let number = field.number, number > 0 else { return }
    if !extendee.extensionRanges.contains(where: { $0.range.contains(number) }) {
      error(
        "\"\(extendee.fullName)\" sets no extension number \(number) aside", at: field.numberSpan,
        help: describeRanges(of: extendee), note: ("declared here", extendee.name.span))
    }
    if extendee.isMessageSet {
      guard case .message = field.type, field.label == .optional else {
        error("an extension of a message set is an optional message", at: field.name.span)
        return
      }
    }
  }

  private func describeRanges(of message: MessageNode) -> String? {
    let ranges = message.extensionRanges.map { entry in
      let first = entry.range.first.span.text
      let last = entry.range.last.span.text
      return first == last ? first : "\(first) to \(last)"
    }
    return ranges.isEmpty ? "it has no extensions" : "it has \(ranges.joined(separator: ", "))"
  }

  private mutating func checkExtensionNumbersDiffer() {
    var seen: [ObjectIdentifier: [Int32: FieldNode]] = [:]
    for field in files.flatMap(\.allExtensions) {
      guard let extendee = field.extendee, let number = field.number else { continue }
      if let earlier = seen[ObjectIdentifier(extendee)]?[number] {
        error(
          "extension number \(number) of \"\(extendee.fullName)\" is used twice",
          at: field.numberSpan,
          note: ("\"\(earlier.fullName)\" has it already", earlier.numberSpan))
      } else {
        seen[ObjectIdentifier(extendee), default: [:]][number] = field
      }
    }
  }
}

extension FieldNode {
  /// Written as `map<…>`, wherever it stands.
  fileprivate var isMapSyntax: Bool {
    if case .map = syntax?.type { true } else { false }
  }
}

extension RangeSyntax {
  /// Whether a number lies within; never in a range whose bounds could not be read.
  func contains(_ number: Int32) -> Bool {
    guard let first = first.value, let last = last.value else { return false }
    return first <= number && number <= last
  }

  func overlaps(_ other: RangeSyntax) -> Bool {
    guard let first = first.value, let last = last.value, first <= last,
      let otherFirst = other.first.value, let otherLast = other.last.value, otherFirst <= otherLast
    else { return false }
    return first <= otherLast && otherFirst <= last
  }
}
