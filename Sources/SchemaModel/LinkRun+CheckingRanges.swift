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
    // The end of a range in a descriptor is the number behind it, which must fit too.
    let last = message.isMessageSet ? .max - 1 : FieldNumber.max
    check(message.reservedRanges, "reserved", from: 1, to: .max - 1)
    warnOfNumbersWithoutFields(in: message)
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

  /// protoc lets numbers be reserved that no field can have.
  private mutating func warnOfNumbersWithoutFields(in message: MessageNode) {
    for range in message.reservedRanges where !range.isOpen {
      guard let last = range.last.value, last > FieldNumber.max, last < .max else { continue }
      report(
        .warning(
          "no field can have number \(last): the highest is \(FieldNumber.max)",
          at: range.last.span))
    }
  }

  private mutating func check(
    _ ranges: [RangeSyntax], _ what: String, from lowest: Int32, to highest: Int32
  ) {
    for (index, range) in ranges.enumerated() {
      guard let first = range.first.value, let last = range.last.value else { continue }
      if first < lowest {
        error("\(what) numbers begin at \(lowest), and this is \(first)", at: range.first.span)
      } else if !range.isOpen, last > highest {
        error("\(what) numbers end at \(highest), and this is \(last)", at: range.last.span)
      } else if range.isOpen, first > highest, highest < .max - 1 || first > FieldNumber.max {
        error("a range to max begins at \(FieldNumber.max) at most", at: range.first.span)
      } else if last < first {
        report(
          .error("the range ends before it begins: \(last) is less than \(first)", at: range.span)
            .suggesting("\(last) to \(first)"))
      } else if let earlier = ranges[..<index].first(where: { $0.overlaps(range) }) {
        let isSame = earlier.first.value == first && earlier.last.value == last
        error(
          isSame
            ? "\(what) range \(range.span.text) stands here twice"
            : "\(what) range \(range.span.text) overlaps an earlier one", at: range.span,
          note: ("the earlier one", earlier.span))
      }
    }
  }

  private mutating func checkDiffer(_ names: [NameSyntax]) {
    var seen: [String: NameSyntax] = [:]
    for name in names {
      if !name.text.isIdentifier {
        report(
          .warning(
            "'\(name.text)' can be the name of nothing: reserving it has no effect",
            at: name.span))
      }
      if let earlier = seen.updateValue(name, forKey: name.text) {
        error(
          "'\(name.text)' is reserved twice", at: name.span,
          note: ("first reserved here", earlier.span))
      }
    }
  }
}

extension StringProtocol {
  /// Letters, digits and underscores, no digit first.
  var isIdentifier: Bool {
    let isFirstDigit = utf8.first.map { 0x30...0x39 ~= $0 } ?? true
    return !isFirstDigit
      && utf8.allSatisfy {
        0x61...0x7a ~= $0 | 0x20 && $0 >= 0x41 || 0x30...0x39 ~= $0 || $0 == 0x5f
      }
  }
}
