import Foundation
import Testing

@testable import Protobuf

@Suite struct PatternTests {
  /// Expressions that mean the same to Python's `re`, and texts to try them on.
  private static let patterns = [
    "", "a", "^a$", "a|b", "^(a|b)*$", "a*", "^a+$", "^a?b$", "(a|b)c", "^(?:ab){2,3}$", "^a{2}$",
    "^a{2,}$", "^a{0,2}$", "[abc]", "[^abc]", "^[a-c]+$", "[]a]", "[^]a]", "[a-]", "[-a]", "[\\]]",
    "\\d", "^\\D+$", "\\w", "^\\W*$", "\\s", "^\\S+$", ".", "^.$", "(?s)^.$", "(?i)abc", "(?m)^b$",
    "\\bab\\b", "\\Bb", "a.c", "^(a*)*b", "^(a|aa)+$", "(?P<name>ab)+", "\\x41", "\\.", "a\\|b",
    "^(|a)+$", "^(a|b|ab)*c$", "x*?y", "^a{1,2}?$", "(((a)))", "\\Aab\\Z", "[\\d_]", "[^\\s]",

    "^[^\\W\\d]+$", "(?i)[a-c]+x", "(?i:a)b", "\\t", "[\\t ]+", "^(?:a|b)(?:c|d)$", "a{x", "あ+",
    "[あ-ん]",
  ]
  private static let texts = [
    "", "a", "b", "ab", "abc", "ABC", "aab", "abab", "ababab", "c", "aa", "aaa", "]", "-", "a|b",
    "a-c",
    "1", "a1", " ", "\t", "\n", "a\nb", "b\n", "a b", "a.c", "axc", "xxy", "A", "Ab", "_", "_a1",
    "あ", "んん",
    "ac", "bd", "é", "a{x", "\\", "B\nb\na", "abx", "ABX", "AB",
  ]

  @Test func agreesWithPythonWhereBothMeanTheSame() throws {
    let script = """
      import json, re, sys
      patterns, texts = json.load(sys.stdin)
      fix = lambda p: re.sub(r'\\$(?!\\))$', r'\\\\Z', p) if '(?m)' not in p else p
      print(json.dumps([[bool(re.search(fix(p), t, re.A)) for t in texts] for p in patterns]))
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    try input.fileHandleForWriting.write(
      contentsOf: JSONEncoder().encode([Self.patterns, Self.texts]))
    try input.fileHandleForWriting.close()
    let answer = try JSONDecoder().decode(
      [[Bool]].self, from: try output.fileHandleForReading.readToEnd() ?? Data())
    process.waitUntilExit()
    for (text, row) in zip(Self.patterns, answer) {
      // RE2 writes the end of a text \z.
      let pattern = try Pattern(
        text.split(separator: "\\Z", omittingEmptySubsequences: false)
          .joined(separator: "\\z"))
      for (subject, expected) in zip(Self.texts, row) {
        #expect(pattern.matches(subject) == expected, "\(text) on \(subject.debugDescription)")
        // With its table and without.
        #expect(pattern.isFollowed(in: subject) == expected)
      }
    }
  }

  @Test(arguments: [
    ("^[a-z0-9][a-z0-9._@+-]*$", true), ("^[^\\x00-\\x1f]+\\b$", true), ("^([0-9]{13})?$", true),
    // What lies beyond ASCII is told apart.
    ("あ", false), ("\\p{Lu}", false), ("(?i)k", false),
    // There would be too many rows.
    ("^[a-z]{1,200}$", false), ("(a|b)*a(a|b){9}", false),
  ])
  func hasATableWhereThatIsSmallAndKnowsItsCharacters(text: String, isThere: Bool) throws {
    #expect(try (PatternTable(Pattern(text).program) != nil) == isThere)
  }

  @Test(arguments: [
    "(", ")", "a**", "*a", "+", "[a", "[z-a]", "\\", "\\1", "(?=a)", "(?<!a)", "(?P=a)", "a{1001}",
    "a{3,2}", "\\p{Han}", "\\pX", "\\C", "[[:nope:]]", "(?x)a", "\\x{110000}", "\\xg0", "(?P<>a)",
    "(((a{1000}){1000}){1000})", "(?", "\\q", "(?i", "\\p{L",
  ])
  func refuses(text: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(text) }
    #expect(error?.description.isEmpty == false)
    #expect(!Pattern(checked: text).matches(""))
  }

  @Test(arguments: [
    ("^\\p{Lu}\\pL*$", "Éa", true), ("^\\p{Lu}\\pL*$", "éa", false), ("^\\PL$", "1", true),
    ("^[\\pN_]+$", "1_²", true), ("^[^\\pN]+$", "a1", false), ("^[[:alpha:]]+$", "aé", false),
    ("^\\Qa.b\\E$", "a.b", true), ("^\\Qa.b\\E$", "axb", false),
    ("(?i)kelvin", "\u{212A}ELVIN", true),
    ("(?i)^s$", "\u{17F}", true), ("^\\x{1F600}$", "😀", true), ("^.$", "e\u{301}", false),
    ("a$", "a\n", false), ("^a{,2}$", "a{,2}", true), ("(?-s)^.$", "\n", false),
    ("^[[:^digit:]]$", "a", true),
  ])
  func followsRE2(text: String, subject: String, expected: Bool) throws {
    #expect(try Pattern(text).matches(subject) == expected)
  }

  /// Thousands of characters that make a backtracking matcher try for ever.
  @Test(arguments: ["^(a*)*b$", "^(a|aa)+$", "(a*)*c", "^(a?){50}a{50}$", "(x+x+)+y"])
  func hostileTextsTakeNoLongerThanOthers(text: String) throws {
    let subject = String(repeating: "a", count: 5_000) + "!"
    #expect(try !Pattern(text).matches(subject))
  }
}
