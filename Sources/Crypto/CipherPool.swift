import Synchronization

/// Cipher contexts to borrow, so that sealing a message allocates none.
public final class CipherPool: Sendable {
  public static let shared = CipherPool()

  /// A context, used by whoever has taken it out of the pool and by nobody else.
  private struct Idle: @unchecked Sendable {
    let cipher: AES256GCM
  }

  private let idle = Mutex<[Idle]>([])

  /// Calls `body` with a context that nobody else has.
  public func borrow<R>(_ body: (AES256GCM) -> R) -> R {
    let taken = idle.withLock { $0.popLast() } ?? Idle(cipher: AES256GCM())
    defer { idle.withLock { $0.append(taken) } }
    return body(taken.cipher)
  }
}
