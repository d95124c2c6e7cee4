/// Uniform resource identifiers (RFC 3986), zones in addresses as RFC 6874 writes them.
enum URI {
  private typealias Part = Substring.UTF8View

  /// `https://example.com/path?query#fragment`
  static func isURI(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = text.utf8[..<colon]
    guard scheme.first?.isLetter == true,
      scheme.allSatisfy({ $0.isAlphanumeric || "+-.".utf8.contains($0) })
    else { return false }
    return isBehindScheme(text.utf8[text.utf8.index(after: colon)...])
  }

  /// A URI, or what is relative to one: `../path`.
  static func isReference(_ text: String) -> Bool {
    if isURI(text) { return true }
    // The first segment of a relative path has no colon, or it would look like a scheme.
    let first = text.utf8.prefix { !"/?#".utf8.contains($0) }
    return !first.contains(UInt8(ascii: ":")) && isBehindScheme(text.utf8[...])
  }

  /// Authority or not, path, query and fragment.
  private static func isBehindScheme(_ text: Part) -> Bool {
    var rest = text
    if let sign = rest.firstIndex(of: UInt8(ascii: "#")) {
      guard isText(rest[rest.index(after: sign)...], of: ":@/?") else { return false }
      rest = rest[..<sign]
    }
    if let sign = rest.firstIndex(of: UInt8(ascii: "?")) {
      guard isText(rest[rest.index(after: sign)...], of: ":@/?") else { return false }
      rest = rest[..<sign]
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let authority = rest.prefix { $0 != UInt8(ascii: "/") }
      guard isAuthority(authority) else { return false }
      rest = rest[authority.endIndex...]
    }
    return isText(rest, of: ":@/")
  }

  /// `user@host:port`
  private static func isAuthority(_ text: Part) -> Bool {
    var rest = text
    if let sign = rest.firstIndex(of: UInt8(ascii: "@")) {
      guard isText(rest[..<sign], of: ":") else { return false }
      rest = rest[rest.index(after: sign)...]
    }
    if rest.first == UInt8(ascii: "[") {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")),
        isLiteral(rest[rest.index(after: rest.startIndex)..<end])
      else { return false }
      rest = rest[rest.index(after: end)...]
    } else {
      let name = rest.prefix { $0 != UInt8(ascii: ":") }
      guard isText(name, of: ""), isUTF8(name) else { return false }
      rest = rest[name.endIndex...]
    }
    return rest.isEmpty || rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy(\.isDigit)
  }

  /// What stands in brackets: an address of version 6, with `%25` before its zone, or of a later one.
  private static func isLiteral(_ text: Part) -> Bool {
    if text.first == UInt8(ascii: "v") {
      let digits = text.dropFirst().prefix(while: \.isHexadecimal)
      let rest = text[digits.endIndex...]
      return !digits.isEmpty && rest.first == UInt8(ascii: ".") && rest.count > 1
        && !rest.contains(UInt8(ascii: "%")) && isText(rest.dropFirst(), of: ":")
    }
    let address = text.prefix { $0 != UInt8(ascii: "%") }
    guard address.allSatisfy({ $0.isHexadecimal || ":.".utf8.contains($0) }),
      IPAddress(String(Substring(address)))?.version == .six
    else { return false }
    let zone = text[address.endIndex...]
    return zone.isEmpty
      || zone.starts(with: "%25".utf8) && zone.count > 3 && isUnreserved(zone.dropFirst(3))
  }

  private static func isUnreserved(_ text: Part) -> Bool {
    isText(text, of: "") && !text.contains { subDelimiters.contains($0) }
  }

  private static let subDelimiters = Array("!$&'()*+,;=".utf8)

  /// Unreserved characters, sub-delimiters, percent-encoded bytes and `extra`.
  private static func isText(_ text: Part, of extra: String) -> Bool {
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.popFirst()?.isHexadecimal == true, rest.popFirst()?.isHexadecimal == true
        else { return false }
        continue
      }
      guard
        byte.isAlphanumeric || "-._~".utf8.contains(byte) || subDelimiters.contains(byte)
          || extra.utf8.contains(byte)
      else { return false }
    }
    return true
  }

  /// Whether the bytes that a name stands for are UTF-8.
  private static func isUTF8(_ name: Part) -> Bool {
    guard name.contains(UInt8(ascii: "%")) else { return true }
    var bytes: [UInt8] = []
    var rest = name
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      rest = rest.dropFirst(2)
      bytes.append(UInt8(String(Substring(digits)), radix: 16) ?? 0)
    }
    return String(validating: bytes, as: UTF8.self) != nil
  }
}
