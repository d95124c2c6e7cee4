extension Parser {
  /// `option name = value;`
  mutating func optionStatement() throws(Unreadable) -> OptionSyntax {
    guard at("option") else { try refuse("expected 'option', found \(current.described)") }
    let start = current.span
    advance()
    var option = try optionAssignment()
    option.comments = try end(";", of: "the option")
    option.span = span(from: start)
    return option
  }

  /// `[a = 1, b = 2]`, if it is there.
  mutating func bracketedOptions() throws(Unreadable) -> BracketedOptions? {
    guard at("[") else { return nil }
    let start = current.span
    advance()
    var options: [OptionSyntax] = []
    repeat {
      if !options.isEmpty, at("]") {
        report(.error("a comma behind the last option", at: previous.span).suggesting(""))
        throw Unreadable()
      }
      options.append(try optionAssignment())
    } while take(",")
    if at(";") {
      try refuse(
        "expected ',' or ']' after the option, found ';'",
        suggesting: following.kind == .identifier ? "," : "]")
    }
    try expect("]", after: "the options")
    return BracketedOptions(options: options, span: span(from: start))
  }

  private mutating func optionAssignment() throws(Unreadable) -> OptionSyntax {
    let start = current.span
    var name = [try optionNamePart()]
    while take(".") { name.append(try optionNamePart()) }
    if at(anyOf: [";", "]", ","]) {
      report(
        .error("option '\(previous.text)' needs a value", at: previous.span.after)
          .suggesting(" = true", at: previous.span.after))
      throw Unreadable()
    }
    try expect("=", after: "the option's name")
    let value = try optionValue()
    return OptionSyntax(name: name, value: value, span: span(from: start))
  }

  private mutating func optionNamePart() throws(Unreadable) -> OptionSyntax.NamePart {
    let start = current.span
    guard take("(") else {
      let name = try identifier("the name of an option")
      return OptionSyntax.NamePart(text: name.text, isExtension: false, span: name.span)
    }
    let name = try dottedName("the name of an extension", mayBeFull: true)
    try expect(")", after: "the extension's name")
    return OptionSyntax.NamePart(text: name.text, isExtension: true, span: span(from: start))
  }

  private mutating func optionValue() throws(Unreadable) -> OptionValue {
    if at("{") {
      let start = current.span
      let fields = try aggregate(closing: "}")
      return OptionValue(kind: .aggregate(fields), span: span(from: start))
    }
    return try scalarValue()
  }

  private mutating func scalarValue() throws(Unreadable) -> OptionValue {
    let start = current.span
    let isNegative = take("-")
    let kind: OptionValue.Kind
    switch current.kind {
    case .identifier where isNegative:
      guard let value = Self.specialNumbers[current.text] else {
        try refuse("'-' stands before a number, 'inf' or 'nan'")
      }
      kind = .float(-value)
      advance()
    case .identifier:
      kind = .identifier(current.text)
      advance()
    case .integer:
      kind = integerValue(isNegative: isNegative)
      advance()
    case .float:
      // A misspelt number has been reported by the lexer.
      kind = .float((Double(current.text) ?? 0) * (isNegative ? -1 : 1))
      advance()
    case .string where !isNegative:
      kind = .string(try string("a value").value)
    default:
      try refuse(
        "expected the value of the option, found \(current.described)",
        help: at("[") || at("<") ? "messages stand in braces; lists stand inside them" : nil)
    }
    return OptionValue(kind: kind, span: span(from: start))
  }

  private static let specialNumbers = ["inf": Double.infinity, "nan": Double.nan]

  private mutating func integerValue(isNegative: Bool) -> OptionValue.Kind {
    let magnitude = wholeNumber(current.text)
    let limit: UInt64 = isNegative ? 1 << 63 : .max
    guard let magnitude, magnitude <= limit else {
      report(
        .error("\(isNegative ? "-" : "")\(current.text) does not fit 64 bits", at: current.span)
          .help("whole numbers go from \(Int64.min) to \(UInt64.max)"))
      return .integer(magnitude: 0, isNegative: false)
    }
    return .integer(magnitude: magnitude, isNegative: isNegative)
  }

  // MARK: Aggregates (text format)

  /// The fields of a message in text format, with its braces (or angle brackets).
  private mutating func aggregate(closing: String) throws(Unreadable) -> [AggregateField] {
    try enterAggregate()
    defer { depth -= 1 }
    advance()
    var fields: [AggregateField] = []
    while !take(closing) {
      guard !isAtEnd else { try refuse("the value lacks its closing '\(closing)'") }
      fields.append(try aggregateField())
      if !take(",") { _ = take(";") }
    }
    return fields
  }

  private mutating func enterAggregate() throws(Unreadable) {
    depth += 1
    if depth > Self.aggregateDepthMax {
      depth -= 1
      try refuse("values nest at most \(Self.aggregateDepthMax) deep")
    }
  }

  private mutating func aggregateField() throws(Unreadable) -> AggregateField {
    let start = current.span
    let name = try aggregateName()
    let nameSpan = span(from: start)
    let hasColon = take(":")
    // Only messages, alone or in a list, may go without the colon.
    let isMessage = at("{") || at("<") || (at("[") && ["{", "<", "]"].contains(following.text))
    guard hasColon || isMessage else {
      try refuse("expected ':' after the field's name, found \(current.described)")
    }
    let value = try aggregateValue()
    return AggregateField(name: name, nameSpan: nameSpan, value: value)
  }

  private mutating func aggregateName() throws(Unreadable) -> AggregateField.Name {
    guard take("[") else { return .field(try identifier("the name of a field").text) }
    var text = try dottedName("the name of an extension", mayBeFull: false).text
    var isURL = false
    while take("/") {
      isURL = true
      text += "/" + (try dottedName("the name of a type", mayBeFull: false).text)
    }
    try expect("]", after: "the name")
    return isURL ? .any(url: text) : .extension(text)
  }

  private mutating func aggregateValue() throws(Unreadable) -> OptionValue {
    let start = current.span
    if at("{") || at("<") {
      let fields = try aggregate(closing: at("{") ? "}" : ">")
      return OptionValue(kind: .aggregate(fields), span: span(from: start))
    }
    guard at("[") else { return try scalarValue() }
    try enterAggregate()
    defer { depth -= 1 }
    advance()
    var values: [OptionValue] = []
    if !at("]") {
      repeat {
        values.append(try aggregateValue())
      } while take(",")
    }
    try expect("]", after: "the values")
    return OptionValue(kind: .list(values), span: span(from: start))
  }
}
