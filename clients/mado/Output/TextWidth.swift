/// Columns on a terminal, where East Asian characters take two.
enum TextWidth {
  static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + width($1) }
  }

  static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - of(text)))
  }

  /// As much of `text` as fits, an ellipsis behind if some did not.
  static func cut(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    var cut = ""
    var used = 1
    for character in text {
      used += self.width(character)
      guard used <= width else { break }
      cut.append(character)
    }
    return cut + "…"
  }

  /// `text` with its control characters made visible: nothing that a server sends may steer the
  /// terminal.
  static func onOneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case "\t": line += "\\t"
      case "\0"..<" ", "\u{7f}"..<"\u{a0}": line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// The words of `text`, in lines of at most `width`; an empty line keeps paragraphs apart.
  static func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for source in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = source.split(separator: " ")
      if words.isEmpty {
        lines += line.isEmpty ? [""] : [line, ""]
        line = ""
      }
      for word in words {
        if !line.isEmpty, of(line) + 1 + of(String(word)) > width {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    if !line.isEmpty { lines.append(line) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
      0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
      0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }
}
