import SchemaSyntax

extension Comments {
  /// The comment that documents the declaration, without the space behind the comment marks, lines for
  /// lint and empty lines around; nil if there is none.
  var text: String? {
    var lines = (leading ?? trailing ?? "").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { line in
      var line = line.first == " " ? line.dropFirst() : line
      while line.last == " " { line.removeLast() }
      return String(line)
    }.filter { !$0.hasPrefix(LintReport.exceptionMark) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
