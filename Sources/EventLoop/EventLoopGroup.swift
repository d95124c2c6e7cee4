import CLinux
import Glibc
import Synchronization

/// The loops of a process, one thread each.
///
/// What several connections share (a room, a topic, a rate counter) lives on one of them, its *home*,
/// found by its key.
public final class EventLoopGroup: Sendable {
  public let loops: [EventLoop]
  private let threads: Mutex<[pthread_t]>
  private let turn = Atomic<Int>(0)

  /// Makes and starts `count` loops: as a rule one per core the process may use.
  public init(count: Int = EventLoopGroup.coreCount, name: String = "loop") throws(SystemError) {
    var loops: [EventLoop] = []
    var threads: [pthread_t] = []
    for index in 0..<max(count, 1) {
      let loop = try EventLoop(name: "\(name)-\(index)")
      threads.append(try startThread(named: loop.name) { loop.run() })
      loops.append(loop)
    }
    self.loops = loops
    self.threads = Mutex(threads)
  }

  /// The cores this process may run on, up to 256 (`sched_getaffinity`).
  public static var coreCount: Int {
    var set: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    guard mado_get_affinity(0, MemoryLayout.size(ofValue: set), &set) == 0 else {
      return max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
    }
    let bits = withUnsafeBytes(of: &set) { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    return max(bits, 1)
  }

  /// A loop for something new, in turn.
  public func next() -> EventLoop {
    let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue
    return loops[Int(UInt(bitPattern: index) % UInt(loops.count))]
  }

  /// The home of what `key` names: the same loop each time within one process.
  public func home(of key: some Hashable) -> EventLoop {
    loops[Int(UInt(bitPattern: key.hashValue) % UInt(loops.count))]
  }

  /// Stops the loops and waits for their threads to end. Not from one of the loops.
  public func shutdown() {
    for loop in loops { loop.stop() }
    let threads = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in threads { pthread_join(thread, nil) }
  }
}

/// When a thread that is woken gets its core.
public enum ThreadScheduling: Sendable {
  /// At once, as the kernel sees fit (`SCHED_OTHER`).
  case prompt
  /// When whoever runs there has had his turn, or sleeps (`SCHED_BATCH`): for a thread that does more
  /// at a time the later it comes.
  case batch
}

/// Starts a thread that runs `body` and ends.
public func startThread(
  named name: String, scheduling: ThreadScheduling = .prompt,
  _ body: @escaping @Sendable () -> Void
) throws(SystemError) -> pthread_t {
  final class Start {
    let name: String
    let scheduling: ThreadScheduling
    let body: @Sendable () -> Void
    init(_ name: String, _ scheduling: ThreadScheduling, _ body: @escaping @Sendable () -> Void) {
      self.name = name
      self.scheduling = scheduling
      self.body = body
    }
  }
  let start = Unmanaged.passRetained(Start(name, scheduling, body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
      // Linux keeps 15 bytes of a thread's name.
      mado_set_thread_name(
        pthread_self(), String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
      if start.scheduling == .batch {
        // A wish: where it is refused, the thread works as any other.
        var priority = sched_param()
        pthread_setschedparam(pthread_self(), Int32(MADO_SCHED_BATCH), &priority)
      }
      start.body()
      return nil
    }, start.toOpaque())
  guard code == 0 else {
    start.release()
    throw SystemError("pthread_create \(name)", code: code)
  }
  return thread
}
