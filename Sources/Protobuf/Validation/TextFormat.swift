/// The well-known forms that a text can be required to have: what `well_known` of
/// `buf.validate.StringRules` names.
public enum TextFormat: Sendable, Hashable {
  case email, hostname, address, hostAndPort
  case ip, ipv4, ipv6
  case ipWithPrefix, ipv4WithPrefix, ipv6WithPrefix
  case ipPrefix, ipv4Prefix, ipv6Prefix
  case uri, uriReference
  case uuid, trimmedUUID, ulid
  case protobufName, protobufDotName
  case headerName(isStrict: Bool)
  case headerValue(isStrict: Bool)

  /// The rule's id without `string.`.
  var rule: String {
    switch self {
    case .email: "email"
    case .hostname: "hostname"
    case .address: "address"
    case .hostAndPort: "host_and_port"
    case .ip: "ip"
    case .ipv4: "ipv4"
    case .ipv6: "ipv6"
    case .ipWithPrefix: "ip_with_prefixlen"
    case .ipv4WithPrefix: "ipv4_with_prefixlen"
    case .ipv6WithPrefix: "ipv6_with_prefixlen"
    case .ipPrefix: "ip_prefix"
    case .ipv4Prefix: "ipv4_prefix"
    case .ipv6Prefix: "ipv6_prefix"
    case .uri: "uri"
    case .uriReference: "uri_ref"
    case .uuid: "uuid"
    case .trimmedUUID: "tuuid"
    case .ulid: "ulid"
    case .protobufName: "protobuf_fqn"
    case .protobufDotName: "protobuf_dot_fqn"
    case .headerName: "well_known_regex.header_name"
    case .headerValue: "well_known_regex.header_value"
    }
  }

  /// What is wanted, for people.
  var noun: String {
    switch self {
    case .email: "an e-mail address such as name@example.com"
    case .hostname: "a host's name such as example.com"
    case .address: "a host's name or an IP address"
    case .hostAndPort: "a host and a port such as example.com:443 or [::1]:443"
    case .ip: "an IP address such as 192.0.2.1 or 2001:db8::1"
    case .ipv4: "an IP address of version 4 such as 192.0.2.1"
    case .ipv6: "an IP address of version 6 such as 2001:db8::1"
    case .ipWithPrefix: "an IP address with its prefix's length such as 192.0.2.21/16"
    case .ipv4WithPrefix: "an IP address of version 4 with its prefix's length: 192.0.2.21/16"
    case .ipv6WithPrefix: "an IP address of version 6 with its prefix's length: 2001:db8::1/32"
    case .ipPrefix: "a network such as 192.0.2.0/24, zero behind its prefix"
    case .ipv4Prefix: "a network of version 4 such as 192.0.2.0/24, zero behind its prefix"
    case .ipv6Prefix: "a network of version 6 such as 2001:db8::/32, zero behind its prefix"
    case .uri: "a URI such as https://example.com/path"
    case .uriReference: "a URI or a relative reference such as ./path"
    case .uuid: "a UUID such as 01234567-89ab-4def-8123-456789abcdef"
    case .trimmedUUID: "a UUID without hyphens, 32 hexadecimal digits"
    case .ulid: "a ULID such as 01ARZ3NDEKTSV4RRFFQ69G5FAV"
    case .protobufName: "a name such as package.Message"
    case .protobufDotName: "a name such as .package.Message"
    case .headerName: "the name of an HTTP header"
    case .headerValue: "the value of an HTTP header"
    }
  }

  /// Whether an empty text has the form.
  var allowsEmpty: Bool {
    switch self {
    case .uriReference, .headerValue: true
    default: false
    }
  }

  /// Whether a text that is not empty has the form.
  func matches(_ text: String) -> Bool {
    switch self {
    case .email: Host.isEmail(text)
    case .hostname: Host.isName(text)
    case .address: Host.isName(text) || IPAddress(text) != nil
    case .hostAndPort: Host.isNameAndPort(text)
    case .ip: IPAddress(text) != nil
    case .ipv4: IPAddress(text)?.version == .four
    case .ipv6: IPAddress(text)?.version == .six
    case .ipWithPrefix: IPNetwork(text) != nil
    case .ipv4WithPrefix: IPNetwork(text)?.address.version == .four
    case .ipv6WithPrefix: IPNetwork(text)?.address.version == .six
    case .ipPrefix: IPNetwork(text)?.isBare == true
    case .ipv4Prefix: IPNetwork(text).map { $0.isBare && $0.address.version == .four } ?? false
    case .ipv6Prefix: IPNetwork(text).map { $0.isBare && $0.address.version == .six } ?? false
    case .uri: URI.isURI(text)
    case .uriReference: URI.isReference(text)
    case .uuid: Self.isUUID(text)
    case .trimmedUUID: text.utf8.count == 32 && text.utf8.allSatisfy(\.isHexadecimal)
    case .ulid: Self.isULID(text)
    case .protobufName: Self.isName(text.utf8[...])
    case .protobufDotName:
      text.utf8.first == UInt8(ascii: ".") && Self.isName(text.utf8.dropFirst())
    case .headerName(let isStrict): Self.isHeaderName(text, isStrict)
    case .headerValue(let isStrict): Self.isHeaderValue(text, isStrict)
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    var next = 0
    for byte in text.utf8 {
      let index = next
      next += 1
      let isHyphenDue = index == 8 || index == 13 || index == 18 || index == 23
      guard isHyphenDue ? byte == UInt8(ascii: "-") : byte.isHexadecimal else { return false }
    }
    return true
  }

  /// Crockford's base32 of 128 bits: 26 digits, the first at most 7.
  private static func isULID(_ text: String) -> Bool {
    guard text.utf8.count == 26, let first = text.utf8.first, first <= UInt8(ascii: "7")
    else { return false }
    return text.utf8.allSatisfy { byte in
      byte.isDigit || byte.isLetter && !"ILOUilou".utf8.contains(byte)
    }
  }

  private static func isName(_ text: Substring.UTF8View) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.first, !first.isDigit else { return false }
      return part.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "_") }
    }
  }

  private static func isHeaderName(_ text: String, _ isStrict: Bool) -> Bool {
    guard isStrict else { return isHeaderValue(text, false) }
    // A pseudo-header begins with a colon.
    let name = text.utf8.first == UInt8(ascii: ":") ? text.utf8.dropFirst() : text.utf8[...]
    return !name.isEmpty
      && name.allSatisfy { $0.isAlphanumeric || "!#$%&'*+,-.^_|~`".utf8.contains($0) }
  }

  private static func isHeaderValue(_ text: String, _ isStrict: Bool) -> Bool {
    text.utf8.allSatisfy { byte in
      isStrict ? byte >= 0x20 && byte != 0x7F || byte == 0x09 : ![0x00, 0x0A, 0x0D].contains(byte)
    }
  }
}

extension UInt8 {
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
  var isAlphanumeric: Bool { isDigit || isLetter }
  var isHexadecimal: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20 }
}
