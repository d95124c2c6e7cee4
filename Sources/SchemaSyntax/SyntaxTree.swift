/// The tree of one schema file, as it was written: every declaration in order, nothing resolved.
public struct FileSyntax: Sendable {
  public var source: SourceFile
  /// From the first token to the last.
  public var span: Span
  public var level: SyntaxLevel = .proto2
  public var declarations: [FileDeclaration] = []
}

/// The language that a file is written in.
public enum SyntaxLevel: String, Sendable {
  case proto2
  case proto3
  case edition2023
}

public indirect enum FileDeclaration: Sendable {
  case syntax(SyntaxStatement)
  case package(PackageSyntax)
  case `import`(ImportSyntax)
  case option(OptionSyntax)
  case message(MessageSyntax)
  case `enum`(EnumSyntax)
  case extend(ExtendSyntax)
  case service(ServiceSyntax)
}

/// An identifier, or several joined by dots, with its place.
public struct NameSyntax: Sendable, Hashable {
  public var text: String
  public var span: Span

  public init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// `syntax = "proto3";` or `edition = "2023";`
public struct SyntaxStatement: Sendable {
  public var span: Span
  public var comments = Comments()
}

/// `package a.b;`
public struct PackageSyntax: Sendable {
  public var name: NameSyntax
  public var span: Span
  public var comments = Comments()
}

/// `import public "a.proto";`
public struct ImportSyntax: Sendable {
  public enum Kind: String, Sendable {
    case plain
    case `public`
    case weak
  }

  public var path: String
  public var pathSpan: Span
  public var kind: Kind = .plain
  /// The word `public` or `weak`.
  public var kindSpan: Span?
  public var span: Span
  public var comments = Comments()
}

/// `message Name { … }`, and the body of a group.
public struct MessageSyntax: Sendable {
  public var name: NameSyntax
  public var members: [MessageMember] = []
  public var span: Span
  public var comments = Comments()
}

public indirect enum MessageMember: Sendable {
  case field(FieldSyntax)
  case oneof(OneofSyntax)
  case option(OptionSyntax)
  case message(MessageSyntax)
  case `enum`(EnumSyntax)
  case extend(ExtendSyntax)
  case extensions(ExtensionsSyntax)
  case reserved(ReservedSyntax)
}

public struct FieldSyntax: Sendable {
  public var label: LabelSyntax?
  public var type: FieldTypeSyntax
  /// The type as written, of a map from `map` to `>`.
  public var typeSpan: Span
  public var name: NameSyntax
  public var number: IntegerSyntax
  public var options: BracketedOptions?
  /// The body of a group.
  public var group: MessageSyntax?
  public var span: Span
  public var comments = Comments()
}

public struct LabelSyntax: Sendable {
  public enum Kind: String, Sendable {
    case optional
    case required
    case repeated
  }

  public var kind: Kind
  public var span: Span
}

public enum FieldTypeSyntax: Sendable {
  case single(TypeReference)
  case map(key: TypeReference, value: TypeReference)
  case group
}

/// A type where it is used.
public struct TypeReference: Sendable {
  public enum Kind: Sendable {
    case scalar(ScalarType)
    /// A message or an enum, by a name that may be relative to the scope (`a.B`) or full (`.a.B`).
    case named(String)
  }

  public var kind: Kind
  public var span: Span
}

/// The types that the language brings along; the raw value is the keyword.
public enum ScalarType: String, Sendable, CaseIterable {
  case double, float, int32, int64, uint32, uint64, sint32, sint64
  case fixed32, fixed64, sfixed32, sfixed64, bool, string, bytes
}

/// A whole number with its place; `value` is nil when it did not fit and that has been reported.
public struct IntegerSyntax: Sendable {
  public var value: Int32?
  public var span: Span
}

/// `oneof name { … }`
public struct OneofSyntax: Sendable {
  public enum Member: Sendable {
    case field(FieldSyntax)
    case option(OptionSyntax)
  }

  public var name: NameSyntax
  public var members: [Member] = []
  public var span: Span
  public var comments = Comments()
}

/// `extensions 100 to 199, 500 to max [ … ];`
public struct ExtensionsSyntax: Sendable {
  public var ranges: [RangeSyntax]
  public var options: BracketedOptions?
  public var span: Span
  public var comments = Comments()
}

/// `reserved 2, 9 to 11;` or `reserved "foo", "bar";`, the names without quotes in editions.
public struct ReservedSyntax: Sendable {
  public var ranges: [RangeSyntax] = []
  public var names: [NameSyntax] = []
  public var span: Span
  public var comments = Comments()
}

/// `first to last`, both included; a single number is its own last.
public struct RangeSyntax: Sendable {
  public var first: IntegerSyntax
  public var last: IntegerSyntax
  /// `last` was written `max`.
  public var isOpen: Bool
  public var span: Span
}

/// `extend Extendee { … }`
public struct ExtendSyntax: Sendable {
  public var extendee: NameSyntax
  public var fields: [FieldSyntax] = []
  public var span: Span
  public var comments = Comments()
}

/// `enum Name { … }`
public struct EnumSyntax: Sendable {
  public enum Member: Sendable {
    case value(EnumValueSyntax)
    case option(OptionSyntax)
    case reserved(ReservedSyntax)
  }

  public var name: NameSyntax
  public var members: [Member] = []
  public var span: Span
  public var comments = Comments()
}

public struct EnumValueSyntax: Sendable {
  public var name: NameSyntax
  public var number: IntegerSyntax
  public var options: BracketedOptions?
  public var span: Span
  public var comments = Comments()
}

/// `service Name { … }`
public struct ServiceSyntax: Sendable {
  public enum Member: Sendable {
    case method(MethodSyntax)
    case option(OptionSyntax)
  }

  public var name: NameSyntax
  public var members: [Member] = []
  public var span: Span
  public var comments = Comments()
}

/// `rpc Name (stream Request) returns (stream Response);`
public struct MethodSyntax: Sendable {
  public struct Side: Sendable {
    public var type: NameSyntax
    /// The word `stream`.
    public var stream: Span?
  }

  public var name: NameSyntax
  public var request: Side
  public var response: Side
  /// Nil without a body in braces; an empty body counts as options, though there are none.
  public var options: [OptionSyntax]?
  public var span: Span
  public var comments = Comments()
}
