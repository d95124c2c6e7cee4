/// Reads a schema file into its tree by recursive descent, one function for each declaration.
///
/// It always yields a tree: a statement that cannot be read is reported and left out, and reading goes
/// on behind it. Nesting is bounded, so that no input exhausts the stack.
public struct Parser {
  let source: SourceFile
  private let tokens: [Token]
  private var index = 0
  private(set) var diagnostics: [Diagnostic]
  var level = SyntaxLevel.proto2
  var depth = 0
  /// The highest number of a field so far in the message being read, to suggest the next.
  var highestNumber: Int32 = 0
  /// Comments read behind the previous declaration, which belong to the one that comes.
  private var upcoming = Comments()

  /// Thrown after its cause has been reported; whoever reads the statement catches it and skips.
  struct Unreadable: Error {}

  /// Messages inside each other, as many as protoc allows.
  static let messageDepthMax = 31
  /// Braces and brackets inside each other in the value of an option.
  ///
  /// As deep as runtimes decode messages (protobuf.dev, "Proto Limits").
  static let aggregateDepthMax = 100
  private let lexicalErrors: [Span]

  private init(_ source: SourceFile) {
    self.source = source
    (tokens, _, diagnostics) = Lexer.lex(source)
    lexicalErrors = diagnostics.map(\.span)
    let first = CommentScanner.divide(source, after: nil, before: current)
    upcoming = Comments(leading: first.leadingNext, detached: first.detached)
  }

  /// The tree of a file and everything that is wrong with its syntax, in order of place.
  public static func parse(_ source: SourceFile) -> (file: FileSyntax, diagnostics: [Diagnostic]) {
    var parser = Parser(source)
    let file = parser.file()
    return (file, parser.orderedDiagnostics())
  }

  /// In order of place; of several errors at one place the first, which caused the others; of what the
  /// parser says behind an error of the lexer nothing up to the line's end.
  private func orderedDiagnostics() -> [Diagnostic] {
    var ordered: [Diagnostic] = []
    let lexical = Set(lexicalErrors.map(\.start))
    var spoilt = 0..<0
    for diagnostic in diagnostics.sorted(by: { $0.span.start < $1.span.start }) {
      let start = diagnostic.span.start
      let isLexical = lexical.contains(start)
      if let last = ordered.last, last.severity == .error, last.span.start == start { continue }
      if !isLexical, spoilt.contains(start) { continue }
      if isLexical {
        spoilt = start..<source.lineRange(source.position(at: start).line).upperBound + 1
      }
      ordered.append(diagnostic)
    }
    return ordered
  }

  // MARK: The cursor

  /// The token that is next; at the end, the end for ever.
  var current: Token { tokens[min(index, tokens.count - 1)] }

  var following: Token { ahead(1) }

