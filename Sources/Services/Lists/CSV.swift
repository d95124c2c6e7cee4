/// Tables as text (RFC 4180).
enum CSV {
  /// What tells a table's program that the text is UTF-8.
  static let mark = "\u{feff}"

  /// A line. What a table would take for a formula is told apart by a quote.
  static func line(_ values: [String]) -> String {
    values.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ value: String) -> String {
    let isFormula = value.first.map { "=+-@\t\r".contains($0) } ?? false
    let isNumber = Int64(value) != nil
    let text = isFormula && !isNumber ? "'" + value : value
    guard text.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return text }
    return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
