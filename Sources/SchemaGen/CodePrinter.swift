/// Who may use what is generated.
public enum AccessLevel: String, Sendable, CaseIterable {
  /// Everybody who imports the module.
  case `public`
  /// The modules of the package.
  case package
  /// The module itself.
  case `internal`
}

/// Gathers generated lines: indents, wraps and leaves empty lines in the way the formatter would.
public struct CodePrinter {
  public private(set) var text = ""
  private var level = 0
  private var separatorDue = false
  private var hasJustOpened = true

  /// What declarations that are written as `public` become.
  private let access: AccessLevel

  static let columns = 100

  public init(access: AccessLevel = .public) {
    self.access = access
  }

  /// One line at the present level; an empty one has no indentation.
  public mutating func line(_ content: String = "") {
    if separatorDue { text += "\n" }
    separatorDue = false
    hasJustOpened = false
    text += content.isEmpty ? "\n" : indentation + worded(content) + "\n"
  }

  /// Sets what follows off by an empty line, unless nothing follows or precedes on this level.
  public mutating func separate() {
    separatorDue = !hasJustOpened
  }

  /// `opening`, the lines of `body` one level deeper, `closing`.
  public mutating func block(
    _ opening: String, closing: String = "}", _ body: (inout CodePrinter) -> Void
  ) {
    line(opening)
    hasJustOpened = true
    indented(body)
    separatorDue = false
    line(closing)
  }

  /// The lines of `body` one level deeper.
  public mutating func indented(_ body: (inout CodePrinter) -> Void) {
    level += 1
    body(&self)
    level -= 1
  }

  /// The attribute of what its schema deprecates.
  public mutating func deprecation(_ isDeprecated: Bool) {
    if isDeprecated { line("@available(*, deprecated)") }
  }

  /// Whether `content` fits on one line at the present level.
  public func fits(_ content: String) -> Bool {
    level * 2 + worded(content).count <= Self.columns
  }

  /// A line with the access level that was asked for; property wrappers may stand before the word.
  private func worded(_ content: String) -> String {
    guard access != .public else { return content }
    var attributes = content.prefix(0)
    var rest = content[...]
    while rest.first == "@", let space = rest.firstIndex(of: " ") {
      rest = rest[rest.index(after: space)...]
      attributes = content[..<rest.startIndex]
    }
    let word = AccessLevel.public.rawValue + " "
    guard rest.hasPrefix(word) else { return content }
    let replacement = access == .internal ? "" : access.rawValue + " "
    return attributes + replacement + rest.dropFirst(word.count)
  }

  /// `head(items)tail` on one line, or the items on a line of their own, or each on one.
  public mutating func list(_ head: String, _ items: [String], _ tail: String) {
    let joined = items.joined(separator: ", ")
    if fits("\(head)(\(joined))\(tail)") || items.isEmpty {
      line("\(head)(\(joined))\(tail)")
    } else {
      block("\(head)(", closing: ")\(tail)") { printer in
        if printer.fits(joined) {
          printer.line(joined)
        } else {
          for (index, item) in items.enumerated() {
            printer.line(item + (index == items.count - 1 ? "" : ","))
          }
        }
      }
    }
  }

  /// A call whose arguments may be wrapped, its closing parenthesis and `tail` behind the last.
  public mutating func call(_ head: String, _ arguments: [String], _ tail: String = "") {
    let joined = arguments.joined(separator: ", ")
    guard !fits("\(head)(\(joined))\(tail)") else { return line("\(head)(\(joined))\(tail)") }
    line("\(head)(")
    indented { printer in
      if printer.fits("\(joined))\(tail)") {
        printer.line("\(joined))\(tail)")
      } else {
        for (index, argument) in arguments.enumerated() {
          printer.line(argument + (index == arguments.count - 1 ? ")\(tail)" : ","))
        }
      }
    }
  }

  /// `left = right`, broken behind the equals sign where one line does not hold it.
  public mutating func assignment(_ left: String, _ right: String) {
    guard !fits("\(left) = \(right)") else { return line("\(left) = \(right)") }
    line("\(left) =")
    indented { $0.line(right) }
  }

  /// Items with commas behind them, as many on a line as fit.
  public mutating func fill(_ items: [String]) {
    var row = ""
    for item in items {
      let longer = row.isEmpty ? "\(item)," : "\(row) \(item),"
      if !row.isEmpty, !fits(longer) {
        line(row)
        row = "\(item),"
      } else {
        row = longer
      }
    }
    if !row.isEmpty { line(row) }
  }

  /// `case pattern: call`, the call on its own line where one does not hold both.
  public mutating func caseCall(_ pattern: String, _ head: String, _ arguments: [String]) {
    let whole = "case \(pattern): \(head)(\(arguments.joined(separator: ", ")))"
    guard !fits(whole) else { return line(whole) }
    line("case \(pattern):")
    indented { $0.call(head, arguments) }
  }

  /// A comment of the schema as a documentation comment, wrapped where the deeper level needs it.
  public mutating func documentation(_ comment: String?) {
    guard let comment else { return }
    for content in wrapped(comment, to: Self.columns - level * 2 - 4) {
      line(content.isEmpty ? "///" : "/// \(content)")
    }
  }

  private var indentation: String { String(repeating: "  ", count: level) }
}

/// The lines of `comment`, those of a paragraph poured anew where one is longer than `width`.
private func wrapped(_ comment: String, to width: Int) -> [String] {
  var result: [String] = []
  var carried = ""
  for line in comment.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
    let startsAnew =
      line.isEmpty || line.first == " " || "-*#|`1234567890".contains(line.first ?? " ")
    if startsAnew, !carried.isEmpty {
      result.append(carried)
      carried = ""
    }
    var rest = carried.isEmpty ? line : "\(carried) \(line)"
    carried = ""
    while rest.count > width {
      let limit = rest.index(rest.startIndex, offsetBy: width + 1)
      guard let space = rest[..<limit].lastIndex(of: " "), space > rest.startIndex else { break }
      result.append(String(rest[..<space]))
      rest = String(rest[rest.index(after: space)...])
      carried = rest
    }
    if carried.isEmpty { result.append(rest) }
  }
  if !carried.isEmpty { result.append(carried) }
  return result
}
