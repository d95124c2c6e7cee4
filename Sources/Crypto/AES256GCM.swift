import Buffers
import COpenSSL

/// AES-256-GCM (NIST SP 800-38D): encryption which notices every change.
///
/// One context serves any number of keys and messages, one at a time: keep one per thread, or borrow
/// one. A sealed message is the ciphertext, as long as the plaintext, followed by a tag of 16 bytes.
public final class AES256GCM {
  /// Length of a nonce in bytes.
  public static let nonceCount = 12
  /// Length of the tag behind the ciphertext in bytes.
  public static let tagCount = 16

  private let context: OpaquePointer

  public init() {
    context = EVP_CIPHER_CTX_new()
    let begun = EVP_CipherInit_ex2(context, cipher.pointer, nil, nil, 1, nil)
    precondition(begun == 1, "OpenSSL offers no AES-256-GCM")
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Encrypts `plaintext` into `output`, which must hold it and the tag.
  ///
  /// - Parameters:
  ///   - nonce: 12 bytes that were never used with this key before.
  ///   - data: What the tag vouches for besides; not encrypted, not in the output.
  public func seal(
    _ plaintext: UnsafeRawBufferPointer, key: SymmetricKey, nonce: UnsafeRawBufferPointer,
    authenticating data: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) {
    precondition(nonce.count == Self.nonceCount, "a nonce has 12 bytes")
    precondition(output.count >= plaintext.count + Self.tagCount, "no room for the tag")
    begin(key: key, nonce: nonce, authenticating: data, encrypting: true)
    let target = output.assumingMemoryBound(to: UInt8.self).baseAddress!
    process(plaintext, into: target)
    var none: Int32 = 0
    var done = EVP_CipherFinal_ex(context, target + plaintext.count, &none)
    done &= EVP_CIPHER_CTX_ctrl(
      context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagCount), target + plaintext.count)
    precondition(done == 1, "AES-256-GCM failed")
  }

  /// Decrypts `sealed` into `output`, which must hold as many bytes less the tag. False when key,
  /// nonce, data and message do not belong together; `output` then holds nothing of use.
  public func open(
    _ sealed: UnsafeRawBufferPointer, key: SymmetricKey, nonce: UnsafeRawBufferPointer,
    authenticating data: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard sealed.count >= Self.tagCount, nonce.count == Self.nonceCount else { return false }
    let count = sealed.count - Self.tagCount
    precondition(output.count >= count, "no room for the plaintext")
    begin(key: key, nonce: nonce, authenticating: data, encrypting: false)
    // An empty plaintext still needs an address to write nothing to.
    var nowhere: UInt8 = 0
    return withUnsafeMutablePointer(to: &nowhere) { nowhere in
      let target = output.assumingMemoryBound(to: UInt8.self).baseAddress ?? nowhere
      process(UnsafeRawBufferPointer(rebasing: sealed[..<count]), into: target)
      let tag = UnsafeMutableRawPointer(mutating: sealed.baseAddress! + count)
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagCount), tag)
      var none: Int32 = 0
      return EVP_CipherFinal_ex(context, target + count, &none) == 1
    }
  }

  private func begin(
    key: SymmetricKey, nonce: UnsafeRawBufferPointer, authenticating data: UnsafeRawBufferPointer,
    encrypting: Bool
  ) {
    let nonce = nonce.assumingMemoryBound(to: UInt8.self).baseAddress
    let begun = key.withUnsafeBytes { key in
      // Told the algorithm again, OpenSSL would begin with a context of its own anew.
      EVP_CipherInit_ex2(
        context, nil, key.assumingMemoryBound(to: UInt8.self).baseAddress, nonce,
        encrypting ? 1 : 0, nil)
    }
    precondition(begun == 1, "AES-256-GCM failed")
    if !data.isEmpty { process(data, into: nil) }
  }

  /// Feeds the cipher; without a target, what is authenticated only. OpenSSL counts by `Int32`.
  private func process(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>?) {
    var done = 0
    while done < bytes.count {
      let piece = min(bytes.count - done, 1 << 30)
      let source = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + done
      var count: Int32 = 0
      let taken = EVP_CipherUpdate(context, target.map { $0 + done }, &count, source, Int32(piece))
      precondition(taken == 1, "AES-256-GCM failed")
      done += piece
    }
  }
}

/// The algorithm, looked up once.
private struct Cipher: @unchecked Sendable {
  let pointer: OpaquePointer? = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
}
private let cipher = Cipher()
