import Foundation
import SchemaModel
import SchemaSyntax

/// The schemas that the tests read: fixtures beside the tests and the project's own.
enum Corpus {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")
  static let project = fixtures.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let valid = fixtures.appendingPathComponent("valid")
  static let invalid = fixtures.appendingPathComponent("invalid")
  static let schema = project.appendingPathComponent("Schema")

  /// The import paths of the schema files in a folder, aids in its folder `imported` left out.
  static func files(in folder: URL) -> [String] {
    let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(".proto") && !$0.hasPrefix("imported/") }.sorted()
  }
}

/// Reads schema files from folders and shows them by their import paths.
struct FolderLoader: SourceLoader {
  let folders: [URL]

  func load(_ path: String) throws(SourceError) -> SourceFile {
    for folder in folders {
      if let data = try? Data(contentsOf: folder.appendingPathComponent(path)) {
        return SourceFile(path: path, bytes: Array(data))
      }
    }
    throw .notFound(path: path, searched: [])
  }
}

/// Reads one file from memory and everything else from elsewhere.
struct OverridingLoader<Other: SourceLoader>: SourceLoader {
  let source: SourceFile
  let other: Other

  func load(_ path: String) throws(SourceError) -> SourceFile {
    path == source.path ? source : try other.load(path)
  }
}
