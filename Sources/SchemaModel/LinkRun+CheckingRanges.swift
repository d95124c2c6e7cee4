import SchemaSyntax

/// Phase 6: reserved numbers and names, and ranges of extensions.
extension LinkRun {
  mutating func checkRanges() {
    for file in files {
      for message in file.allMessages { checkRanges(of: message) }
      for enumeration in file.allEnums {
        check(enumeration.reservedRanges, "reserved", from: .min, to: .max)
        checkDiffer(enumeration.reservedNames)
      }
    }
  }

  private mutating func checkRanges(of message: MessageNode) {
    let extensions = message.extensionRanges.map(\.range)
    let last = message.isMessageSet ? .max : FieldNumber.max
    check(message.reservedRanges, "reserved", from: 1, to: FieldNumber.max)
    check(extensions, "extension", from: 1, to: last)
    checkDiffer(message.reservedNames)
    if let first = extensions.first, message.file.isProto3 {
      error("ranges of extensions do not exist in proto3", at: first.span)
    }
    if message.isMessageSet, let field = message.fields.first {
      error("a message set has extensions, not fields", at: field.name.span)
    }
    for range in extensions {
      if let reserved = message.reservedRanges.first(where: { $0.overlaps(range) }) {
        error(
          "extension range \(range.span.text) overlaps a reserved range", at: range.span,
          note: ("reserved here", reserved.span))
      }
    }
  }

  private mutating func check(
    _ ranges: [RangeSyntax], _ what: String, from lowest: Int32, to highest: Int32
  ) {
    for (index, range) in ranges.enumerated() {
      guard let first = range.first.value, let last = range.last.value else { continue }
      if first < lowest {
        error("\(what) numbers begin at \(lowest)", at: range.first.span)
      } else if !range.isOpen, last > highest {
        error("\(what) numbers end at \(highest)", at: range.last.span)
      } else if last < first {
        error("a range's end is not less than its start", at: range.span)
      } else if let earlier = ranges[..<index].first(where: { $0.overlaps(range) }) {
        error(
          "\(what) range \(range.span.text) overlaps an earlier one", at: range.span,
          note: ("the earlier one", earlier.span))
      }
    }
  }

  private mutating func checkDiffer(_ names: [NameSyntax]) {
    var seen: [String: NameSyntax] = [:]
    for name in names {
      if let earlier = seen.updateValue(name, forKey: name.text) {
        error(
          "'\(name.text)' is reserved twice", at: name.span,
          note: ("first reserved here", earlier.span))
      }
    }
  }
}
