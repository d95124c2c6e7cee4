import Foundation

/// What came of running a program.
struct Outcome {
  var status: Int32
  var output: String
  var errors: String
}

/// The compiler's command, in the folder that holds the tests' bundle too.
let schemac: URL = {
  let bundle = CommandLine.arguments.first { $0.contains("PackageTests.xctest") }
  guard let bundle else { return Corpus.project.appendingPathComponent(".build/debug/schemac") }
  let path = String(bundle.split(separator: "=").last ?? "")
  var folder = URL(fileURLWithPath: path)
  while folder.path.contains("PackageTests.xctest") { folder.deleteLastPathComponent() }
  return folder.appendingPathComponent("schemac")
}()

/// Runs a program to its end; `input` is what it reads.
func runProgram(
  _ program: URL, _ arguments: [String], in folder: URL = Corpus.project, input: [UInt8] = []
) throws -> Outcome {
  let process = Process()
  process.executableURL = program
  process.arguments = arguments
  process.currentDirectoryURL = folder
  let (pipe, output, errors) = (Pipe(), Pipe(), Pipe())
  process.standardInput = pipe
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  try pipe.fileHandleForWriting.write(contentsOf: input)
  try pipe.fileHandleForWriting.close()
  let said = errors.fileHandleForReading.readDataToEndOfFile()
  let printed = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Outcome(
    status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
    errors: String(decoding: said, as: UTF8.self))
}

func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("schemac-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
