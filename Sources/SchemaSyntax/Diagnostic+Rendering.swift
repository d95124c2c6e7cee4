extension Diagnostic {
  /// The diagnostic as compilers write it, without a final newline: `file:line:column: error: …`, the
  /// source line, a caret; then each note likewise and the help.
  ///
  /// Lines and columns count from 1; columns as protoc counts them (see ``SourceFile/Position``).
  public func rendered() -> String {
    let message = rule.map { "\(self.message) [\($0)]" } ?? self.message
    var lines = Self.lines(severity.rawValue, message, at: span)
    for note in notes {
      lines += Self.lines("note", note.message, at: note.span)
    }
    if let help { lines.append("help: \(help)") }
    if let edit {
      let old = edit.span.text
      let change =
        if old.isEmpty {
          "insert '\(edit.replacement)'"
        } else if edit.replacement.isEmpty {
          "remove '\(old)'"
        } else {
          "replace '\(old)' with '\(edit.replacement)'"
        }
      lines.append("help: \(change)")
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(_ label: String, _ message: String, at span: Span) -> [String] {
    let source = span.source
    let start = source.position(at: span.start)
    let head =
      "\(source.displayPath):\(start.line + 1):\(start.column + 1): \(label): \(message)"
    let line = source.lineRange(start.line)
    let isBlank = source.bytes[line].allSatisfy { $0 == UInt8(ascii: " ") }
    guard !isBlank, line.count <= lineBytesMax else { return [head] }

    let markStart = min(max(span.start, line.lowerBound), line.upperBound)
    let markEnd = min(max(span.end, markStart), line.upperBound)
    let before = display(source.text(line.lowerBound..<markStart))
    let marked = display(source.text(markStart..<markEnd), from: before.width)
    let after = display(source.text(markEnd..<line.upperBound), from: before.width + marked.width)
    let tail = String(repeating: "~", count: max(0, marked.width - 1))
    return [
      head,
      "  " + before.text + marked.text + after.text,
      "  " + String(repeating: " ", count: before.width) + "^" + tail,
    ]
  }

  /// Longer lines are not shown: nobody reads them, and minified input would flood the terminal.
  private static let lineBytesMax = 240

  /// Text as a terminal shows it: tabs as spaces, control characters replaced, wide characters counted
  /// as two cells, so that the caret stands below its target.
  private static func display(_ text: String, from column: Int = 0) -> (text: String, width: Int) {
    var shown = ""
    var width = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 9:
        let stop = SourceFile.tabWidth
        let spaces = stop - (column + width) % stop
        shown += String(repeating: " ", count: spaces)
        width += spaces
      case ..<0x20, 0x7f:
        shown += "\u{fffd}"
        width += 1
      default:
        shown.unicodeScalars.append(scalar)
        width += cells(scalar)
      }
    }
    return (shown, width)
  }

  /// Cells that a scalar takes: the wide blocks of East Asian text and emoji take two, marks none.
  private static func cells(_ scalar: Unicode.Scalar) -> Int {
    if scalar.properties.generalCategory == .nonspacingMark { return 0 }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
      0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
      return 2
    default:
      return 1
    }
  }
}
