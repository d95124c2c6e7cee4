/// A short expression followed in advance, for any text: a step of a table for each character.
///
/// A row is where the alternatives of a program stand between two characters, a column what no class of the
/// program tells apart; all characters beyond ASCII are one column. There is no table for an expression which has
/// too many rows, or tells apart what lies beyond ASCII.
struct PatternTable: Sendable {
  /// The column of each ASCII character; the next to last one is of what lies beyond, the last of the text's end.
  private var columns: [UInt8] = []
  private var width = 0
  /// The next row for each row and column.
  private var next: [UInt8] = []

  /// In place of a row: the expression matches, whatever follows.
  private static let matched: UInt8 = .max
  private static let rowsMax = 128
  private static let programMax = 256

  func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      var row = 0
      for byte in utf8 {
        let column: Int
        if byte < 0x80 {
          column = Int(columns[Int(byte)])
        } else if byte < 0xC0 {
          // Behind the first byte of a character.
          continue
        } else {
          column = width - 2
        }
        let reached = next[row * width + column]
        if reached == Self.matched { return true }
        row = Int(reached)
      }
      return next[row * width + width - 1] == Self.matched
    }
  }
}

// MARK: - Making one

extension PatternTable {
  /// Where the alternatives stand, before it is known what comes next.
  private struct Row: Hashable {
    var positions: [Int] = []
    /// One for all that the program takes for the same; nil at the text's begin.
    var before: Unicode.Scalar?
  }

  /// Nil where there is none.
  init?(_ program: [Pattern.Instruction]) {
    guard program.count <= Self.programMax else { return nil }
    let sets = program.compactMap { if case .scalar(let set) = $0 { set } else { nil } }
    guard sets.allSatisfy(\.isUniformBeyondASCII) else { return nil }
    let characters = sortIntoColumns(sets)
    var rows = [Row()]
    var known = [rows[0]: UInt8(0)]
    var place = 0
    while place < rows.count {
      for character in characters {
        guard let row = Self.row(behind: rows[place], character, program) else {
          next.append(Self.matched)
          continue
        }
        if known[row] == nil {
          guard rows.count < Self.rowsMax else { return nil }
          known[row] = UInt8(rows.count)
          rows.append(row)
        }
        next.append(known[row] ?? 0)
      }
      place += 1
    }
  }

  /// Gives each ASCII character its column; returns a character of each column, nil for the text's end.
  private mutating func sortIntoColumns(_ sets: [ScalarSet]) -> [Unicode.Scalar?] {
    var (found, characters) = ([[Bool]: UInt8](), [Unicode.Scalar?]())
    for byte in UInt8(0)..<0x80 {
      let scalar = Unicode.Scalar(byte)
      let traits = sets.map { $0.contains(scalar) } + [scalar.isWord, scalar == "\n"]
      if found[traits] == nil {
        found[traits] = UInt8(characters.count)
        characters.append(scalar)
      }
      columns.append(found[traits] ?? 0)
    }
    characters += ["\u{80}", nil]
    width = characters.count
    return characters
  }

  /// Where the alternatives of a row stand behind a character; nil when the expression has matched before it.
  private static func row(
    behind row: Row, _ character: Unicode.Scalar?, _ program: [Pattern.Instruction]
  ) -> Row? {
    var threads = Pattern.Threads(program.count)
    // A match may begin at every place.
    for position in row.positions + [0] {
      let hasMatched = Pattern.follow(
        program, position, into: &threads, between: row.before, and: character)
      if hasMatched { return nil }
    }
    guard let character else { return Row() }
    let reached = threads.positions[..<threads.count].filter { position in
      if case .scalar(let set) = program[position] { set.contains(character) } else { false }
    }
    let kind: Unicode.Scalar = character.isWord ? "a" : character == "\n" ? "\n" : " "
    return Row(positions: reached.map { $0 + 1 }.sorted(), before: kind)
  }
}

extension ScalarSet {
  /// Whether it has all characters beyond ASCII, or none.
  fileprivate var isUniformBeyondASCII: Bool {
    guard categories.isEmpty, !foldsCase else { return false }
    var end: UInt32 = 0x80
    let beyond = ranges.filter { $0.upperBound >= end }
    for range in beyond.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.lowerBound <= end
    {
      end = max(end, range.upperBound + 1)
    }
    return beyond.isEmpty || end > 0x10FFFF
  }
}
