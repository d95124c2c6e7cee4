import CLinux
import Glibc
import Synchronization

/// One thread that waits for sockets and timers and runs tasks: the place where a connection, its
/// HTTP/2 session and its calls live, so that none of them needs a lock.
///
/// The loop is a `TaskExecutor`: a task begun with `Task.immediate(executorPreference: loop)` runs
/// on the loop's thread and returns to it after every suspension. A turn of the loop is: wait;
/// handle the sockets that are ready; run due timers; take in what other threads posted; run tasks;
/// call those who asked for the turn's end.
///
/// Members marked *loop only* may be used on the loop's thread alone, or before ``run()`` begins.
public final class EventLoop: TaskExecutor, @unchecked Sendable {
  /// Shown as the thread's name and in logs.
  public let name: String

  let epoll: Int32
  let wakeup: Int32
  /// Goes off when timers are due. A descriptor, since a wait with a limit would have the kernel set
  /// its clock anew for each turn.
  let alarm: Int32
  private let inbox = Mutex(Inbox())
  /// The loop's thread, 0 before ``run()``.
  private let thread = Atomic<UInt>(0)

  // Loop only from here on.
  var timers = TimerHeap()
  var descriptors: [DescriptorSlot] = []
  private var ready: [Work] = []
  private var running: [Work] = []
  private var turnEnds: [any TurnEndWork] = []
  private var turnEnding: [any TurnEndWork] = []
  /// When ``alarm`` goes off, in nanoseconds of ``MonotonicClock``; `.max` while it is not set.
  var alarmDue: Int64 = .max
  /// What ``now`` has given in this turn; 0 while nobody has asked.
  private var turnTime: Int64 = 0
  private var events = [epoll_event](repeating: epoll_event(), count: eventsPerTurnMax)

  /// Sockets handled in one turn; the rest wait for the next, which does not sleep.
  private static let eventsPerTurnMax = 256
  /// Rounds of tasks in one turn: tasks that keep making tasks must not starve the sockets.
  private static let roundsPerTurnMax = 16

  /// One thing to run: a piece of a task, or a closure.
  enum Work: Sendable {
    case job(UnownedJob)
    case closure(@Sendable () -> Void)
  }

  /// What other threads have posted.
  private struct Inbox {
    var work: [Work] = []
    /// Whether the eventfd has been written since the loop last looked.
    var isAwakened = false
    var isStopped = false
  }

  /// Makes a loop that runs once ``run()`` is called.
  public init(name: String = "loop") throws(SystemError) {
    self.name = name
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard epoll >= 0 else { throw .last("epoll_create1") }
    wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard wakeup >= 0 else {
      let error = SystemError.last("eventfd")
      close(epoll)
      throw error
    }
    alarm = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
    guard alarm >= 0 else {
      let error = SystemError.last("timerfd_create")
      close(wakeup)
      close(epoll)
      throw error
    }
    try control(EPOLL_CTL_ADD, wakeup, .readable, generation: 0)
    try control(EPOLL_CTL_ADD, alarm, .becomesReadable, generation: 0)
  }

  deinit {
    close(alarm)
    close(wakeup)
    close(epoll)
  }

  // MARK: Running

  /// Runs the loop on the calling thread until ``stop()``.
  public func run() {
    thread.store(mado_current_thread(), ordering: .releasing)
    becomeCurrent()
    while turn() {}
    Self.resignCurrent()
    thread.store(0, ordering: .releasing)
  }

  /// Lets ``run()`` return after the turn it is in. From any thread.
  public func stop() {
    post(nil)
  }

  /// Whether the caller is on the loop's thread.
  public var inLoop: Bool { thread.load(ordering: .relaxed) == mado_current_thread() }

  /// The instant of this turn, in nanoseconds of ``MonotonicClock``: the clock is read when it is first
  /// asked for, so that a hundred calls of a turn pay for one reading. Loop only.
  public var now: Int64 {
    if turnTime == 0 { turnTime = MonotonicClock.nanoseconds }
    return turnTime
  }

  /// One turn; false once stopped.
  private func turn() -> Bool {
    let count = wait()
    turnTime = 0
    if count > 0 {
      for index in 0..<Int(count) { dispatch(events[index]) }
    }
    runDueTimers()
    let isStopped = takeInbox()
    var rounds = 0
    while !ready.isEmpty, rounds < Self.roundsPerTurnMax {
      runReady()
      rounds += 1
    }
    endTurn()
    return !isStopped
  }

  /// Waits for events, until a timer is due, or not at all when there is work. Returns how many came.
  private func wait() -> Int32 {
    let eventsMax = Int32(events.count)
    guard ready.isEmpty, turnEnds.isEmpty else { return epoll_wait(epoll, &events, eventsMax, 0) }
    if let due = timers.next, due < alarmDue { setAlarm(due) }
    return epoll_wait(epoll, &events, eventsMax, -1)
  }

