/// One RPC method of a schema: its names and how it streams.
public struct MethodDescriptor: Sendable, Hashable {
  /// Who may send more than one message.
  public enum Kind: Sendable, Hashable {
    case unary
    case clientStreaming
    case serverStreaming
    case bidirectional

    /// Whether exactly one request is due.
    public var hasSingleRequest: Bool { self == .unary || self == .serverStreaming }
    /// Whether exactly one response is due.
    public var hasSingleResponse: Bool { self == .unary || self == .clientStreaming }
  }

  /// The full name of the service: `mado.telework.v1.EvidenceService`.
  public var service: String { content.service }
  /// The name as the schema spells it: `Upload`.
  public var name: String { content.name }
  public var kind: Kind { content.kind }
  /// What the request names in `:path`: `/mado.telework.v1.EvidenceService/Upload`.
  public var path: String { content.path }

  /// One for all copies: calls carry them about.
  private let content: Content

  private final class Content: Sendable {
    let service: String
    let name: String
    let kind: Kind
    let path: String

    init(_ service: String, _ name: String, _ kind: Kind) {
      self.service = service
      self.name = name
      self.kind = kind
      path = "/\(service)/\(name)"
    }
  }

  public init(service: String, name: String, kind: Kind) {
    content = Content(service, name, kind)
  }

  public static func == (a: MethodDescriptor, b: MethodDescriptor) -> Bool {
    a.content === b.content || a.path == b.path && a.kind == b.kind
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
  }
}
