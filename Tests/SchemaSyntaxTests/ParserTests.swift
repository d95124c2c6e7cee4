import Testing

@testable import SchemaSyntax

private func parse(_ text: String) -> (file: FileSyntax, messages: [String]) {
  let (file, diagnostics) = Parser.parse(SourceFile(path: "t.proto", text: text))
  return (file, diagnostics.map { $0.rendered() })
}

private func heads(_ text: String) -> [String] {
  parse(text).messages.map { String($0.split(separator: "\n")[0]) }
}

@Suite struct ParserTests {
  @Test func readsAFieldWithAllItsParts() throws {
    let (file, messages) = parse(
      """
      syntax = "proto3";
      message A {
        repeated .a.b.C things = 0x10 [packed = true, (x.y).z = -1];
        map<string, Thing> by_name = 2;
        optional int32 map = 3;
        map other = 4;
      }
      """)
    #expect(messages == [])
    guard case .message(let message) = try #require(file.declarations.last) else {
      Issue.record("no message")
      return
    }
    let fields = message.members.compactMap { member -> FieldSyntax? in
      if case .field(let field) = member { field } else { nil }
    }
    #expect(fields.map(\.name.text) == ["things", "by_name", "map", "other"])
    #expect(fields.map(\.number.value) == [16, 2, 3, 4])
    #expect(fields.map(\.label?.kind) == [.repeated, nil, .optional, nil])
    #expect(fields.map(\.typeSpan.text) == [".a.b.C", "map<string, Thing>", "int32", "map"])
    #expect(fields[0].options?.options.map(\.nameText) == ["packed", "(x.y).z"])
  }

  @Test func readsAggregateValues() throws {
    let (file, messages) = parse(
      """
      syntax = "proto3";
      option (a) = { s: "x" "y", n: -1; [a.b]: true l: [1, 2] m { f: 1.5 } m < > 
        any { [type.x/a.B] { } } };
      """)
    #expect(messages == [])
    guard case .option(let option) = try #require(file.declarations.last),
      case .aggregate(let fields) = option.value.kind
    else {
      Issue.record("no aggregate")
      return
    }
    #expect(
      fields.map(\.name) == [
        .field("s"), .field("n"), .extension("a.b"), .field("l"), .field("m"), .field("m"),
        .field("any"),
      ])
  }

  @Test func dividesCommentsAsDescriptorProtoSays() throws {
    // The example of SourceCodeInfo.Location in descriptor.proto, and its refinements.
    let (file, messages) = parse(
      """
      syntax = "proto3";
      message M {
        int32 foo = 1;  // Comment attached to foo.
        // Comment attached to bar.
        int32 bar = 2;

        string baz = 3;
        // Comment attached to baz.
        // Another line attached to baz.

        // Comment attached to moo.
        //
        // Another line attached to moo.
        double moo = 4;

        // Detached comment for corge. This is not leading or trailing comments
        // to moo or corge because there are blank lines separating it from
        // both.

        // Detached comment for corge paragraph 2.

        string corge = 5;
        /* Block comment attached
         * to corge.  Leading asterisks
         * will be removed. */
        /* Block comment attached to
         * grault. */
        int32 grault = 6;

        // ignored detached comments.
      }
      """)
    #expect(messages == [])
    guard case .message(let message) = try #require(file.declarations.last) else { return }
    let comments = message.members.compactMap { member -> Comments? in
      if case .field(let field) = member { field.comments } else { nil }
    }
    #expect(
      comments == [
        Comments(trailing: " Comment attached to foo.\n"),
        Comments(leading: " Comment attached to bar.\n"),
        Comments(trailing: " Comment attached to baz.\n Another line attached to baz.\n"),
        Comments(leading: " Comment attached to moo.\n\n Another line attached to moo.\n"),
        Comments(
          trailing: " Block comment attached\n to corge.  Leading asterisks\n will be removed. ",
          detached: [
            " Detached comment for corge. This is not leading or trailing comments\n"
              + " to moo or corge because there are blank lines separating it from\n both.\n",
            " Detached comment for corge paragraph 2.\n",
          ]),
        Comments(leading: " Block comment attached to\n grault. "),
      ])
  }

  static let refused: [(text: String, messages: [String])] = [
    // text after the syntax statement (line 1), the heads of what is reported
    ("mesage A {}", ["2:1: error: expected a declaration, found 'mesage'"]),
    ("message A { int32 a = 1 }", ["2:24: error: expected ';' after the field"]),
    (
      "message A { int32 a = 1\nint32 b = 2; int32 = 3; }",
      [
        "2:24: error: expected ';' after the field",
        "3:20: error: expected a field's type and name, found only one of them",
      ]
    ),
    ("message A {", ["2:12: error: message A lacks its closing '}'"]),
    ("}", ["2:1: error: this '}' closes nothing"]),
    (
      "message A { group G = 1 {} }\nmessage {}",
      [
        "2:13: error: groups do not exist in proto3",
        "3:9: error: expected the message's name, found '{'",
      ]
    ),
    (
      "message A { int32 a = 4294967296; }",
      ["2:23: error: 4294967296 is too large for the number of the field"]
    ),
    (
      "message A { oneof o { optional int32 a = 1; } }",
      ["2:23: error: a field in a oneof has no label"]
    ),
    (
      "message A { reserved foo; }",
      ["2:22: error: expected a number or a name in quotes, found 'foo'"]
    ),
    (
      "service S { rpc A(int32) returns (B); }",
      ["2:19: error: a method takes and returns messages, not 'int32'"]
    ),
    (
      "service S { rpc A(B); rpc C(D) returns (E); }",
      ["2:21: error: expected 'returns' after the request type, found ';'"]
    ),
    ("option java_package = ;", ["2:23: error: expected the value of the option, found ';'"]),
    (
      "option a = 18446744073709551616;", ["2:12: error: 18446744073709551616 does not fit 64 bits"]
    ),
    ("import a;", ["2:8: error: expected the path of the file to import in quotes, found 'a'"]),
    (
      "syntax = \"proto3\";",
      ["2:1: error: the syntax statement stands once, before everything else"]
    ),
    (
      "enum E { A = 0; B; C = 2 }",
      [
        "2:18: error: an enum value needs a number",
        "2:25: error: expected ';' after the enum value",
      ]
    ),
  ]

  @Test(arguments: refused) func reportsEveryWrongStatementAndGoesOn(
    text: String, messages: [String]
  ) {
    #expect(heads("syntax = \"proto3\";\n" + text) == messages.map { "t.proto:" + $0 })
  }

  @Test func refusesLaterEditionsInOneSentence() {
    #expect(
      heads("edition = \"2024\";") == [
        "t.proto:1:11: error: edition 2024 is not supported yet"
      ])
  }

  @Test func warnsOfAFileWithoutSyntax() {
    let (file, messages) = parse("message A { optional int32 a = 1; }")
    #expect(file.level == .proto2)
    #expect(messages.count == 1)
    #expect(messages[0].hasPrefix("t.proto:1:1: warning: no syntax statement"))
  }

  @Test func aWarningHidesNoErrorAtItsPlace() {
    #expect(
      heads("= \"proto3\";") == [
        "t.proto:1:1: warning: no syntax statement: the file is taken for proto2",
        "t.proto:1:1: error: expected a declaration, found '='",
      ])
  }

  @Test func showsTheLineAndACaretBelowItsTarget() {
    let (_, messages) = parse(
      "syntax = \"proto3\";\nmessage A {\n\t/* 窓 */ int32 a = 3000000000; }")
    #expect(
      messages == [
        """
        t.proto:3:29: error: 3000000000 is too large for the number of the field
                  /* 窓 */ int32 a = 3000000000; }
                                     ^~~~~~~~~~
        help: it is a number from 1 to 536870911
        """
      ])
  }

  @Test func boundsNestingOfMessagesAndValues() {
    func nested(_ count: Int) -> String {
      String(repeating: "message M {", count: count) + String(repeating: "}", count: count)
    }
    #expect(heads("syntax = \"proto3\";" + nested(31)) == [])
    #expect(heads("syntax = \"proto3\";" + nested(5000)).count == 1)
    let value = String(repeating: "{ a ", count: 5000)
    #expect(heads("syntax = \"proto3\"; option (a) = " + value).count == 1)
  }

  @Test func suggestsTheNearestName() {
    #expect(nearestName(to: "Sting", among: ["String", "Int"]) == "String")
    #expect(nearestName(to: "timestamp", among: ["Timestamp", "Duration"]) == "Timestamp")
    #expect(nearestName(to: "Foo", among: ["Quux", "Corge"]) == nil)
    #expect(nearestName(to: "a", among: []) == nil)
    #expect(nearestName(to: "A", among: ["B", "a"]) == "a")
    #expect(nearestName(to: "B", among: ["A"]) == nil)
    #expect(nearestName(to: "company.nothing", among: ["company.long"]) == nil)
    #expect(nearestName(to: "company.lonk", among: ["company.long"]) == "company.long")
  }
}
