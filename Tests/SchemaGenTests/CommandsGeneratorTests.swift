import Foundation
import SchemaModel
import Testing

@testable import SchemaGen

@Suite struct CommandsGeneratorTests {
  @Test(
    "makes words of the schema's names",
    arguments: [
      ("VerifyChain", "verify-chain"), ("List", "list"), ("ListGaps", "list-gaps"),
      ("SetHTTPMode", "set-http-mode"), ("VerifyTOTP", "verify-totp"), ("GetV2", "get-v2"),
      ("snake_case", "snake-case"), ("ServerReflectionInfo", "server-reflection-info"),
    ])
  func words(name: String, word: String) {
    #expect(CommandsGenerator.kebab(name) == word)
  }

  @Test(
    "takes the area from the package, without its version",
    arguments: [
      ("mado.telework.v1", "telework"), ("grpc.health.v1", "health"), ("mado.card.v2beta1", "card"),
      ("plain", "plain"), ("", "schema"), ("a.video", "video"),
    ])
  func areas(package: String, area: String) {
    #expect(CommandsGenerator.area(package) == area)
  }

  @Test("an area's help is that of the file it is named after, whose services come first")
  func namedFile() throws {
    let names = ["device", "identity", "two_factor"].map { "mado/identity/v1/\($0).proto" }
    let files = CommandsGenerator(try schema(names, in: "Schema")) { _ in "MadoAPI" }.generate()
    let areas = try #require(files.last?.text)
    #expect(areas.contains("  Who is who in a tenant: its users, and the API tokens"))
    let places = try [".identityUser", ".identityDevice", ".identityTwoFactor"].map {
      try #require(areas.firstRange(of: $0)).lowerBound
    }
    #expect(places == places.sorted())
  }

  @Test("satisfies the formatter")
  func formatted() throws {
    let names = [
      "mado/telework/v1/telework.proto", "mado/calendar/v1/calendar.proto",
      "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto",
    ]
    let files = CommandsGenerator(try schema(names, in: "Schema")) { file in
      file.hasPrefix("mado/") ? "MadoAPI" : "StandardAPI"
    }.generate()
    #expect(
      files.map(\.name) == [
        "health.commands.swift", "reflection.commands.swift", "calendar.commands.swift",
        "telework.commands.swift", "areas.commands.swift",
      ])
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("commands-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files {
      try Data(file.text.utf8).write(to: folder.appendingPathComponent(file.name))
    }
    try expectFormatted([folder.path])
  }
}
