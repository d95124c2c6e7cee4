import CivilTime
import RPC
import SQLite

/// The part of AIP-160's language that lists understand: comparisons joined by AND.
///
///     state = "ACTIVE" AND login >= "m"
///
/// A method says which fields it compares and which columns they are; nothing that a client writes becomes
/// SQL but as a value.
struct Filter: Sendable {
  /// A field that may be compared.
  struct Field: Sendable {
    let name: String
    /// An expression of SQL.
    let column: String
    /// Besides `=` and `!=`: `<`, `<=`, `>`, `>=`.
    let isOrdered: Bool
    fileprivate let kind: Kind

    /// What is compared.
    enum Kind: Sendable {
      case text
      case number
      /// Nanoseconds since 1970, written as ISO 8601.
      case instant
    }

    init(_ name: String, column: String, isOrdered: Bool = false) {
      self.name = name
      self.column = column
      self.isOrdered = isOrdered
      kind = .text
    }

    /// Of what has an order of its own.
    init(_ name: String, column: String, as kind: Kind) {
      self.name = name
      self.column = column
      isOrdered = true
      self.kind = kind
    }
  }

  /// A condition for each comparison, with a `?` for its value.
  private(set) var conditions: [String] = []
  private(set) var values: [any Bindable & Sendable] = []

  static let none = Filter()

  private init() {}

  /// Reads a filter; an empty one lets everything through.
  ///
  /// - Throws: INVALID_ARGUMENT that says where it goes wrong and what would be right.
  init(_ text: String, of fields: [Field]) throws(RPCError) {
    var scanner = Scanner(text: text)
    guard !scanner.isAtEnd else { return }
    while true {
      let name = scanner.word()
      guard let field = fields.first(where: { $0.name == name }) else {
        let known = fields.map(\.name).joined(separator: ", ")
        throw scanner.refusal("\"\(name)\" cannot be compared: give one of \(known)")
      }
      let sign = scanner.sign()
      let allowed = ["=", "!="] + (field.isOrdered ? ["<", "<=", ">", ">="] : [])
      guard allowed.contains(sign) else {
        let signs = allowed.joined(separator: " ")
        throw scanner.refusal("\(name) is compared by \"\(sign)\": give one of \(signs)")
      }
      guard let text = scanner.value() else {
        throw scanner.refusal("\(name) \(sign) has no value: give a word, or a text in quotes")
      }
      guard let value = field.kind.value(text) else {
        throw scanner.refusal("\(name) is \(field.kind.noun): \"\(text)\" is none")
      }
      conditions.append("\(field.column) \(sign == "!=" ? "<>" : sign) ?")
      values.append(value)
      if scanner.isAtEnd { return }
      guard scanner.word() == "AND" else {
        throw scanner.refusal("comparisons are joined by AND")
      }
      guard conditions.count < Self.comparisonsMax else {
        throw scanner.refusal("there are more than \(Self.comparisonsMax) comparisons: give fewer")
      }
    }
  }

  private static let comparisonsMax = 20
}

extension Filter.Field.Kind {
  /// What a column is compared with; nil when the text is none.
  fileprivate func value(_ text: String) -> (any Bindable & Sendable)? {
    switch self {
    case .text: text
    case .number: Int64(text)
    case .instant: CivilTime.Instant(text)?.storedNanoseconds
    }
  }

  fileprivate var noun: String {
    switch self {
    case .text: "a text"
    case .number: "a whole number"
    case .instant: "an instant such as 2026-07-01T00:00:00Z"
    }
  }
}

/// Reads a filter from left to right.
private struct Scanner {
  private let text: [Character]
  private var place = 0

  init(text: String) {
    self.text = Array(text)
    skipBlanks()
  }

  var isAtEnd: Bool { place == text.count }

  private mutating func skipBlanks() {
    while !isAtEnd, text[place] == " " || text[place] == "\t" { place += 1 }
  }

  private mutating func take(while isPart: (Character) -> Bool) -> String {
    let start = place
    while !isAtEnd, isPart(text[place]) { place += 1 }
    defer { skipBlanks() }
    return String(text[start..<place])
  }

  /// A name or a bare value; empty when there is none.
  mutating func word() -> String {
    take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "." }
  }

  mutating func sign() -> String { take { "=!<>:".contains($0) } }

  /// A bare word, or what stands in quotes, where a backslash goes before a quote or another.
  mutating func value() -> String? {
    guard !isAtEnd, text[place] == "\"" || text[place] == "'" else {
      let word = word()
      return word.isEmpty ? nil : word
    }
    let quote = text[place]
    var (value, next) = ("", place + 1)
    while next < text.count, text[next] != quote {
      if text[next] == "\\", next + 1 < text.count { next += 1 }
      value.append(text[next])
      next += 1
    }
    guard next < text.count else { return nil }
    place = next + 1
    skipBlanks()
    return value
  }

  func refusal(_ why: String) -> RPCError {
    .invalid(
      [.init(field: "filter", description: "\(why) (at character \(place + 1))")],
      reason: "FILTER_INVALID")
  }
}
