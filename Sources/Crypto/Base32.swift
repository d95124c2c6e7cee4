/// Bytes as people type them: base32 (RFC 4648, 6) without padding.
public enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// A character for every five bits.
  public static func encode(_ bytes: [UInt8]) -> String {
    var (text, bits, held): ([UInt8], UInt32, UInt32) = ([], 0, 0)
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(held >> bits & 31)])
      }
      held &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[Int(held << (5 - bits) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
