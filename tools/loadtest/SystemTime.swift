import Glibc

/// The wall clock.
enum SystemTime {
  static func now() -> (seconds: Int64, nanoseconds: Int32) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return (Int64(time.tv_sec), Int32(truncatingIfNeeded: time.tv_nsec))
  }

  /// Appends the present time, as `2026-04-01T09:00:00.123456Z` (RFC 3339).
  static func append(to text: inout [UInt8]) {
    let (seconds, nanoseconds) = now()
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func put(_ number: Int32, _ width: Int, _ before: String) {
      let digits = String(number)
      text += before.utf8
      text += String(repeating: "0", count: max(0, width - digits.utf8.count)).utf8
      text += digits.utf8
    }
    put(parts.tm_year + 1900, 4, "")
    put(parts.tm_mon + 1, 2, "-")
    put(parts.tm_mday, 2, "-")
    put(parts.tm_hour, 2, "T")
    put(parts.tm_min, 2, ":")
    put(parts.tm_sec, 2, ":")
    put(nanoseconds / 1000, 6, ".")
    text += "Z".utf8
  }
}
