import Buffers

/// The standard alphabet of RFC 4648, section 4. gRPC writes it without padding and reads both.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Without padding.
  static func encode(_ bytes: Bytes) -> String {
    let length = bytes.count / 3 * 4 + [0, 2, 3][bytes.count % 3]
    return bytes.withUnsafeBytes { source in
      String(unsafeUninitializedCapacity: length) { target in
        var written = 0
        for start in stride(from: 0, to: source.count, by: 3) {
          let group = source[start..<min(start + 3, source.count)]
          var bits: UInt32 = 0
          for byte in group { bits = bits << 8 | UInt32(byte) }
          bits <<= UInt32(24 - 8 * group.count)
          for place in 0...group.count {
            target[written] = alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]
            written += 1
          }
        }
        return written
      }
    }
  }

  /// Padded or not; nil for anything else: a foreign character, a wrong length, wrong padding, or
  /// bits left over that are not zero.
  static func decode(_ text: UnsafeRawBufferPointer) -> Bytes? {
    var digits = text[...]
    for _ in 0..<2 where text.count % 4 == 0 && digits.last == UInt8(ascii: "=") {
      digits.removeLast()
    }
    guard digits.count % 4 != 1 else { return nil }
    var bits: UInt32 = 0
    var held: UInt32 = 0
    var written = 0
    let slab = Slab(capacity: digits.count * 3 / 4)
    for digit in digits {
      guard let value = sextet(digit) else { return nil }
      bits = bits << 6 | value
      held += 6
      if held >= 8 {
        held -= 8
        slab.memory[written] = UInt8(truncatingIfNeeded: bits >> held)
        bits &= (1 << held) - 1
        written += 1
      }
    }
    return bits == 0 ? Bytes(slab, 0..<written) : nil
  }

  private static func sextet(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
