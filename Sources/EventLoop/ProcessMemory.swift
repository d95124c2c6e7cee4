import CLinux
import Glibc
import Synchronization

/// How the process keeps the memory that it has freed.
public enum ProcessMemory {
  /// Has the allocator keep freed memory for what comes next, up to 16 MiB at the end of each heap,
  /// instead of giving each large block back to the kernel, from which it would come again page by
  /// page (mallopt(3)). For a program whose payloads come and go by the thousand; once, before its
  /// threads start.
  public static func keepFreedBlocks() {
    mallopt(M_MMAP_THRESHOLD, 4 << 20)
    mallopt(M_TRIM_THRESHOLD, 16 << 20)
  }

  private static let tide = Mutex(MemoryTide())

  /// Gives what a burst of work has left free back to the kernel once the process has little to do: the
  /// allocator would keep it for good (malloc_trim(3), some 0.4 ms for each MiB). To be called now and then,
  /// from any thread.
  ///
  /// - Parameter hasFreed: whether the caller has freed much since its last call.
  /// - Returns: whether there may be something to give back later.
  public static func giveBackWhenQuiet(hasFreed: Bool) -> Bool {
    tide.withLock { tide in
      let now = MonotonicClock.nanoseconds
      if hasFreed { tide.hasFreed = true }
      guard tide.mayLook(at: now) else { return tide.hasFreed || tide.mayFall }
      if tide.isDue(at: now, usedNanoseconds: usedNanoseconds, residentBytes: residentBytes) {
        malloc_trim(0)
        let end = MonotonicClock.nanoseconds
        tide.gaveBack(
          from: now, to: end, usedNanoseconds: usedNanoseconds, residentBytes: residentBytes)
      }
      return tide.mayFall
    }
  }

  /// What the process's threads have worked, in nanoseconds.
  private static var usedNanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// What the process has of the machine's memory, in bytes (proc(5), `statm`); 0 where it cannot be
  /// read.
  private static var residentBytes: Int {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = max(read(file, &text, text.count), 0)
    let fields = text[..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
      return 0
    }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}

/// Decides when freed memory goes back to the kernel: when the process does little just now, and has more
/// than after the last time; or more than it ever had after that, and has freed some since or worked
/// enough for that. It knows no clock and no allocator.
///
///     low ──more memory──▶ high ──little work for a while──▶ given back: low
struct MemoryTide {
  /// What is worth the work of giving back, in bytes: a guess.
  static let worthwhileBytes = 4 << 20
  /// From one look to the next at the least, in nanoseconds.
  static let pause: Int64 = 250_000_000
  /// Little work is less than this part of one core's time.
  static let quietPart: Int64 = 4
  /// Having worked so much since the last time, in nanoseconds, the process has freed what it had then.
  static let workMin: Int64 = 100_000_000
  /// Giving back takes this part of the time at most.
  static let costPart: Int64 = 20

  /// Whether somebody knows that much has been freed since the last time.
  var hasFreed = false

  private var lookedAt: Int64?
  /// What the process had worked then, and the last time that memory was given back.
  private var used: Int64 = 0
  private var usedBefore: Int64 = 0
  /// What there was after giving back the last time; none at first, so that what starting took is given
  /// back, too. And the least that there ever was.
  private var lastBytes = 0
  private var leastBytes = 0
  /// What there is now.
  private var bytes = 0
  /// Not before then again.
  private var dueAfter: Int64 = 0

  /// Whether it is time to look again.
  func mayLook(at now: Int64) -> Bool {
    lookedAt.map { now - $0 >= MemoryTide.pause } ?? true
  }

  /// Whether there may be something to give back once there is less to do.
  var mayFall: Bool {
    if bytes - lastBytes >= MemoryTide.worthwhileBytes { return true }
    return bytes - leastBytes >= MemoryTide.worthwhileBytes
      && (hasFreed || used - usedBefore >= MemoryTide.workMin)
  }

  /// Whether memory is to be given back now.
  ///
  /// - Parameters:
  ///   - usedNanoseconds: what the process has worked since its start.
  ///   - residentBytes: what it has of the machine's memory.
  mutating func isDue(at now: Int64, usedNanoseconds: Int64, residentBytes: Int) -> Bool {
    let (last, work) = (lookedAt, usedNanoseconds - used)
    (lookedAt, used) = (now, usedNanoseconds)
    bytes = residentBytes
    leastBytes = leastBytes == 0 ? residentBytes : min(leastBytes, residentBytes)
    if bytes - leastBytes < MemoryTide.worthwhileBytes { hasFreed = false }
    guard let last, mayFall, now >= dueAfter else { return false }
    return work < (now - last) / MemoryTide.quietPart
  }

  /// It has been, which took from `start` to `end`.
  mutating func gaveBack(
    from start: Int64, to end: Int64, usedNanoseconds: Int64, residentBytes: Int
  ) {
    leastBytes = min(leastBytes, residentBytes)
    (bytes, lastBytes) = (residentBytes, residentBytes)
    hasFreed = false
    (used, usedBefore) = (usedNanoseconds, usedNanoseconds)
    dueAfter = end + (end - start) * MemoryTide.costPart
  }
}
