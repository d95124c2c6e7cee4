import CivilTime
import RPC
import Rules
import Synchronization

/// Holds back who calls what is for everybody, by the address from which he comes. It is in memory: a restart may forget
/// it.
final class PublicPace: Sendable {
  private let clock: any Clock
  private let paces = Mutex<[String: Pace]>([:])

  /// Addresses kept; beyond that, those that are forgotten go, and then all.
  private static let keptMax = 100_000

  /// Thirty at once, and one in two seconds after that: a person who compares quotes, and no program.
  private static let policy = Pace.Policy.account

  init(_ clock: any Clock) {
    self.clock = clock
  }

  /// Takes a call in.
  ///
  /// - Throws: RESOURCE_EXHAUSTED with the time to wait.
  func take(_ call: CallContext) throws(RPCError) {
    let now = clock.now.seconds * 1000 + Int64(clock.now.nanoseconds) / 1_000_000
    let wait = paces.withLock { paces in
      if paces.count >= Self.keptMax {
        paces = paces.filter { !$0.value.isForgotten(at: now) }
        if paces.count >= Self.keptMax { paces = [:] }
      }
      return paces[call.peerHost, default: Pace()].take(at: now, Self.policy)
    }
    guard wait == 0 else {
      throw RPCError(
        .resourceExhausted, "there are too many tries at once: wait \(wait) ms",
        reason: "RATE_LIMITED", metadata: ["wait_ms": "\(wait)"]
      ).retrying(after: .milliseconds(wait))
    }
  }
}
