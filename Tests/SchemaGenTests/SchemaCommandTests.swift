import Foundation
import Testing

/// `schemac lint`, `breaking` and `doc` as a person runs them.
@Suite struct SchemaCommandTests {
  private static let lint = "Tests/SchemaGenTests/Fixtures/lint"
  private static let breaking = "Tests/SchemaGenTests/Fixtures/breaking"
  private static let prefix = ["lint", "-I\(lint)/SERVICE_SUFFIX", "test/v1/one.proto"]
  private static let method = [
    "breaking", "-I\(breaking)/RPC_NO_DELETE/new", "test/v1/one.proto", "--against",
  ]
  private static let field = [
    "breaking", "-I\(breaking)/FIELD_SAME_JSTYPE/new", "test/v1/one.proto", "--against",
  ]

  /// Arguments, exit status, what the first line on standard error ends with.
  private static let runs: [([String], Int32, String)] = [
    (prefix, 1, "service Pages does not end in Service [SERVICE_SUFFIX]"),
    (prefix + ["--except", "SERVICE_SUFFIX"], 0, ""),
    (prefix + ["--except=STANDARD"], 0, ""),
    (prefix + ["--use", "BASIC"], 0, ""),
    (prefix + ["--use", "MINIMAL", "--use", "SERVICE_SUFFIX"], 1, "[SERVICE_SUFFIX]"),
    (prefix + ["--use", "SERVICE_SUFIX"], 2, "there is no rule SERVICE_SUFIX; SERVICE_SUFFIX?"),
    (["lint"], 2, "schemac: no files were given"),
    (["lint", "no.proto"], 1, "error: no.proto was not found in ."),
    (method + ["\(breaking)/RPC_NO_DELETE/old"], 1, "wire, JSON, source [RPC_NO_DELETE]"),
    (method + ["\(breaking)/RPC_NO_DELETE/old/test/v1/one.proto"], 1, "[RPC_NO_DELETE]"),
    (method + ["\(breaking)/RPC_NO_DELETE/new"], 0, ""),
    (field + ["\(breaking)/FIELD_SAME_JSTYPE/old"], 1, "breaks source [FIELD_SAME_JSTYPE]"),
    (field + ["\(breaking)/FIELD_SAME_JSTYPE/old", "--only", "wire", "--only", "json"], 0, ""),
    (field + ["\(breaking)/FIELD_SAME_JSTYPE/old", "--only=source"], 1, "[FIELD_SAME_JSTYPE]"),
    (field + ["Schema", "--only", "all"], 2, "--only takes wire, json or source, not all"),
    (field + ["no.binpb"], 1, "error: no.binpb cannot be read: No such file or directory"),
    (["breaking", "a.proto"], 2, "schemac: breaking needs --against"),
    (["doc", "a.proto"], 2, "schemac: doc needs --out"),
  ]

  @Test(arguments: runs.indices) func endsWithItsStatus(row: Int) throws {
    let (arguments, status, message) = Self.runs[row]
    let outcome = try schemac(arguments)
    #expect(outcome.status == status)
    #expect(outcome.output == "")
    let first = outcome.errors.split(separator: "\n").first.map(String.init) ?? ""
    #expect(message.isEmpty ? outcome.errors.isEmpty : first.hasSuffix(message), "\(first)")
  }

  @Test func comparesWithADescriptorSetThatSaysWhereThingsStood() throws {
    try withTemporaryFolder { folder in
      let set = "\(folder)/old.binpb"
      let old = "-I\(Self.breaking)/RPC_NO_DELETE/old"
      let wrote = try schemac([old, "test/v1/one.proto", "-o", set, "--include-source-info"])
      #expect(wrote.status == 0)
      let outcome = try schemac(Self.method + [set])
      #expect(outcome.status == 1)
      let note = "\(set): test/v1/one.proto:11:3: note: before the change\n"
      #expect(outcome.errors.contains(note), "\(outcome.errors)")
    }
  }

  @Test func showsTheRules() throws {
    let outcome = try schemac(["lint", "--rules", "--use", "MINIMAL"])
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count == 5)
  }

  @Test func writesPagesAndLeavesAloneWhatWouldNotChange() throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "doc", "--out", "\(folder)/a/b", "-ISchema", "mado/common/v1/common.proto",
      ]
      #expect(try schemac(arguments).status == 0)
      let page = "\(folder)/a/b/mado.common.v1.md"
      let first = try FileManager.default.attributesOfItem(atPath: page)
      #expect(try schemac(arguments).status == 0)
      let second = try FileManager.default.attributesOfItem(atPath: page)
      #expect(first[.modificationDate] as? Date == second[.modificationDate] as? Date)
      #expect(try String(contentsOfFile: page, encoding: .utf8).contains("### <a id="))
    }
  }
}
