import Buffers
import Foundation
import Protobuf
import SchemaModel
import Testing

@testable import SchemaGen

/// The root of the package.
let packageRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The linked schema of `files` with all that they import, as protoc sees it.
func schema(_ files: [String], in folder: String) throws -> Schema {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/protoc")
  process.arguments =
    [
      "-I\(packageRoot.appendingPathComponent(folder).path)",
      "-I\(packageRoot.appendingPathComponent("Schema").path)",
      "--include_imports", "--include_source_info", "--descriptor_set_out=/dev/stdout",
    ] + files
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0)
  return try Schema(GoogleProtobuf.FileDescriptorSet(decoding: Bytes(output)))
}

/// Compares `text` with the file at `path` from the package's root. With
/// `MADO_UPDATE_GOLDEN=1` in the environment the file is written instead.
func expectGolden(_ text: String, at path: String, _ location: SourceLocation = #_sourceLocation)
  throws
{
  let url = packageRoot.appendingPathComponent(path)
  if ProcessInfo.processInfo.environment["MADO_UPDATE_GOLDEN"] == "1" {
    try Data(text.utf8).write(to: url)
    return
  }
  let golden = try String(contentsOf: url, encoding: .utf8)
  let difference = zip(
    text.split(separator: "\n", omittingEmptySubsequences: false),
    golden.split(separator: "\n", omittingEmptySubsequences: false)
  ).enumerated().first { $0.element.0 != $0.element.1 }
  #expect(
    text == golden,
    """
    \(path) is not what is generated, from line \((difference?.offset ?? -1) + 1) on; \
    MADO_UPDATE_GOLDEN=1 writes it anew
    """, sourceLocation: location)
}
