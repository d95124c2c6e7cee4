/// Who a client has proved to be, with a certificate that the server has verified.
public struct PeerIdentity: Sendable, Hashable {
  /// The certificate's subject as RFC 4514 writes it: `CN=device-7,O=Mado`.
  public var subject: String
  /// Its alternative names, each behind its kind: `DNS:device-7.example`, `URI:spiffe://example/device`,
  /// `IP:192.0.2.7`, `email:a@example`.
  public var alternativeNames: [String]

  public init(subject: String, alternativeNames: [String] = []) {
    self.subject = subject
    self.alternativeNames = alternativeNames
  }
}
