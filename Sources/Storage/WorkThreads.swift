import EventLoop
import Glibc

/// Threads for work that takes long and waits for nobody, so that it holds up neither a loop nor the
/// storage: the hashing of a password.
public final class WorkThreads: Sendable {
  private let queue: WorkQueue<Void>
  private let threads: [pthread_t]
  private let waitingMax: Int

  /// - Parameters:
  ///   - name: of the threads, and of the queue in errors; at most 15 bytes.
  ///   - waitingMax: pieces of work that wait; beyond, ``StorageError/queueFull(queue:limit:)``.
  public init(name: String, count: Int = 1, waitingMax: Int) throws(StorageError) {
    let queue = WorkQueue<Void>(
      name: name, bounds: .init(requestsMax: waitingMax, bytesMax: .max, suspendedMax: 0))
    self.queue = queue
    self.waitingMax = waitingMax
    threads = try storing {
      try (0..<max(1, count)).map { _ in
        try startThread(named: name, scheduling: .batch) {
          while let work = queue.takeFirst() {
            do {
              guard !work.isLate else { throw StorageError.deadlinePassed }
              try work.perform(())
            } catch {
              work.fail(error)
            }
            deliver([work])
          }
        }
      }
    }
  }

  deinit {
    queue.close()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Does `body` on one of the threads.
  public func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try Task.checkCancellation()
    let pending = Pending<Void, R> { _ in try body() }
    do throws(StorageError) {
      try await queue.add(pending.work)
    } catch .queueFull(let queue, _) {
      throw StorageError.queueFull(queue: queue, limit: waitingMax)
    }
    return try await pending.value
  }
}
