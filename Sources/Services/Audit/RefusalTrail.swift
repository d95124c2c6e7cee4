import CivilTime
import RPC
import Synchronization

/// Puts on record what callers were not allowed. Who tries the same again and again is on record once a minute,
/// so that nobody fills the disk by being refused. Who is not known at all is counted only, by the server's
/// metrics.
final class RefusalTrail: Sendable {
  private let trail: AuditTrail
  private let clock: any Clock
  /// When each was put on record last, in seconds since 1970.
  private let noted = Mutex<[Attempt: Int64]>([:])

  private struct Attempt: Hashable {
    let principal: Principal
    let method: MethodDescriptor
    let reason: String
  }

  private static let seconds: Int64 = 60
  /// Attempts kept; beyond that it starts over.
  private static let attemptsMax = 10_000

  init(_ trail: AuditTrail, _ clock: any Clock) {
    self.trail = trail
    self.clock = clock
  }

  /// A record that cannot be kept makes no other answer of the refusal.
  func note(_ error: RPCError, _ principal: Principal, _ call: CallContext) async {
    await note(error.reason.isEmpty ? error.code.name : error.reason, principal, call) {
      $0.refusal = $1
    }
  }

  /// Puts on record that a call came from a country, or from nobody knows where, and went on.
  func note(from country: String?, _ principal: Principal, _ call: CallContext) async {
    await note("country/\(country ?? "")", principal, call) { $0.target = $1 }
  }

  private func note(
    _ reason: String, _ principal: Principal, _ call: CallContext,
    _ say: (inout AuditRecord, String) -> Void
  ) async {
    let attempt = Attempt(principal: principal, method: call.method, reason: reason)
    let now = clock.now
    let isNew = noted.withLock { noted in
      if let last = noted[attempt], now.seconds - last < Self.seconds { return false }
      if noted.count >= Self.attemptsMax { noted = [:] }
      noted[attempt] = now.seconds
      return true
    }
    guard isNew, var record = try? AuditRecord(call, by: principal, at: now) else { return }
    say(&record, reason)
    try? await trail.note(record, call)
  }
}
