import CivilTime
import Storage

/// Erases whose day has come, as a function of what is kept and the time.
final class Erasures: Sendable {
  private let database: Database
  private let clock: any Clock
  private let trail: AuditTrail
  private let authenticator: Authenticator
  private let bell = ChangeBell()

  init(
    _ database: Database, _ clock: any Clock, _ trail: AuditTrail, _ authenticator: Authenticator
  ) {
    self.database = database
    self.clock = clock
    self.trail = trail
    self.authenticator = authenticator
  }

  /// Says that something may be due.
  func wake() { bell.ring("") }

  /// Works until its task is cancelled.
  ///
  /// - Parameter pause: the longest time between two looks, for days that begin.
  func run(pause: Duration = .seconds(60)) async {
    while !Task.isCancelled {
      _ = try? await bell.waiting(for: "", atMost: pause) { () -> Bool? in
        // What fails now, as on a full disk, is tried again after the pause.
        (try? await runDue(at: clock.now)) ?? 0 > 0 ? true : nil
      }
    }
  }

  /// Brings to its end what is due.
  ///
  /// - Returns: how many tenants were erased.
  @discardableResult
  func runDue(at now: Instant) async throws -> Int {
    try await scheduleMissing()
    let due = try await database.read { try ErasureStore($0).due(on: JST.date(of: now)) }
    var count = 0
    for tenant in due where try await erase(tenant, at: now) { count += 1 }
    return count
  }

  /// Who was closed by an earlier release has no day yet.
  private func scheduleMissing() async throws {
    let missing = try await database.read { try ErasureStore($0).unscheduled() }
    for (tenant, contractEnd) in missing {
      guard let day = ErasureDate.after(contractEnd) else { continue }
      try await database.write { try ErasureStore($0.connection).schedule(tenant, from: day) }
    }
  }

  /// Erases a tenant; false when it has to wait.
  private func erase(_ tenant: TenantID, at now: Instant) async throws -> Bool {
    let erasure = TenantErasure(tenant: tenant, database: database, trail: trail)
    while true {
      try Task.checkCancellation()
      // What takes a while ends later than it began.
      switch try await erasure.advance(at: max(now, clock.now)) {
      case .goesOn: break
      case .begun: authenticator.changed()
      case .waits: return false
      case .done: return true
      }
    }
  }
}
