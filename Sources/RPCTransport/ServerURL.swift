import TLS

/// Where a server is and whether it speaks TLS, as people write it: `https://HOST:PORT`, or
/// `http://HOST:PORT` for plaintext. Without a port 443 and 80 stand; an IPv6 address has brackets.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  public let isSecure: Bool
  /// A name, an IPv4 address, or an IPv6 address without its brackets.
  public let host: String
  public let port: UInt16

  /// The text is no such URL.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    public let text: String
    public var description: String {
      "the server \"\(text)\" is not allowed: give https://HOST:PORT, or http://HOST:PORT for "
        + "plaintext"
    }
  }

  public init(_ text: String) throws(ParseError) {
    let wrong = ParseError(text: text)
    isSecure = text.hasPrefix("https://")
    guard isSecure || text.hasPrefix("http://") else { throw wrong }
    var rest = text.dropFirst(isSecure ? 8 : 7)
    if rest.last == "/" { rest.removeLast() }
    var host = rest
    var port: UInt16 = isSecure ? 443 : 80
    let end = rest.hasPrefix("[") ? rest.firstIndex(of: "]") ?? rest.startIndex : rest.startIndex
    if let colon = rest[end...].lastIndex(of: ":") {
      guard let number = UInt16(rest[rest.index(after: colon)...]), number > 0 else { throw wrong }
      port = number
      host = rest[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains(where: { "/[]@ ".contains($0) }) else { throw wrong }
    self.host = String(host)
    self.port = port
  }

  /// `HOST:PORT`, an IPv6 address in brackets.
  public var target: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  public var description: String { (isSecure ? "https://" : "http://") + target }

  /// How to reach it, trusting whom a client trusts.
  ///
  /// Neither parameter plays a part in plaintext.
  ///
  /// - Parameter identity: what the client shows to a server that asks who calls.
  public func configuration(
    trusting trust: TLSContext.Trust, as identity: CertifiedKey? = nil
  ) throws(TLSError) -> Channel.Configuration {
    Channel.Configuration(
      target: target,
      tls: isSecure ? try TLSContext(trust: trust, serverName: host, identity: identity) : nil)
  }
}
