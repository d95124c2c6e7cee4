/// Names of hosts and what is made of them.
enum Host {
  /// Labels of letters, digits and hyphens with dots between, the last not of digits only (RFC 1034).
  static func isName(_ text: String) -> Bool {
    var name = text.utf8[...]
    if name.last == UInt8(ascii: ".") { name = name.dropLast() }
    guard name.count <= 253 else { return false }
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let last = labels.last, labels.allSatisfy(isLabel) else { return false }
    return !last.allSatisfy(\.isDigit)
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return 1...63 ~= label.count && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { $0.isAlphanumeric || $0 == hyphen }
  }

  /// What the HTML standard takes for an e-mail address in a form's field.
  static func isEmail(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts[0].allSatisfy { $0.isAlphanumeric || ".!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
      && labels.allSatisfy(isLabel)
  }

  /// `example.com:443`, `192.0.2.1:443`, `[2001:db8::1]:443`.
  static func isNameAndPort(_ text: String) -> Bool {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return false }
    let host = text[..<colon]
    guard isPort(text[text.utf8.index(after: colon)...]) else { return false }
    if host.utf8.first == UInt8(ascii: "[") {
      guard host.utf8.last == UInt8(ascii: "]"), host.utf8.count > 2 else { return false }
      return IPAddress(String(host.dropFirst().dropLast()))?.version == .six
    }
    return isName(String(host)) || IPAddress(String(host))?.version == .four
  }

  private static func isPort(_ text: Substring) -> Bool {
    IPAddress.number(text.utf8, digitsMax: 5).map { $0 <= 65_535 } ?? false
  }
}
