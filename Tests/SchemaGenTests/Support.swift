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

/// The schema files of a folder of the package, linked.
struct LinkedFolder {
  let names: [String]
  let schema: Schema
  let unusedImports: [String: [Int]]
  let places: Places

  /// - Parameter root: where imports are relative to; the folder itself if there is none.
  init(_ folder: String, root: String? = nil) throws {
    let root = root ?? folder
    let url = packageRoot.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
    let inRoot = folder == root ? "" : String(folder.dropFirst(root.count + 1)) + "/"
    let names = found.filter { $0.hasSuffix(".proto") }.map { inRoot + $0 }.sorted()
    let folders = [root, "Schema"].map { packageRoot.appendingPathComponent($0) }
    let loader = FolderLoader(folders: folders)
    let result = try Linker.link(names, from: loader)
    let schema = try #require(result.schema, "\(result.diagnostics.map { $0.rendered() })")
    var sources: [String: SourceFile] = [:]
    for name in names { sources[name] = try loader.load(name) }
    self.names = names
    self.schema = schema
    unusedImports = result.unusedImports
    places = Places(schema, sources: sources)
  }
}

/// The folder that the build put its products in, which holds the tests' bundle too.
let productsFolder: URL = {
  let bundle = CommandLine.arguments.first { $0.contains("PackageTests.xctest") }
  guard let path = bundle?.split(separator: "=").last else {
    return packageRoot.appendingPathComponent(".build/debug")
  }
  var folder = URL(fileURLWithPath: String(path))
  while folder.path.contains("PackageTests.xctest") { folder.deleteLastPathComponent() }
  return folder
}()

/// The command `schemac` as a person runs it, in the package's root.
func schemac(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
  let process = Process()
  process.executableURL = productsFolder.appendingPathComponent("schemac")
  process.arguments = arguments
  process.currentDirectoryURL = packageRoot
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  let said = errors.fileHandleForReading.readDataToEndOfFile()
  let printed = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (
    process.terminationStatus, String(decoding: printed, as: UTF8.self),
    String(decoding: said, as: UTF8.self)
  )
}

/// Runs `body` with the path of a folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("schema-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
