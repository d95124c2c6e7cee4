/// One lexical element of a schema, without the white space and comments before it.
public struct Token: Sendable {
  public enum Kind: Sendable {
    case identifier
    /// Decimal, octal (leading `0`) or hexadecimal (leading `0x`), without a sign.
    case integer
    case float
    /// In single or double quotes; `value` holds what it stands for.
    case string
    /// A single punctuation character.
    case symbol
    /// The end of the file.
    case end
  }

  public var kind: Kind
  public var span: Span
  /// As written.
  public var text: String
  /// The bytes that a string literal stands for; empty for other tokens.
  public var value: [UInt8] = []

  /// How an error message names it.
  var described: String {
    switch kind {
    case .end: "the end of the file"
    case .string: "a string"
    default: "'\(text)'"
    }
  }
}

/// A comment with its place.
public struct CommentSyntax: Sendable {
  public var span: Span
  /// `/* … */` rather than `// …`.
  public var isBlock: Bool
}
