extension Configuration {
  /// A line for each key: its name, its value and, if wanted, where that came from. Nothing of it is secret:
  /// what is, lies in files of which only the paths are told.
  func lines(withOrigins: Bool) -> [String] {
    let rows = ConfigurationKey.all.map { key in
      [key.name, key.text(self), origins[key.name] ?? "default"]
    }
    let widths = (0..<2).map { column in rows.map(\.[column].count).max() ?? 0 }
    return rows.map { row in
      let name = row[0] + String(repeating: " ", count: widths[0] - row[0].count)
      guard withOrigins else { return "\(name)  \(row[1])" }
      return "\(name)  \(row[1])" + String(repeating: " ", count: widths[1] - row[1].count)
        + "  \(row[2])"
    }
  }
}
