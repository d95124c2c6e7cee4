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
        checkJSONNamesDiffer(in: message)
      }
    }
    checkExtensionNumbersDiffer()
  }

  private mutating func checkNumber(of field: FieldNode) {
    guard let number = field.number else { return }
    let isOfMessageSet = field.extendee?.isMessageSet ?? false
    if number <= 0 {
      error("field numbers begin at 1", at: field.numberSpan, help: freeNumber(beside: field))
    } else if number > FieldNumber.max, !isOfMessageSet {
      error(
        "field numbers end at \(FieldNumber.max)", at: field.numberSpan,
        help: freeNumber(beside: field))
    } else if FieldNumber.reserved.contains(number) {
      error(
        "field numbers \(FieldNumber.reserved.lowerBound) to \(FieldNumber.reserved.upperBound) are "
          + "reserved for the protobuf implementation", at: field.numberSpan,
        help: freeNumber(beside: field))
    }
  }

  /// Names the lowest number that is free in the field's message, for a help line.
  private func freeNumber(beside field: FieldNode) -> String? {
    guard !field.isExtension, let message = field.parent else { return nil }
    let taken = message.fields.compactMap(\.number).sorted()
    var free: Int32 = 1
    for number in taken where number == free { free += 1 }
    let isReserved = message.reservedRanges.contains { $0.contains(free) }
    return isReserved ? nil : "\(free) is free"
  }

  private mutating func checkLabel(of field: FieldNode) {
    guard let label = field.syntax?.label else {
      let needsNone =
        field.file.syntax.level != .proto2 || field.oneof != nil || field.mapEntry != nil
      if !needsNone {
        error(
          "a field of proto2 needs a label", at: field.syntax?.typeSpan ?? field.name.span,
          help: "put optional, required or repeated in front")
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
    if case .map = field.syntax?.type {
      error("a map field has no label: it is repeated by itself", at: label.span)
    }
  }

  private mutating func checkMap(_ field: FieldNode) {
    guard let entry = field.mapEntry, case .map(let key, _) = field.syntax?.type else { return }
    let span = field.syntax?.typeSpan ?? field.name.span
    if field.oneof != nil { error("a map field cannot stand in a oneof", at: span) }
    if field.isExtension { error("an extension cannot be a map field", at: span) }
    guard case .scalar(let scalar) = entry.fields.first?.type else {
      // A name that is not declared has been reported.
      if case .unknown = entry.fields.first?.type { return }
      error("the key of a map is a whole number, bool or string", at: key.span)
      return
    }
    if [.float, .double, .bytes].contains(scalar) {
      error(
        "the key of a map is a whole number, bool or string, not \(scalar.rawValue)", at: key.span)
    }
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
        error(
          "field number \(number) of \(message.name.text) is used twice", at: field.numberSpan,
          help: freeNumber(beside: field),
          note: ("'\(earlier.name.text)' has it already", earlier.numberSpan))
      } else {
        seen[number] = field
      }
      if let range = message.reservedRanges.first(where: { $0.contains(number) }) {
        error(
          "field number \(number) is reserved", at: field.numberSpan,
          note: ("reserved here", range.span))
      }
      if let range = message.extensionRanges.first(where: { $0.range.contains(number) }) {
        error(
          "field number \(number) is set aside for extensions", at: field.numberSpan,
          note: ("set aside here", range.range.span))
      }
      if let reserved = message.reservedNames.first(where: { $0.text == field.name.text }) {
        error(
          "field name '\(field.name.text)' is reserved", at: field.name.span,
          note: ("reserved here", reserved.span))
      }
    }
  }

  /// Where JSON is supported, names must differ in it even to parsers that ignore case and underscores.
  private mutating func checkJSONNamesDiffer(in message: MessageNode) {
    guard message.features.jsonFormat == .allow else { return }
    var seen: [String: FieldNode] = [:]
    for field in message.fields {
      let folded = field.name.text.lowercased().filter { $0 != "_" }
      if let earlier = seen[folded], earlier.name.text != field.name.text {
        error(
          "the JSON names of '\(field.name.text)' and '\(earlier.name.text)' cannot be told apart",
          at: field.name.span, note: ("declared here", earlier.name.span))
      } else {
        seen[folded] = field
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
