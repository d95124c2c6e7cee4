import CLinux
import Glibc

/// Where a socket listens or connects: an IP address with its port, or a path.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
  enum Form: Sendable, Hashable {
    case v4([UInt8], port: UInt16)
    case v6([UInt8], port: UInt16, scope: UInt32)
    case unix(String)
  }
  var form: Form

  /// A text that is no address.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    public let text: String
    public let reason: String

    public init(text: String, reason: String) {
      self.text = text
      self.reason = reason
    }

    public var description: String {
      "\"\(text)\" is no address: \(reason); write 127.0.0.1:8443, [::1]:8443, localhost:8443"
        + " or unix:/path"
    }
  }

  /// The longest path of a unix socket, without the closing zero (`sun_path`).
  static let pathBytesMax = 107

  init(_ form: Form) { self.form = form }

  /// `text` split at its port: brackets of an IPv6 address are taken off.
  public static func split(
    _ text: String
  ) throws(ParseError) -> (host: String, port: UInt16) {
    guard let colon = text.lastIndex(of: ":") else {
      throw ParseError(text: text, reason: "the port is missing")
    }
    guard let port = UInt16(text[text.index(after: colon)...]) else {
      throw ParseError(text: text, reason: "the port is not a number from 0 to 65535")
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw ParseError(text: text, reason: "an IPv6 address stands in brackets")
    }
    guard !host.isEmpty else { throw ParseError(text: text, reason: "the host is missing") }
    return (String(host), port)
  }

  /// An address in numbers (`127.0.0.1:8443`, `[::1]:8443`) or a path (`unix:/run/mado.sock`).
  /// Names are for ``resolve(_:)``.
  public init(_ text: String) throws(ParseError) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard !path.isEmpty, path.utf8.count <= Self.pathBytesMax else {
        throw ParseError(text: text, reason: "a path has 1 to \(Self.pathBytesMax) bytes")
      }
      form = .unix(path)
      return
    }
    let (host, port) = try Self.split(text)
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, host, &v4) == 1 {
      form = .v4(Swift.withUnsafeBytes(of: &v4) { Array($0) }, port: port)
    } else if inet_pton(AF_INET6, host, &v6) == 1 {
      form = .v6(Swift.withUnsafeBytes(of: &v6) { Array($0) }, port: port, scope: 0)
    } else {
      throw ParseError(text: text, reason: "\(host) is no IP address")
    }
  }

  /// The addresses behind `text`, which may have a name for its host. Blocks while the resolver
  /// asks (`getaddrinfo`): not for a loop's thread.
  public static func resolve(_ text: String) throws(ParseError) -> [SocketAddress] {
    if let address = try? SocketAddress(text) { return [address] }
    if text.hasPrefix("unix:") { return [try SocketAddress(text)] }
    let (host, port) = try split(text)
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else {
      throw ParseError(text: text, reason: "\(host): \(String(cString: gai_strerror(code)))")
    }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var entry = list
    while let item = entry {
      if let address = item.pointee.ai_addr, let found = SocketAddress(address),
        !addresses.contains(found)
      {
        addresses.append(found)
      }
      entry = item.pointee.ai_next
    }
    guard !addresses.isEmpty else {
      throw ParseError(text: text, reason: "\(host) has no address")
    }
    return addresses
  }

  /// What the kernel says of a socket, if it is of a family known here.
  init?(_ address: UnsafePointer<sockaddr>) {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      var v4 = raw.loadUnaligned(as: sockaddr_in.self)
      form = .v4(
        Swift.withUnsafeBytes(of: &v4.sin_addr) { Array($0) }, port: UInt16(bigEndian: v4.sin_port))
    case AF_INET6:
      var v6 = raw.loadUnaligned(as: sockaddr_in6.self)
      form = .v6(
        Swift.withUnsafeBytes(of: &v6.sin6_addr) { Array($0) },
        port: UInt16(bigEndian: v6.sin6_port), scope: v6.sin6_scope_id)
    case AF_UNIX:
      form = .unix("")
    default:
      return nil
    }
  }

  /// The port; nil for a path.
  public var port: UInt16? {
    get {
      switch form {
      case .v4(_, let port), .v6(_, let port, _): port
      case .unix: nil
      }
    }
    set {
      guard let newValue else { return }
      switch form {
      case .v4(let ip, _): form = .v4(ip, port: newValue)
      case .v6(let ip, _, let scope): form = .v6(ip, port: newValue, scope: scope)
      case .unix: break
      }
    }
  }

  /// Whose the address is, for counting: an IPv4 address, or the /64 of an IPv6 address, which is the
  /// least that one host is given (RFC 6177); nil for a path.
  public var network: UInt64? {
    func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
      bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
    switch form {
    case .v4(let ip, _): return number(ip)
    // IPv4 on a socket of both (RFC 4291, 2.5.5.2).
    case .v6(let ip, _, _) where ip.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]):
      return number(ip.suffix(4))
    case .v6(let ip, _, _): return number(ip.prefix(8))
    case .unix: return nil
    }
  }

  /// `127.0.0.1:8443`, `[::1]:8443` or `unix:/run/mado.sock`.
  public var description: String {
    switch form {
    case .v4(let ip, let port):
      return "\(ip.map { String($0) }.joined(separator: ".")):\(port)"
    case .v6(let ip, let port, _):
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(AF_INET6, ip, &text, socklen_t(text.count))
      let end = text.firstIndex(of: 0) ?? text.count
      let host = String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return "[\(host)]:\(port)"
    case .unix(let path):
      return "unix:\(path)"
    }
  }

  var family: Int32 {
    switch form {
    case .v4: AF_INET
    case .v6: AF_INET6
    case .unix: AF_UNIX
    }
  }

  /// Calls `body` with the address as the kernel takes it.
  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    var storage = sockaddr_storage()
    let length = withUnsafeMutableBytes(of: &storage) { fill($0) }
    return withUnsafePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  private func fill(_ memory: UnsafeMutableRawBufferPointer) -> socklen_t {
    switch form {
    case .v4(let ip, let port):
      var v4 = sockaddr_in()
      v4.sin_family = sa_family_t(AF_INET)
      v4.sin_port = port.bigEndian
      withUnsafeMutableBytes(of: &v4.sin_addr) { $0.copyBytes(from: ip) }
      memory.storeBytes(of: v4, as: sockaddr_in.self)
      return socklen_t(MemoryLayout<sockaddr_in>.size)
    case .v6(let ip, let port, let scope):
      var v6 = sockaddr_in6()
      v6.sin6_family = sa_family_t(AF_INET6)
      v6.sin6_port = port.bigEndian
      v6.sin6_scope_id = scope
      withUnsafeMutableBytes(of: &v6.sin6_addr) { $0.copyBytes(from: ip) }
      memory.storeBytes(of: v6, as: sockaddr_in6.self)
      return socklen_t(MemoryLayout<sockaddr_in6>.size)
    case .unix(let path):
      memory.storeBytes(of: sa_family_t(AF_UNIX), as: sa_family_t.self)
      let prefix = MemoryLayout<sa_family_t>.size
      for (index, byte) in path.utf8.enumerated() { memory[prefix + index] = byte }
      return socklen_t(prefix + path.utf8.count + 1)
    }
  }
}
