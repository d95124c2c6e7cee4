import Buffers
import COpenSSL

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
///
///     var hash = SHA256()
///     hash.update(header)
///     hash.update(body)
///     let digest = hash.finish()
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  public init() {
    context = EVP_MD_CTX_new()
    restart()
  }

  deinit { EVP_MD_CTX_free(context) }

  private func restart() {
    let begun = EVP_DigestInit_ex2(context, algorithm.pointer, nil)
    precondition(begun == 1, "OpenSSL offers no SHA-256")
  }

  /// Takes in `bytes`.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Takes in `bytes`.
  public mutating func update(_ bytes: Bytes) {
    bytes.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  /// Takes in the elements of `bytes`.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  /// The digest of all that was taken in. The hash begins anew afterwards.
  public mutating func finish() -> Digest {
    let digest = Digest { output in
      var size: UInt32 = 0
      EVP_DigestFinal_ex(context, output.assumingMemoryBound(to: UInt8.self).baseAddress, &size)
    }
    restart()
    return digest
  }

  /// The digest of `bytes`.
  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    Digest { output in
      let begin = output.assumingMemoryBound(to: UInt8.self).baseAddress
      let done = EVP_Digest(bytes.baseAddress, bytes.count, begin, nil, algorithm.pointer, nil)
      precondition(done == 1, "OpenSSL offers no SHA-256")
    }
  }

  /// The digest of `bytes`.
  public static func hash(_ bytes: Bytes) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// The digest of the elements of `bytes`.
  public static func hash(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// HMAC-SHA-256 (RFC 2104) of `message` under `key`.
  public static func authentication(of message: [UInt8], key: [UInt8]) -> Digest {
    Digest { output in
      let begin = output.assumingMemoryBound(to: UInt8.self).baseAddress
      let code = HMAC(
        algorithm.pointer, key, Int32(key.count), message, message.count, begin, nil)
      precondition(code != nil, "OpenSSL offers no HMAC")
    }
  }

  /// 32 bytes: the outcome of SHA-256 or of HMAC over it.
  @frozen
  public struct Digest: Sendable, Hashable {
    /// Length in bytes.
    public static let count = 32

    // The bytes as they lie in memory.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init(filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
      withUnsafeMutableBytes(of: &words, fill)
    }

    /// The digest of which `bytes` are the 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
      guard bytes.count == Self.count else { return nil }
      withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// Calls `body` with the 32 bytes.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
      Swift.withUnsafeBytes(of: words, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    public static func == (a: Digest, b: Digest) -> Bool {
      // No early exit, so that comparing with a secret tells nothing about it.
      (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1) | (a.words.2 ^ b.words.2)
        | (a.words.3 ^ b.words.3) == 0
    }

    public func hash(into hasher: inout Hasher) {
      withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }
}

extension SHA256.Digest: CustomStringConvertible {
  /// 64 hexadecimal digits.
  public var description: String { withUnsafeBytes { Hex.encode($0) } }
}

/// The algorithm, looked up once: a look-up costs more than hashing a short message.
private struct Algorithm: @unchecked Sendable {
  let pointer: OpaquePointer? = EVP_MD_fetch(nil, "SHA256", nil)
}
private let algorithm = Algorithm()
