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
  public let service: String
  /// The name as the schema spells it: `Upload`.
  public let name: String
  public let kind: Kind
  /// What the request names in `:path`: `/mado.telework.v1.EvidenceService/Upload`.
  public let path: String

  public init(service: String, name: String, kind: Kind) {
    self.service = service
    self.name = name
    self.kind = kind
    path = "/\(service)/\(name)"
  }
}
