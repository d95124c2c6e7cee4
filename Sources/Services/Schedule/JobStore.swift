import CivilTime
import SQLite

/// That a kind of work is paused, as it is kept.
struct PauseRow: Sendable, Hashable {
  var kind: String
  var at: Instant
  /// Who has paused it, as ``Principal/subject``.
  var by: String
  var reason: String
}

/// What was done, as it is kept.
struct RunRow: Sendable, Hashable {
  /// Counts all runs in their order.
  var position: Int64 = 0
  var kind: String
  var tenant: TenantID
  var subject: String
  var due: Instant
  /// When it was done.
  var ran: Instant
  var note: String

  /// Whether it is only a part of what is long, of which no run is kept.
  var isPart: Bool { position == 0 }
}

/// The jobs, which are the kinds of work: their pauses and their runs, and how far a clock for tests has come.
struct JobStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  // MARK: Pauses

  func pauses() throws -> [PauseRow] {
    try connection.query(
      "SELECT kind, paused_at, paused_by, reason FROM paused_job ORDER BY kind"
    ) { row in
      PauseRow(
        kind: try row.read(0), at: Instant(storedNanoseconds: try row.read(1)),
        by: try row.read(2), reason: try row.read(3))
    }
  }

  func pause(of kind: String) throws -> PauseRow? { try pauses().first { $0.kind == kind } }

  /// Keeps that a kind is paused; nothing happens when it is.
  func pause(_ pause: PauseRow) throws {
    try connection.run(
      """
      INSERT INTO paused_job (kind, paused_at, paused_by, reason) VALUES (?, ?, ?, ?)
      ON CONFLICT (kind) DO NOTHING
      """, pause.kind, try pause.at.stored(), pause.by, pause.reason)
  }

  func resume(_ kind: String) throws {
    try connection.run("DELETE FROM paused_job WHERE kind = ?", kind)
  }

  // MARK: The clock of a folder for tests

  /// Where it stood when it was kept last.
  func testClock() throws -> Instant? {
    try connection.first("SELECT reached_at FROM test_clock") {
      Instant(storedNanoseconds: try $0.read(0))
    }
  }

  func keepTestClock(_ instant: Instant) throws {
    try connection.run("DELETE FROM test_clock")
    try connection.run("INSERT INTO test_clock (reached_at) VALUES (?)", try instant.stored())
  }

  // MARK: Runs

  /// How many runs there have been.
  func lastPosition() throws -> Int64 {
    try connection.first("SELECT COALESCE(MAX(position), 0) FROM work_run") { try $0.read(0) } ?? 0
  }

  /// Keeps a run behind all others; returns its position.
  func add(_ run: RunRow) throws -> Int64 {
    let position = try lastPosition() &+ 1
    try connection.run(
      """
      INSERT INTO work_run (position, tenant_id, kind, subject, due_at, ran_at, note)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, position, run.tenant.text, run.kind, run.subject, try run.due.stored(),
      try run.ran.stored(), run.note)
    return position
  }

  /// Runs before a position, the last first.
  ///
  /// - Parameters:
  ///   - kind: of which alone; nil for all.
  ///   - tenant: whose alone; nil for everybody's.
  func runs(
    of kind: String? = nil, _ tenant: TenantID? = nil, before position: Int64 = .max, limit: Int
  ) throws -> [RunRow] {
    var (conditions, values): ([String], [any Bindable]) = (["position < ?"], [position])
    if let kind {
      conditions.append("kind = ?")
      values.append(kind)
    }
    if let tenant {
      conditions.append("tenant_id = ?")
      values.append(tenant.text)
    }
    return try connection.query(
      """
      SELECT position, kind, tenant_id, subject, due_at, ran_at, note FROM work_run
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY position DESC LIMIT ?
      """, values: values + [limit]
    ) { row in
      RunRow(
        position: try row.read(0), kind: try row.read(1), tenant: TenantID(try row.read(2)),
        subject: try row.read(3), due: Instant(storedNanoseconds: try row.read(4)),
        ran: Instant(storedNanoseconds: try row.read(5)), note: try row.read(6))
    }
  }

  /// Forgets a few of the oldest, if they were before an instant.
  func removeSome(before instant: Instant, limit: Int) throws {
    try connection.run(
      """
      DELETE FROM work_run WHERE position IN (
        SELECT position FROM (
          SELECT position, ran_at FROM work_run ORDER BY position LIMIT ?) AS oldest
        WHERE ran_at < ?)
      """, limit, try instant.stored())
  }
}