  /// An alarm that goes off for a timer that was cancelled does no harm.
  private func setAlarm(_ due: Int64) {
    // Zero would switch it off.
    let instant = max(due, 1)
    var setting = itimerspec()
    setting.it_value.tv_sec = Int(instant / 1_000_000_000)
    setting.it_value.tv_nsec = Int(instant % 1_000_000_000)
    timerfd_settime(alarm, Int32(TFD_TIMER_ABSTIME), &setting, nil)
    alarmDue = due
  }

  private func runReady() {
    swap(&ready, &running)
    let executor = asUnownedTaskExecutor()
    for work in running {
      switch work {
      case .job(let job): job.runSynchronously(on: executor)
      case .closure(let closure): closure()
      }
    }
    running.removeAll(keepingCapacity: true)
  }

  // MARK: Tasks and closures

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if inLoop {
      ready.append(.job(job))
    } else {
      post(.job(job))
    }
  }

  /// Lets a task that prefers this loop go on at once, on the caller's stack, until it is suspended
  /// again. Loop only, and not within a task.
  public func resumeNow(_ continuation: UnsafeContinuation<Void, Never>) {
    let place = ready.count
    continuation.resume()
    guard ready.count == place + 1, case .job(let job) = ready[place] else { return }
    ready.removeLast()
    job.runSynchronously(on: asUnownedTaskExecutor())
  }

  /// Whether tasks or closures wait to be run in this turn. Loop only.
  public var hasWork: Bool { !ready.isEmpty }

  /// Runs `work` on the loop's thread, in a later step than the caller's. From any thread.
  public func execute(_ work: @escaping @Sendable () -> Void) {
    if inLoop {
      ready.append(.closure(work))
    } else {
      post(.closure(work))
    }
  }

  /// Runs `work` on the loop's thread: at once when the caller is there. From any thread.
  public func runOrExecute(_ work: @escaping @Sendable () -> Void) {
    if inLoop { work() } else { execute(work) }
  }

  /// Runs `body` on the loop's thread and returns its result: at once when the caller is there.
  public func run<R: Sendable>(_ body: @escaping @Sendable () -> R) async -> R {
    if inLoop { return body() }
    return await withUnsafeContinuation { continuation in
      execute { continuation.resume(returning: body()) }
    }
  }

  /// Hands work over from another thread, or with nil the order to stop: one write to the eventfd
  /// however much is posted before the loop looks.
  private func post(_ work: Work?) {
    let mustWake = inbox.withLock { inbox in
      if let work { inbox.work.append(work) } else { inbox.isStopped = true }
      defer { inbox.isAwakened = true }
      return !inbox.isAwakened
    }
    if mustWake { eventfd_write(wakeup, 1) }
  }

  private func takeInbox() -> Bool {
    inbox.withLock { inbox in
      inbox.isAwakened = false
      if !inbox.work.isEmpty {
        ready.append(contentsOf: inbox.work)
        inbox.work.removeAll(keepingCapacity: inbox.work.count <= 4096)
      }
      return inbox.isStopped
    }
  }

  // MARK: Timers and the turn's end

  /// Runs `action` once `delay` has passed. Loop only.
  public func schedule(after delay: Duration, _ action: @escaping () -> Void) -> Timer {
    let (due, overflow) = MonotonicClock.nanoseconds.addingReportingOverflow(
      delay.clampedNanoseconds)
    return schedule(at: overflow ? .max : due, action)
  }

  /// Runs `action` at the instant `due`, in nanoseconds of ``MonotonicClock``. Loop only.
  public func schedule(at due: Int64, _ action: @escaping () -> Void) -> Timer {
    let timer = Timer(due: due, on: self, action)
    timers.insert(timer)
    return timer
  }

  private func runDueTimers() {
    guard timers.next != nil else { return }
    let now = MonotonicClock.nanoseconds
    while let timer = timers.popDue(at: now) {
      let action = timer.action
      timer.action = nil
      action?()
    }
  }

  /// Has `work` called once, when the tasks of this turn have run. Who asks twice is called twice:
  /// keep a flag. Loop only.
  public func atTurnEnd(_ work: any TurnEndWork) {
    turnEnds.append(work)
  }

  private func endTurn() {
    guard !turnEnds.isEmpty else { return }
    swap(&turnEnds, &turnEnding)
    for work in turnEnding { work.turnEnded() }
    turnEnding.removeAll(keepingCapacity: true)
  }
}

/// Something to be done once per turn of the loop, after its tasks: flushing a connection.
public protocol TurnEndWork: AnyObject {
  func turnEnded()
}
