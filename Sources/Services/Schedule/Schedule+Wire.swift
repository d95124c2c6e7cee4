import CivilTime
import MadoAPI
import SQLite

// What the schedule's rows are on the wire.

extension Statuses.Job {
  /// How many planned times are counted.
  private static let countMax = 10_000

  /// A job as it stands.
  init(_ work: any ScheduledWork, _ connection: Connection) throws {
    let (due, jobs) = (DueStore(connection), JobStore(connection))
    let name = work.kind.name
    self.init(
      name: name, rank: Int32(clamping: work.kind.rank), ruleIds: work.rules.map(\.rawValue),
      planned: Int32(clamping: try due.count(work.kind, upTo: Self.countMax)),
      nextTime: try due.first(work.kind)?.next.message,
      pause: try jobs.pause(of: name).map { .init($0) },
      lastRun: try jobs.runs(of: name, limit: 1).first.map { .init($0) })
  }
}

extension Statuses.Pause {
  init(_ row: PauseRow) {
    self.init(time: row.at.message, userId: row.by, reason: row.reason)
  }
}

extension Statuses.Plan {
  init(_ plan: DueStore.Plan) {
    self.init(
      tenantId: plan.row.tenant.text, subject: plan.row.subject, dueTime: plan.row.due.message,
      nextTime: plan.next.message, tries: Int32(clamping: plan.tries), lastError: plan.lastError)
  }
}

extension Statuses.Run {
  /// What is later than that is late.
  private static let patience = Duration.seconds(60)

  init(_ row: RunRow) {
    self.init(
      position: row.position, job: row.kind, tenantId: row.tenant.text, subject: row.subject,
      dueTime: row.due.message, runTime: row.ran.message,
      late: row.due.duration(to: row.ran) > Self.patience, note: row.note)
  }
}
