import Foundation
import Testing

/// `schemac` as protoc runs it: Debian's, and the newer one of grpcio-tools.
@Suite struct PluginTests {
  private static let compilers = [
    ["/usr/bin/env", "protoc"], [NewerProtoc.python, "-m", "grpc_tools.protoc"],
  ]

  /// Runs a protoc with schemac as its plugin; the Swift lands in `folder`.
  private func generate(
    _ compiler: [String], _ parameter: String, _ files: [String], in folder: URL
  ) throws -> Outcome {
    let plugin = folder.appendingPathComponent("protoc-gen-mado-swift")
    try FileManager.default.createSymbolicLink(at: plugin, withDestinationURL: schemac)
    return try runProgram(
      URL(fileURLWithPath: compiler[0]),
      compiler.dropFirst() + [
        "-I\(Corpus.schema.path)", "-I\(Corpus.valid.path)",
        "--plugin=protoc-gen-mado-swift=\(plugin.path)",
        "--mado-swift_out=\(parameter):\(folder.path)",
      ] + files)
  }

  @Test(arguments: compilers) func makesTheSwiftThatGenerateMakes(compiler: [String]) throws {
    try withTemporaryFolder { folder in
      let file = "grpc/health/v1/health.proto"
      let outcome = try generate(compiler, "module=StandardAPI", [file], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let other = folder.appendingPathComponent("other")
      try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
      _ = try runProgram(
        schemac,
        ["generate", "-ISchema", "--module", "StandardAPI", "--swift-out", other.path, file])
      for name in ["health.messages.swift", "health.service.swift"] {
        let made = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        #expect(
          try made == String(contentsOf: other.appendingPathComponent(name), encoding: .utf8))
      }
    }
  }

  @Test(arguments: compilers) func leavesToOtherRunsWhatIsOnlyImported(compiler: [String]) throws {
    try withTemporaryFolder { folder in
      let files = ["google/rpc/status.proto"]
      #expect(try generate(compiler, "module=RPC", files, in: folder).status == 0)
      let made = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(made == ["protoc-gen-mado-swift", "status.messages.swift"])
    }
  }

  @Test func makesSwiftFromEditions() throws {
    try withTemporaryFolder { folder in
      let outcome = try generate(
        Self.compilers[1], "module=A,access=package", ["edition_plain.proto"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let path = folder.appendingPathComponent("edition_plain.messages.swift")
      let text = try String(contentsOf: path, encoding: .utf8)
      #expect(text.contains("package var explicit: Int32?"))
      #expect(text.contains("package var implicit: Int32 = 0"))
    }
  }

  @Test(arguments: compilers) func saysThroughProtocWhatIsWrong(compiler: [String]) throws {
    try withTemporaryFolder { folder in
      let outcome = try generate(compiler, "modul=A", ["google/rpc/code.proto"], in: folder)
      #expect(outcome.status != 0)
      #expect(
        outcome.errors == "--mado-swift_out: there is no parameter modul=A; there are module=NAME, "
          + "access=LEVEL, import-module=NAME=FILE and commands\n")
    }
  }

  @Test func refusesAnInputThatIsNoRequest() throws {
    let outcome = try runProgram(schemac, ["plugin"], input: [0xff, 0xff, 0xff])
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("error: the request on standard input cannot be answered: "))
    #expect(outcome.output == "")
  }
}
