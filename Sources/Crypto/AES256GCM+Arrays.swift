extension AES256GCM {
  /// `plaintext` under a nonce of its own: nonce, ciphertext, tag.
  ///
  /// - Parameter data: What the tag vouches for besides; it is needed to open what was sealed.
  public static func seal(
    _ plaintext: [UInt8], key: SymmetricKey, authenticating data: [UInt8] = []
  ) -> [UInt8] {
    let nonce = SecureRandom.bytes(nonceCount)
    var output = nonce + [UInt8](repeating: 0, count: plaintext.count + tagCount)
    output.withUnsafeMutableBytes { output in
      let sealed = UnsafeMutableRawBufferPointer(rebasing: output[nonceCount...])
      plaintext.withUnsafeBytes { plaintext in
        nonce.withUnsafeBytes { nonce in
          data.withUnsafeBytes { data in
            CipherPool.shared.borrow {
              $0.seal(plaintext, key: key, nonce: nonce, authenticating: data, into: sealed)
            }
          }
        }
      }
    }
    return output
  }

  /// What ``seal(_:key:authenticating:)`` made, opened; nil when it was changed, or key or data are others.
  public static func open(
    _ sealed: [UInt8], key: SymmetricKey, authenticating data: [UInt8] = []
  ) -> [UInt8]? {
    guard sealed.count >= nonceCount + tagCount else { return nil }
    var output = [UInt8](repeating: 0, count: sealed.count - nonceCount - tagCount)
    let isRight = output.withUnsafeMutableBytes { output in
      sealed.withUnsafeBytes { sealed in
        data.withUnsafeBytes { data in
          CipherPool.shared.borrow {
            $0.open(
              UnsafeRawBufferPointer(rebasing: sealed[nonceCount...]), key: key,
              nonce: UnsafeRawBufferPointer(rebasing: sealed[..<nonceCount]), authenticating: data,
              into: output)
          }
        }
      }
    }
    return isRight ? output : nil
  }
}
