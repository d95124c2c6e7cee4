import Protobuf
import SchemaModel
import SchemaSyntax

/// A rule that no Swift can be made of, or that nothing can follow.
public struct RuleFault: Error, Sendable, Hashable, CustomStringConvertible {
  public let fileName: String
  /// What the rule belongs to: `mado.telework.v1.Image.sequence`.
  public let element: String
  public let message: String
  /// What to do instead.
  public let help: String?
  /// Where the rule stands: lines and columns from 0, as source information has them; nil without it.
  let lines: [Int]?

  public var description: String {
    let place = lines.map { ":\($0[0] + 1):\($0[1] + 1)" } ?? ""
    return "\(fileName)\(place): error: \(element): \(message)\(help.map { " (\($0))" } ?? "")"
  }

  /// The fault as a diagnostic in its file's text.
  public func diagnostic(in source: SourceFile) -> Diagnostic {
    let start = lines.map { source.offset(line: $0[0], column: $0[1]) } ?? 0
    let end = lines.map { source.offset(line: $0[2], column: $0[3]) } ?? 0
    return .error(message, at: Span(source: source, start: start, end: end)).help(help)
  }
}

extension GoogleProtobuf.SourceCodeInfo {
  /// Where the element at `path` stands, or the nearest around it that has a place.
  func lines(at path: [Int32]) -> [Int]? {
    var best: Location?
    for location in location where path.starts(with: location.path) {
      if location.path.count >= (best?.path.count ?? 1) { best = location }
    }
    guard let span = best?.span.map(Int.init), span.count >= 3 else { return nil }
    return span.count == 3 ? [span[0], span[1], span[0], span[2]] : span
  }
}
