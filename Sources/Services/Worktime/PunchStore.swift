import CivilTime
import Rules
import SQLite

/// A punch as it is kept. But for the mark that it counts no more it never changes.
struct PunchRow: Sendable, Hashable {
  let id: String
  let worker: String
  let punch: Rules.Punch
  /// When the server got to know of it.
  let received: Instant
  /// The correction that brought it; empty for what was punched.
  var correction = ""
  /// The correction for which it counts no more; empty while it counts.
  var replacedBy = ""

  var record: Timesheet.Record { Timesheet.Record(id, punch) }
}

/// A correction as it is kept.
struct CorrectionRow: Sendable, Hashable {
  enum State: String, Sendable {
    case requested = "REQUESTED"
    case approved = "APPROVED"
    case refused = "REFUSED"
  }

  let id: String
  let worker: String
  /// The punch that counts no more; empty where one is added.
  let replaces: String
  /// Nil where one is taken away.
  let punch: Rules.Punch?
  let reason: String
  var state: State
  let requester: String
  let requested: Instant
  var decider = ""
  var comment = ""

  /// As the rules see it; the punch that it brings has an id of its own.
  var correction: Timesheet.Correction {
    Timesheet.Correction(
      punchID, replaces: replaces.isEmpty ? nil : replaces, punch: punch, reason: reason)
  }

  /// The id of the punch that it brings.
  var punchID: String { "\(id).punch" }
}

/// A month that is locked, as it is kept.
struct LockRow: Sendable, Hashable {
  /// Its first day.
  let month: CivilDate
  let at: Instant
  let by: String
}

/// The punches of a tenant's workers: to a worker his own.
struct PunchStore {
  let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))"
  }

  // MARK: Punches

  func add(_ row: PunchRow) throws {
    try rows.run(
      """
      INSERT INTO punch (\(PunchRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.id, row.worker, row.punch.act.word, row.punch.act.task,
      try row.punch.at.stored(), row.punch.source.word, try row.received.stored(),
      row.correction, row.replacedBy)
  }

  func punch(_ id: String) throws -> PunchRow? {
    try rows.first(
      "SELECT \(PunchRow.columns) FROM punch WHERE id = ? AND \(visible)", id,
      make: PunchRow.init)
  }

  /// Marks that a punch counts no more.
  func markReplaced(_ id: String, by correction: String) throws {
    try rows.run(
      "UPDATE punch SET replaced_by = ? WHERE id = ? AND tenant_id = :tenant", correction, id)
  }

  /// The punches that count of a worker from an instant until another, in order: from the start of the work that went on
  /// then, so that what they make is whole.
  func counting(
    of worker: String, from instant: Instant, until end: Instant? = nil
  ) throws -> [PunchRow] {
    try rows.query(
      """
      SELECT \(PunchRow.columns) FROM punch
      WHERE \(visible) AND worker_id = ? AND replaced_by = '' AND punched_at >= COALESCE((
        SELECT MAX(punched_at) FROM punch
        WHERE tenant_id = :tenant AND worker_id = ? AND replaced_by = '' AND act = 'START_WORK'
          AND punched_at <= ?), ?) AND punched_at <= ?
      ORDER BY punched_at, received_at, id
      """, worker, worker, try instant.stored(), try instant.stored(),
      try end?.stored() ?? .max, make: PunchRow.init)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("act", column: "act"), Filter.Field("source", column: "source"),
    Filter.Field("task", column: "task"),
    Filter.Field("punch_time", column: "punched_at", as: .instant),
  ]

  /// Punches of a worker behind a place, in the order of time.
  func list(
    _ filter: Filter, of worker: String, after place: (at: Int64, id: String), limit: Int
  ) throws -> [PunchRow] {
    let conditions =
      [visible, "worker_id = ?", "(punched_at, id) > (?, ?)"] + filter.conditions
    let values: [any Bindable] = [worker, place.at, place.id] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(PunchRow.columns) FROM punch
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY punched_at, id LIMIT ?
      """, values: values, make: PunchRow.init)
  }

  // MARK: Corrections

  func add(_ row: CorrectionRow) throws {
    try rows.run(
      """
      INSERT INTO punch_correction (\(CorrectionRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.id, row.worker, row.replaces, row.punch?.act.word ?? "", row.punch?.act.task ?? "",
      try row.punch?.at.stored(), row.punch?.source.word ?? "", row.reason,
      row.state.rawValue, row.requester, try row.requested.stored(), row.decider, row.comment)
  }

  func correction(_ id: String) throws -> CorrectionRow? {
    try rows.first(
      "SELECT \(CorrectionRow.columns) FROM punch_correction WHERE id = ? AND \(visible)", id,
      make: CorrectionRow.init)
  }

  /// Keeps what was decided of a correction.
  func decide(_ row: CorrectionRow) throws {
    try rows.run(
      """
      UPDATE punch_correction SET state = ?, decided_by = ?, comment = ?
      WHERE id = ? AND tenant_id = :tenant
      """, row.state.rawValue, row.decider, row.comment, row.id)
  }

  /// What a filter compares of corrections.
  static let correctionFilterFields = [
    Filter.Field("worker_id", column: "worker_id"), Filter.Field("state", column: "state"),
  ]

  /// Corrections behind an id, in the order in which they were asked for.
  func corrections(_ filter: Filter, after id: String, limit: Int) throws -> [CorrectionRow] {
    let conditions = [visible, "id > ?"] + filter.conditions
    let values: [any Bindable] = [id] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(CorrectionRow.columns) FROM punch_correction
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?
      """, values: values, make: CorrectionRow.init)
  }

  // MARK: Locked months

  /// Locks a month; nothing happens when it is.
  func lock(_ row: LockRow) throws {
    try rows.run(
      """
      INSERT INTO locked_month (tenant_id, month, locked_at, locked_by) VALUES (:tenant, ?, ?, ?)
      ON CONFLICT (tenant_id, month) DO NOTHING
      """, row.month.description, try row.at.stored(), row.by)
  }

  /// Opens a month; false when it was.
  func unlock(_ month: CivilDate) throws -> Bool {
    try rows.run(
      "DELETE FROM locked_month WHERE month = ? AND tenant_id = :tenant", month.description) > 0
  }

  /// The lock of the month that a day lies in; nil while it is open.
  func lock(on day: CivilDate) throws -> LockRow? {
    try rows.first(
      """
      SELECT month, locked_at, locked_by FROM locked_month WHERE month = ? AND tenant_id = :tenant
      """, day.firstOfMonth.description, make: LockRow.init)
  }

  /// The latest first.
  func locks(limit: Int) throws -> [LockRow] {
    try rows.query(
      """
      SELECT month, locked_at, locked_by FROM locked_month
      WHERE tenant_id = :tenant ORDER BY month DESC LIMIT ?
      """, limit, make: LockRow.init)
  }
}

