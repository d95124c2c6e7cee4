import SchemaModel
import Testing

@testable import SchemaGen

@Suite struct GeneratedCode {
  /// The Swift of a fixture, as the test target that it is compiled in has it.
  static func generate(
    _ fixture: String, in module: String, access: AccessLevel = .public
  ) throws -> [GeneratedFile] {
    let schema = try schema(["\(fixture).proto"], in: "Tests/\(module)/Fixtures")
    return try SwiftGenerator(schema, module: module, access: access) { file in
      file.hasPrefix("google/") || file.hasPrefix("buf/") ? "Protobuf" : module
    }.generate()
  }

  @Test(arguments: [
    ("shapes", "ProtobufTests", ["shapes.messages.swift"]),
    ("rules", "ProtobufTests", ["rules.messages.swift"]),
    ("legacy", "ProtobufTests", ["legacy.messages.swift"]),
    ("calls", "SchemaGenTests", ["calls.messages.swift", "calls.service.swift"]),
    (
      "deprecations", "SchemaGenTests",
      ["deprecations.messages.swift", "deprecations.service.swift"]
    ),
    ("extensions", "SchemaGenTests", ["extensions.messages.swift"]),
  ])
  func isTheGoldenFileBesideTheSchema(fixture: String, module: String, expected: [String]) throws {
    let files = try Self.generate(fixture, in: module)
    #expect(files.map(\.name) == expected)
    for file in files { try expectGolden(file.text, at: "Tests/\(module)/Fixtures/\(file.name)") }
  }

  /// The golden files are compiled here, and `GeneratedService` uses what they declare.
  @Test func isAsVisibleAsItIsAskedToBe() throws {
    let files = try Self.generate("hidden", in: "SchemaGenTests", access: .internal)
    for file in files {
      try expectGolden(file.text, at: "Tests/SchemaGenTests/Fixtures/\(file.name)")
      #expect(!file.text.contains("public "))
    }
    func declarations(_ access: AccessLevel) throws -> [String] {
      try Self.generate("hidden", in: "SchemaGenTests", access: access).flatMap { file in
        file.text.split(separator: "\n").filter { $0.contains("\(access.rawValue) ") }
          .map { $0.split(separator: "\(access.rawValue) ").last.map(String.init) ?? "" }
      }
    }
    #expect(try declarations(.package).count == (try declarations(.public).count))
  }

  @Test func satisfiesTheFormatter() throws {
    try expectFormatted([
      "Tests/SchemaGenTests/Fixtures", "Tests/ProtobufTests/Fixtures",
      "Sources/Protobuf/Generated", "Sources/RPC/Generated", "Sources/SchemaGen/Generated",
    ])
  }
}
