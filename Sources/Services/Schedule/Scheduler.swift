import CivilTime
import SQLite
import Storage

/// Carries out what is due: the one component that waits for times.
///
/// Everything is a function of the due instants and the present one. What is due is carried out in the order of (due,
/// rank, kind, subject), each in the transaction that forgets it, so that nothing is done twice: not after a crash, and
/// not by the timer beside somebody's hand. After an outage all that is overdue runs in that order, what it plans
/// meanwhile in its place, and the record of each run says for when it was due.
final class Scheduler: Sendable {
  /// In the order of rank and name.
  let works: [any ScheduledWork]
  private let kindsInOrder: DueStore.KindsInOrder
  private let database: Database
  let clock: any Clock
  private let trail: AuditTrail
  private let bell = ChangeBell()

  /// What is carried out in one commit at most, so that others come in between.
  private static let batch = 32
  /// The longest time between two looks, for what fails and for a clock that was set. What is planned meanwhile waits
  /// for none: each commit that plans something says so.
  private static let pauseMax = Duration.seconds(10)
  /// How long runs are kept, and how many are looked at for each that comes.
  private static let keptDuration = Duration.seconds(400 * 86_400)
  private static let sweepShare = 2
  /// As whom the audit log knows the scheduler.
  static let actor = "scheduler"

  /// - Parameter works: a kind each.
  init(
    _ database: Database, _ clock: any Clock, _ trail: AuditTrail, works: [any ScheduledWork]
  ) {
    let names = Set(works.map(\.kind.name))
    precondition(names.count == works.count, "two works have the same kind")
    self.works = works.sorted { ($0.kind.rank, $0.kind.name) < ($1.kind.rank, $1.kind.name) }
    kindsInOrder = DueStore.KindsInOrder(self.works.map(\.kind))
    self.database = database
    self.clock = clock
    self.trail = trail
  }

  // MARK: Going on

  /// Says that something may be due.
  func wake() { bell.ring("") }

  /// Works until its task is cancelled.
  func run() async {
    while !Task.isCancelled {
      let pause = (try? await timeToNext()) ?? Self.pauseMax
      _ = try? await bell.waiting(for: "", atMost: pause) { () -> Bool? in
        // What fails now, as on a full disk, is tried again after the pause.
        (try? await runDue()) ?? 0 > 0 ? true : nil
      }
    }
  }

  /// How long nothing is due, as far as is known.
  private func timeToNext() async throws -> Duration {
    let next = try await database.read { [self] in try first(at: .max, $0)?.plan.next }
    guard let next else { return Self.pauseMax }
    // A clock that stands still is set by somebody, who says so.
    guard clock.speed > 0 else { return Self.pauseMax }
    return min(max(clock.now.duration(to: next) / clock.speed, .zero), Self.pauseMax)
  }

  /// Plans what stands from the beginning, and has every commit that changes what is due say so.
  func begin() async throws {
    let rows = works.flatMap { $0.standing(at: clock.now) }
    try await database.write { [bell] transaction in
      transaction.afterEveryCommit(changing: "due_work") { bell.ring("") }
      for row in rows { try DueStore(transaction.connection).planMissing(row) }
    }
  }

  // MARK: Carrying out

  /// Carries out all that is due.
  ///
  /// - Returns: how many times something was carried out, or failed.
  @discardableResult
  func runDue() async throws -> Int {
    var count = 0
    while true {
      try Task.checkCancellation()
      let now = clock.now
      // Most looks find nothing, and make no commit.
      guard try await database.read({ [self] in try first(at: now, $0) != nil }) else {
        return count
      }
      count += try await database.write { [self] in try carryOutSome(at: now, in: $0) }
    }
  }

  private func carryOutSome(at now: Instant, in transaction: Transaction) throws -> Int {
    var count = 0
    while count < Self.batch, let (work, plan) = try first(at: now, transaction.connection) {
      let run = try carryOut(plan, by: work, at: now, in: transaction)
      count += 1
      if run?.isPart == true { break }
    }
    let jobs = JobStore(transaction.connection)
    try jobs.removeSome(
      before: now.advanced(by: .zero - Self.keptDuration), limit: count * Self.sweepShare)
    return count
  }

  /// What is to be carried out first of all that is not paused, if it is due at `now`.
  func first(
    at now: Instant, _ connection: Connection
  ) throws -> (work: any ScheduledWork, plan: DueStore.Plan)? {
    let store = DueStore(connection)
    guard let name = try store.firstKind(of: kindsInOrder),
      let work = works.first(where: { $0.kind.name == name }),
      let plan = try store.first(work.kind), plan.next <= now
    else { return nil }
    return (work, plan)
  }

  /// Carries something out, in the transaction that forgets it. When it fails, that is what remains.
  ///
  /// - Returns: the run; nil when it has failed.
  @discardableResult
  func carryOut(
    _ plan: DueStore.Plan, by work: any ScheduledWork, at now: Instant, in transaction: Transaction
  ) throws -> RunRow? {
    do {
      return try transaction.part { try perform(plan.row, by: work, at: now, in: transaction) }
    } catch {
      guard !transaction.isLost else { throw error }
      var plan = plan
      plan.tries += 1
      plan.lastError = String("\(error)".prefix(Self.errorCharactersMax))
      plan.next = now.advanced(by: .seconds(Outbox.wait(after: plan.tries)))
      try DueStore(transaction.connection).postpone(plan)
      return nil
    }
  }

  private static let errorCharactersMax = 500

  private func perform(
    _ row: DueRow, by work: any ScheduledWork, at now: Instant, in transaction: Transaction
  ) throws -> RunRow {
    let store = DueStore(transaction.connection)
    try store.cancel(row.kind, row.subject, of: row.tenant)
    let carried = try work.carryOut(row, at: now, in: transaction)
    if let next = carried.next {
      // A part goes on at once.
      guard next > row.due || (carried.isPart && next == row.due) else {
        throw NotLater(row: row, next: next)
      }
      try store.plan(row.kind, row.subject, of: row.tenant, at: next)
    }
    var run = RunRow(
      kind: row.kind.name, tenant: row.tenant, subject: row.subject, due: row.due, ran: now,
      note: carried.note)
    if !carried.isPart { run.position = try JobStore(transaction.connection).add(run) }
    let record = AuditRecord(
      tenant: row.tenant.text, at: try now.stored(), actor: Self.actor, roles: "",
      action: row.kind.name, target: "", address: "")
    for alteration in carried.alterations {
      trail.leave(record.of(alteration), in: transaction)
    }
    return run
  }
}

/// Work asks to be done again at no later time, which would never end.
private struct NotLater: Error, CustomStringConvertible {
  let row: DueRow
  let next: Instant

  var description: String {
    "\(row.kind.name) of \(row.subject) was due \(row.due) and asks for \(next): tell the maker"
  }
}
