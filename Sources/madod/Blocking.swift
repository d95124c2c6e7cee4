import Glibc
import Synchronization

/// Runs asynchronous work and waits for it: for the program's start and end, on its first thread.
func blocking<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) throws -> R {
  let outcome = Outcome<R>()
  Task.detached {
    do { outcome.set(.success(try await work())) } catch { outcome.set(.failure(error)) }
  }
  return try outcome.wait().get()
}

/// A result that one thread waits for (sem_init(3)).
private final class Outcome<R: Sendable>: @unchecked Sendable {
  private let result = Mutex<Result<R, any Error>?>(nil)
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func set(_ new: Result<R, any Error>) {
    result.withLock { $0 = new }
    sem_post(semaphore)
  }

  func wait() -> Result<R, any Error> {
    while true {
      while sem_wait(semaphore) != 0 {}
      if let result = result.withLock({ $0 }) { return result }
    }
  }
}
