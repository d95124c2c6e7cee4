extension Parser {
  /// A field of a message, a oneof or an extend block.
  mutating func field() throws(Unreadable) -> FieldSyntax {
    let start = current.span
    let label = self.label()
    if let label, let second = LabelSyntax.Kind(rawValue: current.text),
      following.kind == .identifier, ahead(2).kind == .identifier
    {
      report(
        .error(
          "a field has one label: '\(second.rawValue)' follows '\(label.kind.rawValue)'",
          at: current.span
        ).suggesting(""))
      advance()
    }
    let typeStart = current.span
    let type = try fieldType()
    let typeSpan = span(from: typeStart)
    let name = try fieldName()
    if !at("=") { try refuseWithoutEquals(type, name, start) }
    try expect("=", after: "the field's name")
    if at(";") { try refuseMissingNumber(at: current.span) }
    let number = try integer("the number of the field", mayBeNegative: false)
    highestNumber = max(highestNumber, number.value ?? 0)
    let options = try bracketedOptions()

    var field = FieldSyntax(
      label: label, type: type, typeSpan: typeSpan, name: name, number: number, options: options,
      span: start)
    if case .group = type {
      field.group = try messageBody(name: name, start: start)
    } else {
      field.comments = try end(";", of: "the field")
    }
    field.span = span(from: start)
    return field
  }

  private mutating func label() -> LabelSyntax? {
    guard let kind = LabelSyntax.Kind(rawValue: current.text) else { return nil }
    defer { advance() }
    if level == .edition2023, kind != .repeated {
      report(
        .error("editions have no label '\(kind.rawValue)'", at: current.span)
          .help(
            kind == .optional
              ? "remove it: a field has presence unless features.field_presence says otherwise"
              : "remove it and write [features.field_presence = LEGACY_REQUIRED] behind the number")
      )
    }
    return LabelSyntax(kind: kind, span: current.span)
  }

  private mutating func fieldType() throws(Unreadable) -> FieldTypeSyntax {
    if at("map"), following.text == "<" {
      advance()
      advance()
      let key = try typeReference()
      try expect(",", after: "the map's key type")
      if (at("map") && following.text == "<")
        || (LabelSyntax.Kind(rawValue: current.text) != nil && following.kind == .identifier)
      {
        let what = at("map") ? "a map" : current.text
        try refuse(
          "the value of a map cannot be \(what)",
          help: "declare a message that holds it, and make that message the value")
      }
      let value = try typeReference()
      try expect(">", after: "the map's value type")
      return .map(key: key, value: value)
    }
    if at("group") {
      if level == .proto3 {
        try refuse("groups do not exist in proto3", help: "declare a message and a field of it")
      }
      if level == .edition2023 {
        try refuse(
          "groups do not exist in editions",
          help: "declare a message and a field of it with [features.message_encoding = DELIMITED]")
      }
      advance()
      return .group
    }
    return .single(try typeReference())
  }

  private mutating func typeReference() throws(Unreadable) -> TypeReference {
    if let scalar = ScalarType(rawValue: current.text) {
      defer { advance() }
      return TypeReference(kind: .scalar(scalar), span: current.span)
    }
    let name = try dottedName("a type", mayBeFull: true)
    return TypeReference(kind: .named(name.text), span: name.span)
  }

  /// The causes for which a field's name is not followed by `=`; returns when it is none of them.
  private mutating func refuseWithoutEquals(
    _ type: FieldTypeSyntax, _ name: NameSyntax, _ start: Span
  ) throws(Unreadable) {
    if at(";") || at("[") || isAtEnd { try refuseMissingNumber(at: previous.span.after) }
    if at(anyOf: ["-", ".", "$", "/"]) {
      try refuse(
        "expected '=' after the field's name, found \(current.described)",
        help: "a name consists of letters, digits and _")
    }
    if current.kind == .integer {
      report(
        .error("expected '=' after the field's name, found \(current.described)", at: current.span)
          .suggesting(
            "= ", at: Span(source: source, start: current.span.start, end: current.span.start)))
      throw Unreadable()
    }
    try refuseMisspeltLabel(type, name, start)
  }

  private mutating func refuseMissingNumber(at span: Span) throws(Unreadable) -> Never {
    let isAfterEquals = previous.text == "="
    let next = min(highestNumber, .max - 1) + 1
    report(
      .error("a field needs a number of its own", at: span)
        .suggesting(
          isAfterEquals ? "\(next)" : " = \(next)",
          at: Span(source: source, start: span.start, end: span.start)))
    throw Unreadable()
  }

  /// `repeted Type name`: three names in a row, the first of which is nearly a label.
  private mutating func refuseMisspeltLabel(
    _ type: FieldTypeSyntax, _ name: NameSyntax, _ start: Span
  ) throws(Unreadable) {
    guard current.kind == .identifier, case .single(let reference) = type,
      case .named(let written) = reference.kind,
      let label = nearestName(to: written, among: ["optional", "repeated", "required"])
    else { return }
    report(
      .error("expected a label or a type, found '\(written)'", at: reference.span)
        .suggesting(label))
    throw Unreadable()
  }

  private mutating func fieldName() throws(Unreadable) -> NameSyntax {
    if at("=") { try refuse("expected a field's type and name, found only one of them") }
    if at("<"), nearestName(to: previous.text, among: ["map"]) != nil {
      report(
        .error("expected a type, found '\(previous.text)<'", at: previous.span).suggesting("map"))
      throw Unreadable()
    }
    if at("<") || at("[") {
      try refuse(
        "expected the field's name, found \(current.described)",
        help: "a field with many values is written: repeated Type name")
    }
    if current.kind == .string {
      try refuse(
        "expected the field's name, found \(current.described)",
        suggesting: String(decoding: current.value, as: UTF8.self))
    }
    return try identifier("the field's name")
  }

  /// A whole number of 32 bits; one that does not fit is reported, and reading goes on.
  mutating func integer(_ what: String, mayBeNegative: Bool) throws(Unreadable) -> IntegerSyntax {
    let start = current.span
    let isNegative = at("-") && following.kind == .integer && take("-")
    guard current.kind == .integer else {
      try refuse("expected \(what), found \(current.described)")
    }
    if isNegative, !mayBeNegative {
      report(.error("\(what) cannot be negative", at: start.joined(to: current.span)))
      advance()
      return IntegerSyntax(value: nil, span: span(from: start))
    }
    let magnitude = wholeNumber(current.text)
    advance()
    let span = span(from: start)
    let limit: UInt64 = isNegative ? 1 << 31 : (1 << 31) - 1
    guard let magnitude, magnitude <= limit else {
      report(
        .error("\(span.text) is too \(isNegative ? "small" : "large") for \(what)", at: span)
          .help(
            mayBeNegative
              ? "it is a number from \(Int32.min) to \(Int32.max)"
              : "it is a number from 1 to 536870911"))
      return IntegerSyntax(value: nil, span: span)
    }
    let value = isNegative ? -Int64(magnitude) : Int64(magnitude)
    return IntegerSyntax(value: Int32(truncatingIfNeeded: value), span: span)
  }

  /// The value of an integer literal, nil when it exceeds 64 bits (or was misspelt, and reported).
  func wholeNumber(_ text: String) -> UInt64? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return UInt64(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0"), text.count > 1 { return UInt64(text.dropFirst(), radix: 8) }
    return UInt64(text)
  }
}
