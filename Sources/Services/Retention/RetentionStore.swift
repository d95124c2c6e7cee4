import CivilTime
import MadoAPI
import SQLite

/// What a tenant has chosen to keep, as it is kept.
struct RetentionPolicyRow: Sendable, Hashable {
  var holdsOpenIncidents = false
  /// Whole months before the present one.
  var punchMonths = 3
  /// The same of reports.
  var reportMonths = 3
  /// Grows by one with each change.
  var version: Int64 = 1

  func etag(of tenant: TenantID) -> Etag { Etag(version: version, of: "retention \(tenant.text)") }
}

/// A purge as it is kept.
struct PurgeRow: Sendable, Hashable {
  /// As of when; with the tenant it names the purge.
  let asOf: Instant
  var state = Telework.RetentionState.underWay
  /// Which kind of data is being purged, counted from 0 in the order of ``TenantPurge``.
  var stage = 0
  /// How far it has come there; empty at the beginning.
  var place = ""
  var ended: Instant?
}

/// What a purge has come to for one kind of data, as it is kept.
struct PurgeCount: Sendable, Hashable {
  let kind: Telework.RetentionKind
  let keptFrom: CivilDate
  var purged: Int64 = 0
  var held: Int64 = 0
}

/// What a tenant keeps for how long, and what was purged of it.
struct RetentionStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  // MARK: The policy

  /// The policy; while none was chosen, the one that everybody begins with.
  func policy() throws -> RetentionPolicyRow {
    try rows.first(
      """
      SELECT holds_open_incidents, punch_months, report_months, version
      FROM retention_policy WHERE tenant_id = :tenant
      """
    ) { row in
      RetentionPolicyRow(
        holdsOpenIncidents: try row.read(0), punchMonths: try row.read(1),
        reportMonths: try row.read(2), version: try row.read(3))
    } ?? RetentionPolicyRow()
  }

  func put(_ policy: RetentionPolicyRow) throws {
    try rows.run(
      """
      INSERT INTO retention_policy
        (tenant_id, holds_open_incidents, punch_months, report_months, version)
      VALUES (:tenant, ?, ?, ?, ?)
      ON CONFLICT (tenant_id) DO UPDATE SET
        holds_open_incidents = excluded.holds_open_incidents,
        punch_months = excluded.punch_months, report_months = excluded.report_months,
        version = excluded.version
      """, policy.holdsOpenIncidents, policy.punchMonths, policy.reportMonths, policy.version)
  }

  // MARK: Purges

  func purge(asOf: Instant) throws -> PurgeRow? {
    try rows.first(
      """
      SELECT \(PurgeRow.columns) FROM retention_run WHERE as_of = ? AND tenant_id = :tenant
      """, try asOf.stored(), make: PurgeRow.init)
  }

  /// The latest first.
  func purges(limit: Int) throws -> [PurgeRow] {
    try rows.query(
      """
      SELECT \(PurgeRow.columns) FROM retention_run WHERE tenant_id = :tenant
      ORDER BY as_of DESC LIMIT ?
      """, limit, make: PurgeRow.init)
  }

  func put(_ purge: PurgeRow) throws {
    try rows.run(
      """
      INSERT INTO retention_run (tenant_id, as_of, state, stage, place, ended_at)
      VALUES (:tenant, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant_id, as_of) DO UPDATE SET state = excluded.state,
        stage = excluded.stage, place = excluded.place, ended_at = excluded.ended_at
      """, try purge.asOf.stored(), purge.state.word, purge.stage, purge.place,
      try purge.ended?.stored())
  }

  /// Forgets purges as of before an instant.
  func removePurges(before instant: Instant) throws {
    for table in ["retention_count", "retention_run"] {
      try rows.run(
        "DELETE FROM \(table) WHERE tenant_id = :tenant AND as_of < ?", try instant.stored())
    }
  }

  /// Adds to what a purge has come to.
  func add(_ count: PurgeCount, asOf: Instant) throws {
    try rows.run(
      """
      INSERT INTO retention_count (tenant_id, as_of, kind, kept_from, purged, held)
      VALUES (:tenant, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant_id, as_of, kind) DO UPDATE SET
        purged = retention_count.purged + excluded.purged,
        held = retention_count.held + excluded.held
      """, try asOf.stored(), count.kind.word, count.keptFrom.description, count.purged, count.held)
  }

  func counts(asOf: Instant) throws -> [PurgeCount] {
    try rows.query(
      """
      SELECT kind, kept_from, purged, held FROM retention_count
      WHERE tenant_id = :tenant AND as_of = ?
      """, try asOf.stored()
    ) { row in
      guard let kind = Telework.RetentionKind(word: try row.read(0)),
        let day = CivilDate(try row.read(1, as: String.self))
      else { throw DamagedRow(table: "retention_count") }
      return PurgeCount(
        kind: kind, keptFrom: day, purged: try row.read(2), held: try row.read(3))
    }.sorted { $0.kind.number < $1.kind.number }
  }
}

extension PurgeRow {
  fileprivate static let columns = "as_of, state, stage, place, ended_at"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let state = Telework.RetentionState(word: try row.read(1)) else {
      throw DamagedRow(table: "retention_run")
    }
    self.init(
      asOf: Instant(storedNanoseconds: try row.read(0)), state: state, stage: try row.read(2),
      place: try row.read(3),
      ended: try row.read(4, as: Int64?.self).map { Instant(storedNanoseconds: $0) })
  }
}

extension Telework.RetentionKind: SchemaWord {
  static var prefix: String { "RETENTION_KIND_" }
}

extension Telework.RetentionState: SchemaWord {
  static var prefix: String { "RETENTION_STATE_" }
}
