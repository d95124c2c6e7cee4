import Buffers

/// Whether the fields of a header block are those of a request, and what they say of its payload.
///
/// libnghttp2 has the same rules and would hold every block against them: a tenth of what a unary call
/// costs, for blocks that are nearly always the one before. So it is told not to
/// (`nghttp2_option_set_no_http_messaging`), and a block is looked at here unless it is the last one again.
///
/// Source: RFC 9113, 8.2 and 8.3; RFC 9110, 5.6.2 (tokens) and 8.6 (Content-Length); RFC 3986, 3.1 to 3.3.
struct RequestFields {
  /// How many bytes the client means to send behind the block; nil unless it says so.
  private(set) var contentLength: Int?

  private var method = Method.missing
  private var path = Path.missing
  private var hasScheme = false
  /// Whether the scheme is http's or https', which tell what a path looks like.
  private var isHTTP = false
  private var hasAuthority = false
  private var hasHost = false
  private var isPastPseudoFields = false

  private enum Method { case missing, connect, options, other }
  private enum Path { case missing, absolute, asterisk, other }

  /// Reads the block that begins a request; nil if it is malformed.
  ///
  /// - Parameter isCut: whether fields were left out, so that nobody knows what it lacks.
  init?(_ fields: FieldList, isCut: Bool) {
    for (name, value) in fields {
      guard take(name, value) else { return nil }
    }
    guard isCut || isComplete else { return nil }
  }

  /// Whether `fields` may end a request, as trailers.
  static func areTrailers(_ fields: FieldList) -> Bool {
    var trailers = RequestFields()
    trailers.isPastPseudoFields = true
    return fields.allSatisfy { trailers.take($0.name, $0.value) }
  }

  private init() {}

  private mutating func take(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
  ) -> Bool {
    if name.first == UInt8(ascii: ":") { return takePseudoField(name, value) }
    isPastPseudoFields = true
    return Octets.name.hold(name) && Octets.isFieldValue(value) && takeField(name, value)
  }

  private mutating func takePseudoField(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
  ) -> Bool {
    guard !isPastPseudoFields, !value.isEmpty else { return false }
    switch name.count {
    case 5 where name.holds(":path"):
      guard path == .missing, Octets.isPath(value) else { return false }
      path = value[0] == UInt8(ascii: "/") ? .absolute : value.holds("*") ? .asterisk : .other
    case 7 where name.holds(":method"):
      guard method == .missing, Octets.token.hold(value) else { return false }
      method = value.holds("CONNECT") ? .connect : value.holds("OPTIONS") ? .options : .other
    case 7 where name.holds(":scheme"):
      guard !hasScheme, Octets.isScheme(value) else { return false }
      hasScheme = true
      isHTTP = value.holds("http") || value.holds("https")
    case 10 where name.holds(":authority"):
      guard !hasAuthority, Octets.authority.hold(value) else { return false }
      hasAuthority = true
    default:
      return false
    }
    return true
  }

  private mutating func takeField(
    _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
  ) -> Bool {
    switch name.count {
    case 2 where name.holds("te"):
      return value.equalsIgnoringCase("trailers")
    case 4 where name.holds("host"):
      guard !hasHost, !value.isEmpty, Octets.authority.hold(value) else { return false }
      hasHost = true
      return true
    case 14 where name.holds("content-length"):
      guard contentLength == nil, let length = Octets.number(value) else { return false }
      contentLength = length
      return true
    case 7: return !name.holds("upgrade")
    case 10: return !name.holds("connection") && !name.holds("keep-alive")
    case 16: return !name.holds("proxy-connection")
    case 17: return !name.holds("transfer-encoding")
    default: return true
    }
  }

  private var isComplete: Bool {
    switch method {
    case .missing: return false
    case .connect: return hasAuthority && !hasScheme && path == .missing
    case .options, .other:
      guard hasScheme, path != .missing, hasAuthority || hasHost else { return false }
      return !isHTTP || path == .absolute || path == .asterisk && method == .options
    }
  }
}

/// Octets below 128 that may stand in a text, a bit each; none above may.
private struct Octets {
  private let low: UInt64
  private let high: UInt64

  init(_ texts: String...) {
    var (low, high): (UInt64, UInt64) = (0, 0)
    for octet in texts.joined().utf8 {
      if octet < 64 { low |= 1 << octet } else { high |= 1 << (octet - 64) }
    }
    (self.low, self.high) = (low, high)
  }

  private static let lower = "abcdefghijklmnopqrstuvwxyz"
  private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let digits = "0123456789"
  private static let tokenMarks = "!#$%&'*+-.^_`|~"

  static let name = Octets(lower, digits, tokenMarks)
  static let token = Octets(lower, upper, digits, tokenMarks)
  static let authority = Octets(lower, upper, digits, "-._~%!$&'()*+,;=:@[]")
  private static let letters = Octets(lower, upper)
  private static let scheme = Octets(lower, upper, digits, "+-.")

  /// Whether `text` is one octet or more of these.
  func hold(_ text: UnsafeRawBufferPointer) -> Bool {
    guard !text.isEmpty else { return false }
    for octet in text {
      guard octet < 128, (octet < 64 ? low : high) >> (octet & 63) & 1 == 1 else { return false }
    }
    return true
  }

  static func isScheme(_ text: UnsafeRawBufferPointer) -> Bool {
    letters.hold(UnsafeRawBufferPointer(rebasing: text.prefix(1))) && scheme.hold(text)
  }

  /// All that is seen: clients send more in a path than RFC 3986 has, and no method is there.
  static func isPath(_ text: UnsafeRawBufferPointer) -> Bool {
    text.allSatisfy { $0 > 0x20 && $0 != 0x7f }
  }

  /// Source: RFC 9113, 8.2.1, and of the octets within RFC 9110, 5.5.
  static func isFieldValue(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    guard !isSpace(first), !isSpace(last) else { return false }
    for octet in text where octet < 0x20 && octet != 0x09 || octet == 0x7f { return false }
    return true
  }

  private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }

  /// Decimal digits and nothing else; nil for a number that no Int holds, too.
  static func number(_ text: UnsafeRawBufferPointer) -> Int? {
    guard !text.isEmpty else { return nil }
    var number = 0
    for octet in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) else { return nil }
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(Int(octet - UInt8(ascii: "0")))
      guard !isTooLarge, !overflows else { return nil }
      number = sum
    }
    return number
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func equalsIgnoringCase(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for (place, octet) in enumerated() {
      let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
      if (isUpper ? octet | 0x20 : octet) != text.utf8Start[place] { return false }
    }
    return true
  }
}
