import Foundation
import Protobuf
import Testing

/// The command `schemac` as a person runs it.
@Suite struct CommandTests {
  private struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The folder that the build put its products in, which holds the tests' bundle too.
  private static let products: URL = {
    let bundle = CommandLine.arguments.first { $0.contains("PackageTests.xctest") }
    guard let bundle else { return Corpus.project.appendingPathComponent(".build/debug") }
    let path = String(bundle.split(separator: "=").last ?? "")
    var folder = URL(fileURLWithPath: path)
    while folder.path.contains("PackageTests.xctest") { folder.deleteLastPathComponent() }
    return folder
  }()

  private func run(_ arguments: [String], in folder: URL = Corpus.project) throws -> Outcome {
    let process = Process()
    process.executableURL = Self.products.appendingPathComponent("schemac")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
      errors: String(decoding: said, as: UTF8.self))
  }

  private func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("schemac-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
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
