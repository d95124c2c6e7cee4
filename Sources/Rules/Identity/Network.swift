import Glibc

/// An address of the Internet Protocol, of version 4 or 6.
public struct IPAddress: Sendable, Hashable {
  /// 4 bytes or 16, the first of them first. What version 6 writes of version 4 (`::ffff:192.0.2.1`) is of
  /// version 4.
  public let bytes: [UInt8]

  /// From its text (inet_pton(3)); nil when it is none.
  public init?(_ text: some StringProtocol) {
    let text = String(text)
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 {
      self.bytes = Array(bytes.prefix(4))
    } else if inet_pton(AF_INET6, text, &bytes) == 1 {
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [255, 255]
      self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    } else {
      return nil
    }
  }

  /// Of a peer as a server names him: `192.0.2.1:443`, `[2001:db8::1]:443`; nil when he has none.
  public init?(peer: String) {
    guard let colon = peer.lastIndex(of: ":") else { return nil }
    let host = peer[..<colon]
    self.init(host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host)
  }
}

/// Addresses that begin alike: `203.0.113.0/24`, `2001:db8::/32`, or one alone.
public struct IPNetwork: Sendable, Hashable {
  private let address: IPAddress
  private let bits: Int

  /// From its text; nil when it is none.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(first) else { return nil }
    let most = address.bytes.count * 8
    guard parts.count > 1 else {
      (self.address, bits) = (address, most)
      return
    }
    guard let bits = Int(parts[1]), (0...most).contains(bits) else { return nil }
    (self.address, self.bits) = (address, bits)
  }

  public func contains(_ other: IPAddress) -> Bool {
    guard other.bytes.count == address.bytes.count else { return false }
    let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
    guard other.bytes.prefix(whole) == address.bytes.prefix(whole) else { return false }
    guard rest > 0 else { return true }
    return (other.bytes[whole] ^ address.bytes[whole]) >> UInt8(8 - rest) == 0
  }
}
