import Foundation
import Protobuf
import SchemaModel
import SchemaSyntax
import Testing

@testable import SchemaGen

/// Every rule about change against an old and a new version of a schema, with what we say kept beside
/// them in `findings.golden`. All rules look at each: what one finds, no other repeats.
@Suite struct BreakingTests {
  private static let folder = "Tests/SchemaGenTests/Fixtures/breaking"
  /// The folder in which all options of files change.
  private static let options = "FILE_SAME_OPTIONS"
  private static let fixtures =
    BreakingRule.all.map(\.id).filter { id in
      !BreakingRule.options.contains { id == "FILE_SAME_\($0.name.uppercased())" }
    } + [options]

  private func breakages(in fixture: String) throws -> [Breakage] {
    let old = try LinkedFolder("\(Self.folder)/\(fixture)/old")
    let new = try LinkedFolder("\(Self.folder)/\(fixture)/new")
    return BreakingCheck().breakages(
      from: old.schema, old.names, old.places, to: new.schema, new.names, new.places)
  }

  @Test(arguments: fixtures)
  func everyRuleFindsWhatBreaksIt(fixture: String) throws {
    let found = try breakages(in: fixture)
    let rules = Set(found.compactMap(\.diagnostic.rule))
    if fixture == Self.options {
      #expect(rules.count == BreakingRule.options.count)
    } else {
      #expect(rules.contains(fixture))
    }
    let text = found.map { $0.diagnostic.rendered() + "\n" }.joined(separator: "\n")
    try expectGolden(text, at: "\(Self.folder)/\(fixture)/findings.golden")
  }

  @Test(arguments: fixtures)
  func nothingBreaksWhereNothingChanges(fixture: String) throws {
    for side in ["old", "new"] {
      let same = try LinkedFolder("\(Self.folder)/\(fixture)/\(side)")
      let found = BreakingCheck().breakages(
        from: same.schema, same.names, same.places, to: same.schema, same.names, same.places)
      #expect(found.isEmpty, "\(found.map { $0.diagnostic.rendered() })")
    }
  }

  /// What only is added breaks nothing.
  @Test func additionsBreakNothing() throws {
    let old = try LinkedFolder("\(Self.folder)/ADDITIONS/old")
    let new = try LinkedFolder("\(Self.folder)/ADDITIONS/new")
    let found = BreakingCheck().breakages(
      from: old.schema, old.names, old.places, to: new.schema, new.names, new.places)
    #expect(found.isEmpty, "\(found.map { $0.diagnostic.rendered() })")
  }

  /// Which types read what another wrote, as protobuf.dev and buf have it.
  @Test(
    "tells wire, JSON and source apart",
    arguments: [
      ("int32", "uint32", "source"), ("int32", "int64", "json source"),
      ("int32", "bool", "json source"), ("int32", "sint32", "wire source"),
      ("sint32", "sint64", "json source"), ("fixed32", "sfixed32", "source"),
      ("fixed32", "fixed64", "wire json source"), ("int64", "fixed64", "wire source"),
      ("float", "double", "wire source"), ("string", "bytes", "json source"),
      ("bytes", "string", "wire json source"), ("int32", "string", "wire json source"),
      ("int32", "E", "wire json source"), ("M", "N", "wire json source"),
      ("M", "bytes", "wire json source"), ("repeated int32", "repeated uint32", "source"),
      ("repeated int32", "int32", "wire json source"), ("optional int32", "int32", "source"),
      ("map<string, int32>", "map<string, uint32>", "source"),
      ("map<string, int32>", "map<string, sint32>", "wire source"),
      ("map<int32, int32>", "map<string, int32>", "wire json source"),
      ("M", "optional M", ""), ("int32", "int32", ""),
    ])
  func types(old: String, new: String, expected: String) throws {
    func linked(_ type: String) throws -> (Schema, Places) {
      let text = """
        syntax = "proto3"; package a;
        message M {} message N {} enum E { E_UNSPECIFIED = 0; }
        message Page { \(type) field = 1; }
        """
      let result = try Linker.link(["a.proto"], from: DictionaryLoader(["a.proto": text]))
      let schema = try #require(result.schema, "\(result.diagnostics.map { $0.rendered() })")
      return (schema, Places(schema, sources: [:]))
    }
    let (before, after) = (try linked(old), try linked(new))
    let found = BreakingCheck().breakages(
      from: before.0, ["a.proto"], before.1, to: after.0, ["a.proto"], after.1)
    let kinds = Breakage.Kind.allCases.filter { kind in found.contains { $0.reasons[kind] != nil } }
    #expect(kinds.map { $0.rawValue.lowercased() }.joined(separator: " ") == expected)
  }
}
