extension AES256GCM {
  /// `plaintext` under a nonce of its own: nonce, ciphertext, tag.
  public static func seal(_ plaintext: [UInt8], key: SymmetricKey) -> [UInt8] {
    let nonce = SecureRandom.bytes(nonceCount)
    var output = nonce + [UInt8](repeating: 0, count: plaintext.count + tagCount)
    output.withUnsafeMutableBytes { output in
      let sealed = UnsafeMutableRawBufferPointer(rebasing: output[nonceCount...])
      plaintext.withUnsafeBytes { plaintext in
        nonce.withUnsafeBytes { nonce in
          AES256GCM().seal(
            plaintext, key: key, nonce: nonce,
            authenticating: UnsafeRawBufferPointer(start: nil, count: 0),
            into: sealed)
        }
      }
    }
    return output
  }

  /// What ``seal(_:key:)`` made, opened; nil when it was changed or the key is another.
  public static func open(_ sealed: [UInt8], key: SymmetricKey) -> [UInt8]? {
    guard sealed.count >= nonceCount + tagCount else { return nil }
    var output = [UInt8](repeating: 0, count: sealed.count - nonceCount - tagCount)
    let isRight = output.withUnsafeMutableBytes { output in
      sealed.withUnsafeBytes { sealed in
        AES256GCM().open(
          UnsafeRawBufferPointer(rebasing: sealed[nonceCount...]), key: key,
          nonce: UnsafeRawBufferPointer(rebasing: sealed[..<nonceCount]),
          authenticating: UnsafeRawBufferPointer(start: nil, count: 0), into: output)
      }
    }
    return isRight ? output : nil
  }
}
