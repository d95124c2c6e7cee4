/// `option (name).part = value;`, or one assignment in brackets.
public struct OptionSyntax: Sendable {
  public struct NamePart: Sendable, Hashable {
    /// The name of a field, or, in parentheses, of an extension.
    public var text: String
    public var isExtension: Bool
    public var span: Span
  }

  public var name: [NamePart]
  public var value: OptionValue
  /// The whole statement, or the assignment in brackets.
  public var span: Span
  public var comments = Comments()

  /// The name as written.
  public var nameText: String {
    name.map { $0.isExtension ? "(\($0.text))" : $0.text }.joined(separator: ".")
  }

  public var nameSpan: Span {
    guard let first = name.first, let last = name.last else { return span }
    return first.span.joined(to: last.span)
  }

  /// The one plain name, when it is that simple.
  public var simpleName: String? {
    name.count == 1 && !name[0].isExtension ? name[0].text : nil
  }
}

/// `[a = 1, b = 2]`
public struct BracketedOptions: Sendable {
  public var options: [OptionSyntax]
  public var span: Span
}

public struct OptionValue: Sendable {
  public indirect enum Kind: Sendable {
    /// `true`, the name of an enum's value, `inf`, `nan`.
    case identifier(String)
    case integer(magnitude: UInt64, isNegative: Bool)
    case float(Double)
    case string([UInt8])
    /// A message in text format, in braces.
    case aggregate([AggregateField])
    /// `[a, b]`, inside an aggregate only.
    case list([OptionValue])
  }

  public var kind: Kind
  public var span: Span
}

/// `name: value` of an aggregate.
public struct AggregateField: Sendable {
  public enum Name: Sendable, Hashable {
    case field(String)
    /// `[full.name]`
    case `extension`(String)
    /// `[domain/full.name]`, the content of a `google.protobuf.Any`.
    case any(url: String)
  }

  public var name: Name
  public var nameSpan: Span
  public var value: OptionValue
}
