import CivilTime
import Rules
import Storage

/// Erases whose day has come, as a function of what is kept and the time. That a day has come is the scheduler's to say
/// (``ErasureWork``); what was under way when the server ended goes on when it starts.
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

  /// Works until its task is cancelled: looks at once, and then when it is woken.
  func run() async {
    while !Task.isCancelled {
      _ = try? await bell.waiting(for: "", atMost: .seconds(86_400)) { () -> Bool? in
        do {
          return try await runDue(at: clock.now) > 0 ? true : nil
        } catch {
          // What fails now, as on a full disk, is tried again after a while.
          try await Task.sleep(for: .seconds(60))
          return true
        }
      }
    }
  }

  /// Brings to its end what is due.
  ///
  /// - Returns: how many tenants were erased.
  @discardableResult
  func runDue(at now: Instant) async throws -> Int {
    let today = JST.date(of: now)
    try await scheduleMissing(today)
    let due = try await database.read { try ErasureStore($0).due(on: today) }
    var (count, failure) = (0, (any Error)?.none)
    for tenant in due {
      try Task.checkCancellation()
      do {
        if try await erase(tenant, at: now) { count += 1 }
      } catch {
        // What is wrong with one holds up no other.
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return count
  }

  /// Days that those have at least who were closed by an earlier release: nobody was asked whether it is meant that
  /// they are erased at once.
  private static let graceDays = 7

  /// Enters the day of those who have none yet.
  private func scheduleMissing(_ today: CivilDate) async throws {
    let missing = try await database.read { try ErasureStore($0).unscheduled() }
    for (tenant, contractEnd) in missing {
      guard let day = Erasure.compute(contractEnd: contractEnd).answer?.from else { continue }
      let from = max(day, try today.plus(days: Self.graceDays))
      try await database.write { try ErasureStore($0.connection).schedule(tenant, from: from) }
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