// MARK: - Reading rows

extension PunchRow {
  fileprivate static let columns =
    "id, worker_id, act, task, punched_at, source, received_at, correction_id, replaced_by"

  fileprivate init(_ row: Row) throws {
    let punch = try Rules.Punch(
      act: try row.read(2), task: try row.read(3), at: try row.read(4), source: try row.read(5))
    self.init(
      id: try row.read(0), worker: try row.read(1), punch: punch,
      received: Instant(storedNanoseconds: try row.read(6)), correction: try row.read(7),
      replacedBy: try row.read(8))
  }
}

extension CorrectionRow {
  fileprivate static let columns = """
    id, worker_id, replaces, act, task, punched_at, source, reason, state, requested_by,
    requested_at, decided_by, comment
    """

  fileprivate init(_ row: Row) throws {
    guard let state = State(rawValue: try row.read(8)) else {
      throw DamagedRow(table: "punch_correction")
    }
    let punch = try row.read(5, as: Int64?.self).map { at in
      try Rules.Punch(
        act: try row.read(3), task: try row.read(4), at: at, source: try row.read(6))
    }
    self.init(
      id: try row.read(0), worker: try row.read(1), replaces: try row.read(2), punch: punch,
      reason: try row.read(7), state: state, requester: try row.read(9),
      requested: Instant(storedNanoseconds: try row.read(10)), decider: try row.read(11),
      comment: try row.read(12))
  }
}

extension LockRow {
  fileprivate init(_ row: Row) throws {
    guard let month = CivilDate(try row.read(0, as: String.self)) else {
      throw DamagedRow(table: "locked_month")
    }
    self.init(
      month: month, at: Instant(storedNanoseconds: try row.read(1)), by: try row.read(2))
  }
}

extension Rules.Punch {
  fileprivate init(act: String, task: String, at: Int64, source: String) throws {
    guard let act = Act(act, task: task), let source = Source(word: source) else {
      throw DamagedRow(table: "punch")
    }
    self.init(act, at: Instant(storedNanoseconds: at), source: source)
  }
}

extension Rules.Punch.Source {
  /// As rows have it.
  fileprivate init?(word: String) {
    switch word {
    case "OPERATED": self = .operated
    case "DETECTED": self = .detected
    default: return nil
    }
  }

  fileprivate var word: String { self == .operated ? "OPERATED" : "DETECTED" }
}

extension Rules.Punch.Act {
  /// As rows have it.
  fileprivate init?(_ word: String, task: String) {
    switch word {
    case "START_WORK": self = .startWork
    case "END_WORK": self = .endWork
    case "START_TASK": self = .startTask(task)
    case "END_TASK": self = .endTask(task)
    default: return nil
    }
  }

  fileprivate var word: String {
    switch self {
    case .startWork: "START_WORK"
    case .endWork: "END_WORK"
    case .startTask: "START_TASK"
    case .endTask: "END_TASK"
    }
  }

  /// The task that starts or ends; empty for work itself.
  var task: String {
    switch self {
    case .startWork, .endWork: ""
    case .startTask(let task), .endTask(let task): task
    }
  }
}
