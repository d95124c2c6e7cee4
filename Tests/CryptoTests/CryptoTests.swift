import Buffers
import Testing

@testable import Crypto

/// FIPS 180-4's examples and the empty message.
@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
])
func sha256(message: String, digest: String) {
  #expect(SHA256.hash(Bytes(utf8: message)).description == digest)
  #expect(SHA256.hash(Array(message.utf8)).description == digest)
  var hash = SHA256()
  for byte in message.utf8 { hash.update([byte]) }
  #expect(hash.finish().description == digest)
  hash.update(Bytes(utf8: message))
  #expect(hash.finish().description == digest, "it begins anew")
}

@Test func aDigestIsMadeOf32BytesOnly() {
  let digest = SHA256.hash([1])
  #expect(SHA256.Digest(digest.bytes) == digest)
  #expect(SHA256.Digest(digest.bytes.dropLast()) == nil)
  #expect(SHA256.hash([1]) != SHA256.hash([2]))
  #expect(Set([digest, SHA256.hash([1]), SHA256.hash([2])]).count == 2)
}

/// RFC 4231, test cases 1 to 3 and 6.
@Test(arguments: [
  (
    [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
  ),
  (
    Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  ),
  (
    [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
  ),
  (
    [UInt8](repeating: 0xaa, count: 131),
    Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
  ),
])
func hmac(key: [UInt8], message: [UInt8], code: String) {
  #expect(SHA256.authentication(of: message, key: key).description == code)
}

private func seal(
  _ plaintext: [UInt8], _ key: SymmetricKey, nonce: [UInt8], data: [UInt8] = [],
  by cipher: AES256GCM = AES256GCM()
) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: plaintext.count + AES256GCM.tagCount)
  output.withUnsafeMutableBytes { output in
    plaintext.withUnsafeBytes { plaintext in
      nonce.withUnsafeBytes { nonce in
        data.withUnsafeBytes {
          cipher.seal(plaintext, key: key, nonce: nonce, authenticating: $0, into: output)
        }
      }
    }
  }
  return output
}

private func open(
  _ sealed: [UInt8], _ key: SymmetricKey, nonce: [UInt8], data: [UInt8] = [],
  by cipher: AES256GCM = AES256GCM()
) -> [UInt8]? {
  var output = [UInt8](repeating: 0, count: max(0, sealed.count - AES256GCM.tagCount))
  let valid = output.withUnsafeMutableBytes { output in
    sealed.withUnsafeBytes { sealed in
      nonce.withUnsafeBytes { nonce in
        data.withUnsafeBytes {
          cipher.open(sealed, key: key, nonce: nonce, authenticating: $0, into: output)
        }
      }
    }
  }
  return valid ? output : nil
}

/// Test cases 13, 14 and 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega).
@Test(arguments: [
  (
    String(repeating: "00", count: 32), "000000000000000000000000", "", "",
    "530f8afbc74536b9a963b4f1c4cb738b"
  ),
  (
    String(repeating: "00", count: 32), "000000000000000000000000",
    "00000000000000000000000000000000", "",
    "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
  ),
  (
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    "cafebabefacedbaddecaf888",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
      + "49a6b525b16aedf5aa0de657ba637b39",
    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10"
      + "56828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
  ),
])
func aes256gcm(key: String, nonce: String, plaintext: String, data: String, sealed: String) throws {
  let keyBytes = try #require(Hex.decode(key))
  let key = try #require(SymmetricKey(keyBytes))
  let nonce = try #require(Hex.decode(nonce))
  let plaintext = try #require(Hex.decode(plaintext))
  let data = try #require(Hex.decode(data))
  #expect(Hex.encode(seal(plaintext, key, nonce: nonce, data: data)) == sealed)
  let message = try #require(Hex.decode(sealed))
  #expect(open(message, key, nonce: nonce, data: data) == plaintext)
}

