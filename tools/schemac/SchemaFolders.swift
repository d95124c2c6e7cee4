import SchemaModel
import SchemaSyntax

/// The folders on disk in which imports are found, searched in order.
struct SchemaFolders: SourceLoader {
  let paths: [String]

  init(paths: [String]) {
    self.paths = paths.map(Self.normalized)
  }

  func load(_ path: String) throws(SourceError) -> SourceFile {
    for folder in paths {
      let full = folder == "." ? path : "\(folder)/\(path)"
      do throws(DiskError) {
        let bytes = try readFile(full)
        return SourceFile(path: path, displayPath: full, bytes: bytes)
      } catch {
        if error.isNotFound { continue }
        throw .unreadable(path: full, reason: "\(error)")
      }
    }
    throw .notFound(path: path, searched: paths)
  }

  /// How a file that was named on the command line is imported: without the folder that holds it; as
  /// it stands when there is no such file on disk.
  func importPath(of file: String) -> String {
    let file = Self.normalized(file)
    guard exists(file) else { return file }
    for folder in paths {
      if folder == ".", !file.hasPrefix("/") { return file }
      if file.hasPrefix(folder + "/") { return String(file.dropFirst(folder.utf8.count + 1)) }
    }
    return file
  }

  /// Without doubled slashes, `./` in front or a slash at the end.
  private static func normalized(_ path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
    if parts.isEmpty, !path.hasPrefix("/") { parts = ["."] }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
