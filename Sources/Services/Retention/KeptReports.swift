import CivilTime
import MadoAPI
import Rules
import SQLite

/// What days came to: set down before what it is made of goes, where a tenant keeps reports longer, and purged when its own
/// time is over.
struct KeptReports: KeptData {
  let kind = Telework.RetentionKind.report

  func months(_ policy: RetentionPolicyRow) -> Int { policy.reportMonths }

  func purgeSome(_ purging: Purging, from place: String) throws -> PurgeStep {
    let store = ReportStore(purging.tenancy, purging.connection)
    if purging.term.policy.reportMonths > Retention.months,
      let worker = try store.worker(after: place)
    {
      try setDown(worker, store, purging)
      return PurgeStep(place: worker)
    }
    let purged = try store.purgeSome(
      before: purging.term.keptFrom, limit: Purging.recordsMax)
    // The last worker's id has nobody behind it.
    return PurgeStep(purged: purged, place: purged < Purging.recordsMax ? nil : place)
  }

  private func setDown(_ worker: String, _ store: ReportStore, _ purging: Purging) throws {
    let (term, asOf) = (purging.term, purging.term.asOf)
    let punchesFrom = Retention.oldestKept(at: asOf, months: term.policy.punchMonths)
    let restFrom = Retention.oldestKept(at: asOf)
    guard let oldest = try self.oldest(worker, purging),
      let last = try? max(punchesFrom, restFrom).plus(days: -1)
    else { return }
    let first = max(oldest, term.keptFrom)
    guard first <= last else { return }
    let days = try WorkDays(term.tenancy, purging.connection, at: asOf)
    let rows = try days.recorded(
      of: worker, in: first...last, punchesFrom: .min, restFrom: .min)
    for row in rows {
      let day = row.days.lowerBound
      try store.add(row, of: worker, hasWork: day < punchesFrom, hasRest: day < restFrom)
    }
  }

  /// The first day of which something is recorded of a worker.
  private func oldest(_ worker: String, _ purging: Purging) throws -> CivilDate? {
    let instants = [
      try PunchStore(purging.tenancy, purging.connection).oldest(of: worker),
      try PresenceStore(purging.tenancy, purging.connection).oldest(of: worker),
      try DetectionStore(purging.tenancy, purging.connection).oldest(of: worker),
    ]
    return instants.compactMap { $0 }.min().map { JST.date(of: $0) }
  }

  func count(_ term: KeptTerm, _ connection: Connection) throws -> (purged: Int64, held: Int64) {
    (try ReportStore(term.tenancy, connection).count(before: term.keptFrom), 0)
  }
}
