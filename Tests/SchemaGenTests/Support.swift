import Foundation
import SchemaModel
import SchemaSyntax
import Testing

@testable import SchemaGen

/// The root of the package.
let packageRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The linked schema of `files` in a folder of the package, with all that they import.
func schema(_ files: [String], in folder: String) throws -> Schema {
  let folders = [folder, "Schema"].map { packageRoot.appendingPathComponent($0) }
  let result = try Linker.link(files, from: FolderLoader(folders: folders))
  return try #require(result.schema, "\(result.diagnostics.map { $0.rendered() })")
}

private struct FolderLoader: SourceLoader {
  let folders: [URL]

  func load(_ path: String) throws(SourceError) -> SourceFile {
    for folder in folders {
      if let data = try? Data(contentsOf: folder.appendingPathComponent(path)) {
        return SourceFile(path: path, bytes: Array(data))
      }
    }
    throw .notFound(path: path, searched: folders.map(\.path))
  }
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

/// Expects nothing of the formatter about the files and folders, from the package's root.
func expectFormatted(_ paths: [String], _ location: SourceLocation = #_sourceLocation) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.currentDirectoryURL = packageRoot
  process.arguments =
    ["swift", "format", "lint", "--strict", "-r", "--configuration", ".swift-format"] + paths
  let errors = Pipe()
  process.standardError = errors
  try process.run()
  let output = try errors.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  #expect(
    process.terminationStatus == 0, "\(String(decoding: output, as: UTF8.self))",
    sourceLocation: location)
}
