import CivilTime
import Rules
import SQLite

/// What days of workers came to: from what is recorded of them, and for days whose records are gone, from what was set
/// down then.
struct WorkDays {
  let tenancy: Tenancy
  let connection: Connection
  let policy: RetentionPolicyRow
  let now: Instant

  init(_ tenancy: Tenancy, _ connection: Connection, at now: Instant) throws {
    self.tenancy = tenancy
    self.connection = connection
    self.now = now
    policy = try RetentionStore(tenancy, connection).policy()
  }

  /// The first days of which punches are there, and of which the rest is.
  private var punchesFrom: CivilDate {
    Retention.oldestKept(at: now, months: policy.punchMonths)
  }
  private var restFrom: CivilDate { Retention.oldestKept(at: now) }

  /// A worker's days, each with what it came to.
  func rows(of worker: String, in days: ClosedRange<CivilDate>) throws -> [WorkAnalysis.Row] {
    var rows = try recorded(
      of: worker, in: days, punchesFrom: punchesFrom, restFrom: restFrom)
    guard days.lowerBound < max(punchesFrom, restFrom) else { return rows }
    let oldest = Retention.oldestKept(at: now, months: policy.reportMonths)
    for kept in try ReportStore(tenancy, connection).days(of: worker, in: days) {
      let day = kept.days.lowerBound
      guard day >= oldest else { continue }
      let place = days.lowerBound.days(to: day)
      if day < punchesFrom { (rows[place].worked, rows[place].tasks) = (kept.worked, kept.tasks) }
      if day < restFrom {
        (rows[place].presence, rows[place].incidents) = (kept.presence, kept.incidents)
      }
    }
    return rows
  }

  /// How long after the last day work that began there may end, in days.
  private static let lastDays = 7

  /// What is recorded of a worker's days: from a first day on work, from another on presence and incidents.
  func recorded(
    of worker: String, in days: ClosedRange<CivilDate>, punchesFrom: CivilDate,
    restFrom: CivilDate
  ) throws -> [WorkAnalysis.Row] {
    var work: [WorkSpan] = []
    if days.upperBound >= punchesFrom {
      let end = (try? days.upperBound.plus(days: Self.lastDays)) ?? .max
      let rows = try PunchStore(tenancy, connection).counting(
        of: worker, from: JST.instant(max(days.lowerBound, punchesFrom)), until: JST.instant(end))
      work = Timesheet.work(of: rows.map(\.record)).filter { $0.day >= punchesFrom }
    }
    var (presence, incidents): ([Presence.Interval], [WorkAnalysis.Incident]) = ([], [])
    if days.upperBound >= restFrom {
      let span =
        JST.instant(max(days.lowerBound, restFrom))..<JST.day(days.upperBound).upperBound
      presence = try PresenceStore(tenancy, connection).intervals(of: worker, in: span, at: now)
      incidents = try DetectionStore(tenancy, connection).incidents(of: worker, in: span)
        .map { WorkAnalysis.Incident($0.detection.kind, $0.state, at: $0.detection.at) }
    }
    return WorkAnalysis.rows(work, presence, incidents, by: .day, in: days, at: now)
  }

}
