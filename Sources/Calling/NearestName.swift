/// Finds what a misspelt word most likely meant.
package enum NearestName {
  /// The closest of `names`, if it is close: at most a third of the letters differ.
  package static func find(_ word: String, among names: some Sequence<String>) -> String? {
    let letters = Array(word.unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for name in names {
      let other = Array(name.unicodeScalars.prefix(64))
      let distance = distance(letters, other)
      guard distance <= max(letters.count, other.count, 3) / 3 else { continue }
      if distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Letters to insert, take away, replace, or swap with their neighbour.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
