import Buffers

private let alphabet = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

extension Bytes {
  /// These bytes in base64 with padding, as JSON and generated code hold them (RFC 4648, section 4).
  public var base64: String {
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    withUnsafeBytes { memory in
      var index = 0
      while index < memory.count {
        let left = Swift.min(memory.count - index, 3)
        var group = UInt32(memory[index]) << 16
        if left > 1 { group |= UInt32(memory[index + 1]) << 8 }
        if left > 2 { group |= UInt32(memory[index + 2]) }
        for place in 0..<4 {
          text.append(
            place <= left ? alphabet[Int(group >> (18 - 6 * place) & 63)] : UInt8(ascii: "="))
        }
        index += 3
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that `text` stands for in base64, of either alphabet, padded or not; nil if it is none.
  init?(base64 text: some Collection<UInt8>) {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3 + 2)
    var (group, bits, padding) = (UInt32(0), 0, 0)
    for character in text {
      if character == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = base64Value(character) else { return nil }
      group = group << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    // What is left over of the last character must be padding bits, and never a whole character.
    guard bits < 6, padding == 0 || (text.count % 4 == 0 && padding <= 2) else { return nil }
    self.init(result)
  }
}

private func base64Value(_ character: UInt8) -> UInt32? {
  switch character {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
  case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
  default: nil
  }
}
