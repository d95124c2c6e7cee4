import Foundation

/// What protoc says about files: Debian's, and the newer one inside grpcio-tools.
struct Verdicts: Decodable {
  struct Answer: Decodable {
    var isAccepted: Bool
    var messages: String
  }

  var path: String
  var debian: Answer
  var grpcio: Answer

  /// The Python with the packages of `tools/python-packages`; `tools/prepare test` makes it.
  private static let python =
    ProcessInfo.processInfo.environment["MADO_TEST_PYTHON"]
    ?? Corpus.project.appendingPathComponent(".venv-test/bin/python").path

  /// Asks about files by import path, all in one go.
  static func of(_ paths: [String], in folders: [URL]) throws -> [Verdicts] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    let script = Corpus.fixtures.deletingLastPathComponent()
      .appendingPathComponent("Oracle/verdicts.py")
    process.arguments = [script.path] + folders.map(\.path)
    // A file, not a pipe: the answers would fill one while the questions are written.
    let questions = FileManager.default.temporaryDirectory
      .appendingPathComponent("verdicts-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: questions) }
    try Data(paths.joined(separator: "\n").utf8).write(to: questions)
    process.standardInput = try FileHandle(forReadingFrom: questions)
    let answers = Pipe()
    process.standardOutput = answers
    try process.run()
    let printed = answers.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try printed.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Verdicts.self, from: Data($0))
    }
  }
}
