/// Something to tell the author of a schema, as data; ``rendered()`` turns it into text.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable {
    /// The schema is refused.
    case error
    /// The schema is accepted, and very likely not what its author meant.
    case warning
  }

  /// A second place that explains the first, such as an earlier declaration.
  public struct Note: Sendable, Hashable {
    public var span: Span
    public var message: String
  }

  /// A change that would repair the cause: `span` replaced by `replacement`.
  public struct Edit: Sendable, Hashable {
    public var span: Span
    public var replacement: String
  }

  public var severity: Severity
  public var span: Span
  public var message: String
  /// The name of the rule that is broken, where rules have names: those of `lint` and `breaking`.
  public var rule: String?
  public var notes: [Note] = []
  /// What the author can do, one sentence.
  public var help: String?
  public var edit: Edit?

  public static func error(_ message: String, at span: Span) -> Diagnostic {
    Diagnostic(severity: .error, span: span, message: message)
  }

  public static func warning(_ message: String, at span: Span) -> Diagnostic {
    Diagnostic(severity: .warning, span: span, message: message)
  }

  public func rule(_ name: String) -> Diagnostic {
    var copy = self
    copy.rule = name
    return copy
  }

  public func note(_ message: String, at span: Span?) -> Diagnostic {
    guard let span else { return self }
    var copy = self
    copy.notes.append(Note(span: span, message: message))
    return copy
  }

  public func help(_ text: String?) -> Diagnostic {
    var copy = self
    copy.help = text
    return copy
  }

  /// Suggests `replacement` for `span`, by default for the place of the diagnostic itself.
  public func suggesting(_ replacement: String, at span: Span? = nil) -> Diagnostic {
    var copy = self
    copy.edit = Edit(span: span ?? self.span, replacement: replacement)
    return copy
  }
}

extension Sequence<Diagnostic> {
  public var hasErrors: Bool { contains { $0.severity == .error } }
}
