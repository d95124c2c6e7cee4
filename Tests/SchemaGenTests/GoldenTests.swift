import SchemaModel
import Testing

@testable import SchemaGen

@Suite struct GeneratedCode {
  /// The Swift of a fixture, as the test target that it is compiled in has it.
  static func generate(_ fixture: String, in module: String) throws -> [GeneratedFile] {
    let schema = try schema(["\(fixture).proto"], in: "Tests/\(module)/Fixtures")
    return try SwiftGenerator(schema, module: module) { file in
      file.hasPrefix("google/") ? "Protobuf" : module
    }.generate()
  }

  @Test(arguments: [
    ("shapes", "ProtobufTests", ["shapes.messages.swift"]),
    ("calls", "SchemaGenTests", ["calls.messages.swift", "calls.service.swift"]),
  ])
  func isTheGoldenFileBesideTheSchema(fixture: String, module: String, expected: [String]) throws {
    let files = try Self.generate(fixture, in: module)
    #expect(files.map(\.name) == expected)
    for file in files { try expectGolden(file.text, at: "Tests/\(module)/Fixtures/\(file.name)") }
  }

  @Test func satisfiesTheFormatter() throws {
    try expectFormatted([
      "Tests/SchemaGenTests/Fixtures", "Tests/ProtobufTests/Fixtures",
      "Sources/Protobuf/Generated", "Sources/RPC/Generated",
    ])
  }
}
