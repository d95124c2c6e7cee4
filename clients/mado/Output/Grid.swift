/// Columns side by side, as many as a person can read on the terminal.
struct Grid {
  struct Column {
    let name: String
    /// Whether the cells are bytes, such as hashes.
    let isBytes: Bool
    let cells: [String]

    var width: Int { cells.reduce(TextWidth.of(name)) { max($0, TextWidth.of($1)) } }
  }

  let columns: [Column]

  private static let gap = "  "

  /// The columns that fit in `width`, all if it is nil. What does not fit leaves in this order: bytes; what
  /// is the same in all rows, which is said below; what stands last.
  func lines(within width: Int?) -> [String] {
    var shown = columns
    var hidden: [Column] = []
    var alike: [Column] = []
    func isTooWide() -> Bool {
      guard let width, shown.count > 1 else { return false }
      return shown.reduce(-Grid.gap.count) { $0 + $1.width + Grid.gap.count } > width
    }
    while isTooWide(), let last = shown.lastIndex(where: { $0.isBytes }) {
      hidden.insert(shown.remove(at: last), at: 0)
    }
    if isTooWide() {
      alike = shown.filter { $0.cells.count > 1 && Set($0.cells).count == 1 }
      if alike.count == shown.count { alike.removeFirst() }
      shown.removeAll { column in alike.contains { $0.name == column.name } }
    }
    while isTooWide() { hidden.insert(shown.removeLast(), at: 0) }
    return Grid.rows(shown) + Grid.notes(alike: alike, hidden: hidden)
  }

  private static func rows(_ columns: [Column]) -> [String] {
    let count = columns.first?.cells.count ?? 0
    let lines =
      [columns.map { $0.name.uppercased() }]
      + (0..<count).map { row in
        columns.map { $0.cells[row] }
      }
    return lines.map { cells in
      let padded = zip(cells, columns).map { TextWidth.pad($0, to: $1.width) }
      return String(padded.joined(separator: gap).reversed().drop { $0 == " " }.reversed())
    }
  }

  private static func notes(alike: [Column], hidden: [Column]) -> [String] {
    var notes: [String] = []
    if !alike.isEmpty {
      let all = alike.map { "\($0.name)=\($0.cells.first ?? "")" }.joined(separator: ", ")
      notes.append("in all rows: \(all)")
    }
    if !hidden.isEmpty {
      notes.append("not shown: \(hidden.map(\.name).joined(separator: ", ")); --wide shows them")
    }
    return notes.isEmpty ? [] : [""] + notes
  }
}
