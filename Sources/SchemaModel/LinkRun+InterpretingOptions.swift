import SchemaSyntax

/// Phase 8: finds the field that each option sets and encodes its value, as protoc does: the options of
/// the language become fields of the options message, custom ones its unknown fields, in the order in
/// which they are written.
extension LinkRun {
  mutating func interpretOptions() {
    for file in files where file.isWhole {
      file.options = interpreted(file.options, scope: file.package, in: file)
      for message in file.allMessages { interpretOptions(of: message) }
      for field in file.allExtensions { interpret(field) }
      for enumeration in file.allEnums {
        interpret(enumeration)
        for value in enumeration.values { interpret(value) }
      }
      for service in file.services {
        interpret(service)
        for method in service.methods { interpret(method) }
      }
    }
  }

  private mutating func interpretOptions(of message: MessageNode) {
    interpret(message)
    for field in message.fields { interpret(field) }
    for oneof in message.oneofs { interpret(oneof) }
    for range in message.extensionRanges {
      let scope = scope(around: message.fullName)
      range.options = interpreted(range.options, scope: scope, in: message.file)
    }
    if message.isMapEntry {
      message.options.isPresent = true
      message.options.encoded = EncodedValue.varint(1).field(7)
    }
  }

  /// The messages that define options: those of a loaded descriptor.proto, else those built in.
  private mutating func loadOptionMessages() {
    let isLoaded = symbols[OptionList.Target.file.rawValue] != nil
    if !isLoaded { builtInOptions = BuiltInOptions.file() }
    let messages = builtInOptions?.messages ?? files.flatMap(\.messages)
    for message in messages {
      if let target = OptionList.Target(rawValue: message.fullName) {
        optionMessages[target] = message
      }
    }
  }

  private mutating func interpret(_ node: Node) {
    let scope = scope(around: node.fullName)
    node.options = interpreted(node.options, scope: scope, in: node.file)
  }

  /// The scope that a declaration stands in: names in its options are looked up from there.
  private func scope(around fullName: String) -> String {
    fullName.lastIndex(of: ".").map { String(fullName[..<$0]) } ?? ""
  }

  private mutating func interpreted(
    _ list: OptionList, scope: String, in file: FileNode
  ) -> OptionList {
    if list.statements.isEmpty { return list }
    if optionMessages.isEmpty { loadOptionMessages() }
    guard let root = optionMessages[list.target] else { return list }
    var list = list
    var interpreter = OptionInterpreter(scope: scope, file: file, target: list.target)
    for statement in list.statements {
      do throws(OptionInterpreter.Refused) {
        let (path, bytes) = try interpreter.interpret(statement, as: root, in: &self)
        if path != nil { list.encoded += bytes } else { list.leftOut += bytes }
        optionPaths[statement.span] = path
      } catch {
        // It has been reported; the other options go on.
      }
    }
    if list.encoded.isEmpty, interpreter.leavesOut {
      list.isPresent = false
      droppedOptions.formUnion(list.statements.map(\.span))
    }
    return list
  }
}

/// Interprets the options of one declaration, one after the other.
struct OptionInterpreter {
  /// Thrown after the cause has been reported.
  struct Refused: Error {}

  let scope: String
  let file: FileNode
  let target: OptionList.Target
  /// What has been set, by path, inside aggregates too: a field that is not repeated is set once.
  private var settings: [[Int32]: Span] = [:]
  private var counts: [[Int32]: Int32] = [:]
  /// Whether an option was for the compiler alone.
  private(set) var leavesOut = false

  init(scope: String, file: FileNode, target: OptionList.Target) {
    self.scope = scope
    self.file = file
    self.target = target
  }

  /// The path of the field that an option sets, below the options message, and the encoded field; no
  /// path for an option that descriptors do not keep.
  mutating func interpret(
    _ option: OptionSyntax, as root: MessageNode, in run: inout LinkRun
  ) throws(Refused) -> (path: [Int32]?, bytes: [UInt8]) {
    if let first = option.name.first, first.text == "features", !first.isExtension {
      if file.syntax.level != .edition2023 {
        try refuse("features are set in editions only", option.nameSpan, &run)
      }
      if case .identifier(let value) = option.value.kind, value.hasSuffix("_UNKNOWN") {
        try refuse(
          "\(value) is what a feature has that nobody set: it cannot be set", option.span, &run)
      }
    }
    let fields = try self.fields(named: option, from: root, in: &run)
    guard let field = fields.last else { throw Refused() }
    var path = fields.compactMap(\.number)
    try checkSetOnce(option, path, field, in: &run)

    for (part, field) in zip(option.name, fields) {
      guard run.check(field, isFor: target, in: file, at: part.span) else { throw Refused() }
    }
    var encoder = OptionEncoder(scope: scope, file: file, target: target, path: path)
    var bytes = try encoder.encode(option.value, of: field, in: &run).field(field.number ?? 0)
    for outer in fields.dropLast().reversed() {
      let content = outer.isDelimited ? EncodedValue.group(bytes) : .lengthDelimited(bytes)
      bytes = content.field(outer.number ?? 0)
    }
    for (inner, span) in encoder.settings where settings[inner] == nil { settings[inner] = span }
    if field.label == .repeated {
      let index = counts[path, default: 0]
      counts[path] = index + 1
      path.append(index)
    }
    if !run.keepsSourceOptions, fields.contains(where: \.asOption.isForCompilerOnly) {
      leavesOut = true
      return (nil, bytes)
    }
    return (path, bytes)
  }

