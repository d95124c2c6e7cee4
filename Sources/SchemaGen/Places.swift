import Protobuf
import SchemaModel
import SchemaSyntax

/// Where the parts of a schema's files stand: paths of `SourceCodeInfo` as spans.
///
/// Of a file whose text is not at hand, such as one from a descriptor set, positions are right and its
/// lines are blank.
public struct Places: Sendable {
  private struct Entry {
    let source: SourceFile
    let spans: [[Int32]: Span]
    /// Comments before declarations, by path.
    let comments: [[Int32]: String]
  }

  private var entries: [String: Entry] = [:]

  /// - Parameters:
  ///   - sources: the texts of files, by the names that they are imported by.
  ///   - container: what holds the files without text, to name before their own names.
  public init(_ schema: Schema, sources: [String: SourceFile], below container: String? = nil) {
    for file in schema.files {
      let locations = file.descriptor.sourceCodeInfo?.location ?? []
      let source = sources[file.name] ?? Self.blank(file.name, container, locations)
      var spans: [[Int32]: Span] = [:]
      var comments: [[Int32]: String] = [:]
      for location in locations where spans[location.path] == nil {
        spans[location.path] = Self.span(location.span, in: source)
        comments[location.path] = location.leadingComments
      }
      entries[file.name] = Entry(source: source, spans: spans, comments: comments)
    }
  }

  /// The span of the part at `path`, or of the nearest one around it; at worst the file's beginning.
  public func span(_ file: String, _ path: [Int32]) -> Span {
    guard let entry = entries[file] else {
      return Span(source: SourceFile(path: file, bytes: []), start: 0, end: 0)
    }
    var rest = path[...]
    while !rest.isEmpty {
      if let found = entry.spans[Array(rest)] { return found }
      rest = rest.dropLast()
    }
    let start = entry.spans[[]]?.start ?? 0
    return Span(source: entry.source, start: start, end: start)
  }

  /// Whether the file's author wrote the part at `path`.
  func has(_ file: String, _ path: [Int32]) -> Bool { entries[file]?.spans[path] != nil }

  /// The comments before the part at `path` and before all parts around it.
  func commentsAround(_ file: String, _ path: [Int32]) -> [String] {
    guard let entry = entries[file] else { return [] }
    return (0...path.count).compactMap { entry.comments[Array(path.prefix($0))] }
  }

  /// A location's three or four numbers: line, column, line unless the same, column.
  private static func span(_ numbers: [Int32], in source: SourceFile) -> Span {
    guard numbers.count >= 3 else { return Span(source: source, start: 0, end: 0) }
    let endLine = numbers.count > 3 ? numbers[2] : numbers[0]
    return Span(
      source: source, start: offset(numbers[0], numbers[1], in: source),
      end: offset(endLine, numbers[numbers.count - 1], in: source))
  }

  private static func offset(_ line: Int32, _ column: Int32, in source: SourceFile) -> Int {
    let range = source.lineRange(Int(line))
    var seen = 0
    for index in range {
      if seen >= Int(column) { return index }
      seen +=
        source.bytes[index] == UInt8(ascii: "\t")
        ? SourceFile.tabWidth - seen % SourceFile.tabWidth : 1
    }
    return range.upperBound
  }

  /// Lines of blanks, as many and as long as the locations need them.
  private static func blank(
    _ name: String, _ container: String?, _ locations: [GoogleProtobuf.SourceCodeInfo.Location]
  ) -> SourceFile {
    var widths: [Int] = []
    for location in locations where location.span.count >= 3 {
      let span = location.span.map { min(max(Int($0), 0), blankMax) }
      let ends = [(span[0], span[1]), (span.count > 3 ? span[2] : span[0], span[span.count - 1])]
      for (line, column) in ends {
        while widths.count <= line { widths.append(0) }
        widths[line] = max(widths[line], column)
      }
    }
    let lines = widths.map { [UInt8](repeating: UInt8(ascii: " "), count: $0) }
    return SourceFile(
      path: name, displayPath: container.map { "\($0): \(name)" },
      bytes: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
  }

  /// Lines and columns beyond are not believed: a descriptor set may say anything.
  private static let blankMax = 20_000
}
