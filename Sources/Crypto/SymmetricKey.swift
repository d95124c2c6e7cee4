import Buffers
import COpenSSL

/// A secret of 32 bytes. Its memory is overwritten when the last reference goes.
public final class SymmetricKey: Sendable {
  /// Length in bytes.
  public static let count = 32

  nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

  /// A fresh random key.
  public init() {
    memory = .allocate(byteCount: Self.count, alignment: 16)
    SecureRandom.fill(memory)
  }

  /// The key of which `bytes` are the 32 bytes; nil for any other length.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    memory = .allocate(byteCount: Self.count, alignment: 16)
    memory.copyBytes(from: bytes)
  }

  /// The key whose bytes are those of a digest.
  public init(_ digest: SHA256.Digest) {
    memory = .allocate(byteCount: Self.count, alignment: 16)
    digest.withUnsafeBytes { memory.copyMemory(from: $0) }
  }

  deinit {
    OPENSSL_cleanse(memory.baseAddress, memory.count)
    memory.deallocate()
  }

  /// Calls `body` with the 32 bytes.
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    defer { withExtendedLifetime(self) {} }
    return body(UnsafeRawBufferPointer(memory))
  }

  /// This key under the protection of `wrapping`: nonce, ciphertext, tag; 60 bytes. Only whoever
  /// knows `wrapping` and the same `context` gets it back.
  public func wrapped(by wrapping: SymmetricKey, context: [UInt8]) -> [UInt8] {
    let nonce = SecureRandom.bytes(AES256GCM.nonceCount)
    var output = nonce + [UInt8](repeating: 0, count: Self.count + AES256GCM.tagCount)
    output.withUnsafeMutableBytes { output in
      let sealed = UnsafeMutableRawBufferPointer(rebasing: output[nonce.count...])
      withUnsafeBytes { key in
        nonce.withUnsafeBytes { nonce in
          context.withUnsafeBytes { context in
            CipherPool.shared.borrow {
              $0.seal(key, key: wrapping, nonce: nonce, authenticating: context, into: sealed)
            }
          }
        }
      }
    }
    return output
  }

  /// The key that was wrapped; nil when bytes, key and context do not belong together.
  public convenience init?(unwrapping bytes: Bytes, by wrapping: SymmetricKey, context: [UInt8]) {
    guard bytes.count == AES256GCM.nonceCount + Self.count + AES256GCM.tagCount else { return nil }
    var key = [UInt8](repeating: 0, count: Self.count)
    let valid = key.withUnsafeMutableBytes { key in
      bytes.withUnsafeBytes { bytes in
        context.withUnsafeBytes { context in
          CipherPool.shared.borrow {
            $0.open(
              UnsafeRawBufferPointer(rebasing: bytes[AES256GCM.nonceCount...]), key: wrapping,
              nonce: UnsafeRawBufferPointer(rebasing: bytes[..<AES256GCM.nonceCount]),
              authenticating: context, into: key)
          }
        }
      }
    }
    defer { key.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
    guard valid else { return nil }
    self.init(key)
  }
}
