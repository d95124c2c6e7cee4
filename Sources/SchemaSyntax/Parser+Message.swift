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
    depth += 1
    defer { depth -= 1 }
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
    case "rpc": try refuse("a method belongs in a service")
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
            .help("remove '\(label.rawValue)'"))
        parser.advance()
      }
      members.append(.field(try parser.field()))
    }
    return OneofSyntax(name: name, members: members, span: span(from: start), comments: comments)
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
        let (value, span) = try string("a reserved name")
        names.append(NameSyntax(text: String(decoding: value, as: UTF8.self), span: span))
      } while take(",")
    } else if current.kind == .identifier, level == .edition2023 {
      repeat {
        names.append(try identifier("a reserved name"))
      } while take(",")
    } else if current.kind == .identifier {
      try refuse(
        "expected a number or a name in quotes, found \(current.described)",
        help: "write reserved \"\(current.text)\";")
    } else {
      ranges = try self.ranges("a reserved number", mayBeNegative: isEnum)
    }
    if at(anyOf: ["to", "max"]) || current.kind == .string || current.kind == .integer {
      try refuse("numbers and names are reserved in statements of their own, separated by commas")
    }
    let comments = try end(";", of: "the reserved statement")
    return ReservedSyntax(
      ranges: ranges, names: names, span: span(from: start), comments: comments)
  }

  private mutating func ranges(
    _ what: String, mayBeNegative: Bool
  ) throws(Unreadable) -> [RangeSyntax] {
    var ranges: [RangeSyntax] = []
    repeat {
      let start = current.span
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
