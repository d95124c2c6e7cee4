import Foundation
import Protobuf
import Testing

/// The command `schemac` as a person runs it.
@Suite struct CommandTests {
  private func run(_ arguments: [String], in folder: URL = Corpus.project) throws -> Outcome {
    try runProgram(schemac, arguments, in: folder)
  }

  @Test func acceptsAGoodFileInSilence() throws {
    let outcome = try run(["--proto-path", "Schema", "Schema/google/rpc/status.proto"])
    #expect(outcome.status == 0)
    #expect(outcome.output + outcome.errors == "")
  }

  @Test func showsTheDiskPathOfAWrongFileAndFails() throws {
    let outcome = try run([
      "-ITests/SchemaModelTests/Fixtures/invalid", "mixed/enum_value_scope.proto",
    ])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.hasPrefix(
        "Tests/SchemaModelTests/Fixtures/invalid/mixed/enum_value_scope.proto:3:19: error: "))
  }

  @Test func writesADescriptorSetWithWhatWasAskedFor() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("set")
      func set(_ options: String...) throws -> GoogleProtobuf.FileDescriptorSet {
        let arguments = ["google/rpc/status.proto", "--descriptor-set-out=\(path.path)"]
        #expect(try run(arguments + options, in: Corpus.schema).status == 0)
        return try .init(decoding: .init(Array(Data(contentsOf: path))))
      }
      let bare = try set()
      #expect(bare.file.map(\.name) == ["google/rpc/status.proto"])
      #expect(bare.file.allSatisfy { $0.sourceCodeInfo == nil })
      let full = try set("--include-imports", "--include-source-info")
      #expect(full.file.map(\.name) == ["google/protobuf/any.proto", "google/rpc/status.proto"])
      #expect(full.file.allSatisfy { $0.sourceCodeInfo != nil })
    }
  }

  @Test func takesFilesFromDescriptorSetsInsteadOfFolders() throws {
    try withTemporaryFolder { folder in
      let path = { (name: String) in folder.appendingPathComponent(name).path }
      let from = ["google/rpc/status.proto", "--include_imports", "--include_source_info"]
      #expect(try run(from + ["-o", path("a")], in: Corpus.schema).status == 0)
      let outcome = try run(
        from + ["--descriptor_set_in", "\(path("a")):\(path("a"))", "-o\(path("b"))"], in: folder)
      #expect(outcome.errors == "")
      #expect(
        FileManager.default.contents(atPath: path("a"))
          == FileManager.default.contents(atPath: path("b")))
      let missing = try run(["--descriptor-set-in=\(path("a"))", "no.proto"])
      #expect(missing.status == 1)
      #expect(missing.errors == "error: no.proto is not in \(path("a"))\n")
    }
  }

  @Test func keepsOptionsForTheCompilerWhenAskedTo() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("set").path
      func declarations(_ arguments: String...) throws -> Int? {
        let file = "google/protobuf/descriptor.proto"
        #expect(try run(["-ISchema", file, "-o", path] + arguments).status == 0)
        let bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
        let set = try GoogleProtobuf.FileDescriptorSet(decoding: .init(bytes))
        return set.file[0].messageType[0].extensionRange[0].options?.declaration.count
      }
      let (stripped, kept) = (try declarations(), try declarations("--retain-options"))
      #expect(stripped == nil)
      #expect(kept == 1)
    }
  }

  static let failures: [(arguments: [String], status: Int32, message: String)] = [
    // arguments, exit status, the first line on standard error
    ([], 2, "schemac: no files were given"),
    (["--nonsense", "a.proto"], 2, "schemac: there is no option --nonsense"),
    (["a.proto", "--proto-path"], 2, "schemac: --proto-path needs a value"),
    (
      ["a.proto", "--include-imports"], 2,
      "schemac: --include-imports and --include-source-info need --descriptor-set-out"
    ),
    (["-ISchema", "no.proto"], 1, "error: no.proto was not found in Schema"),
    (["-ISchema", "-ITests", "no.proto"], 1, "error: no.proto was not found in Schema, Tests"),
    (["-I.", "Schema"], 1, "error: Schema cannot be read: Is a directory"),
    (
      ["-ISchema", "google/rpc/code.proto", "--descriptor-set-out=/no/such/folder"], 1,
      "error: /no/such/folder cannot be written: No such file or directory"
    ),
  ]

  @Test(arguments: failures.indices) func endsWithAClearLineAndItsStatus(row: Int) throws {
    let (arguments, status, message) = Self.failures[row]
    let outcome = try run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.errors.split(separator: "\n").first.map(String.init) == message)
  }

  @Test func printsItsUsage() throws {
    let outcome = try run(["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("usage: schemac "))
  }
}
