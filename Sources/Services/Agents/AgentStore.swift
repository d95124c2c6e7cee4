import Buffers
import CivilTime
import MadoAPI
import Rules
import SQLite

/// An agent as it is kept, once it has registered.
struct AgentRow: Sendable {
  let id: String
  let worker: String
  let name: String
  /// Nil once it is deregistered.
  var environment: Telework.AgentEnvironment?
  var registered: Instant?
  /// When something was heard of it last.
  var seen: Instant?
  /// What is to be added to its clock, and how far from that the truth may lie.
  var offset: (value: Duration, error: Duration)?
  /// The number of the last record that is durable.
  var lastRecord: Int64 = 0
  var lostRecords: Int64 = 0
  var applied = AppliedRow()
}

/// Which configuration an agent has taken, as it is kept.
struct AppliedRow: Sendable, Hashable {
  /// 0 before the first.
  var version: Int64 = 0
  var at: Instant?
  /// What it could not do of it.
  var problem = ""
}

/// The agents of a tenant: to a worker his own.
struct AgentStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var from: String {
    """
    FROM agent_state JOIN agent ON agent.id = agent_state.agent_id
    WHERE agent_state.tenant_id = :tenant AND \(rows.shows(worker: "agent.worker_id"))
    """
  }

  // MARK: Registering

  /// Keeps what an agent reports of its machine.
  ///
  /// - Returns: false when there is no such machine, or none that may call any more.
  func register(
    _ id: String, _ environment: Telework.AgentEnvironment, at now: Instant
  ) throws -> Bool {
    try rows.run(
      """
      INSERT INTO agent_state (agent_id, tenant_id, environment, registered_at, last_record,
        lost_records, applied_version, problem)
      SELECT id, tenant_id, ?, ?, 0, 0, 0, '' FROM agent
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))
        AND is_revoked = 0
      ON CONFLICT (agent_id) DO UPDATE SET environment = excluded.environment,
        registered_at = excluded.registered_at
      """, environment.encoded(), try now.stored(), id) > 0
  }

  /// Forgets an agent's machine; what it has brought stays counted.
  func deregister(_ id: String) throws {
    try rows.run(
      """
      UPDATE agent_state SET environment = NULL, registered_at = NULL
      WHERE agent_id = ? AND tenant_id = :tenant
      """, id)
  }

  // MARK: The stream

  /// The number of the last record of an agent that is durable; nil when it is not registered.
  func lastRecord(of id: String) throws -> Int64? {
    try rows.first(
      """
      SELECT last_record FROM agent_state
      WHERE agent_id = ? AND tenant_id = :tenant AND environment IS NOT NULL
      """, id
    ) { try $0.read(0) }
  }

  /// Keeps that an agent's next record is the one behind `last`, with so many more lost before it.
  func begin(_ id: String, last: Int64, lost: Int64, at now: Instant) throws {
    try rows.run(
      """
      UPDATE agent_state SET last_record = ?, lost_records = lost_records + ?, seen_at = ?
      WHERE agent_id = ? AND tenant_id = :tenant
      """, last, lost, try now.stored(), id)
  }

  /// Keeps that a record is taken.
  func take(_ number: Int64, of id: String, at now: Instant) throws {
    try rows.run(
      """
      UPDATE agent_state SET last_record = ?, seen_at = ? WHERE agent_id = ? AND tenant_id = :tenant
      """, number, try now.stored(), id)
  }

  /// Keeps when an agent was heard of, and what its clock was off.
  func see(_ id: String, at seen: Instant, _ offset: ClockOffset.Estimate?) throws {
    try rows.run(
      """
      UPDATE agent_state SET seen_at = ?, clock_offset = COALESCE(?, clock_offset),
        clock_error = COALESCE(?, clock_error)
      WHERE agent_id = ? AND tenant_id = :tenant
      """, try seen.stored(), offset?.offset.storedNanoseconds, offset?.error.storedNanoseconds, id)
  }

  /// Keeps which configuration an agent has taken.
  func apply(_ applied: AppliedRow, to id: String) throws {
    try rows.run(
      """
      UPDATE agent_state SET applied_version = ?, applied_at = ?, problem = ?
      WHERE agent_id = ? AND tenant_id = :tenant
      """, applied.version, try applied.at?.stored(), applied.problem, id)
  }

  // MARK: Reading

  /// An agent that is there for the caller, also one that is deregistered.
  func agent(_ id: String) throws -> AgentRow? {
    try rows.first(
      "SELECT \(AgentRow.columns) \(from) AND agent_state.agent_id = ?", id,
      make: AgentRow.init)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("worker_id", column: "agent.worker_id"),
    Filter.Field("name", column: "agent.name"),
  ]

  /// Registered agents behind an id, in the order of ids.
  func list(_ filter: Filter, after id: String, limit: Int) throws -> [AgentRow] {
    let conditions =
      ["environment IS NOT NULL", "agent.is_revoked = 0", "agent_state.agent_id > ?"]
      + filter.conditions
    let values: [any Bindable] = [id] + filter.values + [limit]
    return try rows.query(
      """
      SELECT \(AgentRow.columns) \(from) AND \(conditions.joined(separator: " AND "))
      ORDER BY agent_state.agent_id LIMIT ?
      """, values: values, make: AgentRow.init)
  }
}

extension AgentRow {
  fileprivate static let columns = """
    agent_state.agent_id, agent.worker_id, agent.name, environment, registered_at, seen_at,
    clock_offset, clock_error, last_record, lost_records, applied_version, applied_at, problem
    """

  fileprivate init(_ row: Row) throws {
    self.init(id: try row.read(0), worker: try row.read(1), name: try row.read(2))
    if let bytes = try row.read(3, as: Bytes?.self) {
      guard let environment = try? Telework.AgentEnvironment(decoding: bytes) else {
        throw DamagedRow(table: "agent_state")
      }
      self.environment = environment
    }
    registered = try row.instant(4)
    seen = try row.instant(5)
    if let value = try row.read(6, as: Int64?.self), let error = try row.read(7, as: Int64?.self) {
      offset = (.nanoseconds(value), .nanoseconds(error))
    }
    lastRecord = try row.read(8)
    lostRecords = try row.read(9)
    applied = AppliedRow(
      version: try row.read(10), at: try row.instant(11), problem: try row.read(12))
  }
}

extension Row {
  /// An instant, kept in nanoseconds since 1970; nil for NULL.
  fileprivate func instant(_ column: Int) throws -> Instant? {
    try read(column, as: Int64?.self).map(Instant.init(storedNanoseconds:))
  }
}

extension Duration {
  /// Nanoseconds as rows keep them; nil past 292 years.
  fileprivate var storedNanoseconds: Int64? { Instant.epoch.advanced(by: self).storedNanoseconds }
}
