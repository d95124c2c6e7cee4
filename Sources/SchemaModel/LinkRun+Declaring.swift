import SchemaSyntax

/// Phase 2: a node for every declaration, and its full name in the symbol table, once.
extension LinkRun {
  mutating func declareNames() {
    for file in files { declare(file) }
  }

  /// Makes the nodes of one file; also used for the options of the language itself.
  mutating func declare(_ file: FileNode) {
    declarePackage(of: file)
    for declaration in file.syntax.declarations {
      switch declaration {
      case .syntax, .package, .import: break
      case .option(let option): file.options.append(option)
      case .message(let syntax): file.messages.append(message(syntax, in: file, parent: nil))
      case .enum(let syntax): file.enums.append(enumeration(syntax, in: file, parent: nil))
      case .service(let syntax): file.services.append(service(syntax, in: file))
      case .extend(let syntax):
        for field in syntax.fields {
          if let group = group(of: field, in: file, parent: nil) { file.messages.append(group) }
          let groupNode = field.group == nil ? nil : file.messages.last
          file.extensions.append(
            self.field(field, in: file, parent: nil, extendee: syntax.extendee, group: groupNode))
        }
      }
    }
  }

  private mutating func declarePackage(of file: FileNode) {
    var earlier: NameSyntax?
    for case .package(let statement) in file.syntax.declarations {
      if let earlier {
        error(
          "a file has one package statement", at: statement.name.span,
          note: ("the first one is here", earlier.span))
        continue
      }
      earlier = statement.name
      file.package = statement.name.text
      checkLength(of: statement.name)
      var prefix = ""
      for part in statement.name.text.split(separator: ".") {
        prefix = qualified(String(part), in: prefix)
        enter(prefix, .package(statement.name, file))
      }
    }
  }

  /// protoc's limits for the name of a package.
  private mutating func checkLength(of package: NameSyntax) {
    let (bytes, parts) = (package.text.utf8.count, package.text.split(separator: ".").count)
    if bytes > 511 {
      error("a package's name has at most 511 bytes, and this one has \(bytes)", at: package.span)
    } else if parts > 101 {
      error("a package's name has at most 101 parts, and this one has \(parts)", at: package.span)
    }
  }

  /// Enters a name and reports the clash when it is taken. What stands in a scope that clashed itself
  /// goes in silence.
  private mutating func enter(_ fullName: String, _ symbol: Symbol) {
    guard let earlier = symbols.declare(fullName, symbol) else { return }
    defer { clashes.insert(fullName) }
    if let dot = fullName.lastIndex(of: "."), clashes.contains(String(fullName[..<dot])) { return }
    if case .message(let entry) = symbol, entry.isMapEntry {
      error(
        "map field '\(entry.mapFieldName)' needs the name \"\(fullName)\" for its entries, which is taken",
        at: symbol.span, note: ("it is already \(earlier.description), declared here", earlier.span)
      )
      return
    }
    var help: String?
    if case .enumValue(let value) = symbol {
      let prefix = screamingName(value.parent.name.text) + "_"
      if !value.name.text.hasPrefix(prefix) {
        help =
          "the values of an enum stand beside it, not inside it: begin them with the enum's name, "
          + "such as \(prefix)\(value.name.text)"
      }
    }
    error(
      "\"\(fullName)\" is declared twice", at: symbol.span, help: help,
      note: ("it is already \(earlier.description), declared here", earlier.span))
  }

  private mutating func message(
    _ syntax: MessageSyntax, in file: FileNode, parent: MessageNode?
  ) -> MessageNode {
    let node = MessageNode(file, syntax.name, parent: parent)
    enter(node.fullName, .message(node))
    for member in syntax.members { add(member, to: node) }
    addSyntheticOneofs(to: node)
    return node
  }

  private mutating func add(_ member: MessageMember, to node: MessageNode) {
    let file = node.file
    switch member {
    case .field(let syntax):
      add(syntax, to: node)
    case .oneof(let syntax):
      let oneof = OneofNode(node, syntax.name)
      enter(oneof.fullName, .oneof(oneof))
      node.oneofs.append(oneof)
      for case .option(let option) in syntax.members { oneof.options.append(option) }
      for case .field(let field) in syntax.members {
        let field = add(field, to: node)
        field.oneof = oneof
        oneof.fields.append(field)
      }
      if oneof.fields.isEmpty {
        error("a oneof has at least one field", at: syntax.name.span)
      }
    case .option(let option):
      node.options.append(option)
    case .message(let syntax):
      node.messages.append(message(syntax, in: file, parent: node))
    case .enum(let syntax):
      node.enums.append(enumeration(syntax, in: file, parent: node))
    case .extend(let syntax):
      for field in syntax.fields {
        let group = group(of: field, in: file, parent: node)
        if let group { node.messages.append(group) }
        node.extensions.append(
          self.field(field, in: file, parent: node, extendee: syntax.extendee, group: group))
      }
    case .extensions(let syntax):
      for range in syntax.ranges {
        let options = OptionList(.extensionRange, syntax.options?.options)
        node.extensionRanges.append(ExtensionRangeNode(range, options: options))
      }
    case .reserved(let syntax):
      node.reservedRanges += syntax.ranges
      node.reservedNames += syntax.names
    }
  }

