import Buffers
import Foundation
import Protobuf
import Testing

/// The compiled rules against PyPI's protovalidate: the same fields and rules on the same messages.
@Suite struct ViolationParityTests {
  /// The messages of the fixture, by name.
  private static let types: [String: any Message.Type] = [
    "Numbers": TestRules.Numbers.self, "Sets": TestRules.Sets.self,
    "Texts": TestRules.Texts.self, "Patterns": TestRules.Patterns.self,
    "Formats": TestRules.Formats.self, "Blobs": TestRules.Blobs.self,
    "Enums": TestRules.Enums.self, "Presence": TestRules.Presence.self,
    "Inner": TestRules.Inner.self, "Ignores": TestRules.Ignores.self,
    "Lists": TestRules.Lists.self, "Maps": TestRules.Maps.self,
    "WellKnown": TestRules.WellKnown.self, "Choices": TestRules.Choices.self,
    "Alternatives": TestRules.Alternatives.self, "Tree": TestRules.Tree.self,
    "Outer": TestRules.Outer.self, "Plain": TestRules.Plain.self,
    "Clashes": TestRules.Clashes.self,
  ]

  private static let messagesPerType = 200

  @Test func protovalidateSaysTheSame() throws {
    var rulesBroken: Set<String> = []
    var messages: [String: Int] = [:]
    for line in try Self.verdicts(seed: 20_261_121) {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let type = try #require(Self.types[parts[0]], "the fixture has no message \(parts[0])")
      let bytes = try #require(Data(base64Encoded: parts[1]))
      let message = try type.init(decoding: Bytes(bytes))
      let violations = message.violations()
      // Both stop somewhere; what is cut off cannot be compared.
      guard !violations.isFull else { continue }
      let found = violations.all.map { violation in
        "\(violation.field)|\(violation.rule)|\(violation.isForKey ? 1 : 0)"
          .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
      }
      let expected = Set(parts.dropFirst(2))
      let difference = Set(found).symmetricDifference(expected)
      #expect(difference.isEmpty, "\(parts[0]) \(parts[1])")
      rulesBroken.formUnion(violations.all.map(\.rule))
      messages[parts[0], default: 0] += 1
    }
    #expect(messages.count == Self.types.count)
    #expect(messages.values.allSatisfy { $0 > Self.messagesPerType / 4 })
    // That every rule was broken at least once shows that the messages reach them.
    #expect(rulesBroken.count >= 135, "\(rulesBroken.sorted())")
  }

  /// What protovalidate says of random messages, a line for each.
  private static func verdicts(seed: Int) throws -> [String] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let package = folder.deletingLastPathComponent().deletingLastPathComponent()
    let python =
      ProcessInfo.processInfo.environment["MADO_TEST_PYTHON"]
      ?? package.appending(path: ".venv-test/bin/python").path
    try #require(
      FileManager.default.isExecutableFile(atPath: python),
      "there is no Python at \(python): run tools/test, or set MADO_TEST_PYTHON")
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [
      folder.appending(path: "Oracle/violations.py").path, Protoc.schemaRoot,
      folder.appending(path: "Fixtures").path, "\(messagesPerType)", "\(seed)",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "run tools/test, which installs what it needs")
    return text.split(separator: "\n").map(String.init)
  }
}
