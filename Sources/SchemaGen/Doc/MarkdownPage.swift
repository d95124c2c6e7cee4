/// A Markdown document that grows, its blocks set off by empty lines.
struct MarkdownPage {
  private(set) var text = ""
  private enum Block { case none, list, table, other }
  private var last = Block.none

  /// - Parameter id: what links to it name.
  mutating func heading(_ level: Int, _ title: String, id: String? = nil) {
    let anchor = id.map { "<a id=\"\($0)\"></a>" } ?? ""
    begin(.other)
    text += "\(String(repeating: "#", count: level)) \(anchor)\(title)\n"
  }

  /// A comment of the schema as it was written.
  mutating func paragraphs(_ comment: String?) {
    guard let comment else { return }
    begin(.other)
    text += Markdown.block(comment) + "\n"
  }

  mutating func line(_ content: String) {
    begin(.other)
    text += content + "\n"
  }

  mutating func item(_ content: String) {
    begin(.list)
    text += "- \(content)\n"
  }

  mutating func table(_ heads: [String]) {
    begin(.other)
    last = .table
    row(heads)
    row(heads.map { _ in "---" })
  }

  mutating func row(_ cells: [String]) {
    text += "| \(cells.joined(separator: " | ")) |\n"
  }

  mutating func deprecation(_ isDeprecated: Bool) {
    if isDeprecated { line("**Deprecated.**") }
  }

  /// An empty line before a new block; items of a list follow each other.
  private mutating func begin(_ block: Block) {
    if last != .none, !(block == .list && last == .list) { text += "\n" }
    last = block
  }
}

/// Comments as Markdown.
enum Markdown {
  /// A comment on lines of its own: no line becomes a heading, nothing becomes HTML.
  static func block(_ comment: String) -> String {
    comment.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#") ? "\\\(escaped(line))" : escaped(line)
    }.joined(separator: "\n")
  }

  /// A comment on one line, its paragraphs and the items of its lists set off by breaks.
  static func cell(_ comment: String?, isDeprecated: Bool = false) -> String {
    var result = isDeprecated ? "**Deprecated.**" : ""
    guard let comment else { return result }
    for line in comment.split(separator: "\n", omittingEmptySubsequences: false) {
      let content = line.drop { $0 == " " }
      let isItem = ["- ", "* "].contains { content.hasPrefix($0) }
      if content.isEmpty || isItem, !result.isEmpty, !result.hasSuffix("<br>") { result += "<br>" }
      if content.isEmpty { continue }
      if !result.isEmpty, !result.hasSuffix("<br>") { result += " " }
      result += escaped(content)
    }
    return result.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  /// A comment within a sentence.
  static func inline(_ comment: String) -> String {
    escaped(comment.split(separator: "\n").joined(separator: " ")[...])
  }

  /// The first sentence of the first paragraph, for a table.
  static func firstSentence(_ comment: String?) -> String {
    guard let comment else { return "" }
    let lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
    let paragraph = lines.prefix { !$0.isEmpty }.joined(separator: " ")
    for index in paragraph.indices where paragraph[index] == "." {
      let next = paragraph.index(after: index)
      if next == paragraph.endIndex || paragraph[next] == " " {
        return cell(String(paragraph[...index]))
      }
    }
    return cell(paragraph)
  }

  /// Angle brackets and ampersands outside of code as the characters that they are.
  private static func escaped(_ line: Substring) -> String {
    var result = ""
    var isCode = line.hasPrefix("    ")
    for character in line {
      if character == "`" { isCode.toggle() }
      switch character {
      case "<" where !isCode: result += "&lt;"
      case ">" where !isCode: result += "&gt;"
      case "&" where !isCode: result += "&amp;"
      default: result.append(character)
      }
    }
    return result
  }
}
