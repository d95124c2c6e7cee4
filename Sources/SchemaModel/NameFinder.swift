import SchemaSyntax

/// Says of a name that is not declared what its author most likely meant.
struct NameFinder {
  let symbols: SymbolTable
  let scope: String
  let file: FileNode
  /// Whether the name of a scalar type could stand in the same place.
  let takesScalars: Bool

  func diagnostic(for name: NameSyntax, wanted: (Symbol) -> Bool) -> Diagnostic {
    let diagnostic = Diagnostic.error("\"\(name.text)\" is not declared", at: name.span)
    if takesScalars, let scalar = Self.foreignScalars[name.text.lowercased()] {
      return diagnostic.suggesting(scalar)
    }
    let known = symbols.names(where: wanted)
    if let found = elsewhere(name.text, among: known) { return diagnostic.suggesting(found) }
    if let path = standardFile(of: name.text),
      !file.imports.contains(where: { $0.syntax.path == path })
    {
      let full = "google.protobuf.\(name.text.split(separator: ".").last ?? "")"
      let isFull = name.text == full || name.text == "." + full
      let hint = "add import \"\(path)\";" + (isFull ? "" : " and write \(full)")
      return diagnostic.help(hint)
    }
    if let nearest = nearest(to: name.text, among: known) { return diagnostic.suggesting(nearest) }
    return diagnostic
  }

  /// What other languages and tools call a scalar type, in lower case.
  private static let foreignScalars = [
    "int": "int32", "integer": "int32", "short": "int32", "int16": "int32", "int8": "int32",
    "long": "int64", "bigint": "int64", "uint": "uint32", "uint16": "uint32", "uint8": "uint32",
    "ulong": "uint64", "byte": "bytes", "blob": "bytes", "binary": "bytes", "boolean": "bool",
    "str": "string", "text": "string", "char": "string", "varchar": "string",
    "float32": "float", "float64": "double", "real": "double", "decimal": "string",
  ]

  /// The full name of the one visible declaration that is called so in another scope.
  private func elsewhere(_ name: String, among known: [String]) -> String? {
    guard let last = name.split(separator: ".").last else { return nil }
    let ending = "." + last
    let found = known.filter { full in
      guard full.hasSuffix(ending), let symbol = symbols[full] else { return false }
      return file.visible.contains { $0 === symbol.file }
    }
    return found.count == 1 ? found[0] : nil
  }

  private func standardFile(of name: String) -> String? {
    let name = name.hasPrefix(".") ? String(name.dropFirst()) : name
    let package = "google.protobuf."
    let isShort = !name.contains(".")
    guard isShort || name.hasPrefix(package) else { return nil }
    return StandardTypes.fileByName[isShort ? name : String(name.dropFirst(package.count))]
  }

  /// The nearest name, as it would be written within the scope: compared in full and, for names nearby,
  /// relative to each scope around.
  private func nearest(to name: String, among known: [String]) -> String? {
    var candidates: Set<String> = []
    for full in known {
      candidates.insert(full)
      var prefix = scope
      while !prefix.isEmpty {
        if full.hasPrefix(prefix + ".") {
          candidates.insert(String(full.dropFirst(prefix.count + 1)))
        }
        prefix = prefix.lastIndex(of: ".").map { String(prefix[..<$0]) } ?? ""
      }
    }
    if takesScalars, !name.contains(".") {
      candidates.formUnion(ScalarType.allCases.map(\.rawValue))
    }
    return nearestName(to: name, among: candidates)
  }
}
