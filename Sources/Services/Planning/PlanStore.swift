import CivilTime
import Rules
import SQLite

/// When a worker is to work, as it is kept.
struct PlanRow: Sendable, Hashable {
  let worker: String
  let entry: WorkPlan.Entry
  let note: String
}

/// The plans of a tenant's workers: to a worker his own.
struct PlanStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))"
  }

  /// Plans days of a worker anew.
  func replace(_ days: ClosedRange<CivilDate>, of worker: String, by plan: [PlanRow]) throws {
    try rows.run(
      "DELETE FROM planned_work WHERE worker_id = ? AND day >= ? AND day <= ? AND \(visible)",
      worker, days.lowerBound.description, days.upperBound.description)
    for row in plan {
      try rows.run(
        """
        INSERT INTO planned_work (worker_id, day, start_time, tenant_id, end_time, note)
        VALUES (?, ?, ?, :tenant, ?, ?)
        """, row.worker, row.entry.day.description, row.entry.window.open.description,
        row.entry.window.close.description, row.note)
    }
  }

  /// Where a list goes on: behind an entry.
  struct Place: Sendable {
    var worker = ""
    var day = ""
    var start = ""
  }

  /// What is planned for some days, worker by worker in the order of time.
  ///
  /// - Parameter worker: whose; nil for everybody's that are there for the caller.
  func list(
    _ days: ClosedRange<CivilDate>, of worker: String?, after place: Place = Place(),
    limit: Int = .max
  ) throws -> [PlanRow] {
    try rows.query(
      """
      SELECT worker_id, day, start_time, end_time, note FROM planned_work
      WHERE \(visible) AND worker_id = COALESCE(?, worker_id) AND day >= ? AND day <= ?
        AND (worker_id, day, start_time) > (?, ?, ?)
      ORDER BY worker_id, day, start_time LIMIT ?
      """, worker, days.lowerBound.description, days.upperBound.description, place.worker,
      place.day, place.start, limit
    ) { row in
      guard let day = CivilDate(try row.read(1, as: String.self)),
        let start = TimeOfDay(try row.read(2, as: String.self)),
        let end = TimeOfDay(try row.read(3, as: String.self)),
        let window = WorkingWindow(open: start, close: end)
      else { throw DamagedRow(table: "planned_work") }
      return PlanRow(
        worker: try row.read(0), entry: WorkPlan.Entry(day, window), note: try row.read(4))
    }
  }
}
