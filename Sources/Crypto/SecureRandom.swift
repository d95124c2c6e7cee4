import COpenSSL
import Synchronization

/// Bytes nobody can foretell, from OpenSSL's generator, which the kernel seeds.
public enum SecureRandom {
  /// `count` random bytes.
  public static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      fill(UnsafeMutableRawBufferPointer(buffer))
      filled = count
    }
  }

  /// Fills `buffer` with random bytes.
  public static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    guard buffer.count <= Store.shareMax else { return generate(buffer) }
    store.withLock { $0.take(buffer) }
  }

  /// Bytes that were made together, since OpenSSL makes a thousand in little more time than eight. Each is
  /// given once, and nothing of it stays.
  private struct Store {
    static let shareMax = 64
    private var bytes = [UInt8](repeating: 0, count: 1_024)
    private var used = 1_024

    mutating func take(_ buffer: UnsafeMutableRawBufferPointer) {
      bytes.withUnsafeMutableBytes { bytes in
        if used + buffer.count > bytes.count {
          generate(bytes)
          used = 0
        }
        let share = UnsafeMutableRawBufferPointer(rebasing: bytes[used..<used + buffer.count])
        buffer.copyMemory(from: UnsafeRawBufferPointer(share))
        for index in share.indices { share[index] = 0 }
        used += buffer.count
      }
    }
  }
  private static let store = Mutex(Store())

  private static func generate(_ buffer: UnsafeMutableRawBufferPointer) {
    let begin = buffer.assumingMemoryBound(to: UInt8.self).baseAddress
    // Going on without randomness would give secrets away in silence.
    precondition(RAND_bytes(begin, Int32(buffer.count)) == 1, "the system gives no random bytes")
  }

  /// A random number, any of them equally likely.
  public static func integer() -> UInt64 {
    var number: UInt64 = 0
    withUnsafeMutableBytes(of: &number) { fill($0) }
    return number
  }
}

/// Whether two byte strings are equal, in a time that depends on their lengths only (of secrets).
public func equalInConstantTime(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}
