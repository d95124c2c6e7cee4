import Testing

@testable import Calling

@Suite struct JSONTests {
  @Test(
    "what is read is written again",
    arguments: [
      "{}", "[]", "null", "true", "-0.5e+10", "18446744073709551615", "\"a\\n\\\"\\\\\\u0001\"",
      "{\"a\":[1,{\"b\":null}],\"画\":\"像\"}",
    ])
  func roundTrip(text: String) throws {
    #expect(try JSONParser.parse(text).text == text)
    #expect(try JSONParser.parse(JSONParser.parse(" \n\(text)\t").prettyText).text == text)
  }

  @Test(
    "reads escapes",
    arguments: [
      ("\"\\u3042\"", "あ"), ("\"\\ud83d\\ude42\"", "🙂"), ("\"\\/\\b\\f\\r\\t\"", "/\u{8}\u{c}\r\t"),
    ])
  func escapes(text: String, value: String) throws {
    #expect(try JSONParser.parse(text) == .string(value))
  }

  @Test(
    "says where a text is wrong",
    arguments: [
      ("", 1, 1), ("{", 1, 2), ("{\"a\" 1}", 1, 6), ("[1,]", 1, 4), ("[1\n, x]", 2, 3),
      ("01", 1, 3),
      ("1.", 1, 3), ("-", 1, 2), ("\"a", 1, 3), ("\"\\x\"", 1, 4), ("\"\\ud83d\"", 1, 8),
      ("tru", 1, 1),
      ("1 2", 1, 3), ("\"\u{1}\"", 1, 3), ("\"\\u+123\"", 1, 4),
    ])
  func refuses(text: String, line: Int, column: Int) throws {
    let failure = #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text) }
    #expect(failure?.line == line && failure?.column == column, "\(String(describing: failure))")
  }

  @Test("deep nesting is refused, not followed")
  func nesting() throws {
    #expect(throws: JSONParser.Failure.self) {
      try JSONParser.parse(String(repeating: "[", count: 100_000))
    }
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(try JSONParser.parse(deep).text == deep)
  }

  @Test("of several values each is known by its place")
  func places() throws {
    let text = "{\"a\": \"x\",\n \"b\": [1, true]} \n null"
    let values = try JSONParser.parseAll(text)
    #expect(values.map(\.tree.text) == ["{\"a\":\"x\",\"b\":[1,true]}", "null"])
    #expect(values.map(\.offsets) == [[0, 6, 17, 18, 21], [30]])
    #expect("\(JSONParser.failure("no", at: 18, of: text))" == "line 2, column 8: no")
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parseAll("{} }") }
  }
}
