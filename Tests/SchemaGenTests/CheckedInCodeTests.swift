import SchemaModel
import Testing

@testable import SchemaGen

/// The layers below the build plugin have their generated code checked in.
@Suite struct CheckedInCode {
  private static func module(of file: String) -> String {
    file.hasPrefix("google/rpc/") ? "RPC" : "Protobuf"
  }

  @Test func protobufIsWhatIsGenerated() throws {
    let names = [
      "any", "descriptor", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers",
    ]
    let schema = try schema(names.map { "google/protobuf/\($0).proto" }, in: "Schema")
    let files = try SwiftGenerator(schema, module: "Protobuf", moduleOf: Self.module).generate()
    #expect(files.map(\.name) == names.map { "\($0).messages.swift" })
    for file in files {
      try expectGolden(file.text, at: "Sources/Protobuf/Generated/\(file.name)")
    }
  }

  @Test func theDescriptorOfTheRulesIsWhatIsGenerated() throws {
    let name = "buf/validate/validate.proto"
    let schema = try schema([name], in: "Schema")
    let generator = SwiftGenerator(schema, module: "Protobuf", moduleOf: Self.module)
    let file = try #require(generator.descriptorOnly(of: name))
    try expectGolden(file.text, at: "Sources/Protobuf/Generated/\(file.name)")
  }

  @Test func googleRpcIsWhatIsGenerated() throws {
    let names = ["code", "error_details", "status"]
    let schema = try schema(names.map { "google/rpc/\($0).proto" }, in: "Schema")
    let files = try SwiftGenerator(schema, module: "RPC", moduleOf: Self.module).generate()
    #expect(files.map(\.name) == names.map { "\($0).messages.swift" })
    for file in files { try expectGolden(file.text, at: "Sources/RPC/Generated/\(file.name)") }
  }

  @Test func pluginProtocolIsWhatIsGenerated() throws {
    let schema = try schema(["google/protobuf/compiler/plugin.proto"], in: "Schema")
    let files = try SwiftGenerator(schema, module: "SchemaGen") { file in
      file.hasPrefix("google/protobuf/compiler/") ? "SchemaGen" : "Protobuf"
    }.generate()
    #expect(files.map(\.name) == ["plugin.messages.swift"])
    for file in files {
      try expectGolden(file.text, at: "Sources/SchemaGen/Generated/\(file.name)")
    }
  }
}
