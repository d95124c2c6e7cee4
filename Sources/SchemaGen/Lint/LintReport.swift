import SchemaModel
import SchemaSyntax

/// What a rule finds, gathered as diagnostics.
struct LintReport {
  let places: Places
  /// The rule at work.
  var rule = ""
  /// The file of the element at hand.
  var file = ""
  private(set) var diagnostics: [Diagnostic] = []

  init(_ places: Places) {
    self.places = places
  }

  /// - Parameters:
  ///   - path: the culprit in its file.
  ///   - replacement: what should stand there instead.
  mutating func add(
    _ message: String, at path: [Int32], in file: String? = nil,
    suggesting replacement: String? = nil,
    help: String? = nil, note: (message: String, file: String, path: [Int32])? = nil
  ) {
    let file = file ?? self.file
    guard !isExcepted(path, file) else { return }
    let span = places.span(file, path)
    var diagnostic = Diagnostic.warning(message, at: span).rule(rule).help(help)
    if let note {
      diagnostic = diagnostic.note(note.message, at: places.span(note.file, note.path))
    }
    if let replacement { diagnostic = diagnostic.suggesting(replacement) }
    diagnostics.append(diagnostic)
  }

  /// A name that is not written as it should be, with the name that would be.
  mutating func rename(
    _ what: String, _ name: String, to better: String, as style: String, at path: [Int32]
  ) {
    guard name != better, !better.isEmpty else { return }
    add("\(what) \(name) is not \(style)", at: path, suggesting: better)
  }

  /// Whether a comment before the element, or before one around it, has a line
  /// `buf:lint:ignore RULE`, with or without a reason behind it.
  private func isExcepted(_ path: [Int32], _ file: String) -> Bool {
    // What a file says of itself as a whole stands before its first statements.
    let paths = path.isEmpty ? [[2], [12], [14]] : [path]
    return paths.flatMap { places.commentsAround(file, $0) }.contains { comment in
      comment.split(separator: "\n").contains { line in
        let words = line.split(separator: " ")
        return words.count > 1 && words[0] == Self.exceptionMark && words[1] == rule
      }
    }
  }

  static let exceptionMark = "buf:lint:ignore"
}
