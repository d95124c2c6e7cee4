extension Diagnostic {
  /// The diagnostic as compilers write it, without a final newline: `file:line:column: error: …`, the
  /// source line, a caret; then each note likewise and the help.
  ///
  /// Lines and columns count from 1; columns as protoc counts them (see ``SourceFile/Position``).
  ///
  /// - Parameter inColor: with the colours of a terminal (ECMA-48).
  public func rendered(inColor: Bool = false) -> String {
    let paint = Paint(isOn: inColor)
    let message = rule.map { "\(self.message) [\($0)]" } ?? self.message
    let color: Paint.Color = severity == .error ? .red : .magenta
    var lines = Self.lines(severity.rawValue, color, message, at: span, paint)
    for note in notes {
      lines += Self.lines("note", .cyan, note.message, at: note.span, paint)
    }
    // A help of ours may have lines; what is quoted from a file may not.
    let helpLines = help?.split(separator: "\n").map { SourceLine.printable(String($0)) }
    let edited = edit.map { SourceLine.printable($0.description) }
    for advice in [helpLines?.joined(separator: "\n"), edited].compactMap(\.self) {
      lines.append(paint("help:", .green) + " " + advice)
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(
    _ label: String, _ color: Paint.Color, _ message: String, at span: Span, _ paint: Paint
  ) -> [String] {
    let start = span.source.position(at: span.start)
    let place = "\(span.source.displayPath):\(start.line + 1):\(start.column + 1):"
    let head =
      paint(place, .bold) + " " + paint("\(label):", color) + " "
      + paint(SourceLine.printable(message), .bold)
    guard let line = SourceLine(of: span) else { return [head] }
    return [head, "  " + line.text, "  " + line.indent + paint(line.mark, .green)]
  }
}

extension Diagnostic.Edit {
  /// The change in words.
  fileprivate var description: String {
    let old = span.text
    if old.isEmpty { return "insert '\(replacement.drop { $0 == " " })'" }
    return replacement.isEmpty ? "remove '\(old)'" : "replace '\(old)' with '\(replacement)'"
  }
}

extension Sequence<Diagnostic> {
  /// All of them, with an empty line between two, without a final newline.
  ///
  /// - Parameter limit: how many are shown; of the others the number is told.
  public func rendered(inColor: Bool = false, limit: Int = 100) -> String {
    let all = Array(self)
    var blocks = all.prefix(limit).map { $0.rendered(inColor: inColor) }
    let rest = all.dropFirst(limit)
    if !rest.isEmpty {
      let errors = rest.count { $0.severity == .error }
      let counts = [(errors, "error"), (rest.count - errors, "warning")]
        .filter { $0.0 > 0 }
        .map { "\($0.0) more \($0.1)\($0.0 == 1 ? "" : "s")" }
      blocks.append("\(counts.joined(separator: " and ")) not shown")
    }
    return blocks.joined(separator: "\n\n")
  }
}

/// Colours for a terminal, or none.
struct Paint {
  /// The parameters of "select graphic rendition" (ECMA-48, 8.3.117).
  enum Color: String {
    case bold = "1"
    case red = "1;31"
    case green = "1;32"
    case magenta = "1;35"
    case cyan = "1;36"
  }

  let isOn: Bool

  func callAsFunction(_ text: String, _ color: Color) -> String {
    isOn ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : text
  }
}
