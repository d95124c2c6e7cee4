import Glibc

/// A bounded queue from many tasks to the threads that block.
final class WorkQueue<Context>: @unchecked Sendable {
  /// How much may wait: a caller beyond it is suspended, and refused beyond the last bound.
  struct Bounds: Sendable {
    var requestsMax: Int
    var bytesMax: Int
    /// Callers suspended until there is room.
    var suspendedMax: Int
  }

  private let name: String
  private let bounds: Bounds
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  // Under the mutex from here on.
  private var waiting: [PendingWork<Context>] = []
  private var waitingBytes = 0
  private var suspended: [UnsafeContinuation<Void, Never>] = []
  private var isClosed = false

  init(name: String, bounds: Bounds) {
    self.name = name
    self.bounds = bounds
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  private func locked<R>(_ body: () -> R) -> R {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  // MARK: Callers

  private enum Admission {
    case admitted, full, closed
  }

  /// Puts work at the end; suspends the caller while the queue is full.
  func add(_ work: PendingWork<Context>) async throws(StorageError) {
    while true {
      if work.isLate { throw .deadlinePassed }
      switch locked({ admit(work) }) {
      case .admitted: return
      case .closed: throw .closed
      case .full:
        let refused = await room()
        if refused { throw .queueFull(queue: name, limit: bounds.suspendedMax) }
      }
    }
  }

  private func admit(_ work: PendingWork<Context>) -> Admission {
    if isClosed { return .closed }
    // One request is always taken, whatever its weight.
    let fits =
      waiting.count < bounds.requestsMax
      && (waiting.isEmpty || waitingBytes + work.weight <= bounds.bytesMax)
    guard fits else { return .full }
    waiting.append(work)
    waitingBytes += work.weight
    pthread_cond_signal(condition)
    return .admitted
  }

  /// Waits until the queue has been emptied; true when too many do so already.
  private func room() async -> Bool {
    var refused = false
    await withUnsafeContinuation { continuation in
      let goOn = locked {
        if suspended.count >= bounds.suspendedMax { refused = true }
        let mustWait = !refused && !isClosed && !waiting.isEmpty
        if mustWait { suspended.append(continuation) }
        return !mustWait
      }
      if goOn { continuation.resume() }
    }
    return refused
  }

  /// No more work is taken; what waits is still done.
  func close() {
    wakeSuspended {
      isClosed = true
      pthread_cond_broadcast(condition)
    }
  }

  private func wakeSuspended(_ change: () -> Void) {
    let woken = locked {
      change()
      defer { suspended = [] }
      return suspended
    }
    for continuation in woken { continuation.resume() }
  }

  // MARK: Threads

  /// All that waits, in order; blocks while nothing does. Empty once closed and done.
  func takeAll() -> [PendingWork<Context>] {
    take { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  /// The first that waits, as ``takeAll()``.
  func takeFirst() -> PendingWork<Context>? {
    take { [$0.removeFirst()] }.first
  }

  private func take(
    _ some: (inout [PendingWork<Context>]) -> [PendingWork<Context>]
  ) -> [PendingWork<Context>] {
    var taken: [PendingWork<Context>] = []
    wakeSuspended {
      while waiting.isEmpty && !isClosed { pthread_cond_wait(condition, mutex) }
      if !waiting.isEmpty { taken = some(&waiting) }
      for work in taken { waitingBytes -= work.weight }
    }
    return taken
  }
}
