import SchemaSyntax

/// Phase 7: the values of enums.
extension LinkRun {
  mutating func checkEnums() {
    for enumeration in files.flatMap(\.allEnums) {
      guard let first = enumeration.values.first else {
        // A value that could not be read has been reported.
        if enumeration.file.isWhole {
          error("an enum has at least one value", at: enumeration.name.span)
        }
        continue
      }
      if !enumeration.isClosed, let number = first.syntax.number.value, number != 0 {
        let kind = enumeration.file.isProto3 ? "a proto3 enum" : "an open enum"
        error(
          "the first value of \(kind) is its default and must be 0",
          at: first.syntax.number.span,
          help: "begin with \(screamingName(enumeration.name.text))_UNSPECIFIED = 0;",
          note: enumeration.values.first { $0.syntax.number.value == 0 }
            .map { ("this one is 0: move it to the front", $0.name.span) })
      }
      checkNumbersDiffer(in: enumeration)
      checkReserved(in: enumeration)
      checkShortNamesDiffer(in: enumeration)
    }
  }

  private mutating func checkNumbersDiffer(in enumeration: EnumNode) {
    let mayAlias = enumeration.options.isTrue("allow_alias")
    if enumeration.options.value("allow_alias") == "false",
      let option = enumeration.options.statement("allow_alias")
    {
      report(
        .error("allow_alias is false by itself: setting it has no effect", at: option.span)
          .suggesting(""))
    }
    var seen: [Int32: EnumValueNode] = [:]
    var hasAlias = false
    for value in enumeration.values {
      guard let number = value.syntax.number.value else { continue }
      guard let earlier = seen[number] else {
        seen[number] = value
        continue
      }
      hasAlias = true
      if mayAlias { continue }
      error(
        "number \(number) of enum \(enumeration.name.text) is used twice",
        at: value.syntax.number.span,
        help: "give it a number of its own"
          + (nextNumber(in: enumeration).map { ", such as \($0)" } ?? "")
          + "; if both names are meant, write 'option allow_alias = true;' in the enum",
        note: ("\(earlier.name.text) has it already", earlier.syntax.number.span))
    }
    if mayAlias, !hasAlias, let option = enumeration.options.statement("allow_alias") {
      report(
        .error(
          "allow_alias is set, but no two values of \(enumeration.name.text) share a number",
          at: option.span
        ).suggesting(""))
    }
  }

  /// The number behind the highest of an enum.
  private func nextNumber(in enumeration: EnumNode) -> Int32? {
    guard let highest = enumeration.values.compactMap(\.syntax.number.value).max(),
      highest < .max
    else { return nil }
    let next = highest + 1
    return enumeration.reservedRanges.contains { $0.contains(next) } ? nil : next
  }

  private mutating func checkReserved(in enumeration: EnumNode) {
    for value in enumeration.values {
      if let number = value.syntax.number.value,
        let range = enumeration.reservedRanges.first(where: { $0.contains(number) })
      {
        error(
          "number \(number) is reserved", at: value.syntax.number.span,
          note: ("reserved here", range.span))
      }
      if let name = enumeration.reservedNames.first(where: { $0.text == value.name.text }) {
        error(
          "name '\(name.text)' is reserved", at: value.name.span,
          note: ("reserved here", name.span))
      }
    }
  }

  /// Generators for some languages drop the enum's name from its values: what is left must differ, but
  /// for values of one number.
  private mutating func checkShortNamesDiffer(in enumeration: EnumNode) {
    var seen: [String: EnumValueNode] = [:]
    for value in enumeration.values {
      let short = shortName(value.name.text, of: enumeration.name.text)
      guard let earlier = seen[short] else {
        seen[short] = value
        continue
      }
      guard earlier.name.text != value.name.text,
        earlier.syntax.number.value != value.syntax.number.value
      else { continue }
      let text =
        "'\(value.name.text)' and '\(earlier.name.text)' cannot be told apart without the enum's name"
      let isLegacy =
        enumeration.file.syntax.level == .proto2
        && enumeration.options.isTrue("deprecated_legacy_json_field_conflicts")
      let make = isLegacy ? Diagnostic.warning : Diagnostic.error
      report(make(text, value.name.span).note("declared here", at: earlier.name.span))
    }
  }

  /// A value's name without the enum's name in front, as the camel case that generators make of it.
  private func shortName(_ value: String, of enumeration: String) -> String {
    let prefix = enumeration.utf8.filter { $0 != UInt8(ascii: "_") }.map(lowered)
    let name = Array(value.utf8)
    var matched = 0
    var index = 0
    while index < name.count, matched < prefix.count {
      if name[index] != UInt8(ascii: "_") {
        guard lowered(name[index]) == prefix[matched] else { break }
        matched += 1
      }
      index += 1
    }
    if matched < prefix.count { index = 0 }
    while index < name.count, name[index] == UInt8(ascii: "_") { index += 1 }
    let rest = index < name.count ? name[index...] : name[...]
    return pascalCase(rest)
  }

  private func lowered(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 0x20 : byte
  }

  /// `FOO_BAR` as `FooBar`.
  private func pascalCase(_ name: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var raiseNext = true
    for byte in name {
      if byte == UInt8(ascii: "_") {
        raiseNext = true
        continue
      }
      let isLower = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
      result.append(raiseNext && isLower ? byte - 0x20 : raiseNext ? byte : lowered(byte))
      raiseNext = false
    }
    return String(decoding: result, as: UTF8.self)
  }
}
