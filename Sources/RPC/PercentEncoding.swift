/// How `grpc-message` carries Unicode: UTF-8 in which every byte outside `0x20…0x7e`, and `%`, is
/// written `%XX`. Source: gRPC, "PROTOCOL-HTTP2", "Percent-Encoded".
enum PercentEncoding {
  static func encode(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count * 3)
    for byte in text.utf8 {
      if isPlain(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// Keeps what is no valid sequence as it stands; bytes that are no UTF-8 become U+FFFD.
  static func decode(_ value: UnsafeRawBufferPointer) -> String {
    guard value.contains(UInt8(ascii: "%")) else { return String(decoding: value, as: UTF8.self) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(value.count)
    var position = 0
    while position < value.count {
      if value[position] == UInt8(ascii: "%"), position + 2 < value.count,
        let high = nibble(value[position + 1]), let low = nibble(value[position + 2])
      {
        decoded.append(high << 4 | low)
        position += 3
      } else {
        decoded.append(value[position])
        position += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte <= 0x7e && byte != UInt8(ascii: "%")
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - 0x30
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - 0x37
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - 0x57
    default: nil
    }
  }
}
