import CivilTime
import MadoAPI
import Rules
import SQLite

/// Where a tenant's workers are and were: to a worker his own.
struct PresenceStore {
  let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))"
  }

  // MARK: Sightings

  /// Keeps what an agent saw.
  func add(
    _ sighting: Presence.Sighting, received: Instant, of worker: String, by agent: String
  ) throws {
    try rows.run(
      """
      INSERT INTO presence_sighting
        (tenant_id, worker_id, agent_id, state, seen_at, received_at, confidence, threshold)
      VALUES (:tenant, ?, ?, ?, ?, ?, ?, ?)
      """, worker, agent, Telework.PresenceState(sighting.state).word, try sighting.at.stored(),
      try received.stored(), sighting.confidence, sighting.threshold)
  }

  /// What was seen of a worker from an instant until another, in order; what is at one instant in the order in which it
  /// came.
  func sightings(
    of worker: String, from start: Instant, until end: Instant, limit: Int = .max
  ) throws -> [Presence.Sighting] {
    try rows.query(
      """
      SELECT state, seen_at, confidence, threshold FROM presence_sighting
      WHERE \(visible) AND worker_id = ? AND seen_at >= ? AND seen_at < ?
      ORDER BY seen_at, place LIMIT ?
      """, worker, try start.stored(), try end.stored(), limit
    ) { row in
      guard let state = Telework.PresenceState(word: try row.read(0))?.rule else {
        throw DamagedRow(table: "presence_sighting")
      }
      return Presence.Sighting(
        state, at: Instant(storedNanoseconds: try row.read(1)), confidence: try row.read(2),
        threshold: try row.read(3))
    }
  }

  /// Where a worker was within a span, without gaps.
  ///
  /// - Parameter now: beyond it nothing is known.
  func intervals(
    of worker: String, in span: Range<Instant>, at now: Instant
  ) throws -> [Presence.Interval] {
    let before = span.lowerBound.advanced(by: .zero - Presence.silence)
    let sightings = try sightings(of: worker, from: before, until: span.upperBound)
    return Presence.intervals(sightings, in: span, at: now)
  }

  // MARK: How it stands

  /// Keeps how it stands with a worker.
  func put(_ row: PresenceRow) throws {
    try rows.run(
      """
      INSERT INTO worker_presence (\(PresenceRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      ON CONFLICT (worker_id) DO UPDATE SET
        agent_id = excluded.agent_id, state = excluded.state, since = excluded.since,
        seen_at = excluded.seen_at, received_at = excluded.received_at,
        confidence = excluded.confidence, threshold = excluded.threshold
      """, row.worker, row.agent, Telework.PresenceState(row.state).word, try row.since.stored(),
      try row.seen.stored(), try row.received.stored(), row.confidence, row.threshold)
  }

  /// How it stands with a worker; nil for whom nothing was ever heard of.
  func presence(of worker: String) throws -> PresenceRow? {
    try rows.first(
      "SELECT \(PresenceRow.columns) FROM worker_presence WHERE worker_id = ? AND \(visible)",
      worker, make: PresenceRow.init)
  }

  /// How it stands with everybody of whom anything was heard.
  func all() throws -> [PresenceRow] {
    try rows.query(
      "SELECT \(PresenceRow.columns) FROM worker_presence WHERE \(visible)",
      make: PresenceRow.init)
  }

  // MARK: Whose department

  /// Which workers are in which departments.
  func roster() throws -> Roster {
    let parents = try rows.query("SELECT id, parent_id FROM department WHERE tenant_id = :tenant") {
      (try $0.read(0, as: String.self), try $0.read(1, as: String?.self))
    }
    let members = try rows.query(
      "SELECT user_id, department_id FROM department_member WHERE tenant_id = :tenant"
    ) { (worker: try $0.read(0, as: String.self), group: try $0.read(1, as: String.self)) }
    // A worker is who has the role, and whoever has a machine that watches him.
    let workers = try rows.query(
      """
      SELECT id FROM active_user WHERE tenant_id = :tenant
        AND (' ' || roles || ' ' LIKE '% WORKER %'
          OR id IN (SELECT worker_id FROM agent WHERE tenant_id = :tenant))
      """
    ) { try $0.read(0, as: String.self) }
    return Roster(parents: parents, members: members, workers: workers)
  }
}

extension PresenceRow {
  fileprivate static let columns =
    "worker_id, agent_id, state, since, seen_at, received_at, confidence, threshold"

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let state = Telework.PresenceState(word: try row.read(2))?.rule else {
      throw DamagedRow(table: "worker_presence")
    }
    self.init(
      worker: try row.read(0), agent: try row.read(1), state: state,
      since: Instant(storedNanoseconds: try row.read(3)),
      seen: Instant(storedNanoseconds: try row.read(4)),
      received: Instant(storedNanoseconds: try row.read(5)), confidence: try row.read(6),
      threshold: try row.read(7))
  }
}
