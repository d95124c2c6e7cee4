import Buffers
import Crypto

/// A bearer token: a secret shown once, of which only the hash is kept.
public struct Token: Sendable {
  /// What the client sends: `mado_` and 32 random bytes in base64url.
  public let secret: String

  /// A new one.
  public init() {
    secret = "mado_" + Base64.url.encode(SecureRandom.bytes(32))
  }

  /// One that was given out before.
  public init(secret: String) {
    self.secret = secret
  }

  /// The SHA-256 by which a secret is found again. The secret is random, so a plain hash is enough.
  public static func hash(_ secret: some StringProtocol) -> SHA256.Digest {
    SHA256.hash(Array(secret.utf8))
  }
}
