import Synchronization

/// How many connections each client has, on all loops together. Its lock is taken when a connection
/// comes and when it goes.
final class AddressCounts: Sendable {
  private let limit: Int
  private let counts = Mutex<[UInt64: Int]>([:])

  init(limit: Int) { self.limit = limit }

  /// Counts one connection more; false, and counts none, when there are as many as there may be.
  func enter(_ network: UInt64?) -> Bool {
    guard let network else { return true }
    return counts.withLock { counts in
      let count = counts[network, default: 0]
      guard count < limit else { return false }
      counts[network] = count + 1
      return true
    }
  }

  func leave(_ network: UInt64?) {
    guard let network else { return }
    counts.withLock { counts in
      guard let count = counts[network] else { return }
      counts[network] = count > 1 ? count - 1 : nil
    }
  }
}
