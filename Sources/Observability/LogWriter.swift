import EventLoop
import Glibc
import Synchronization

/// Takes lines from any thread and has one of its own write them: who logs never waits for a disk, a
/// terminal or a pipe that nobody reads.
///
/// Lines are gathered in lanes, one for each of the server's loops and one for all other threads, so
/// that a loop shares its lane with the writer only, for as long as that takes a lane's lines away. A
/// lane is bounded: what does not fit is dropped, counted and, once there is room, told.
public final class LogWriter: Sendable {
  /// Bytes that a lane may hold.
  public static let laneBytesMax = 1 << 20

  private let lanes: [Lane]
  private let sink: @Sendable ([UInt8]) -> Void
  private let dropNotice: @Sendable (Int) -> [UInt8]
  private let wakeup = Semaphore()
  /// Whether the writer has been woken since it last looked.
  private let isAwake = Atomic(false)
  private let state = Mutex(State())

  private struct State {
    var isStopped = false
    var flushers: [Semaphore] = []
    var thread: pthread_t?
  }

  /// Lines that wait, in the order in which they came.
  private final class Lane: Sendable {
    let pending = Mutex<[UInt8]>([])
    let dropped = Atomic(0)
  }

  /// - Parameters:
  ///   - shards: the server's loops.
  ///   - sink: writes whole lines; called on the writer's thread.
  ///   - dropNotice: the line that tells of so many dropped ones.
  public init(
    shards: Int, sink: @escaping @Sendable ([UInt8]) -> Void,
    dropNotice: @escaping @Sendable (Int) -> [UInt8]
  ) throws(SystemError) {
    lanes = (0...max(shards, 0)).map { _ in Lane() }
    self.sink = sink
    self.dropNotice = dropNotice
    let thread = try startThread(named: "log") { [self] in run() }
    state.withLock { $0.thread = thread }
  }

  /// Queues a line, with its line feed. From any thread.
  ///
  /// - Parameter shard: the loop that the caller is on; nil elsewhere.
  public func append(_ line: [UInt8], shard: Int? = nil) {
    let lane = lanes[shard.map { $0 + 1 < lanes.count ? $0 + 1 : 0 } ?? 0]
    let isTaken = lane.pending.withLock { pending in
      guard pending.count + line.count <= LogWriter.laneBytesMax else { return false }
      pending += line
      return true
    }
    if !isTaken { lane.dropped.wrappingAdd(1, ordering: .relaxed) }
    wake()
  }

  /// Lines that did not fit, since the start.
  public var droppedLines: Int {
    lanes.reduce(0) { $0 + $1.dropped.load(ordering: .relaxed) }
  }

  /// Returns once all that was appended before has been written, or `limit` has passed: a stream that
  /// nobody reads must not hold up the program's end. Blocks: not for a loop's thread.
  public func flush(within limit: Duration = .seconds(2)) {
    let flushed = Semaphore()
    let isRunning = state.withLock { state in
      if !state.isStopped { state.flushers.append(flushed) }
      return !state.isStopped
    }
    guard isRunning else { return }
    wake()
    flushed.wait(within: limit)
  }

  /// Writes what there is and ends the thread, if that takes no longer than ``flush(within:)`` allows.
  public func stop() {
    flush()
    let thread = state.withLock { state in
      defer { state.thread = nil }
      state.isStopped = true
      return state.thread
    }
    wake()
    // A thread that is stuck in its sink ends with the process.
    if let thread { pthread_detach(thread) }
  }

  private func wake() {
    if !isAwake.exchange(true, ordering: .acquiringAndReleasing) { wakeup.signal() }
  }

  // MARK: The writer's thread

  private func run() {
    var told = 0
    var spare: [UInt8] = []
    while true {
      wakeup.wait()
      isAwake.store(false, ordering: .sequentiallyConsistent)
      let (flushers, isStopped) = state.withLock { state in
        defer { state.flushers = [] }
        return (state.flushers, state.isStopped)
      }
      for lane in lanes {
        // The lane is given memory that has grown already.
        lane.pending.withLock { swap(&$0, &spare) }
        if !spare.isEmpty { sink(spare) }
        spare.removeAll(keepingCapacity: true)
      }
      let dropped = droppedLines
      if dropped > told {
        sink(dropNotice(dropped - told))
        told = dropped
      }
      for flusher in flushers { flusher.signal() }
      if isStopped { return }
    }
  }
}

/// A counting semaphore (sem_init(3)).
private final class Semaphore: @unchecked Sendable {
  private let pointer = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(pointer, 0, 0) }

  deinit {
    sem_destroy(pointer)
    pointer.deallocate()
  }

  func signal() { sem_post(pointer) }

  func wait() {
    while sem_wait(pointer) != 0 {}
  }

  func wait(within limit: Duration) {
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    end.tv_sec += Int(limit.components.seconds)
    while sem_timedwait(pointer, &end) != 0, errno == EINTR {}
  }
}
