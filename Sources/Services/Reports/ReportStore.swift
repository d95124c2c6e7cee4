import CivilTime
import Rules
import SQLite

/// What days of a tenant's workers came to whose records are gone: to a worker his own.
struct ReportStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// What is set down of a day, each measure by itself; words that rows keep.
  enum Measure: String {
    /// Seconds of work.
    case work = "WORK"
    /// Seconds by task.
    case task = "TASK"
    /// Seconds by state.
    case presence = "PRESENCE"
    /// Incidents by state.
    case incident = "INCIDENT"
  }

  // MARK: Setting down

  /// Sets down what a day came to as far as it is not set down yet: what is known later is less.
  ///
  /// - Parameters:
  ///   - hasWork: whether work and tasks are wanted.
  ///   - hasRest: whether presence and incidents are.
  func add(
    _ row: WorkAnalysis.Row, of worker: String, hasWork: Bool, hasRest: Bool
  ) throws {
    var amounts: [(Measure, String, Int64)] = []
    if hasWork {
      amounts.append((.work, "", row.worked.components.seconds))
      amounts += row.tasks.map { (Measure.task, $0.key, $0.value.components.seconds) }
    }
    if hasRest {
      amounts += row.presence.map {
        (Measure.presence, $0.key.rawValue, $0.value.components.seconds)
      }
      amounts += row.incidents.map { (Measure.incident, $0.key.rawValue, Int64($0.value)) }
    }
    for (measure, name, amount) in amounts where amount > 0 {
      try rows.run(
        """
        INSERT INTO report_day (tenant_id, worker_id, day, measure, name, amount)
        VALUES (:tenant, ?, ?, ?, ?, ?) ON CONFLICT (worker_id, day, measure, name) DO NOTHING
        """, worker, row.days.lowerBound.description, measure.rawValue, name, amount)
    }
  }

  // MARK: Reading

  /// What was set down of a worker's days, in order, a row for each that has anything.
  func days(of worker: String, in days: ClosedRange<CivilDate>) throws -> [WorkAnalysis.Row] {
    var found: [WorkAnalysis.Row] = []
    let amounts = try rows.query(
      """
      SELECT day, measure, name, amount FROM report_day
      WHERE worker_id = ? AND day >= ? AND day <= ? AND tenant_id = :tenant
        AND \(rows.shows(worker: "worker_id"))
      ORDER BY day
      """, worker, days.lowerBound.description, days.upperBound.description
    ) { row in
      guard let day = CivilDate(try row.read(0, as: String.self)),
        let measure = Measure(rawValue: try row.read(1))
      else { throw DamagedRow(table: "report_day") }
      return (day, measure, try row.read(2, as: String.self), try row.read(3, as: Int64.self))
    }
    for (day, measure, name, amount) in amounts {
      if found.last?.days.lowerBound != day { found.append(WorkAnalysis.Row(day...day)) }
      found[found.count - 1].set(measure, name, amount)
    }
    return found
  }

  // MARK: Purging

  /// Takes away some of what was set down of days before one; returns how much.
  func purgeSome(before day: CivilDate, limit: Int) throws -> Int64 {
    Int64(
      try rows.run(
        """
        DELETE FROM report_day WHERE (worker_id, day, measure, name) IN (
          SELECT worker_id, day, measure, name FROM report_day
          WHERE tenant_id = :tenant AND day < ? LIMIT ?)
        """, day.description, limit))
  }

  func count(before day: CivilDate) throws -> Int64 {
    try rows.first(
      "SELECT COUNT(*) FROM report_day WHERE tenant_id = :tenant AND day < ?", day.description
    ) { try $0.read(0) } ?? 0
  }

  /// The worker behind one, in the order of their ids.
  func worker(after id: String) throws -> String? {
    try rows.first(
      "SELECT id FROM tenant_user WHERE tenant_id = :tenant AND id > ? ORDER BY id LIMIT 1", id
    ) { try $0.read(0) }
  }
}

extension WorkAnalysis.Row {
  /// Takes what was set down. What this release does not know it leaves out.
  fileprivate mutating func set(_ measure: ReportStore.Measure, _ name: String, _ amount: Int64) {
    switch measure {
    case .work: worked = .seconds(amount)
    case .task: tasks[name] = .seconds(amount)
    case .presence:
      if let state = Presence.State(rawValue: name) { presence[state] = .seconds(amount) }
    case .incident:
      if let state = IncidentLife.State(rawValue: name) { incidents[state] = Int(clamping: amount) }
    }
  }
}
