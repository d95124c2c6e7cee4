/// Why a text is not the text format of a message.
public struct TextError: Error, Sendable, Hashable {
  /// What is wrong, and what would be right.
  public var problem: String
  /// From 1.
  public var line: Int
  /// From 1, in bytes.
  public var column: Int
}

extension TextError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): \(problem)" }
}
