import Foundation
import Protobuf
import Testing

/// What the schema deprecates warns its users, works as before, and warns of nothing by itself.
@Suite struct Deprecations {
  private typealias Box = TestDeprecations.Box

  @Test func deprecatedFieldsAndValuesTravel() throws {
    let box = Box(
      length: 3, olds: [.init(text: "a")], byName: ["b": .init(text: "b")], note: "",
      kind: .init(number: 2), inner: Box(length: 4), content: .default("c"))
    let read = try Box(decoding: box.encoded())
    #expect(read == box)
    #expect(read.kind.number == 2)
    #expect(Box().kind.number == 0)
    let json = """
      {"length":3,"olds":[{"text":"a"}],"byName":{"b":{"text":"b"}},"note":"","kind":"KIND_OLD",\
      "inner":{"length":4},"default":"c"}
      """
    #expect(try box.json() == json)
  }

  /// Who uses them is warned; the golden files, which use all of them, are not.
  @Test func onlyUsersAreWarned() throws {
    let fixtures = packageRoot.appendingPathComponent("Tests/SchemaGenTests/Fixtures")
    let files = ["messages", "service"].map {
      fixtures.appendingPathComponent("deprecations.\($0).swift").path
    }
    #expect(try warnings(files) == [])
    try withTemporaryFolder { folder in
      let uses = [
        "TestDeprecations.Old()", "TestDeprecations.OldKind()", "TestDeprecations.Kind.old",
        "TestDeprecations.Kind.older", "TestDeprecations.Box().length",
        "TestDeprecations.BoxServiceClient.unlock", "TestDeprecations.OldServiceClient.self",
      ]
      let user = "\(folder)/user.swift"
      let text = uses.map { "  _ = \($0)\n" }.joined()
      try Data("func use() {\n\(text)}\n".utf8).write(to: URL(fileURLWithPath: user))
      #expect(try warnings(files + [user]).count == uses.count)
    }
  }

  /// The lines in which the compiler warns of files that import our modules.
  private func warnings(_ files: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6"]
      + ["-I", productsFolder.appendingPathComponent("Modules").path] + files
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
    return said.split(separator: "\n").map(String.init).filter {
      $0.contains(".swift:") && $0.contains(": warning: ")
    }
  }
}
