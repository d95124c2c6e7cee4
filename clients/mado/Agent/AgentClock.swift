import AgentSpool
import Glibc
import Protobuf
import Synchronization

/// The clocks of an agent: this machine's, the one that nobody sets, and what is known of the server's.
final class AgentClock: Sendable {
  private let server = Mutex(ServerClock())

  /// This machine's clock: nanoseconds since 1970.
  static var wall: Int64 { read(CLOCK_REALTIME) }

  /// What is to be added to it to have the server's; nil while nothing is known.
  var offset: Int64? {
    server.withLock { $0.offset(wall: Self.wall, steady: Self.read(CLOCK_BOOTTIME)) }
  }

  func learn(offset: Int64) {
    server.withLock {
      $0.learn(offset: offset, wall: Self.wall, steady: Self.read(CLOCK_BOOTTIME))
    }
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

extension GoogleProtobuf.Timestamp {
  /// - Parameter nanoseconds: since 1970, floored so that the fraction is never negative.
  init(nanoseconds: Int64) {
    let billion: Int64 = 1_000_000_000
    let rest = nanoseconds % billion
    self.init(
      seconds: nanoseconds / billion - (rest < 0 ? 1 : 0),
      nanos: Int32(rest < 0 ? rest + billion : rest))
  }
}

extension GoogleProtobuf.Duration {
  /// Seconds and the rest have one sign.
  init(nanoseconds: Int64) {
    self.init(
      seconds: nanoseconds / 1_000_000_000, nanos: Int32(nanoseconds % 1_000_000_000))
  }

  /// Nil for what is more than 64 bits hold.
  var nanosecondsInAll: Int64? {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow2) = whole.addingReportingOverflow(Int64(nanos))
    return overflow || overflow2 ? nil : sum
  }
}