@Test func oneContextServesManyKeysAndBothDirections() throws {
  let cipher = AES256GCM()
  for count in [0, 1, 15, 16, 17, 1000, 130_000] {
    let key = SymmetricKey()
    let nonce = SecureRandom.bytes(12)
    let plaintext = SecureRandom.bytes(count)
    let sealed = seal(plaintext, key, nonce: nonce, data: [7], by: cipher)
    #expect(open(sealed, key, nonce: nonce, data: [7], by: cipher) == plaintext)
    #expect(open(sealed, key, nonce: nonce, data: [8], by: cipher) == nil)
    #expect(open(sealed, SymmetricKey(), nonce: nonce, data: [7], by: cipher) == nil)
    #expect(open(sealed, key, nonce: SecureRandom.bytes(12), data: [7], by: cipher) == nil)
    #expect(open(sealed, key, nonce: nonce, data: [7], by: cipher) == plaintext)
  }
}

@Test func everyFlippedBitIsNoticed() {
  let key = SymmetricKey()
  let nonce = SecureRandom.bytes(12)
  let sealed = seal(Array("evidence".utf8), key, nonce: nonce)
  for bit in 0..<sealed.count * 8 {
    var changed = sealed
    changed[bit / 8] ^= 1 << UInt8(bit % 8)
    #expect(open(changed, key, nonce: nonce) == nil)
  }
  #expect(open(Array(sealed.dropLast()), key, nonce: nonce) == nil)
  #expect(open([1, 2, 3], key, nonce: nonce) == nil)
}

@Test func aWrappedKeyComesBackUnderTheSameKeyAndContextOnly() throws {
  let master = SymmetricKey()
  let key = SymmetricKey()
  let bytes = key.withUnsafeBytes { Array($0) }
  let wrapped = Bytes(key.wrapped(by: master, context: [1]))
  #expect(wrapped != Bytes(key.wrapped(by: master, context: [1])), "the nonce is fresh")
  let back = try #require(SymmetricKey(unwrapping: wrapped, by: master, context: [1]))
  #expect(back.withUnsafeBytes { Array($0) } == bytes)
  #expect(SymmetricKey(unwrapping: wrapped, by: master, context: [2]) == nil)
  #expect(SymmetricKey(unwrapping: wrapped, by: SymmetricKey(), context: [1]) == nil)
  #expect(SymmetricKey(unwrapping: wrapped.slice(0..<59), by: master, context: [1]) == nil)
}

@Test func randomBytesDiffer() {
  #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
  #expect(SecureRandom.bytes(5).count == 5)
  #expect(SecureRandom.integer() != SecureRandom.integer())
}

@Test func equalityInConstantTime() {
  #expect(equalInConstantTime([1, 2], [1, 2]))
  #expect(!equalInConstantTime([1, 2], [1, 3]))
  #expect(!equalInConstantTime([1, 2], [1]))
  #expect(equalInConstantTime([], []))
}

@Test func hexadecimalText() {
  #expect(Hex.encode([0x00, 0x9f, 0xa0, 0xff]) == "009fa0ff")
  #expect(Hex.decode("009FA0ff") == [0x00, 0x9f, 0xa0, 0xff])
  #expect(Hex.decode("0") == nil)
  #expect(Hex.decode("0g") == nil)
}

@Suite struct SigningKeyTests {
  /// RFC 8032, 7.1: secret key, public key, message, signature.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
  ])
  func ofTheStandard(secret: String, publicKey: String, message: String, signature: String) throws {
    let seed = try #require(Hex.decode(secret))
    let key = SigningKey(seed: try #require(SymmetricKey(seed)))
    let message = try #require(Hex.decode(message))
    #expect(Hex.encode(key.publicKey) == publicKey)
    #expect(Hex.encode(key.signature(of: message)) == signature)
  }

  @Test func anotherMessageKeyOrSignatureIsNotRight() {
    let key = SigningKey(seed: SymmetricKey())
    let signature = key.signature(of: [1, 2, 3])
    #expect(SigningKey.verify(signature, of: [1, 2, 3], publicKey: key.publicKey))
    #expect(!SigningKey.verify(signature, of: [1, 2], publicKey: key.publicKey))
    let other = SigningKey(seed: SymmetricKey()).publicKey
    #expect(!SigningKey.verify(signature, of: [1, 2, 3], publicKey: other))
    for place in [0, 63] {
      var changed = signature
      changed[place] ^= 1
      #expect(!SigningKey.verify(changed, of: [1, 2, 3], publicKey: key.publicKey))
    }
    #expect(!SigningKey.verify([], of: [1, 2, 3], publicKey: key.publicKey))
    #expect(!SigningKey.verify(signature, of: [1, 2, 3], publicKey: [1]))
  }
}
