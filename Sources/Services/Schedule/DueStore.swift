import CivilTime
import SQLite
import Storage

/// The due instants of all tenants.
///
///     try DueStore(transaction.connection).plan(.renewal, contract.id, of: tenant, at: dueAt)
struct DueStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  // MARK: Planning

  /// Plans when something is due, in the place of an earlier plan. What has passed is due at once.
  ///
  /// - Throws: ``ClockFault`` for what rows do not hold.
  func plan(
    _ kind: JobKind, _ subject: String, of tenant: TenantID, at due: Instant
  ) throws {
    try connection.run(
      """
      \(Self.insertion)
      ON CONFLICT (tenant_id, kind, subject) DO UPDATE SET due_at = excluded.due_at,
        next_at = excluded.next_at, tries = 0, last_error = ''
      """, tenant.text, kind.name, subject, try due.stored(), try due.stored())
  }

  /// Plans what is not planned yet.
  func planMissing(_ row: DueRow) throws {
    try connection.run(
      "\(Self.insertion) ON CONFLICT (tenant_id, kind, subject) DO NOTHING", row.tenant.text,
      row.kind.name, row.subject, try row.due.stored(), try row.due.stored())
  }

  private static let insertion = """
    INSERT INTO due_work (tenant_id, kind, subject, due_at, next_at, tries, last_error)
    VALUES (?, ?, ?, ?, ?, 0, '')
    """

  /// Forgets a plan, if there is one.
  func cancel(_ kind: JobKind, _ subject: String, of tenant: TenantID) throws {
    try connection.run(
      "DELETE FROM due_work WHERE tenant_id = ? AND kind = ? AND subject = ?", tenant.text,
      kind.name, subject)
  }

  /// When something is due; nil when it is not planned.
  func due(_ kind: JobKind, _ subject: String, of tenant: TenantID) throws -> Instant? {
    try plan(kind, subject, of: tenant)?.row.due
  }

  // MARK: Carrying out

  /// A due instant and what came of it so far.
  struct Plan: Sendable {
    let row: DueRow
    /// When it is carried out, or tried again: ``DueRow/due`` or later.
    var next: Instant
    /// How often it has failed.
    var tries: Int64
    /// Why it failed last.
    var lastError: String
  }

  func plan(_ kind: JobKind, _ subject: String, of tenant: TenantID) throws -> Plan? {
    try connection.first(
      """
      SELECT \(Plan.columns) FROM due_work WHERE tenant_id = ? AND kind = ? AND subject = ?
      """, tenant.text, kind.name, subject
    ) { try Plan($0, kind) }
  }

  /// Kinds as a statement asks for them: it is asked once for each piece of work.
  struct KindsInOrder: Sendable {
    fileprivate let sql: String

    /// - Parameter kinds: in the order in which they are carried out at the same instant. Their names are ours, and
    ///   nobody else's words.
    init(_ kinds: [JobKind]) {
      let values = kinds.enumerated().map { "(\($0), '\($1.name)')" }.joined(separator: ", ")
      sql = """
        WITH work (place, kind) AS (VALUES \(values)),
          heads (place, kind, next_at) AS (
            SELECT place, kind, (SELECT MIN(next_at) FROM due_work WHERE due_work.kind = work.kind)
            FROM work
            WHERE NOT EXISTS (SELECT 1 FROM paused_job WHERE paused_job.kind = work.kind))
        SELECT kind FROM heads WHERE next_at IS NOT NULL ORDER BY next_at, place LIMIT 1
        """
    }
  }

  /// The kind that is not paused of which something is to be carried out first; at the same instant that which stands
  /// before. Nil when nothing is planned.
  func firstKind(of kinds: KindsInOrder) throws -> String? {
    try connection.first(kinds.sql) { try $0.read(0) }
  }

  /// Of a kind, what is to be carried out first; nil when nothing is planned.
  func first(_ kind: JobKind) throws -> Plan? { try list(kind, limit: 1).first }

  /// Of a kind, what is to be carried out behind a place, in order.
  ///
  /// - Parameter tenant: whose alone; nil for everybody's.
  func list(
    _ kind: JobKind, of tenant: TenantID? = nil,
    after place: (next: Int64, subject: String, tenant: String) = (.min, "", ""), limit: Int
  ) throws -> [Plan] {
    let condition = tenant == nil ? "" : "AND tenant_id = ?"
    let values: [any Bindable] =
      [kind.name, place.next, place.subject, place.tenant] + (tenant.map { [$0.text] } ?? [])
      + [limit]
    return try connection.query(
      """
      SELECT \(Plan.columns) FROM due_work
      WHERE kind = ? AND (next_at, subject, tenant_id) > (?, ?, ?) \(condition)
      ORDER BY next_at, subject, tenant_id LIMIT ?
      """, values: values
    ) { try Plan($0, kind) }
  }

  /// Of a kind, what was due until `end`, in order; what has failed by `now` too, although it is not tried again yet.
  ///
  /// - Parameter tenant: whose alone; nil for everybody's.
  func overdue(
    _ kind: JobKind, of tenant: TenantID? = nil, at now: Instant, until end: Instant, limit: Int
  ) throws -> [Plan] {
    // What has failed is tried again within that time.
    let horizon = max(now, end).advanced(by: .seconds(Outbox.longestWait))
    // An instant that rows do not hold lies behind all of theirs, or before.
    let last = end.storedNanoseconds ?? (end < now ? .min : .max)
    return try connection.query(
      """
      SELECT \(Plan.columns) FROM due_work
      WHERE kind = ? AND next_at <= ? AND due_at <= ? AND tenant_id = COALESCE(?, tenant_id)
      ORDER BY next_at, subject, tenant_id LIMIT ?
      """, kind.name, horizon.storedNanoseconds ?? .max, last, tenant?.text, limit
    ) { try Plan($0, kind) }
  }

  /// What of a kind was due before an instant: how much, since when, and why some of it failed. Nil without any.
  func backlog(
    _ kind: JobKind, dueBefore instant: Instant
  ) throws -> (count: Int, since: Instant, lastError: String)? {
    try connection.first(
      """
      SELECT COUNT(*), MIN(due_at), MAX(last_error) FROM due_work WHERE kind = ? AND due_at < ?
      HAVING COUNT(*) > 0
      """, kind.name, try instant.stored()
    ) {
      (
        count: try $0.read(0), since: Instant(storedNanoseconds: try $0.read(1)),
        lastError: try $0.read(2)
      )
    }
  }

  /// How many of a kind are planned, counted up to `limit`.
  func count(_ kind: JobKind, upTo limit: Int) throws -> Int {
    try connection.first(
      "SELECT COUNT(*) FROM (SELECT 1 FROM due_work WHERE kind = ? LIMIT ?) AS some", kind.name,
      limit
    ) { try $0.read(0) } ?? 0
  }

  /// Keeps that something has failed and when it is tried again.
  func postpone(_ plan: Plan) throws {
    try connection.run(
      """
      UPDATE due_work SET next_at = ?, tries = ?, last_error = ?
      WHERE tenant_id = ? AND kind = ? AND subject = ?
      """, try plan.next.stored(), plan.tries, plan.lastError, plan.row.tenant.text,
      plan.row.kind.name, plan.row.subject)
  }
}

extension DueStore.Plan {
  fileprivate static let columns = "tenant_id, subject, due_at, next_at, tries, last_error"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row, _ kind: JobKind) throws {
    self.init(
      row: DueRow(
        kind: kind, tenant: TenantID(try row.read(0)), subject: try row.read(1),
        due: Instant(storedNanoseconds: try row.read(2))),
      next: Instant(storedNanoseconds: try row.read(3)), tries: try row.read(4),
      lastError: try row.read(5))
  }
}
