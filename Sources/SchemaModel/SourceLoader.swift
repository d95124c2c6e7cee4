import SchemaSyntax

/// Where the linker gets the text of files from: folders on disk, or a test's dictionary.
public protocol SourceLoader {
  /// The file that is imported as `path`.
  func load(_ path: String) throws(SourceError) -> SourceFile
}

/// Why a schema file could not be had.
public enum SourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// `searched` names the places that were looked at, as a person would find them.
  case notFound(path: String, searched: [String])
  case unreadable(path: String, reason: String)

  public var description: String {
    switch self {
    case .notFound(let path, let searched) where searched.isEmpty:
      "\(path) was not found"
    case .notFound(let path, let searched):
      "\(path) was not found in \(searched.joined(separator: ", "))"
    case .unreadable(let path, let reason):
      "\(path) cannot be read: \(reason)"
    }
  }
}

/// Schema files in memory.
public struct DictionaryLoader: SourceLoader {
  private let texts: [String: String]

  /// `texts` by import path.
  public init(_ texts: [String: String]) {
    self.texts = texts
  }

  public func load(_ path: String) throws(SourceError) -> SourceFile {
    guard let text = texts[path] else { throw .notFound(path: path, searched: []) }
    return SourceFile(path: path, text: text)
  }
}
