/// A part of a source file: byte offsets from `start` up to, not including, `end`.
public struct Span: Sendable, Hashable {
  public let source: SourceFile
  public let start: Int
  public let end: Int

  public init(source: SourceFile, start: Int, end: Int) {
    self.source = source
    self.start = start
    self.end = max(start, end)
  }

  /// What the span covers.
  public var text: String { source.text(start..<end) }

  /// From this span's start to the end of `other`, which follows it in the same file.
  public func joined(to other: Span) -> Span {
    Span(source: source, start: start, end: other.end)
  }

  /// The empty span right after this one.
  public var after: Span { Span(source: source, start: end, end: end) }

  public static func == (a: Span, b: Span) -> Bool {
    a.source === b.source && a.start == b.start && a.end == b.end
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(source))
    hasher.combine(start)
    hasher.combine(end)
  }
}
