extension Parser {
  mutating func message() throws(Unreadable) -> MessageSyntax {
    let start = current.span
    advance()
    let name = try identifier("the message's name")
    return try messageBody(name: name, start: start)
  }

  /// The braces of a message or a group and what is in them.
  mutating func messageBody(name: NameSyntax, start: Span) throws(Unreadable) -> MessageSyntax {
    let opening = current.span
    let comments = try end("{", of: "the message's name")
    var members: [MessageMember] = []
    let highestAround = highestNumber
    highestNumber = 0
    depth += 1
    defer {
      depth -= 1
      highestNumber = highestAround
    }
    guard depth <= Self.messageDepthMax else {
      report(.error("messages nest at most \(Self.messageDepthMax) deep", at: name.span))
      skipRest()
      return MessageSyntax(name: name, span: span(from: start), comments: comments)
    }
    block("message \(name.text)", opening: opening) { (parser) throws(Unreadable) in
      members.append(try parser.messageMember())
    }
    return MessageSyntax(
      name: name, members: members, span: span(from: start), comments: comments)
  }

  private mutating func messageMember() throws(Unreadable) -> MessageMember {
    switch current.text {
    case "message": return .message(try message())
    case "enum": return .enum(try enumeration())
    case "extensions": return .extensions(try extensions())
    case "reserved": return .reserved(try reserved(isEnum: false))
    case "extend": return .extend(try extend())
    case "option": return .option(try optionStatement())
    case "oneof": return .oneof(try oneof())
    case "rpc" where ahead(2).text == "(": try refuse("a method belongs in a service")
    case "service" where ahead(2).text == "{",
      "package" where ahead(2).text == ";",
      "import" where following.kind == .string,
      "syntax" where following.text == "=" && ahead(2).kind == .string:
      let article = at("import") ? "an" : "a"
      try refuse("\(article) \(current.text) statement stands outside of messages")
    default: return .field(try field())
    }
  }

  private mutating func oneof() throws(Unreadable) -> OneofSyntax {
    let start = current.span
    advance()
    let name = try identifier("the oneof's name")
    let opening = current.span
    let comments = try end("{", of: "the oneof's name")
    var members: [OneofSyntax.Member] = []
    block("oneof \(name.text)", opening: opening, allowsEmpty: false) {
      (parser) throws(Unreadable) in
      if parser.at("option") {
        members.append(.option(try parser.optionStatement()))
        return
      }
      if let label = LabelSyntax.Kind(rawValue: parser.current.text) {
        parser.report(
          .error("a field in a oneof has no label", at: parser.current.span)
            .suggesting("")
            .help(
              label == .repeated
                ? "put the repeated field into a message and that message into the oneof" : nil))
        parser.advance()
      }
      try parser.refuseOtherThanField()
      members.append(.field(try parser.field()))
    }
    return OneofSyntax(name: name, members: members, span: span(from: start), comments: comments)
  }

  /// In a oneof or an extend block: declarations that belong around it.
  mutating func refuseOtherThanField() throws(Unreadable) {
    if at(";") { try refuse("this ';' ends nothing", suggesting: "") }
    let isBlock = at(anyOf: ["message", "enum", "oneof", "extend"]) && ahead(2).text == "{"
    let isRange =
      at(anyOf: ["reserved", "extensions"])
      && (following.kind == .integer || following.kind == .string)
    if isBlock || isRange {
      try refuse("expected a field, found \(current.described)", help: "move it out of the block")
    }
  }

  private mutating func extensions() throws(Unreadable) -> ExtensionsSyntax {
    let start = current.span
    advance()
    let ranges = try self.ranges("the number of an extension", mayBeNegative: false)
    let options = try bracketedOptions()
    let comments = try end(";", of: "the extension range")
    return ExtensionsSyntax(
      ranges: ranges, options: options, span: span(from: start), comments: comments)
  }

  mutating func reserved(isEnum: Bool) throws(Unreadable) -> ReservedSyntax {
    let start = current.span
    advance()
    var ranges: [RangeSyntax] = []
    var names: [NameSyntax] = []
    if current.kind == .string {
      if level == .edition2023 {
        report(
          .error("editions write reserved names without quotes", at: current.span)
            .suggesting(String(decoding: current.value, as: UTF8.self)))
      }
      repeat {
        if current.kind == .integer {
          try refuse("numbers and names are reserved in statements of their own")
        }
        if at(";") {
          report(.error("a comma behind the last name", at: previous.span).suggesting(""))
          throw Unreadable()
        }
        let (value, span) = try string("a reserved name")
        names.append(NameSyntax(text: String(decoding: value, as: UTF8.self), span: span))
      } while take(",")
    } else if current.kind == .identifier, level == .edition2023 {
      repeat {
        names.append(try identifier("a reserved name"))
      } while take(",")
    } else if at("max") || at("to") {
      try refuse(
        "expected a reserved number, found \(current.described)",
        help: "a range is written: 5 to max")
    } else if current.kind == .identifier {
      try refuse(
        "expected a number or a name in quotes, found \(current.described)",
        suggesting: "\"\(current.text)\"")
    } else {
      ranges = try self.ranges("a reserved number", mayBeNegative: isEnum)
    }
    if at("to") { try refuse("a range has two ends") }
    if at("-") || previous.text == "." || at(".") {
      try refuse(
        "expected ',' or ';' after the number, found \(current.described)",
        help: "a range is written: 1 to 5")
    }
    if current.kind == .string || current.kind == .integer || current.kind == .identifier {
      report(
        .error("reserved numbers and names are separated by commas", at: current.span)
          .suggesting(",", at: previous.span.after))
      throw Unreadable()
    }
    let comments = try end(";", of: "the reserved statement")
    return ReservedSyntax(
      ranges: ranges, names: names, span: span(from: start), comments: comments)
  }

  /// Names among numbers, and a comma too many.
  private mutating func refuseMixture(isFirst: Bool) throws(Unreadable) {
    if isFirst { return }
    if current.kind == .string {
      try refuse("numbers and names are reserved in statements of their own")
    }
    if at(";") {
      report(.error("a comma behind the last number", at: previous.span).suggesting(""))
      throw Unreadable()
    }
  }

  private mutating func ranges(
    _ what: String, mayBeNegative: Bool
  ) throws(Unreadable) -> [RangeSyntax] {
    var ranges: [RangeSyntax] = []
    repeat {
      let start = current.span
      try refuseMixture(isFirst: ranges.isEmpty)
      let first = try integer(what, mayBeNegative: mayBeNegative)
      var last = first
      var isOpen = false
      if take("to") {
        if at("max") {
          last = IntegerSyntax(value: .max, span: current.span)
          isOpen = true
          advance()
        } else {
          last = try integer("the end of the range", mayBeNegative: mayBeNegative)
        }
      }
      ranges.append(
        RangeSyntax(first: first, last: last, isOpen: isOpen, span: span(from: start)))
    } while take(",")
    return ranges
  }

  /// Skips the rest of a block whose `{` has been taken.
  private mutating func skipRest() {
    while !isAtEnd, !takeClosingBrace() {
      if at("{") { skipBlock() } else { advance() }
    }
  }
}
