import SchemaSyntax

/// Phase 1: the files asked for and all that they import, each behind its imports.
extension LinkRun {
  /// Files that import each other in a chain, as many as the stack surely bears.
  private static let importDepthMax = 200

  mutating func load(_ paths: [String], from loader: some SourceLoader) throws(SourceError) {
    var loading = Loading(requested: Set(paths), loader: loader)
    for path in paths where loading.known[path] == nil {
      let source = try loader.load(path)
      _ = loading.enter(source)
    }
    files = loading.files
    diagnostics = loading.diagnostics
  }

  private struct Loading<Loader: SourceLoader> {
    let requested: Set<String>
    let loader: Loader
    var known: [String: FileNode] = [:]
    var files: [FileNode] = []
    var diagnostics: [Diagnostic] = []
    /// The imports that lead to the file being read.
    var chain: [(path: String, imported: ImportSyntax)] = []

    mutating func enter(_ source: SourceFile) -> FileNode {
      let (syntax, found) = Parser.parse(source)
      diagnostics += found
      let node = FileNode(syntax, isRequested: requested.contains(source.path))
      node.isWhole = !found.hasErrors
      known[source.path] = node
      for case .import(let statement) in syntax.declarations {
        let entry = ImportNode(statement)
        if let earlier = node.imports.first(where: { $0.syntax.path == statement.path }) {
          diagnostics.append(
            .error("\"\(statement.path)\" is imported twice", at: statement.pathSpan)
              .note("first imported here", at: earlier.syntax.pathSpan))
          continue
        }
        node.imports.append(entry)
        entry.file = file(statement, importedBy: node)
        if entry.file?.isWhole != true { node.isWhole = false }
      }
      files.append(node)
      return node
    }

    private mutating func file(_ statement: ImportSyntax, importedBy user: FileNode) -> FileNode? {
      if statement.path == user.path || chain.contains(where: { $0.path == statement.path }) {
        reportCycle(closedBy: statement, in: user)
        return nil
      }
      if let node = known[statement.path] { return node }
      if reportFault(inPathOf: statement) { return nil }
      guard chain.count < importDepthMax else {
        diagnostics.append(
          .error("imports nest more than \(importDepthMax) deep", at: statement.pathSpan))
        return nil
      }
      do throws(SourceError) {
        let source = try loader.load(statement.path)
        chain.append((user.path, statement))
        defer { chain.removeLast() }
        return enter(source)
      } catch {
        diagnostics.append(
          .error("\(error)", at: statement.pathSpan)
            .suggesting(path: nearestName(to: statement.path, among: StandardTypes.files)))
        return nil
      }
    }

    /// An import path has one form, so that a file has one name: parts joined by single slashes.
    private mutating func reportFault(inPathOf statement: ImportSyntax) -> Bool {
      let path = statement.path
      let parts = path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
      let isPlain = !path.contains("\\") && !parts.contains { ["", ".", ".."].contains($0) }
      if isPlain { return false }
      var diagnostic = Diagnostic.error(
        path.isEmpty
          ? "the path of the file to import is empty"
          : "the parts of an import path are names joined by single slashes, without '.' and '..'",
        at: statement.pathSpan)
      if !parts.contains("..") {
        let plain = parts.filter { !["", "."].contains($0) }.joined(separator: "/")
        if !plain.isEmpty { diagnostic = diagnostic.suggesting(path: plain) }
      }
      diagnostics.append(diagnostic)
      return true
    }

    private mutating func reportCycle(closedBy statement: ImportSyntax, in user: FileNode) {
      var diagnostic = Diagnostic.error(
        "import cycle: \(user.path) is itself imported by \"\(statement.path)\"",
        at: statement.pathSpan)
      if statement.path == user.path {
        diagnostic.message = "a file cannot import itself"
      }
      let cycle = chain.drop { $0.path != statement.path }
      for link in cycle {
        diagnostic = diagnostic.note("\(link.path) imports it here", at: link.imported.pathSpan)
      }
      diagnostics.append(diagnostic)
    }
  }
}

extension Diagnostic {
  fileprivate func suggesting(path: String?) -> Diagnostic {
    path.map { suggesting("\"\($0)\"") } ?? self
  }
}
