import Foundation
import SchemaModel
import SchemaSyntax
import Testing

@testable import SchemaGen

/// Every rule of lint against a folder of schema files that break it in every way and keep it in some,
/// with what we say kept beside them in `findings.golden`.
@Suite struct LintTests {
  private static let folder = "Tests/SchemaGenTests/Fixtures/lint"

  private func lint(_ folder: String, with rules: [LintRule]) throws -> [Diagnostic] {
    let fixture = try LinkedFolder(folder)
    return Linter(rules).lint(
      fixture.names, of: fixture.schema, unusedImports: fixture.unusedImports,
      places: fixture.places)
  }

  @Test(arguments: LintRule.all.map(\.id))
  func everyRuleFindsWhatBreaksIt(id: String) throws {
    let rules = LintRule.all.filter { $0.id == id }
    let findings = try lint("\(Self.folder)/\(id)", with: rules)
    #expect(!findings.isEmpty)
    #expect(findings.allSatisfy { $0.rule == id && $0.severity == .warning })
    let text = findings.map { $0.rendered() + "\n" }.joined(separator: "\n")
    try expectGolden(text, at: "\(Self.folder)/\(id)/findings.golden")
  }

  @Test func theProjectsOwnSchemaKeepsAllRules() throws {
    let findings = try lint("Schema/mado", root: "Schema")
    #expect(findings.isEmpty, "\(findings.map { $0.rendered() })")
  }

  private func lint(_ folder: String, root: String) throws -> [Diagnostic] {
    let fixture = try LinkedFolder(folder, root: root)
    return Linter().lint(
      fixture.names, of: fixture.schema, unusedImports: fixture.unusedImports,
      places: fixture.places)
  }

  @Test func theCategoriesContainEachOther() {
    func count(_ category: LintRule.Category) -> Int {
      LintRule.all.count { $0.category <= category }
    }
    #expect(count(.minimal) == 5)
    #expect(count(.basic) == 27)
    #expect(count(.standard) == LintRule.all.count)
    #expect(LintRule.all.map(\.id) == LintRule.all.map(\.id).sorted())
  }

  @Test(
    "writes names in every way",
    arguments: [
      ("image_kind", "ImageKind", "image_kind"), ("ImageKind", "ImageKind", "image_kind"),
      ("HTTPServer", "HTTPServer", "http_server"), ("imageURL", "ImageURL", "image_url"),
      ("line_1", "Line1", "line_1"), ("line1", "Line1", "line1"), ("_a_", "A", "a"),
      ("a__b", "AB", "a_b"), ("V2Beta", "V2Beta", "v2_beta"), ("A", "A", "a"), ("", "", ""),
    ])
  func casing(name: String, pascal: String, snake: String) {
    #expect(Casing.pascal(name) == pascal)
    #expect(Casing.lowerSnake(name) == snake)
    #expect(Casing.upperSnake(name) == snake.uppercased())
  }

  @Test(
    "knows a version when it sees one",
    arguments: [
      ("a.v1", true), ("a.v12", true), ("a.v1beta1", true), ("a.v1alpha", true),
      ("a.v1p2alpha3", true), ("a.v1test", true), ("a.v1testing9", true), ("a", false),
      ("v1", false), ("a.v0", false), ("a.v", false), ("a.1", false), ("a.version", false),
      ("a.v1p1", false), ("a.v1beta0", false), ("a.v1alphabeta", false), ("a.vtest", false),
      ("a.v99999999999", false),
    ])
  func versions(package: String, isVersioned: Bool) {
    #expect(Casing.hasVersion(package) == isVersioned)
  }
}
