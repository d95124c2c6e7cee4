import Glibc

/// What the process uses of the machine, under the names that Prometheus's own libraries give it.
///
/// Source: proc(5), getrusage(2).
public struct ProcessStatistics: Sendable {
  public var residentBytes = 0
  public var virtualBytes = 0
  public var cpuSeconds = 0.0
  public var openDescriptors = 0

  public init() {
    let pages = Self.numbers("/proc/self/statm")
    let pageBytes = sysconf(Int32(_SC_PAGESIZE))
    if pages.count > 1 {
      virtualBytes = pages[0] * pageBytes
      residentBytes = pages[1] * pageBytes
    }
    var usage = rusage()
    if getrusage(numericCast(RUSAGE_SELF.rawValue), &usage) == 0 {
      cpuSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    }
    openDescriptors = Self.entries("/proc/self/fd")
  }

  /// The numbers of a small file of the kernel's.
  private static func numbers(_ path: String) -> [Int] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return [] }
    return bytes[..<count].split { $0 == 32 || $0 == 10 }.compactMap {
      Int(String(decoding: $0, as: UTF8.self))
    }
  }

  /// How many names a folder holds, without `.`, `..` and the descriptor that reads it.
  private static func entries(_ path: String) -> Int {
    guard let folder = opendir(path) else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return max(count - 3, 0)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}

extension Exposition {
  /// Writes what the process uses.
  public mutating func process(_ statistics: ProcessStatistics = ProcessStatistics()) {
    single(
      "process_resident_memory_bytes", .gauge, "Resident memory.", statistics.residentBytes)
    single("process_virtual_memory_bytes", .gauge, "Virtual memory.", statistics.virtualBytes)
    single(
      "process_cpu_seconds_total", .counter, "Processor time, of user and system.",
      statistics.cpuSeconds)
    single("process_open_fds", .gauge, "Open file descriptors.", statistics.openDescriptors)
  }
}
