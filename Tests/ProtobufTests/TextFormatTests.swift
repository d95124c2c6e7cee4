import Buffers
import Testing

@testable import Protobuf

@Suite struct TextFormat {
  /// What protoc makes of the message's binary format.
  private func expectAsProtoc<M: Message>(_ message: M) throws {
    let ours = message.text().split(separator: "\n")
    let theirs = try Protoc.decode(M.fullName, message.encoded()).split(separator: "\n")
    let differences = zip(ours, theirs).filter { $0 != $1 }.map { "\($0) instead of \($1)" }
    #expect(differences.prefix(3).isEmpty)
    #expect(ours.count == theirs.count)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func itIsThatOfProtoc(seed: UInt64) throws {
    var samples = Samples(seed: seed)
    try expectAsProtoc(samples.scalars())
    try expectAsProtoc(samples.optionals())
    try expectAsProtoc(samples.collections())
    try expectAsProtoc(samples.choice())
    try expectAsProtoc(samples.tree())
  }

  @Test func floatsHaveTheDigitsOfProtoc() throws {
    for value in [0.1, 1 / 3, 1e15, 1e16, -1e-5, 1e-4, .infinity, -.infinity, .nan, 5e-324, -0.0] {
      try expectAsProtoc(
        TestShapes.Optionals(doubleValue: value, floatValue: Float(value)))
    }
  }

  @Test func unknownFieldsAreShownByTheirNumbers() throws {
    // A varint, a fixed64, a string, bytes that are a message, a group with a fixed32 in it.
    let bytes: Bytes = [
      0xF8, 0x7F, 5, 0xF9, 0x7F, 1, 0, 0, 0, 0, 0, 0, 0, 0xFA, 0x7F, 2, 0x61, 0x62,
      0xFA, 0x7F, 2, 0x08, 7, 0xFB, 0x7F, 0x0D, 1, 0, 0, 0, 0xFC, 0x7F,
    ]
    let message = try TestShapes.Tree(decoding: bytes)
    try expectAsProtoc(message)
    #expect(
      message.text() == """
        2047: 5
        2047: 0x0000000000000001
        2047: "ab"
        2047 {
          1: 7
        }
        2047 {
          1: 0x00000001
        }

        """)
    #expect(message.text(TextOptions(writesUnknown: false)).isEmpty)
  }

  @Test func whatAnAnyHoldsIsShownIfItsTypeIsKnown() throws {
    let packed = GoogleProtobuf.`Any`(packing: TestShapes.Tree(label: "窓"))
    let options = TextOptions(keepsUnicode: true, types: [TestShapes.Tree.self])
    #expect(
      packed.text(options) == """
        [type.googleapis.com/test.shapes.v1.Tree] {
          label: "窓"
        }

        """)
    #expect(packed.text().hasPrefix("type_url: \"type.googleapis.com/test.shapes.v1.Tree\"\n"))
  }

  @Test func nestingEndsAtTheLimit() {
    var packed = GoogleProtobuf.`Any`(packing: GoogleProtobuf.Duration(seconds: 1))
    for _ in 0..<1000 { packed = GoogleProtobuf.`Any`(packing: packed) }
    // The outermost one is not inside another.
    #expect(packed.text().count { $0 == "[" } == WireReader.nestingMax + 1)
  }
}

@Suite struct TextFormatInput {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var samples = Samples(seed: seed)
    func goAround<M: Message>(_ message: M) throws {
      #expect(try M(textFormat: message.text()) == message)
      #expect(try M(textFormat: message.text(TextOptions(keepsUnicode: true))) == message)
    }
    try goAround(samples.scalars())
    try goAround(samples.optionals())
    try goAround(samples.collections())
    try goAround(samples.choice())
    try goAround(samples.tree())
  }

  @Test func otherFormsAreReadToo() throws {
    let text = #"""
      # A comment.
      int32_value: -0x10, int64_value: 017; double_value: .5f float_value: -INF
      bool_value: t string_value: 'a' "\n\x41\101\u7a93" colour: 1 uint32_value: 7;
      """#
    #expect(
      try TestShapes.Scalars(textFormat: text)
        == TestShapes.Scalars(
          doubleValue: 0.5, floatValue: -.infinity, int32Value: -16, int64Value: 15,
          uint32Value: 7, boolValue: true, stringValue: "a\nAA窓", colour: .blue))
    #expect(
      try TestShapes.Tree(textFormat: #"others <label: "a">, others: [{}, {label: "b"}] left {}"#)
        == TestShapes.Tree(
          left: .init(), others: [.init(label: "a"), .init(), .init(label: "b")]))
  }

  @Test(arguments: [
    // text of a Scalars, line, column, problem
    (
      "int32_valu: 1", 1, 11,
      "test.shapes.v1.Scalars has no field int32_valu; did you mean int32_value?"
    ),
    ("int32_value 1", 1, 13, "':' expected"),
    (
      "int32_value: 2147483648", 1, 24,
      "2147483648 is not a whole number in -2147483648...2147483647"
    ),
    ("bool_value: true\nbool_value: true", 2, 11, "the field bool_value stands twice"),
    ("string_value: 'a", 1, 17, "the string has no end"),
    ("string_value: '\\xff'", 1, 21, "the string is not UTF-8"),
    ("int32_value: 1,,", 1, 16, "a name expected"),
    ("double_value: 0x1", 1, 18, "a number expected, 0x1 found"),
    ("colour: COLOUR_BLEU", 1, 20, "no value is called COLOUR_BLEU; did you mean COLOUR_BLUE?"),
    ("[x.y]: 1", 1, 6, "the extension x.y is not known"),
  ])
  func errorsSayWhereAndWhat(text: String, line: Int, column: Int, problem: String) {
    #expect {
      try TestShapes.Scalars(textFormat: text)
    } throws: { error in
      error as? TextError == TextError(problem: problem, line: line, column: column)
    }
  }

  @Test func anAnyIsReadByTheNameOfItsType() throws {
    let options = TextOptions(types: [TestShapes.Tree.self])
    let packed = GoogleProtobuf.`Any`(packing: TestShapes.Tree(label: "a"))
    #expect(try GoogleProtobuf.`Any`(textFormat: packed.text(options), options) == packed)
    #expect(throws: TextError.self) { try GoogleProtobuf.`Any`(textFormat: packed.text(options)) }
  }

  @Test func nestingEndsAtTheLimitAndNoPrefixTraps() {
    let deep = String(repeating: "left {", count: 100_000)
    #expect(throws: TextError.self) { try TestShapes.Tree(textFormat: deep) }
    var samples = Samples(seed: 5)
    let text = Array(samples.collections().text().utf8)
    for end in 0..<text.count {
      _ = try? TestShapes.Collections(textFormat: String(decoding: text[..<end], as: UTF8.self))
    }
  }
}
