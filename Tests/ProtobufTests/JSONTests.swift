import Buffers
import Testing

@testable import Protobuf

@Suite struct JSON {
  private func expect<M: Message>(
    _ message: M, _ json: String, _ options: JSONOptions = JSONOptions(),
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try message.json(options) == json, sourceLocation: location)
    #expect(try M(json: json, options) == message, sourceLocation: location)
  }

  @Test func scalarsAreWrittenAndReadInTheirForm() throws {
    try expect(
      TestShapes.Scalars(
        doubleValue: 1.5, floatValue: -2, int32Value: -1, int64Value: .min, uint32Value: .max,
        uint64Value: .max, boolValue: true, stringValue: "\"\\\n\u{1}窓", bytesValue: [0xFB, 0xFF],
        colour: .blue),
      #"{"doubleValue":1.5,"floatValue":-2,"int32Value":-1,"int64Value":"-9223372036854775808","#
        + #""uint32Value":4294967295,"uint64Value":"18446744073709551615","boolValue":true,"#
        + #""stringValue":"\"\\\n\u0001窓","bytesValue":"+/8=","colour":"COLOUR_BLUE"}"#)
    try expect(TestShapes.Scalars(), "{}")
    try expect(
      TestShapes.Optionals(
        doubleValue: .infinity, floatValue: -.infinity, int32Value: 0, colour: .unrecognized(77)),
      #"{"doubleValue":"Infinity","floatValue":"-Infinity","int32Value":0,"colour":77}"#)
    #expect(try TestShapes.Scalars(doubleValue: .nan).json() == #"{"doubleValue":"NaN"}"#)
    #expect(try TestShapes.Scalars(json: #"{"doubleValue":"NaN"}"#).doubleValue.isNaN)
  }

  @Test func otherFormsAreReadToo() throws {
    let json = #"""
      { "int32_value": "12", "int64Value": 1e3, "uint32Value": 7.0, "doubleValue": "-1.5e-3",
        "bytesValue": "-_8", "colour": 2, "stringValue": null, "boolValue": false,
        "floatValue": 1E+2, "sint64Value": -0 }
      """#
    #expect(
      try TestShapes.Scalars(json: json)
        == TestShapes.Scalars(
          doubleValue: -0.0015, floatValue: 100, int32Value: 12, int64Value: 1000, uint32Value: 7,
          bytesValue: [0xFB, 0xFF], colour: .default))
    #expect(
      try TestShapes.Scalars(json: #"{"stringValue":"\u7a93\ud834\udd1e\/\b"}"#).stringValue
        == "窓𝄞/\u{8}")
  }

  @Test func listsAndMapsAreArraysAndObjects() throws {
    try expect(
      TestShapes.Collections(
        numbers: [1, -2], names: ["a", ""], colours: [.blue], scalars: [.init()],
        counters: ["x": 1], scalarsByNumber: [-3: .init(boolValue: true)],
        coloursByFlag: [true: .default]),
      #"{"numbers":[1,-2],"names":["a",""],"colours":["COLOUR_BLUE"],"scalars":[{}],"#
        + #""counters":{"x":"1"},"scalarsByNumber":{"-3":{"boolValue":true}},"#
        + #""coloursByFlag":{"true":"COLOUR_DEFAULT"}}"#)
  }

  @Test func theMemberOfAOneofIsAFieldLikeOthers() throws {
    try expect(TestShapes.Choice(selectedAnswer: .number(0)), #"{"number":0}"#)
    try expect(
      TestShapes.Choice(selectedAnswer: .choice(.init(selectedAnswer: .text("t")))),
      #"{"choice":{"text":"t"}}"#)
  }

  @Test func namesAreThoseOfTheOptionsWhenWrittenAndEitherWhenRead() throws {
    let names = TestShapes.Names(otherJson: "x")
    try expect(names, #"{"elsewhere":"x"}"#)
    try expect(names, #"{"other_json":"x"}"#, JSONOptions(usesSchemaNames: true))
  }

  @Test func optionsShapeTheText() throws {
    let message = TestShapes.Tree(label: "a", others: [.init(), .init(label: "b")])
    #expect(
      try message.json(JSONOptions(isPretty: true)) == """
        {
          "label": "a",
          "others": [
            {},
            {
              "label": "b"
            }
          ]
        }
        """)
    #expect(
      try TestShapes.Tree().json(JSONOptions(writesDefaults: true))
        == #"{"label":"","others":[],"named":{}}"#)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var samples = Samples(seed: seed)
    func goAround<M: Message>(_ message: M) throws {
      #expect(try M(json: message.json()) == message)
      #expect(try M(json: message.json(JSONOptions(isPretty: true))) == message)
    }
    try goAround(samples.scalars())
    try goAround(samples.optionals())
    try goAround(samples.collections())
    try goAround(samples.choice())
    try goAround(samples.tree())
  }

  @Test(arguments: [
    // JSON of a Scalars, path, line, column, problem
    (#"{"int32Value": "x"}"#, "int32Value", 1, 16, #"a whole number expected, "x" found"#),
    (
      #"{"int32Value": 2147483648}"#, "int32Value", 1, 16,
      "2147483648 is not a whole number in -2147483648...2147483647"
    ),
    (
      #"{"int32Value": 1.5}"#, "int32Value", 1, 16,
      "1.5 is not a whole number in -2147483648...2147483647"
    ),
    ("{\n \"boolValue\": 1}", "boolValue", 2, 15, "true or false expected, a number found"),
    (
      #"{"stringVal": ""}"#, "stringVal", 1, 15,
      "test.shapes.v1.Scalars has no such field; did you mean stringValue?"
    ),
    (
      #"{"colour": "COLOUR_BLEU"}"#, "colour", 1, 12,
      "no value is called COLOUR_BLEU; did you mean COLOUR_BLUE?"
    ),
    (#"{"boolValue": true, "bool_value": true}"#, "bool_value", 1, 35, "the field stands twice"),
    (#"{"bytesValue": "a"}"#, "bytesValue", 1, 16, "the string is not base64"),
    (#"{"stringValue": "\ud800"}"#, "stringValue", 1, 18, "half a surrogate pair"),
    (#"{"floatValue": 1e39}"#, "floatValue", 1, 16, "1e39 is too large"),
    (#"{"int32Value": 01}"#, "int32Value", 1, 16, "a number must not begin with 0"),
    ("[]", "", 1, 1, "an object expected, an array found"),
    ("", "", 1, 1, "an object expected, the end found"),
    ("{} {}", "", 1, 4, "something follows the message"),
    (#"{"boolValue": true,}"#, "", 1, 20, "the name of a member expected, something else found"),
  ])
  func errorsSayWhereAndWhat(
    json: String, path: String, line: Int, column: Int, problem: String
  ) {
    #expect {
      try TestShapes.Scalars(json: json)
    } throws: { error in
      error as? JSONError
        == JSONError(problem: problem, path: path, line: line, column: column)
    }
  }

  @Test func errorsInsideNameTheWholePath() {
    #expect {
      try TestShapes.Tree(json: #"{"others":[{},{"named":{"x":{"label":7}}}]}"#)
    } throws: {
      "\($0)"
        == "line 1, column 38: others[1].named.x.label: a string expected, a number found"
    }
    #expect(throws: JSONError.self) {
      try TestShapes.Choice(json: #"{"text":"a","number":1}"#)
    }
  }

  @Test func unknownFieldsAreSkippedIfWanted() throws {
    let json = #"{"x":[1,{"y":null}],"colour":"COLOUR_X","boolValue":true,"z":"\"}"}"#
    let message = try TestShapes.Scalars(json: json, JSONOptions(ignoresUnknown: true))
    #expect(message == TestShapes.Scalars(boolValue: true))
  }

  @Test func everyPrefixOfAJsonIsRefused() throws {
    var samples = Samples(seed: 3)
    let json = Array(try samples.collections().json(JSONOptions(isPretty: true)).utf8)
    for end in 0..<json.count {
      #expect(throws: JSONError.self) {
        try TestShapes.Collections(json: Bytes(json[..<end]))
      }
    }
  }

  @Test func nestingEndsAtTheLimit() {
    let json = String(repeating: #"{"left":"#, count: 100_000)
    #expect(throws: JSONError.self) { try TestShapes.Tree(json: json) }
    let unknown = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) {
      try TestShapes.Tree(json: "{\"x\":\(unknown)", JSONOptions(ignoresUnknown: true))
    }
  }

  @Test func oneFieldCanBeSetAndShown() throws {
    let table = FieldTable<TestShapes.Scalars>()
    let field = try #require(table.fields.first { $0.name == "int64_value" })
    var message = TestShapes.Scalars()
    #expect(field.json(of: message) == nil)
    try field.set(&message, json: "12")
    #expect(message.int64Value == 12)
    #expect(field.json(of: message) == "\"12\"")
    guard case .singular(.int64) = field.shape else {
      Issue.record("\(field.shape)")
      return
    }
  }
}
