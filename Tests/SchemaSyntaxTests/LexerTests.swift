import Testing

@testable import SchemaSyntax

@Suite struct LexerTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var kinds: [Token.Kind]
    var value: String?
    var testDescription: String { text }
  }

  static let readable: [Row] = [
    // text, kinds, value of the first token when it is a string
    Row(text: "message Foo_1 {", kinds: [.identifier, .identifier, .symbol]),
    Row(text: "0 42 017 0x1F", kinds: [.integer, .integer, .integer, .integer]),
    Row(text: "1.5 .5 1. 1e9 2E-3", kinds: [.float, .float, .float, .float, .float]),
    Row(text: "a.b", kinds: [.identifier, .symbol, .identifier]),
    Row(text: "-1", kinds: [.symbol, .integer]),
    Row(text: "'it''s'", kinds: [.string, .string], value: "it"),
    Row(
      text: "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\'\\\"\"", kinds: [.string],
      value: "\u{7}\u{8}\u{c}\n\r\t\u{b}\\?'\""),
    Row(text: #""\x41\x4a\101\7""#, kinds: [.string], value: "AJA\u{7}"),
    Row(text: #""\u3042\U0001F600\ud83d\ude00""#, kinds: [.string], value: "あ😀😀"),
    Row(text: "\"窓\"", kinds: [.string], value: "窓"),
    Row(text: "// c\nx /* y\n*/ z", kinds: [.identifier, .identifier]),
    Row(text: "\u{feff}syntax", kinds: [.identifier]),
    Row(text: "", kinds: []),
  ]

  @Test(arguments: readable) func readsEveryLexicalElement(row: Row) {
    let (tokens, _, diagnostics) = Lexer.lex(SourceFile(path: "t.proto", text: row.text))
    #expect(diagnostics.isEmpty)
    #expect(tokens.map(\.kind) == row.kinds + [.end])
    if let value = row.value {
      #expect(String(decoding: tokens[0].value, as: UTF8.self) == value)
    }
  }

  static let unreadable: [(text: String, message: String)] = [
    ("\"abc", "t.proto:1:1: error: string without its closing quote"),
    ("\"abc\nx", "t.proto:1:1: error: a string cannot cross the end of a line"),
    (#""\q""#, #"t.proto:1:2: error: '\q' is no escape sequence"#),
    (#""\x""#, #"t.proto:1:2: error: '\x' without hexadecimal digits"#),
    (#""\u12""#, #"t.proto:1:2: error: '\u' needs 4 hexadecimal digits"#),
    (#""\U00110000""#, "t.proto:1:2: error: U+110000 is no character"),
    ("089", "t.proto:1:1: error: a number with a leading zero is octal: its digits are 0 to 7"),
    ("0x", "t.proto:1:1: error: '0x' without hexadecimal digits"),
    ("1e", "t.proto:1:1: error: an exponent without digits"),
    ("1a", "t.proto:1:2: error: a number ends where 'a' begins: a name begins with a letter"),
    ("1.5.5", "t.proto:1:4: error: a number has one decimal point at most"),
    ("0x1.5", "t.proto:1:4: error: octal and hexadecimal numbers have no decimal point"),
    ("a.5", "t.proto:1:2: error: a space is needed between a name and a number"),
    ("/* a", "t.proto:1:1: error: block comment without its '*/'"),
    ("/* /* */", "t.proto:1:4: error: '/*' inside a block comment: block comments do not nest"),
    (
      "窓口",
      "t.proto:1:1: error: '窓口' cannot stand here: names consist of ASCII letters, digits and _"
    ),
    ("\u{1}", "t.proto:1:1: error: control character U+0001"),
  ]

  @Test(arguments: unreadable) func reportsWhatItCannotRead(text: String, message: String) {
    let (tokens, _, diagnostics) = Lexer.lex(SourceFile(path: "t.proto", text: text))
    let heads = diagnostics.map { $0.rendered().split(separator: "\n")[0] }
    #expect(heads.first == Substring(message))
    #expect(tokens.last?.kind == .end)
  }

  @Test func keepsCommentsWithTheirPlaces() {
    let (_, comments, _) = Lexer.lex(SourceFile(path: "t.proto", text: "a // b\n/* c */ d"))
    #expect(comments.map(\.span.text) == ["// b", "/* c */"])
    #expect(comments.map(\.isBlock) == [false, true])
  }

  @Test func countsColumnsInBytesWithTabStopsEveryEight() {
    let source = SourceFile(path: "t.proto", text: "\ta\n窓\tb\n")
    #expect(source.position(at: 1) == SourceFile.Position(line: 0, column: 8))
    #expect(source.position(at: 7) == SourceFile.Position(line: 1, column: 8))
    #expect(source.position(at: 99) == SourceFile.Position(line: 2, column: 0))
  }
}
