import EventLoop
import TLS

/// Where a server is and whether it speaks TLS, as people write it: `https://HOST:PORT`, or
/// `http://HOST:PORT` for plaintext, or `unix:/PATH` for plaintext over a socket of this machine.
/// Without a port 443 and 80 stand; an IPv6 address has brackets.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  public let isSecure: Bool
  /// A name, an IPv4 address, or an IPv6 address without its brackets; `localhost` for a path.
  public let host: String
  /// 0 for a path.
  public let port: UInt16
  /// Of a unix socket; nil for any other.
  public let path: String?

  /// The text is no such URL.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    public let text: String
    public var description: String {
      "the server \"\(text)\" is not allowed: give https://HOST:PORT, or http://HOST:PORT or "
        + "unix:/PATH for plaintext"
    }
  }

  public init(_ text: String) throws(ParseError) {
    let wrong = ParseError(text: text)
    if text.hasPrefix("unix:/") {
      let path = String(text.dropFirst(text.hasPrefix("unix:///") ? 7 : 5))
      guard (try? SocketAddress("unix:" + path)) != nil else { throw wrong }
      (isSecure, host, port, self.path) = (false, "localhost", 0, path)
      return
    }
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
    path = nil
  }

  /// `HOST:PORT`, an IPv6 address in brackets; `unix:/PATH`.
  public var target: String {
    path.map { "unix:" + $0 } ?? (host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)")
  }

  public var description: String {
    path == nil ? (isSecure ? "https://" : "http://") + target : target
  }

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
