import RPC

extension CallContext {
  /// Does `work`, which waits for the storage, and counts the wait: a slow call's line names it.
  func awaitingStorage<R>(_ work: () async throws -> R) async throws -> R {
    let start = Deadline.now
    defer { statistics.storageTime -= start.remaining() }
    return try await work()
  }
}
