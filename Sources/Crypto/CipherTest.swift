/// Tries what everything rests on with values that are known.
public enum CipherTest {
  /// What does not come out as it should; nil when all does.
  public static func flaw() -> String? {
    // FIPS 180-4, the digest of "abc".
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    guard SHA256.hash(Array("abc".utf8)).description == digest else { return "SHA-256 is wrong" }
    // The GCM specification's test case 14: key, nonce and content of zeros.
    guard let key = SymmetricKey([UInt8](repeating: 0, count: 32)) else { return "no key" }
    let nonce = [UInt8](repeating: 0, count: AES256GCM.nonceCount)
    let content = [UInt8](repeating: 0, count: 16)
    var sealed = [UInt8](repeating: 0, count: content.count + AES256GCM.tagCount)
    sealed.withUnsafeMutableBytes { output in
      content.withUnsafeBytes { content in
        nonce.withUnsafeBytes { nonce in
          AES256GCM().seal(
            content, key: key, nonce: nonce,
            authenticating: UnsafeRawBufferPointer(start: nil, count: 0), into: output)
        }
      }
    }
    guard Hex.encode(sealed) == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    else { return "AES-256-GCM is wrong" }
    return nil
  }
}
