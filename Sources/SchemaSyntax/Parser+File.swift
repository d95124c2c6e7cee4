extension Parser {
  mutating func file() -> FileSyntax {
    let start = current.span
    var file = FileSyntax(source: source, span: start)
    if at("syntax") || at("edition") {
      let word = current.text
      recovering { (parser) throws(Unreadable) in
        file.declarations.append(.syntax(try parser.syntaxStatement(word)))
      }
    } else if following.text == "=", ahead(2).kind == .string,
      let meant = nearestName(to: current.text, among: ["syntax", "edition"])
    {
      report(
        .error("expected the syntax statement, found '\(current.text)'", at: current.span)
          .suggesting(meant))
      recovering { (parser) throws(Unreadable) in
        file.declarations.append(.syntax(try parser.syntaxStatement(meant)))
      }
    } else if !diagnostics.hasErrors {
      report(
        .warning("no syntax statement: the file is taken for proto2", at: current.span)
          .help("begin the file with 'syntax = \"proto3\";'"))
    }
    while !isAtEnd {
      if takeEmptyStatement() { continue }
      recovering { (parser) throws(Unreadable) in
        file.declarations.append(try parser.topLevelDeclaration())
      }
    }
    file.level = level
    file.span = place == 0 ? start : span(from: start)
    return file
  }

  private static let topLevelKeywords = [
    "import", "package", "option", "message", "enum", "extend", "service",
  ]

  private mutating func topLevelDeclaration() throws(Unreadable) -> FileDeclaration {
    switch current.text {
    case "package": return .package(try package())
    case "import": return .import(try importStatement())
    case "option": return .option(try optionStatement())
    case "message": return .message(try message())
    case "enum": return .enum(try enumeration())
    case "extend": return .extend(try extend())
    case "service": return .service(try service())
    case "syntax", "edition":
      try refuse("the \(current.text) statement stands once, before everything else")
    case "}":
      try refuse("this '}' closes nothing")
    default:
      try refuse(
        "expected a declaration, found \(current.described)", help: hintAtTopLevel,
        suggesting: nearestName(to: current.text, among: Self.topLevelKeywords)
          ?? Self.foreignKeywords[current.text.lowercased()])
    }
  }

  /// How other languages begin what this one calls otherwise.
  private static let foreignKeywords = [
    "struct": "message", "class": "message", "record": "message", "type": "message",
    "interface": "service", "enumeration": "enum", "namespace": "package", "include": "import",
    "using": "import",
  ]

  /// Where something belongs that stands outside of all declarations.
  private var hintAtTopLevel: String? {
    switch current.text {
    case "#", "/": "a comment begins with //"
    case "rpc": "a method belongs in a service"
    case "oneof", "reserved", "extensions", "map", "optional", "repeated", "required":
      "it belongs in a message"
    case _ where ScalarType(rawValue: current.text) != nil: "a field belongs in a message"
    default: nil
    }
  }

  private mutating func syntaxStatement(_ word: String) throws(Unreadable) -> SyntaxStatement {
    let start = current.span
    level = word == "edition" ? .edition2023 : .proto3
    advance()
    try expect("=", after: "'\(word)'")
    let (value, span) = try string(word == "edition" ? "\"2023\"" : "\"proto3\"")
    let name = String(decoding: value, as: UTF8.self)
    if word == "edition" { takeEdition(name, span) } else { takeSyntax(name, span) }
    let comments = try end(";", of: "the \(word) statement")
    return SyntaxStatement(span: self.span(from: start), comments: comments)
  }

  private mutating func takeSyntax(_ name: String, _ span: Span) {
    switch name {
    case "proto2": level = .proto2
    case "proto3": level = .proto3
    default:
      level = .proto3
      report(
        .error("unknown syntax '\(name)'", at: span)
          .help("this compiler reads \"proto3\" and \"proto2\", and edition = \"2023\""))
    }
  }

  private mutating func takeEdition(_ name: String, _ span: Span) {
    level = .edition2023
    if name == "2023" { return }
    let isLater = name.utf8.count == 4 && (Int(name) ?? 0) > 2023
    report(
      .error(
        isLater ? "edition \(name) is not supported yet" : "unknown edition '\(name)'", at: span
      )
      .help("this compiler reads edition = \"2023\", and syntax \"proto3\" and \"proto2\""))
  }

  private mutating func package() throws(Unreadable) -> PackageSyntax {
    let start = current.span
    advance()
    let name = try dottedName("the package's name", mayBeFull: false)
    if at("-") || at("/") {
      try refuse(
        "the name of a package consists of letters, digits, _ and dots, and here stands "
          + current.described, suggesting: at("-") ? "_" : ".")
    }
    let comments = try end(";", of: "the package's name")
    return PackageSyntax(name: name, span: span(from: start), comments: comments)
  }

  private mutating func importStatement() throws(Unreadable) -> ImportSyntax {
    let start = current.span
    advance()
    if at("option") {
      try refuse(
        "option imports begin with edition 2024",
        help: "remove the word 'option': a plain import serves for options too")
    }
    var kind = ImportSyntax.Kind.plain
    var kindSpan: Span?
    if current.kind == .identifier, following.kind == .string,
      ImportSyntax.Kind(rawValue: current.text) == nil || at("plain")
    {
      try refuse(
        "an import can be public or weak, and not \(current.described)",
        suggesting: nearestName(to: current.text, among: ["public", "weak"]))
    }
    if let written = ImportSyntax.Kind(rawValue: current.text), written != .plain {
      kind = written
      kindSpan = current.span
      advance()
    }
    let (path, pathSpan) = try string("the path of the file to import")
    let comments = try end(";", of: "the import")
    return ImportSyntax(
      path: String(decoding: path, as: UTF8.self), pathSpan: pathSpan, kind: kind,
      kindSpan: kindSpan, span: span(from: start), comments: comments)
  }

  mutating func extend() throws(Unreadable) -> ExtendSyntax {
    let start = current.span
    advance()
    let extendee = try dottedName("the message to extend", mayBeFull: true)
    let opening = current.span
    let comments = try end("{", of: "the extended message")
    var fields: [FieldSyntax] = []
    block("the extend block", opening: opening, allowsEmpty: false) { (parser) throws(Unreadable) in
      try parser.refuseOtherThanField()
      fields.append(try parser.field())
    }
    if fields.isEmpty, !diagnostics.hasErrors {
      report(.error("an extend block declares at least one field", at: span(from: start)))
    }
    return ExtendSyntax(
      extendee: extendee, fields: fields, span: span(from: start), comments: comments)
  }

  mutating func enumeration() throws(Unreadable) -> EnumSyntax {
    let start = current.span
    advance()
    let name = try identifier("the enum's name")
    let opening = current.span
    let comments = try end("{", of: "the enum's name")
    var members: [EnumSyntax.Member] = []
    block("enum \(name.text)", opening: opening) { (parser) throws(Unreadable) in
      members.append(try parser.enumMember(behind: members))
    }
    return EnumSyntax(name: name, members: members, span: span(from: start), comments: comments)
  }

  private mutating func refuseValueWithoutNumber(
    _ members: [EnumSyntax.Member]
  ) throws(Unreadable) -> Never {
    var next: Int32 = 0
    for case .value(let value) in members {
      if let number = value.number.value, number < .max { next = max(next, number + 1) }
    }
    report(
      .error("an enum value needs a number", at: previous.span.after)
        .suggesting(" = \(next)", at: previous.span.after))
    throw Unreadable()
  }

  private mutating func enumMember(
    behind members: [EnumSyntax.Member]
  ) throws(Unreadable) -> EnumSyntax.Member {
    if at("option") { return .option(try optionStatement()) }
    if at("reserved") { return .reserved(try reserved(isEnum: true)) }
    let start = current.span
    let name = try identifier("the name of an enum value")
    if at(anyOf: [";", "[", ",", "}"]) { try refuseValueWithoutNumber(members) }
    try expect("=", after: "the enum value's name")
    let number = try integer("the number of the enum value", mayBeNegative: true)
    let options = try bracketedOptions()
    let comments = try end(";", of: "the enum value")
    return .value(
      EnumValueSyntax(
        name: name, number: number, options: options, span: span(from: start), comments: comments))
  }

  mutating func service() throws(Unreadable) -> ServiceSyntax {
    let start = current.span
    advance()
    let name = try identifier("the service's name")
    let opening = current.span
    let comments = try end("{", of: "the service's name")
    var members: [ServiceSyntax.Member] = []
    block("service \(name.text)", opening: opening) { (parser) throws(Unreadable) in
      if parser.at("option") {
        members.append(.option(try parser.optionStatement()))
      } else {
        members.append(.method(try parser.method()))
      }
    }
    return ServiceSyntax(name: name, members: members, span: span(from: start), comments: comments)
  }

  private mutating func method() throws(Unreadable) -> MethodSyntax {
    let start = current.span
    guard take("rpc") else {
      let nearest = nearestName(to: current.text, among: ["rpc", "option"])
      try refuse(
        "expected 'rpc' or 'option', found \(current.described)",
        help: at(anyOf: ["message", "enum"]) ? "declare it outside of the service" : nil,
        suggesting: following.text == "(" ? "rpc \(current.text)" : nearest)
    }
    let name = try identifier("the method's name")
    let request = try methodSide("the method's name")
    try expect("returns", after: "the request type")
    let response = try methodSide("'returns'")
    var options: [OptionSyntax]?
    let comments: Comments
    if at("{") {
      let opening = current.span
      comments = try end("{", of: "the response type")
      var inner: [OptionSyntax] = []
      block("method \(name.text)", opening: opening) { (parser) throws(Unreadable) in
        if !parser.at("option"), parser.following.text == "=" {
          try parser.refuse(
            "expected 'option', found \(parser.current.described)",
            suggesting: "option \(parser.current.text)")
        }
        inner.append(try parser.optionStatement())
      }
      options = inner
    } else {
      if at("[") {
        try refuse(
          "expected ';' or '{' after the method, found '['",
          help: "the options of a method stand in braces: { option deprecated = true; }")
      }
      comments = try end(";", of: "the method")
    }
    return MethodSyntax(
      name: name, request: request, response: response, options: options, span: span(from: start),
      comments: comments)
  }

  private mutating func methodSide(_ what: String) throws(Unreadable) -> MethodSyntax.Side {
    try expect(
      "(", after: what,
      help: at("stream")
        ? "'stream' stands inside the parentheses: (stream \(following.text))" : nil)
    var stream: Span?
    if at("stream") {
      stream = current.span
      advance()
    }
    if ScalarType(rawValue: current.text) != nil {
      try refuse("a method takes and returns messages, not \(current.described)")
    }
    if at(")") || (at("void") && following.text == ")") {
      try refuse(
        "a method takes and returns one message, and here is none",
        help: "an empty one is google.protobuf.Empty, of \"google/protobuf/empty.proto\"")
    }
    let type = try dottedName("a message type", mayBeFull: true)
    if current.kind == .identifier, stream == nil,
      nearestName(to: type.text, among: ["stream"]) != nil
    {
      report(
        .error("expected 'stream' or a type, found '\(type.text)'", at: type.span)
          .suggesting("stream"))
      throw Unreadable()
    }
    try expect(
      ")", after: "the message type",
      help: at(",") ? "a method takes one message: declare one that holds both" : nil)
    return MethodSyntax.Side(type: type, stream: stream)
  }
}
