/// CP932, which is Shift_JIS as Windows has it: what tables in Japanese offices are often read as.
///
/// A character is a place in a grid of 94 cells a row, and a place is two bytes; ASCII and the half-width katakana
/// have one. Where the grid has a character twice, the bytes are those that Windows writes.
enum CP932 {
  /// What stands for a character that it lacks, if something has to: 〓 (下駄), which says that a type was missing.
  static let substitute: [UInt8] = [0x81, 0xac]

  /// A text in CP932, with the substitute for what it lacks.
  ///
  /// - Returns: the bytes, and each character that it lacks once, in the order in which they came.
  static func encode(_ text: String) -> (bytes: [UInt8], unmappable: [Character]) {
    var (bytes, unmappable, known): ([UInt8], [Character], Set<Character>) = ([], [], [])
    bytes.reserveCapacity(text.utf8.count)
    for character in text {
      let start = bytes.count
      let isWhole = character.unicodeScalars.allSatisfy { append($0, to: &bytes) }
      guard !isWhole else { continue }
      // Half of a character says something else: all of it is replaced.
      bytes.removeSubrange(start...)
      if let code = composed[character] {
        bytes += [UInt8(code >> 8), UInt8(code & 0xff)]
        continue
      }
      bytes += substitute
      if known.insert(character).inserted { unmappable.append(character) }
    }
    return (bytes, unmappable)
  }

  /// Appends a scalar's bytes; false when there are none.
  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) -> Bool {
    switch scalar.value {
    case 0x00...0x7f: bytes.append(UInt8(scalar.value))
    case 0xff61...0xff9f: bytes.append(UInt8(scalar.value - 0xff61 + 0xa1))
    default:
      guard let code = codes[scalar] else { return false }
      bytes.append(UInt8(code >> 8))
      bytes.append(UInt8(code & 0xff))
    }
    return true
  }

  private static let codes: [Unicode.Scalar: UInt16] = {
    var codes: [Unicode.Scalar: UInt16] = [:]
    codes.reserveCapacity(8_000)
    for (row, line) in zip(rowNumbers, rows.split(separator: "\n")) {
      for (index, scalar) in line.unicodeScalars.enumerated() where scalar != "." {
        codes[scalar] = code(row, index + 1)
      }
    }
    // The same characters as JIS X 0208's own mapping to Unicode has them, which other systems write.
    let others: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("\u{301c}", "\u{ff5e}"), ("\u{2016}", "\u{2225}"), ("\u{2212}", "\u{ff0d}"),
      ("\u{00a2}", "\u{ffe0}"), ("\u{00a3}", "\u{ffe1}"), ("\u{00ac}", "\u{ffe2}"),
      ("\u{2014}", "\u{2015}"),
    ]
    for (other, known) in others { codes[other] = codes[known] }
    return codes
  }()

  /// The same by characters, however they are written: が is one scalar or two.
  private static let composed = Dictionary(
    codes.sorted { $0.key < $1.key }.map { (Character($0.key), $0.value) },
    uniquingKeysWith: { first, _ in first })

  /// The two bytes of a place in the grid, each from 1.
  private static func code(_ row: Int, _ cell: Int) -> UInt16 {
    let lead = (row - 1) / 2 + (row <= 62 ? 0x81 : 0xc1)
    let trail = row.isMultiple(of: 2) ? cell + 0x9e : cell + 0x3f + (cell >= 64 ? 1 : 0)
    return UInt16(lead) << 8 | UInt16(trail)
  }
}
