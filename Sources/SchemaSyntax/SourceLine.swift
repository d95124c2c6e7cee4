/// The line of a source file on which a span begins, as a terminal shows it, with the mark below.
///
/// Tabs become spaces, what would steer the terminal is replaced, wide characters count as two cells,
/// and of a long line only the part around the span is shown.
struct SourceLine {
  private(set) var text: String
  /// What stands before the mark, in spaces.
  private(set) var indent: String
  /// `^~~~` below the span, as far as it lies on this line.
  private(set) var mark: String

  /// Cells of a line at most; longer ones are cut around the mark.
  private static let cellsMax = 120
  /// Cells in front of the mark in a line that is cut.
  private static let cellsBeforeMax = 50
  /// Bytes that are looked at on either side of the span: minified input has lines of megabytes.
  private static let bytesMax = 2_000

  /// Nil when the span begins on a line without text, which would show nothing.
  init?(of span: Span) {
    let source = span.source
    let line = source.lineRange(source.position(at: span.start).line)
    guard !source.bytes[line].allSatisfy(\.isBlank) else { return nil }
    let start = min(max(span.start, line.lowerBound), line.upperBound)
    let end = min(max(span.end, start), line.upperBound)
    var from = max(line.lowerBound, start - Self.bytesMax)
    while from > line.lowerBound, from < start, source.bytes[from] & 0xc0 == 0x80 { from += 1 }

    let before = Cells(source.text(from..<start))
    let marked = Cells(source.text(start..<min(end, start + Self.bytesMax)), at: before.width)
    let after = Cells(
      source.text(end..<min(line.upperBound, end + Self.bytesMax)), at: before.width + marked.width)
    let isWhole =
      from == line.lowerBound && before.width + marked.width + after.width <= Self.cellsMax

    if isWhole {
      text = before.text + marked.text + after.text
      indent = String(repeating: " ", count: before.width)
      mark = Self.mark(marked.width)
    } else {
      let head = before.width > Self.cellsBeforeMax ? before.last(Self.cellsBeforeMax - 1) : before
      let cutHead = head.width < before.width || from > line.lowerBound ? "…" : ""
      let used = head.width + cutHead.count
      let middle = marked.first(Self.cellsMax - 1 - used)
      let tail = after.first(Self.cellsMax - 1 - used - middle.width)
      let isCut = middle.width < marked.width || tail.width < after.width
      text = cutHead + head.text + middle.text + tail.text + (isCut ? "…" : "")
      indent = String(repeating: " ", count: used)
      mark = Self.mark(middle.width)
    }
  }

  private static func mark(_ width: Int) -> String {
    "^" + String(repeating: "~", count: max(0, width - 1))
  }

  /// Text of a schema within a message, without what would steer a terminal.
  static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { steers($0) ? "\u{fffd}" : $0 }))
  }

  /// Controls, and what changes the direction of the text behind it.
  fileprivate static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7f...0x9f, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}

/// Text as it stands in the cells of a terminal.
private struct Cells {
  private var characters: [(text: String, width: Int)] = []

  var text: String { characters.map(\.text).joined() }
  var width: Int { characters.reduce(0) { $0 + $1.width } }

  /// - Parameter column: the cell in which the text begins, for the stops of its tabs.
  init(_ text: String, at column: Int = 0) {
    var column = column
    for character in text {
      let cell = Self.cell(character, at: column)
      characters.append(cell)
      column += cell.width
    }
  }

  private init(_ characters: some Sequence<(text: String, width: Int)>) {
    self.characters = Array(characters)
  }

  /// As many characters from the beginning as `cells` hold.
  func first(_ cells: Int) -> Cells {
    var left = cells
    return Cells(
      characters.prefix {
        left -= $0.width
        return left >= 0
      })
  }

  /// As many characters from the end as `cells` hold.
  func last(_ cells: Int) -> Cells {
    var left = cells
    let kept = characters.reversed().prefix {
      left -= $0.width
      return left >= 0
    }
    return Cells(kept.reversed())
  }

  private static func cell(_ character: Character, at column: Int) -> (text: String, width: Int) {
    let scalars = character.unicodeScalars
    if character == "\t" {
      let spaces = SourceFile.tabWidth - column % SourceFile.tabWidth
      return (String(repeating: " ", count: spaces), spaces)
    }
    let shown = SourceLine.printable(String(character))
    // Marks and joiners add nothing to the widest part of a character.
    return (shown, scalars.map(width).max() ?? 1)
  }

  /// The wide blocks of East Asian text and emoji take two cells (Unicode Standard Annex 11).
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if SourceLine.steers(scalar) { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
      0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f1e6...0x1f1ff, 0x1f300...0x1faff,
      0x20000...0x3fffd:
      return 2
    default:
      return 1
    }
  }
}
