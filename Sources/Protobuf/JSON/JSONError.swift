/// Why a text is not the JSON of a message, or why a message has no JSON.
public struct JSONError: Error, Sendable, Hashable {
  /// What is wrong, and what would be right.
  public var problem: String
  /// The field, such as `image.sizes[2]`; empty for the message itself.
  public var path: String
  /// From 1; 0 where there is no text yet.
  public var line = 0
  /// From 1, in bytes; 0 where there is no text yet.
  public var column = 0
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    let place = line > 0 ? "line \(line), column \(column): " : ""
    return "\(place)\(path.isEmpty ? "" : "\(path): ")\(problem)"
  }
}
