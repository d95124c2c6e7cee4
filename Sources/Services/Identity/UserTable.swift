import RPC

/// Users as rows of a table: comma-separated values (RFC 4180) in UTF-8, the first line with the columns' names.
struct UserTable: Sendable {
  /// A row that could be told apart, with what it says.
  struct Row: Sendable {
    /// Where it begins in the text, from 1.
    let line: Int
    let login: String
    let name: String
    let reading: String
    let locale: String
    let roles: [TenantRole]
    /// Words that are no roles.
    let strangers: [String]
  }

  let rows: [Row]

  /// Rows of one import.
  static let rowsMax = 1_000

  fileprivate enum Column: String, CaseIterable {
    case login, name, reading, locale, roles

    var isOptional: Bool { self == .reading || self == .locale }
  }

  /// - Throws: INVALID_ARGUMENT when it is no table of users: the line is named.
  init(_ text: String) throws(RPCError) {
    var records = try CSVReader.records(of: text)
    guard !records.isEmpty else { throw Self.wrong("it is empty: give a line of names, and rows") }
    let names = records.removeFirst().fields.map { $0.lowercased() }
    let columns = names.map(Column.init(rawValue:))
    if let place = columns.firstIndex(where: { $0 == nil }) {
      throw Self.wrong(
        "line 1: there is no column \"\(names[place])\": give some of \(Self.names)")
    }
    let given = columns.compactMap { $0 }
    guard Set(given).count == given.count else { throw Self.wrong("line 1: a column stands twice") }
    let missing = Column.allCases.filter { !$0.isOptional && !given.contains($0) }
    guard missing.isEmpty else {
      throw Self.wrong(
        "line 1: these are missing: \(missing.map(\.rawValue).joined(separator: ", "))")
    }
    guard records.count <= Self.rowsMax else {
      throw Self.wrong("it has \(records.count) rows: give at most \(Self.rowsMax) at a time")
    }
    var rows: [Row] = []
    for record in records {
      guard record.fields.count == given.count else {
        throw Self.wrong(
          "line \(record.line): it has \(record.fields.count) fields, and line 1 has \(given.count)"
        )
      }
      rows.append(Row(record.line, Dictionary(uniqueKeysWithValues: zip(given, record.fields))))
    }
    self.rows = rows
  }

  private static var names: String { Column.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func wrong(_ what: String) -> RPCError {
    .invalid([.init(field: "csv", description: what)])
  }
}

extension UserTable.Row {
  fileprivate init(_ line: Int, _ values: [UserTable.Column: String]) {
    let words = (values[.roles] ?? "").split { $0 == " " || $0 == ";" }.map { $0.uppercased() }
    let locale = values[.locale] ?? ""
    self.init(
      line: line, login: values[.login] ?? "", name: values[.name] ?? "",
      reading: values[.reading] ?? "", locale: locale.isEmpty ? "ja" : locale,
      roles: words.compactMap { TenantRole(word: $0) },
      strangers: words.filter { TenantRole(word: $0) == nil })
  }
}

/// Reads comma-separated values (RFC 4180): a field in quotes may hold commas, ends of lines and doubled quotes.
enum CSVReader {
  struct Record: Sendable, Hashable {
    /// Where it begins, from 1.
    var line: Int
    var fields: [String]
  }

  /// All records; lines without anything are none. A byte order mark at the beginning is passed over.
  ///
  /// - Throws: INVALID_ARGUMENT naming the line where a quote is wrong.
  static func records(of text: String) throws(RPCError) -> [Record] {
    var scanner = Scanner(rest: text.unicodeScalars[...])
    if scanner.rest.first == "\u{feff}" { scanner.rest.removeFirst() }
    var records: [Record] = []
    while !scanner.rest.isEmpty {
      let line = scanner.line
      let fields = try scanner.record()
      if fields != [""] { records.append(Record(line: line, fields: fields)) }
    }
    return records
  }

  private struct Scanner {
    var rest: Substring.UnicodeScalarView
    var line = 1

    mutating func record() throws(RPCError) -> [String] {
      var fields: [String] = []
      while true {
        fields.append(try rest.first == "\"" ? quoted() : plain())
        switch rest.popFirst() {
        case ","?: continue
        case "\r"?:
          if rest.first == "\n" { rest.removeFirst() }
          line += 1
          return fields
        case "\n"?:
          line += 1
          return fields
        case nil: return fields
        default: throw wrong("something stands behind a quote that ends a field: put a comma there")
        }
      }
    }

    private mutating func plain() throws(RPCError) -> String {
      var text = String.UnicodeScalarView()
      while let next = rest.first, next != ",", next != "\n", next != "\r" {
        guard next != "\"" else {
          throw wrong("a quote stands within a field: quote the whole field, and double its quotes")
        }
        text.append(rest.removeFirst())
      }
      return String(text)
    }

    private mutating func quoted() throws(RPCError) -> String {
      let start = line
      rest.removeFirst()
      var text = String.UnicodeScalarView()
      while let next = rest.popFirst() {
        if next == "\"" {
          guard rest.first == "\"" else { return String(text) }
          rest.removeFirst()
        }
        if next == "\n" { line += 1 }
        text.append(next)
      }
      line = start
      throw wrong("a quoted field has no end")
    }

    private func wrong(_ what: String) -> RPCError {
      .invalid([.init(field: "csv", description: "line \(line): \(what)")])
    }
  }
}
