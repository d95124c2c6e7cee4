import CivilTime
import SQLite
import Storage

/// What the scheduler does because somebody asks for it.
extension Scheduler {
  /// What came of carrying out several things.
  struct Outcome: Sendable {
    /// In the order in which they were done.
    var runs: [RunRow] = []
    var failed: [DueStore.Plan] = []
    /// Whether there is more than was allowed.
    var isTruncated = false
  }

  /// The work of a kind; nil when there is none of that name.
  func work(_ name: String) -> (any ScheduledWork)? { works.first { $0.kind.name == name } }

  // MARK: By hand

  /// Carries out what is due of some kinds, paused or not, and what has failed without waiting for its next try.
  ///
  /// - Parameters:
  ///   - tenant: whose alone; nil for everybody's.
  ///   - end: until when it was due; nil for `now`. It is later only in a transaction that is to be undone: what is due
  ///     by then is carried out when it is due.
  ///   - limit: how many times at most.
  func runNow(
    _ works: [any ScheduledWork], of tenant: TenantID? = nil, at now: Instant,
    until end: Instant? = nil, limit: Int, in transaction: Transaction
  ) throws -> Outcome {
    let store = DueStore(transaction.connection)
    var (outcome, failed, parts) = (Outcome(), Set<[String]>(), 0)
    while outcome.runs.count + outcome.failed.count + parts < limit {
      // Each may plan the same again for an instant that has passed too.
      let found = try works.compactMap { work in
        try store.overdue(
          work.kind, of: tenant, at: now, until: end ?? now, limit: failed.count + 1
        ).first { !failed.contains($0.row.name) }.map { (work: work, plan: $0) }
      }.min { ($0.plan.next, $0.work.kind.rank) < ($1.plan.next, $1.work.kind.rank) }
      guard let (work, plan) = found else { return outcome }
      if let run = try carryOut(plan, by: work, at: max(now, plan.row.due), in: transaction) {
        if run.isPart { parts += 1 } else { outcome.runs.append(run) }
      } else {
        failed.insert(plan.row.name)
        let kept = try store.plan(work.kind, plan.row.subject, of: plan.row.tenant)
        outcome.failed.append(kept ?? plan)
      }
    }
    outcome.isTruncated = true
    return outcome
  }

  // MARK: Ahead

  /// How many times are looked at for one forecast: it holds up every other commit.
  private static let aheadMax = 1_000

  /// What will be carried out until an instant if nobody does anything meanwhile, each when it is due. It is done in
  /// `transaction`, which is to be undone.
  ///
  /// - Parameters:
  ///   - tenant: whose alone; nil for everybody's.
  ///   - limit: how many times at most.
  func forecast(
    until: Instant, of tenant: TenantID?, limit: Int, in transaction: Transaction
  ) throws -> Outcome {
    let connection = transaction.connection
    var (outcome, now, count) = (Outcome(), clock.now, 0)
    while let (work, plan) = try first(at: until, connection) {
      guard count < Self.aheadMax, outcome.runs.count + outcome.failed.count < limit else {
        outcome.isTruncated = true
        return outcome
      }
      count += 1
      now = max(now, plan.next)
      let isWanted = tenant == nil || tenant == plan.row.tenant
      if let run = try carryOut(plan, by: work, at: now, in: transaction) {
        if isWanted, !run.isPart { outcome.runs.append(run) }
      } else {
        let (store, row) = (DueStore(connection), plan.row)
        if isWanted, let kept = try store.plan(row.kind, row.subject, of: row.tenant) {
          outcome.failed.append(kept)
        }
        // It would be tried again and again.
        try store.cancel(row.kind, row.subject, of: row.tenant)
      }
    }
    return outcome
  }
}

extension DueRow {
  /// What there is one of at most.
  fileprivate var name: [String] { [kind.name, tenant.text, subject] }
}
