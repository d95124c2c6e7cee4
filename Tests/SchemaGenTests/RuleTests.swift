import Foundation
import SchemaModel
import SchemaSyntax
import Testing

@testable import SchemaGen

@Suite struct RuleTests {
  private static let folder = "Tests/SchemaGenTests/Fixtures/rules"

  /// What is said of the rules of a fixture, as `schemac generate` prints it.
  private static func diagnostics(_ name: String) throws -> String {
    let schema = try schema([name], in: folder)
    let generator = SwiftGenerator(schema, module: "Test") { file in
      file == name ? "Test" : "Protobuf"
    }
    let text = try String(
      contentsOf: packageRoot.appendingPathComponent("\(folder)/\(name)"), encoding: .utf8)
    let source = SourceFile(path: name, text: text)
    return generator.ruleFaults().map { $0.diagnostic(in: source).rendered() + "\n" }
      .joined(separator: "\n")
  }

  @Test func whatCannotBeCompiledIsRefusedAtItsPlace() throws {
    try expectGolden(
      try Self.diagnostics("wrong_rules.proto"), at: "\(Self.folder)/wrong_rules.golden")
  }

  @Test func predefinedRulesAreRefusedWhereTheyAreDeclaredAndUsed() throws {
    try expectGolden(
      try Self.diagnostics("predefined_rules.proto"), at: "\(Self.folder)/predefined_rules.golden")
  }

  @Test func rightRulesHaveNoFaults() throws {
    let schema = try schema(["rules.proto"], in: "Tests/ProtobufTests/Fixtures")
    let generator = SwiftGenerator(schema, module: "Test") { _ in "Test" }
    #expect(generator.ruleFaults().filter { $0.fileName == "rules.proto" }.isEmpty)
  }

  /// The numbers by which rules are read, against the schema that users write them by.
  @Test func rulesAreReadByTheNumbersOfTheSchema() throws {
    let schema = try schema(["buf/validate/validate.proto"], in: "Schema")
    var pending: [RuleShape] = [.message, .oneof, .field]
    var seen: Set<RuleShape> = []
    while let shape = pending.popLast() {
      guard seen.insert(shape).inserted else { continue }
      let message = try #require(schema.message(shape.messageName), "\(shape)")
      var expected = message.fields.map { "\($0.number) \($0.name)" }.sorted()
      if let example = shape.exampleNumber { expected.removeAll { $0 == "\(example) example" } }
      #expect(shape.rules.map { "\($0.number) \($0.name)" }.sorted() == expected, "\(shape)")
      for rule in shape.rules {
        let field = try #require(message.fields.first { $0.name == rule.name })
        switch rule.kind {
        case .rules(let inner):
          #expect(field.type == .message(inner.messageName))
          pending.append(inner)
        case .scalar(.int32) where field.type != .scalar(.int32):
          guard case .enumeration = field.type else {
            Issue.record("\(field.fullName) is not read as what it is")
            continue
          }
        case .scalar(let type): #expect(field.type == .scalar(type), "\(field.fullName)")
        case .message:
          guard case .message = field.type else {
            Issue.record("\(field.fullName) is not read as what it is")
            continue
          }
        }
      }
    }
    #expect(seen.count == 26)
  }

  @Test func aSchemaWithoutRulesHasNoCodeForThem() throws {
    let files = try GeneratedCode.generate("shapes", in: "ProtobufTests")
    #expect(!files.contains { $0.text.contains("validate(into") })
  }
}
