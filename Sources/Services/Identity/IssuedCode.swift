import Crypto

/// A code that is given to somebody once, of which only the hash is kept: by it he sets his password, or a device
/// of his enrols.
struct IssuedCode: Sendable {
  /// 20 hexadecimal digits, 80 random bits.
  let text = Hex.encode(SecureRandom.bytes(10))
  /// Until when it is good, in seconds since 1970.
  let end: Int64

  /// Seconds that a code is good.
  private static let life: Int64 = 86400

  init(at now: Int64) {
    end = now + Self.life
  }

  var hash: SHA256.Digest { Token.hash(text) }
}
