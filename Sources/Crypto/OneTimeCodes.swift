import COpenSSL

/// Codes of six digits that an authenticator shows, a new one every 30 seconds (TOTP, RFC 6238, over HOTP,
/// RFC 4226, with HMAC-SHA-1 as every authenticator has it).
public struct OneTimeCodes: Sendable {
  private let secret: [UInt8]
  private let digits: Int

  /// Seconds that a code is shown.
  public static let stepSeconds: Int64 = 30
  /// Steps before and after the server's own that are accepted: clocks differ, and people type.
  public static let toleratedSteps: Int64 = 1

  /// - Parameter secret: shared with the authenticator; 20 bytes when made here.
  public init(secret: [UInt8] = SecureRandom.bytes(20), digits: Int = 6) {
    precondition((6...8).contains(digits), "a code has six to eight digits")
    self.secret = secret
    self.digits = digits
  }

  /// The step of an instant, in seconds since 1970.
  public static func step(at seconds: Int64) -> Int64 {
    seconds.quotientAndRemainder(dividingBy: stepSeconds).quotient
  }

  /// The code of a step.
  public func code(atStep step: Int64) -> String {
    var counter = UInt64(bitPattern: step).bigEndian
    let message = withUnsafeBytes(of: &counter) { Array($0) }
    var mac = [UInt8](repeating: 0, count: 20)
    var count: UInt32 = 0
    let made = HMAC(
      EVP_sha1(), secret, Int32(secret.count), message, message.count, &mac, &count)
    precondition(made != nil && count == 20, "OpenSSL offers no HMAC-SHA-1")
    // Dynamic truncation (RFC 4226, 5.3).
    let offset = Int(mac[19] & 0xf)
    let word = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
    var modulus: UInt32 = 1
    for _ in 0..<digits { modulus *= 10 }
    let number = String(word % modulus)
    return String(repeating: "0", count: digits - number.count) + number
  }

  /// The step that a code is of, if it is right now and its step comes after every one used before:
  /// each step is accepted once.
  ///
  /// - Parameter lastUsed: the step that was accepted last, if any.
  public func acceptedStep(
    of code: String, at seconds: Int64, after lastUsed: Int64?
  ) -> Int64? {
    let (now, typed) = (Self.step(at: seconds), Array(code.utf8))
    var accepted: Int64?
    // Every step is looked at, so that the time tells nothing of which it was.
    for step in now - Self.toleratedSteps...now + Self.toleratedSteps {
      let isRight = equalInConstantTime(Array(self.code(atStep: step).utf8), typed)
      if isRight, step > lastUsed ?? .min { accepted = accepted ?? step }
    }
    return accepted
  }

  /// What an authenticator is told, as a link or in a picture of squares.
  ///
  /// - Parameters:
  ///   - account: as its owner knows it; shown in the authenticator.
  ///   - issuer: who asks for the codes; shown too.
  public func link(account: String, issuer: String) -> String {
    let (account, issuer) = (Self.escaped(account), Self.escaped(issuer))
    return "otpauth://totp/\(issuer):\(account)?secret=\(secretText)&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(digits)&period=\(Self.stepSeconds)"
  }

  /// The secret as people type it: base32 (RFC 4648) without padding.
  public var secretText: String { Base32.encode(secret) }

  /// Percent-encoded but for the unreserved characters (RFC 3986, 2.3).
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
        String(UnicodeScalar(byte))
      default:
        "%" + Hex.encode([byte]).uppercased()
      }
    }.joined()
  }
}
