import RPC
import Synchronization

extension CallContext {
  /// Does `work`, which waits for the storage, and counts the wait: a slow call's line names it.
  func awaitingStorage<R>(_ work: () async throws -> R) async throws -> R {
    let wait = StorageWait()
    defer { statistics.storageTime += wait.total }
    return try await wait.during(work)
  }
}

/// How long the tasks of one call have waited for the storage, summed over them: they need not be on the
/// call's thread.
final class StorageWait: Sendable {
  private let sum = Mutex(Duration.zero)

  var total: Duration { sum.withLock { $0 } }

  /// Does `work`, which waits for the storage, and counts the wait.
  func during<R>(_ work: () async throws -> R) async throws -> R {
    let start = Deadline.now
    defer { sum.withLock { $0 -= start.remaining() } }
    return try await work()
  }
}
