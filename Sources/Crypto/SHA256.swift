import Buffers
import COpenSSL
import Synchronization

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
///
///     var hash = SHA256()
///     hash.update(header)
///     hash.update(body)
///     let digest = hash.finish()
public struct SHA256: ~Copyable {
  private let context: OpaquePointer
  private var hasBegun = false

  public init() {
    context = idleContexts.withLock { $0.popLast() }?.pointer ?? Self.newContext()
  }

  deinit { idleContexts.withLock { $0.append(Context(pointer: context)) } }

  private static func newContext() -> OpaquePointer {
    guard let context = EVP_MD_CTX_new(),
      EVP_DigestInit_ex2(context, algorithm.pointer, nil) == 1
    else { preconditionFailure("OpenSSL offers no SHA-256") }
    return context
  }

  /// Takes in `bytes`.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // Without an algorithm: told it, even the same, OpenSSL makes its own part of the context anew.
    if !hasBegun { EVP_DigestInit_ex2(context, nil, nil) }
    hasBegun = true
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Takes in `bytes`.
  public mutating func update(_ bytes: Bytes) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Takes in the elements of `bytes`.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of all that was taken in. The hash begins anew afterwards.
  public mutating func finish() -> Digest {
    update(UnsafeRawBufferPointer(start: nil, count: 0))
    hasBegun = false
    return Digest { output in
      var size: UInt32 = 0
      EVP_DigestFinal_ex(context, output.assumingMemoryBound(to: UInt8.self).baseAddress, &size)
    }
  }

  /// The digest of `bytes`.
  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
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
  ///
  /// By its definition: what OpenSSL has for it looks for the algorithm by name at each call, which takes longer
  /// than the hashing.
  public static func authentication(of message: [UInt8], key: [UInt8]) -> Digest {
    withUnsafeTemporaryAllocation(byteCount: blockCount, alignment: 8) { block in
      defer { OPENSSL_cleanse(block.baseAddress, block.count) }
      block.initializeMemory(as: UInt8.self, repeating: 0)
      key.withUnsafeBytes { key in
        if key.count <= blockCount {
          block.copyMemory(from: key)
        } else {
          Self.hash(key).withUnsafeBytes { block.copyMemory(from: $0) }
        }
      }
      var pass = SHA256()
      for index in block.indices { block[index] ^= 0x36 }
      pass.update(UnsafeRawBufferPointer(block))
      pass.update(message)
      let inner = pass.finish()
      for index in block.indices { block[index] ^= 0x36 ^ 0x5c }
      pass.update(UnsafeRawBufferPointer(block))
      inner.withUnsafeBytes { pass.update($0) }
      return pass.finish()
    }
  }

  /// What SHA-256 takes at a time, in bytes.
  private static let blockCount = 64

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

/// Contexts that nobody uses: to make one takes as long as to hash a short message.
private struct Context: @unchecked Sendable {
  let pointer: OpaquePointer
}
private let idleContexts = Mutex<[Context]>([])

/// The algorithm, looked up once.
private struct Algorithm: @unchecked Sendable {
  let pointer: OpaquePointer? = EVP_MD_fetch(nil, "SHA256", nil)
}
private let algorithm = Algorithm()
