/// An IP address read from a text.
struct IPAddress {
  enum Version { case four, six }

  let version: Version
  /// 4 or 16.
  let bytes: [UInt8]
  /// Whether a zone stands behind it: `fe80::1%eth0`.
  var hasZone = false

  /// `192.0.2.1` (RFC 1123) or `2001:db8::1` (RFC 4291), a zone behind `%` (RFC 4007) included.
  init?(_ text: String) {
    if let bytes = Self.dotted(text.utf8[...]) {
      (version, self.bytes) = (.four, bytes)
      return
    }
    var address = text.utf8[...]
    if let percent = address.firstIndex(of: UInt8(ascii: "%")) {
      guard address.index(after: percent) < address.endIndex else { return nil }
      address = address[..<percent]
      hasZone = true
    }
    guard let bytes = Self.colonned(address) else { return nil }
    (version, self.bytes) = (.six, bytes)
  }

  private static func dotted(_ text: Substring.UTF8View) -> [UInt8]? {
    let parts = text.split(
      separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { number($0, digitsMax: 3).flatMap(UInt8.init(exactly:)) }
    return bytes.count == 4 ? bytes : nil
  }

  private static func colonned(_ text: Substring.UTF8View) -> [UInt8]? {
    let colon = UInt8(ascii: ":")
    var position = text.startIndex
    var gap: Substring.UTF8View.Index?
    while position < text.endIndex {
      let next = text.index(after: position)
      if text[position] == colon, next < text.endIndex, text[next] == colon {
        gap = position
        break
      }
      position = next
    }
    guard let gap else {
      guard let bytes = groups(text, isLast: true), bytes.count == 16 else { return nil }
      return bytes
    }
    let rest = text[text.index(gap, offsetBy: 2)...]
    guard let left = groups(text[..<gap], isLast: false), let right = groups(rest, isLast: true),
      left.count + right.count <= 14
    else { return nil }
    return left + Array(repeating: 0, count: 16 - left.count - right.count) + right
  }

  /// Groups of up to four hexadecimal digits; the last may be an address of version 4.
  private static func groups(_ text: Substring.UTF8View, isLast: Bool) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    let parts = text.split(
      separator: UInt8(ascii: ":"), maxSplits: 8, omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, let four = dotted(part) {
        bytes += four
        continue
      }
      guard 1...4 ~= part.count, part.allSatisfy(\.isHexadecimal),
        let group = UInt16(String(Substring(part)), radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes
  }

  /// A decimal number without leading zeros.
  static func number(_ text: Substring.UTF8View, digitsMax: Int) -> Int? {
    guard 1...digitsMax ~= text.count, text.allSatisfy(\.isDigit) else { return nil }
    guard text.count == 1 || text.first != UInt8(ascii: "0") else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

/// An IP address with the length of its prefix: `192.0.2.21/16`.
struct IPNetwork {
  let address: IPAddress
  /// In bits.
  let prefix: Int

  init?(_ text: String) {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")),
      let address = IPAddress(String(text[..<slash])), !address.hasZone,
      let prefix = IPAddress.number(text.utf8[text.utf8.index(after: slash)...], digitsMax: 3),
      prefix <= address.bytes.count * 8
    else { return nil }
    (self.address, self.prefix) = (address, prefix)
  }

  /// Whether all bits behind the prefix are zero.
  var isBare: Bool {
    address.bytes.enumerated().allSatisfy { index, byte in
      let kept = min(max(prefix - index * 8, 0), 8)
      return byte & UInt8(truncatingIfNeeded: 0xFF >> kept) == 0
    }
  }
}