  /// The fields that the parts of an option's name stand for, from the options message inwards.
  private func fields(
    named option: OptionSyntax, from root: MessageNode, in run: inout LinkRun
  ) throws(Refused) -> [FieldNode] {
    var message = root
    var fields: [FieldNode] = []
    for (index, part) in option.name.enumerated() {
      let field =
        part.isExtension
        ? try self.extension(part, of: message, in: &run)
        : try self.field(part, of: message, isFirst: index == 0, in: &run)
      fields.append(field)
      guard index + 1 < option.name.count else { break }
      switch field.type {
      case .message(let inner) where field.label != .repeated: message = inner
      case .group(let inner) where field.label != .repeated: message = inner
      case .message, .group:
        try refuse(
          "'\(part.text)' is repeated: set it as a whole, one value at a time", part.span, &run)
      default:
        try refuse("'\(part.text)' is no message, so it has no fields", part.span, &run)
      }
    }
    return fields
  }

  private func field(
    _ part: OptionSyntax.NamePart, of message: MessageNode, isFirst: Bool, in run: inout LinkRun
  ) throws(Refused) -> FieldNode {
    let field = message.fields.first { $0.name.text == part.text }
    if let field, part.text != "uninterpreted_option" { return field }
    var diagnostic = Diagnostic.error(
      isFirst
        ? "there is no option '\(part.text)' for \(target.element)"
        : "\"\(message.fullName)\" has no field '\(part.text)'", at: part.span)
    let names = message.fields.map(\.name.text).filter { $0 != "uninterpreted_option" }
    if part.text == "uninterpreted_option" {
      diagnostic = diagnostic.help("the compiler uses it inside itself only")
    } else if isFirst, let custom = run.extensionName(of: message, endingIn: part.text, in: file) {
      diagnostic = diagnostic.suggesting("(\(custom))")
    } else if let nearest = nearestName(to: part.text, among: names) {
      diagnostic = diagnostic.suggesting(nearest)
    } else if isFirst {
      diagnostic = diagnostic.help(
        "the name of a custom option stands in parentheses: (\(part.text))")
    }
    run.report(diagnostic)
    throw Refused()
  }

  private func `extension`(
    _ part: OptionSyntax.NamePart, of message: MessageNode, in run: inout LinkRun
  ) throws(Refused) -> FieldNode {
    let name = NameSyntax(text: part.text, span: part.span.inside)
    if message.fields.contains(where: { $0.name.text == part.text }),
      case .missing = run.symbols.find(part.text, from: scope, in: file)
    {
      run.report(
        .error(
          "'\(part.text)' is an option of the language: it stands without parentheses",
          at: part.span
        ).suggesting(part.text))
      throw Refused()
    }
    let symbol = run.resolve(name, scope: scope, in: file, typesOnly: false, wanted: \.isExtension)
    guard let symbol else { throw Refused() }
    guard case .field(let field) = symbol, field.isExtension else {
      try refuse(
        "\"\(part.text)\" is \(symbol.kind), not an extension of \(message.fullName)", part.span,
        &run)
    }
    guard field.extendee?.fullName == message.fullName else {
      let extended = field.extendee?.fullName ?? "another message"
      try refuse(
        "\"\(field.fullName)\" extends \(extended), not \(message.fullName)", part.span, &run)
    }
    return field
  }

  private mutating func checkSetOnce(
    _ option: OptionSyntax, _ path: [Int32], _ field: FieldNode, in run: inout LinkRun
  ) throws(Refused) {
    guard field.label != .repeated else { return }
    // `(a)` after `(a).b` sets the same thing twice as well; the reverse does only if `b` was set.
    let clash = settings.filter { $0.key.starts(with: path) }.min {
      $0.value.start < $1.value.start
    }
    if let span = clash?.value {
      run.error(
        "option '\(option.nameText)' is set twice", at: option.nameSpan,
        note: ("first set here", span))
      throw Refused()
    }
    settings[path] = option.nameSpan
  }

  private func refuse(
    _ message: String, _ span: Span, _ run: inout LinkRun
  ) throws(Refused) -> Never {
    run.error(message, at: span)
    throw Refused()
  }
}

extension LinkRun {
  /// The full name of the one extension of `message` called so that `file` sees.
  fileprivate func extensionName(
    of message: MessageNode, endingIn name: String, in file: FileNode
  ) -> String? {
    let found = symbols.names { symbol in
      guard case .field(let field) = symbol, field.extendee?.fullName == message.fullName else {
        return false
      }
      return field.name.text == name && file.visible.contains { $0 === field.file }
    }
    return found.count == 1 ? found[0] : nil
  }
}

extension Span {
  /// Without the parentheses or brackets around it.
  var inside: Span { Span(source: source, start: start + 1, end: max(start + 1, end - 1)) }
}

extension OptionList.Target {
  /// How a message names what the options belong to.
  var element: String {
    switch self {
    case .file: "a file"
    case .message: "a message"
    case .field: "a field"
    case .oneof: "a oneof"
    case .enumeration: "an enum"
    case .enumValue: "an enum value"
    case .extensionRange: "an extension range"
    case .service: "a service"
    case .method: "a method"
    }
  }
}