  /// The token `distance` places behind `current`.
  func ahead(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  /// The token before `current`; at the beginning the first one.
  var previous: Token { tokens[max(0, min(index, tokens.count) - 1)] }

  var isAtEnd: Bool { current.kind == .end }

  /// Where the cursor stands; only compared, to see that it moved.
  var place: Int { index }

  mutating func advance() {
    if !isAtEnd { index += 1 }
  }

  /// Whether the next token is this keyword or symbol.
  func at(_ text: String) -> Bool { current.text == text && !isAtEnd }

  func at(anyOf texts: [String]) -> Bool { texts.contains { at($0) } }

  mutating func take(_ text: String) -> Bool {
    guard at(text) else { return false }
    advance()
    return true
  }

  /// From the token that `start` begins to the one before the cursor.
  func span(from start: Span) -> Span { start.joined(to: previous.span) }

  // MARK: Reporting

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  /// Reports and gives the statement up.
  mutating func refuse(
    _ message: String, help: String? = nil, suggesting replacement: String? = nil
  ) throws(Unreadable) -> Never {
    var diagnostic = Diagnostic.error(message, at: current.span).help(help)
    if let replacement { diagnostic = diagnostic.suggesting(replacement) }
    report(diagnostic)
    throw Unreadable()
  }

  mutating func expect(
    _ text: String, after what: String, help: String? = nil
  ) throws(Unreadable) {
    if take(text) { return }
    let message = "expected '\(text)' after \(what), found \(current.described)"
    // What is easily put in its place: another mark of separation, or the word misspelt.
    let isMistaken =
      (text == "=" || text == ":") && at(anyOf: ["=", ":"])
      || current.kind == .identifier && nearestName(to: current.text, among: [text]) != nil
    try refuse(message, help: help, suggesting: isMistaken ? text : nil)
  }

  mutating func identifier(_ what: String) throws(Unreadable) -> NameSyntax {
    guard current.kind == .identifier else {
      try refuse("expected \(what), found \(current.described)")
    }
    defer { advance() }
    return NameSyntax(text: current.text, span: current.span)
  }

  /// `a.b.c`, with a dot in front where `mayBeFull`.
  mutating func dottedName(_ what: String, mayBeFull: Bool) throws(Unreadable) -> NameSyntax {
    let start = current.span
    var text = mayBeFull && take(".") ? "." : ""
    text += try identifier(what).text
    while take(".") {
      text += "." + (try identifier("a name after '.'").text)
    }
    return NameSyntax(text: text, span: span(from: start))
  }

  /// One string, or several in a row, which are one.
  mutating func string(_ what: String) throws(Unreadable) -> (value: [UInt8], span: Span) {
    guard current.kind == .string else {
      let isWord = current.kind == .identifier && [";", ","].contains(following.text)
      try refuse(
        "expected \(what) in quotes, found \(current.described)",
        suggesting: isWord ? "\"\(current.text)\"" : nil)
    }
    let start = current.span
    var value: [UInt8] = []
    while current.kind == .string {
      value += current.value
      advance()
    }
    return (value, span(from: start))
  }

  // MARK: Ends of declarations

  /// Takes the `;` or `{` that ends a declaration's head, and the declaration's comments with it.
  mutating func end(_ text: String, of what: String) throws(Unreadable) -> Comments {
    guard at(text) else {
      guard text == ";" else {
        try refuse(
          "expected '\(text)' after \(what), found \(current.described)",
          suggesting: at(";") ? "{}" : nil)
      }
      return try missingSemicolon(after: what)
    }
    var comments = upcoming
    let division = takeDividing()
    comments.trailing = division.trailingPrevious
    upcoming = Comments(leading: division.leadingNext, detached: division.detached)
    return comments
  }

  /// Takes the `}` of a scope.
  mutating func takeClosingBrace() -> Bool {
    guard at("}") else { return false }
    let division = takeDividing()
    upcoming = Comments(leading: division.leadingNext, detached: division.detached)
    return true
  }

  /// Takes a `;` that ends nothing.
  mutating func takeEmptyStatement() -> Bool {
    guard at(";") else { return false }
    let division = takeDividing()
    upcoming.leading = division.leadingNext
    upcoming.detached += division.detached
    return true
  }

  private mutating func takeDividing() -> CommentScanner.Division {
    let closing = current
    advance()
    return CommentScanner.divide(source, after: closing, before: current)
  }

  /// A forgotten `;` at the end of a line needs no skipping: what follows is read as usual.
  private mutating func missingSemicolon(after what: String) throws(Unreadable) -> Comments {
    let endLine = source.position(at: previous.span.end).line
    let isNextLine = source.position(at: current.span.start).line > endLine
    if isNextLine || at("}") || isAtEnd {
      report(
        .error("expected ';' after \(what)", at: previous.span.after)
          .suggesting(";", at: previous.span.after))
      return Comments()
    }
    let isComma = at(",") && following.kind == .identifier
    try refuse(
      "expected ';' after \(what), found \(current.described)", suggesting: isComma ? ";" : nil)
  }

  // MARK: Statements

  /// Reads statements up to the `}` that closes the scope opened by `opening`.
  ///
  /// - Parameter allowsEmpty: pass over a `;` that ends nothing.
  mutating func block(
    _ what: String, opening: Span, allowsEmpty: Bool = true,
    statement: (inout Parser) throws(Unreadable) -> Void
  ) {
    while !takeClosingBrace() {
      if isAtEnd {
        report(
          .error("\(what) lacks its closing '}'", at: current.span)
            .note("opened here", at: opening))
        return
      }
      if allowsEmpty, takeEmptyStatement() { continue }
      recovering(statement)
    }
  }

  /// Runs `statement`; where it fails, skips to its end.
  mutating func recovering(_ statement: (inout Parser) throws(Unreadable) -> Void) {
    let start = index
    do {
      try statement(&self)
    } catch {
      // From its beginning, so that braces are seen in pairs wherever in it reading failed.
      index = start
      skipStatement()
      if index == start { advance() }
    }
  }

  /// Skips up to the end of the statement: a `;`, or a block with everything in it; a `}` closes the
  /// scope around and stays.
  private mutating func skipStatement() {
    while !at("}"), !isAtEnd {
      if takeEmptyStatement() { return }
      if at("{") {
        skipBlock()
        _ = takeEmptyStatement()
        return
      }
      advance()
    }
  }

  /// Skips `{ … }` with all blocks in it.
  mutating func skipBlock() {
    var open = 0
    repeat {
      if at("{") { open += 1 }
      if at("}") { open -= 1 }
      if open == 0 {
        _ = takeClosingBrace()
        return
      }
      advance()
    } while !isAtEnd
  }
}
