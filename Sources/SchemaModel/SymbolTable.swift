import SchemaSyntax

/// What a full name stands for.
enum Symbol {
  case package(NameSyntax, FileNode)
  case message(MessageNode)
  case enumeration(EnumNode)
  case enumValue(EnumValueNode)
  case field(FieldNode)
  case oneof(OneofNode)
  case service(ServiceNode)
  case method(MethodNode)

  /// Where it is declared; nil for what the compiler made.
  var span: Span {
    switch self {
    case .package(let name, _): name.span
    default: node?.name.span ?? Span(source: file.syntax.source, start: 0, end: 0)
    }
  }

  var file: FileNode {
    switch self {
    case .package(_, let file): file
    case .message(let node): node.file
    case .enumeration(let node): node.file
    case .enumValue(let node): node.file
    case .field(let node): node.file
    case .oneof(let node): node.file
    case .service(let node): node.file
    case .method(let node): node.file
    }
  }

  private var node: Node? {
    switch self {
    case .package: nil
    case .message(let node): node
    case .enumeration(let node): node
    case .enumValue(let node): node
    case .field(let node): node
    case .oneof(let node): node
    case .service(let node): node
    case .method(let node): node
    }
  }

  /// Whether a field can have it as its type.
  var isType: Bool {
    switch self {
    case .message, .enumeration: true
    default: false
    }
  }

  var isMessage: Bool {
    if case .message = self { true } else { false }
  }

  var isExtension: Bool {
    if case .field(let field) = self { field.isExtension } else { false }
  }

  /// Whether names can stand in it.
  var isScope: Bool {
    switch self {
    case .package, .message, .enumeration, .service: true
    default: false
    }
  }

  /// How a message names what bears a name already.
  var description: String {
    if case .message(let entry) = self, entry.isMapEntry {
      return "the entry of map field '\(entry.mapFieldName)'"
    }
    return kind
  }

  /// Its kind without the article.
  var noun: String { String(kind.drop { $0 != " " }.dropFirst()) }

  /// How a message names its kind.
  var kind: String {
    switch self {
    case .package: "a package"
    case .message: "a message"
    case .enumeration: "an enum"
    case .enumValue: "an enum value"
    case .field(let node): node.isExtension ? "an extension" : "a field"
    case .oneof: "a oneof"
    case .service: "a service"
    case .method: "a method"
    }
  }
}

/// All full names of a link run.
struct SymbolTable {
  private var symbols: [String: Symbol] = [:]

  subscript(fullName: String) -> Symbol? { symbols[fullName] }

  /// Enters a name; returns what already bears it, if the two cannot share it.
  mutating func declare(_ fullName: String, _ symbol: Symbol) -> Symbol? {
    guard let earlier = symbols[fullName] else {
      symbols[fullName] = symbol
      return nil
    }
    if case .package = earlier, case .package = symbol { return nil }
    return earlier
  }

  /// How a name within a scope was looked up.
  enum Lookup {
    case found(Symbol)
    /// A file declares it that `user` does not import.
    case notImported(Symbol)
    /// The first part of the name was found in an inner scope, where the rest of it is missing; an
    /// outer scope is not searched then.
    case hidden(by: String)
    case missing

    var symbol: Symbol? {
      if case .found(let symbol) = self { symbol } else { nil }
    }
  }

  /// Finds `name`, as written, from inside `scope`: the innermost scope that knows its first part
  /// decides (language guide, "Packages and name resolution").
  ///
  /// - Parameter typesOnly: pass over what is no type, when the name has a single part.
  func find(
    _ name: String, from scope: String, in user: FileNode, typesOnly: Bool = false
  ) -> Lookup {
    if name.hasPrefix(".") { return find(fullName: String(name.dropFirst()), in: user) }
    let first = String(name.prefix { $0 != "." })
    let isSimple = first.utf8.count == name.utf8.count
    var notImported: Symbol?
    var scope = scope
    while true {
      switch find(fullName: qualified(first, in: scope), in: user) {
      case .found(let symbol):
        if isSimple {
          if !typesOnly || symbol.isType { return .found(symbol) }
        } else if symbol.isScope {
          let full = qualified(name, in: scope)
          switch find(fullName: full, in: user) {
          case .missing, .hidden: return symbols[name] == nil ? .missing : .hidden(by: full)
          case let result: return result
          }
        }
      case .notImported(let symbol):
        if isSimple {
          notImported = notImported ?? symbol
        } else if let inner = symbols[qualified(name, in: scope)] {
          notImported = notImported ?? inner
        }
      case .hidden, .missing: break
      }
      guard !scope.isEmpty else { break }
      scope = scope.lastIndex(of: ".").map { String(scope[..<$0]) } ?? ""
    }
    return notImported.map { .notImported($0) } ?? .missing
  }

  private func find(fullName: String, in user: FileNode) -> Lookup {
    guard let symbol = symbols[fullName] else { return .missing }
    if case .package = symbol {
      let inside = fullName + "."
      let isVisible = user.visible.contains { file in
        file.package == fullName || file.package.hasPrefix(inside)
      }
      return isVisible ? .found(symbol) : .notImported(symbol)
    }
    let isVisible = user.visible.contains { $0 === symbol.file }
    return isVisible ? .found(symbol) : .notImported(symbol)
  }

  /// The full names of everything that `isWanted`.
  func names(where isWanted: (Symbol) -> Bool) -> [String] {
    symbols.filter { isWanted($0.value) }.map(\.key)
  }
}
