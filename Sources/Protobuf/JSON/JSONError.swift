/// Why a text is not the JSON of a message.
public struct JSONError: Error, Sendable, Hashable {
  /// What is wrong, and what would be right.
  public var problem: String
  /// The field, such as `image.sizes[2]`; empty for the message itself.
  public var path: String
  /// From 1.
  public var line: Int
  /// From 1, in bytes.
  public var column: Int
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    "line \(line), column \(column): \(path.isEmpty ? "" : "\(path): ")\(problem)"
  }
}
