import COpenSSL

/// A key that signs (Ed25519, RFC 8032): who has its public half can tell that it did, and cannot do it.
public final class SigningKey: @unchecked Sendable {
  /// Length of a signature in bytes.
  public static let signatureCount = 64
  /// Length of a public key in bytes.
  public static let publicKeyCount = 32

  /// Never changed once made, so that threads may share it.
  private let key: OpaquePointer
  /// By which others verify: 32 bytes.
  public let publicKey: [UInt8]

  /// The key that follows from a secret.
  public init(seed: SymmetricKey) {
    let made = seed.withUnsafeBytes { seed in
      EVP_PKEY_new_raw_private_key(
        EVP_PKEY_ED25519, nil, seed.assumingMemoryBound(to: UInt8.self).baseAddress, seed.count)
    }
    guard let made else { preconditionFailure("OpenSSL offers no Ed25519") }
    key = made
    var bytes = [UInt8](repeating: 0, count: Self.publicKeyCount)
    var count = bytes.count
    let read = EVP_PKEY_get_raw_public_key(made, &bytes, &count)
    precondition(read == 1 && count == bytes.count, "a public key of Ed25519 has 32 bytes")
    publicKey = bytes
  }

  deinit { EVP_PKEY_free(key) }

  /// Signs `message`: 64 bytes, always the same for the same message.
  public func signature(of message: [UInt8]) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: Self.signatureCount)
    var count = signature.count
    let begun = EVP_DigestSignInit(context, nil, nil, nil, key)
    let done = EVP_DigestSign(context, &signature, &count, message, message.count)
    precondition(begun == 1 && done == 1 && count == signature.count, "Ed25519 failed")
    return signature
  }

  /// Whether `signature` is of `message` by the key with that public half.
  public static func verify(
    _ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
  ) -> Bool {
    guard publicKey.count == publicKeyCount, signature.count == signatureCount,
      let key = EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
    else { return false }
    defer { EVP_PKEY_free(key) }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
