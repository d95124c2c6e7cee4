import Testing

@testable import mado

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

  @Test("flags go into a request at their place, over what is there")
  func update() throws {
    var tree = try JSONParser.parse("{\"a\":{\"x\":1},\"l\":[1],\"m\":{\"k\":\"v\"}}")
    Flag("a.b_c", .string).put(.string("t"), into: &tree)
    Flag("a.x", .int32).put(.number("2"), into: &tree)
    Flag("l", .int32, repeated: true).put(.number("3"), into: &tree)
    Flag("m", .entry(.string), repeated: true).put(
      .object([.init(name: "k2", value: .string("w"))]), into: &tree)
    #expect(
      tree.text == "{\"a\":{\"x\":2,\"b_c\":\"t\"},\"l\":[1,3],\"m\":{\"k\":\"v\",\"k2\":\"w\"}}")
    #expect(Flag("a.b_c", .string).name == "a.b-c")
  }
}