  @discardableResult
  private mutating func add(_ syntax: FieldSyntax, to node: MessageNode) -> FieldNode {
    let made: MessageNode?
    if case .map(let key, let value) = syntax.type {
      made = mapEntry(of: syntax, key: key, value: value, in: node)
    } else {
      made = group(of: syntax, in: node.file, parent: node)
    }
    if let made { node.messages.append(made) }
    let field = field(syntax, in: node.file, parent: node, extendee: nil, group: made)
    node.fields.append(field)
    return field
  }

  /// - Parameter group: the message made for a group or a map field.
  private mutating func field(
    _ syntax: FieldSyntax, in file: FileNode, parent: MessageNode?, extendee: NameSyntax?,
    group: MessageNode?
  ) -> FieldNode {
    var name = syntax.name
    var type = FieldNode.FieldType.unknown
    var typeName: NameSyntax?
    var label = FieldNode.Label(syntax.label?.kind)
    switch syntax.type {
    case .single(let reference): (type, typeName) = Self.fieldType(reference)
    case .group:
      name.text = name.text.lowercased()
      if let group { type = .group(group) }
    case .map:
      label = .repeated
      if let group { type = .message(group) }
    }
    let node = FieldNode(
      file, name, parent: parent, syntax: syntax, number: syntax.number.value, label: label,
      type: type, typeName: typeName, extendee: extendee)
    enter(node.fullName, .field(node))
    return node
  }

  private static func fieldType(
    _ reference: TypeReference
  ) -> (FieldNode.FieldType, NameSyntax?) {
    switch reference.kind {
    case .scalar(let scalar): (.scalar(scalar), nil)
    case .named(let name): (.unknown, NameSyntax(text: name, span: reference.span))
    }
  }

  private mutating func group(
    of syntax: FieldSyntax, in file: FileNode, parent: MessageNode?
  ) -> MessageNode? {
    guard let body = syntax.group else { return nil }
    if let first = body.name.text.utf8.first, !(0x41...0x5a ~= first) {
      error("the name of a group begins with a capital letter", at: body.name.span)
    }
    return message(body, in: file, parent: parent)
  }

  /// The message that stands for the entries of a map field, named after it.
  private mutating func mapEntry(
    of syntax: FieldSyntax, key: TypeReference, value: TypeReference, in node: MessageNode
  ) -> MessageNode {
    let name = NameSyntax(text: mapEntryName(syntax.name.text), span: syntax.name.span)
    let entry = MessageNode(node.file, name, parent: node, isMapEntry: true)
    enter(entry.fullName, .message(entry))
    for (number, (text, reference)) in [("key", key), ("value", value)].enumerated() {
      let (type, typeName) = Self.fieldType(reference)
      let field = FieldNode(
        node.file, NameSyntax(text: text, span: reference.span), parent: entry, syntax: nil,
        number: Int32(number) + 1, label: .optional, type: type, typeName: typeName)
      // Features of the map hold for its key and value.
      field.options = OptionList(
        .field, syntax.options?.options.filter { $0.name.first?.text == "features" })
      enter(field.fullName, .field(field))
      entry.fields.append(field)
    }
    return entry
  }

  /// Each `optional` field of proto3 stands alone in a oneof `_name`, which gives it presence; the
  /// name gets `X` in front until it is free.
  private mutating func addSyntheticOneofs(to node: MessageNode) {
    var taken = Set((node.fields as [Node] + node.oneofs).map(\.name.text))
    for field in node.fields where field.isProto3Optional {
      var name = field.name.text.hasPrefix("_") ? field.name.text : "_" + field.name.text
      while !taken.insert(name).inserted { name = "X" + name }
      let oneof = OneofNode(
        node, NameSyntax(text: name, span: field.name.span), isSynthetic: true)
      oneof.fields = [field]
      field.oneof = oneof
      node.oneofs.append(oneof)
      enter(oneof.fullName, .oneof(oneof))
    }
  }

  private mutating func enumeration(
    _ syntax: EnumSyntax, in file: FileNode, parent: MessageNode?
  ) -> EnumNode {
    let node = EnumNode(file, syntax.name, parent: parent)
    enter(node.fullName, .enumeration(node))
    for member in syntax.members {
      switch member {
      case .option(let option): node.options.append(option)
      case .value(let syntax):
        let value = EnumValueNode(node, syntax)
        enter(value.fullName, .enumValue(value))
        node.values.append(value)
      case .reserved(let syntax):
        node.reservedRanges += syntax.ranges
        node.reservedNames += syntax.names
      }
    }
    return node
  }

  private mutating func service(_ syntax: ServiceSyntax, in file: FileNode) -> ServiceNode {
    let node = ServiceNode(file, syntax.name)
    enter(node.fullName, .service(node))
    for member in syntax.members {
      switch member {
      case .option(let option): node.options.append(option)
      case .method(let syntax):
        let method = MethodNode(node, syntax)
        enter(method.fullName, .method(method))
        node.methods.append(method)
      }
    }
    return node
  }
}

extension FieldNode.Label {
  init(_ written: LabelSyntax.Kind?) {
    switch written {
    case .repeated: self = .repeated
    case .required: self = .required
    case .optional, nil: self = .optional
    }
  }
}
