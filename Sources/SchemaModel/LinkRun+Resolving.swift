import SchemaSyntax

/// Phase 3: ties every name of a type to its declaration, by the scoping rules of the language.
extension LinkRun {
  mutating func resolveNames() {
    for file in files where file.isWhole { resolve(file) }
  }

  mutating func resolve(_ file: FileNode) {
    for field in file.allFields {
      let scope = field.parent?.fullName ?? file.package
      if let name = field.typeName { resolveType(name, of: field, scope: scope) }
      if let name = field.extendeeName {
        field.extendee = message(name, scope: scope, in: file, use: "can be extended")
      }
    }
    for service in file.services {
      for method in service.methods {
        let scope = service.fullName
        let use = "can be a method's request or response"
        method.request = message(method.syntax.request.type, scope: scope, in: file, use: use)
        method.response = message(method.syntax.response.type, scope: scope, in: file, use: use)
      }
    }
  }

  private mutating func resolveType(_ name: NameSyntax, of field: FieldNode, scope: String) {
    switch resolve(name, scope: scope, in: field.file, wanted: \.isType) {
    case .message(let message): field.type = .message(message)
    case .enumeration(let enumeration): field.type = .enumeration(enumeration)
    case let symbol?:
      error(
        "\"\(name.text)\" is \(symbol.kind), not a type", at: name.span,
        note: ("declared here", symbol.span))
    case nil: break
    }
  }

  private mutating func message(
    _ name: NameSyntax, scope: String, in file: FileNode, use: String
  ) -> MessageNode? {
    switch resolve(name, scope: scope, in: file, typesOnly: false, wanted: \.isMessage) {
    case .message(let message): return message
    case let symbol?:
      error(
        "\"\(name.text)\" is \(symbol.kind); only a message \(use)", at: name.span,
        note: ("declared here", symbol.span))
      return nil
    case nil: return nil
    }
  }

  /// Looks a name up, marks the import that brought it and reports a name that is not to be found,
  /// with the nearest one that is `wanted`.
  mutating func resolve(
    _ name: NameSyntax, scope: String, in file: FileNode, typesOnly: Bool = true,
    wanted: (Symbol) -> Bool
  ) -> Symbol? {
    switch symbols.find(name.text, from: scope, in: file, typesOnly: typesOnly) {
    case .found(let symbol):
      file.markUsed(symbol.file)
      return symbol
    case .notImported(let symbol):
      error(
        "\"\(name.text)\" is declared in \"\(symbol.file.path)\", which \(file.path) does not import",
        at: name.span, help: "add import \"\(symbol.file.path)\";",
        note: symbol.file === builtInOptions ? nil : ("declared here", symbol.span))
    case .hidden(let full):
      error(
        "\"\(name.text)\" means \"\(full)\" here, which is not declared: the innermost scope that "
          + "knows the first part of a name decides", at: name.span,
        help: "begin the name with a dot to start from the outermost scope: .\(name.text)",
        note: symbols.find(String(name.text.prefix { $0 != "." }), from: scope, in: file).symbol
          .map { ("this \($0.noun) is the scope that decides", $0.span) })
    case .missing:
      if typesOnly, case .found(let other) = symbols.find(name.text, from: scope, in: file) {
        return other
      }
      let finder = NameFinder(symbols: symbols, scope: scope, file: file, takesScalars: typesOnly)
      report(finder.diagnostic(for: name, wanted: wanted))
    }
    return nil
  }

  /// Reports the imports of requested files that nothing came from. A public import serves others, and
  /// a file that extends options may serve by being there.
  mutating func warnOfUnusedImports() {
    // What a file with errors uses is not known.
    let wrong = diagnostics.filter { $0.severity == .error }.map {
      ObjectIdentifier($0.span.source)
    }
    for file in files where file.isRequested && file.isWhole {
      if wrong.contains(ObjectIdentifier(file.syntax.source)) { continue }
      for (index, entry) in file.imports.enumerated()
      where !entry.isUsed && entry.syntax.kind == .plain {
        let extendsOptions = entry.file?.allExtensions.contains { field in
          field.extendee.map { OptionList.Target(rawValue: $0.fullName) != nil } ?? false
        }
        if extendsOptions == true { continue }
        unusedImports[file.path, default: []].append(index)
        report(
          .warning("nothing of \"\(entry.syntax.path)\" is used", at: entry.syntax.pathSpan)
            .suggesting("", at: entry.syntax.span))
      }
    }
  }
}

extension FileNode {
  /// Notes that something of `other` is used: the import that brings it, itself or publicly, counts.
  func markUsed(_ other: FileNode) {
    for entry in imports where !entry.isUsed {
      var brought: [FileNode] = []
      entry.file?.collectPublic(into: &brought)
      if brought.contains(where: { $0 === other }) { entry.isUsed = true }
    }
  }
}
