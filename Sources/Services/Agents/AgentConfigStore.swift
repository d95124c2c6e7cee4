import Buffers
import CivilTime
import MadoAPI
import SQLite

/// A configuration of agents as it was put.
struct AgentConfigRow: Sendable, Hashable {
  /// Counts what was put in the tenant; 0 for what holds while nobody has put any.
  var version: Int64 = 0
  /// Whose own it is; empty for the tenant's.
  var agent = ""
  /// Camera, recognition and behaviour, each with all that it has.
  var content = Telework.AgentConfig.asItComes
  var at: Instant?
  var by = ""

  /// - Parameter scope: for which agent it was looked up; empty for the tenant.
  func etag(for scope: String) -> Etag { Etag(version: version, of: "agent-config \(scope)") }
}

/// What a tenant's agents go by.
struct AgentConfigStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// What an agent goes by: its own, or else the tenant's; of an empty id the tenant's.
  func config(for agent: String) throws -> AgentConfigRow {
    try rows.first(
      """
      SELECT \(AgentConfigRow.columns) FROM agent_config
      WHERE tenant_id = :tenant AND agent_id IN (?, '') AND is_withdrawn = 0
      ORDER BY agent_id DESC, version DESC LIMIT 1
      """, agent, make: AgentConfigRow.init) ?? AgentConfigRow()
  }

  /// Keeps a configuration as the next version.
  ///
  /// - Returns: it with its version.
  func put(_ config: AgentConfigRow, at now: Instant) throws -> AgentConfigRow {
    var config = config
    let last = try rows.first(
      "SELECT MAX(version) FROM agent_config WHERE tenant_id = :tenant"
    ) { try $0.read(0, as: Int64?.self) ?? 0 }
    config.version = (last ?? 0) + 1
    config.at = now
    try rows.run(
      """
      INSERT INTO agent_config
        (tenant_id, version, agent_id, content, put_at, put_by, is_withdrawn)
      VALUES (:tenant, ?, ?, ?, ?, ?, 0)
      """, config.version, config.agent, config.content.encoded(), try now.stored(), config.by)
    return config
  }

  /// Has an agent go by the tenant's configuration again.
  func withdraw(of agent: String) throws {
    try rows.run(
      "UPDATE agent_config SET is_withdrawn = 1 WHERE agent_id = ? AND tenant_id = :tenant", agent)
  }

  /// Which configuration an agent has taken, and which it should have.
  struct Applied: Sendable {
    let agent: String
    let worker: String
    let wanted: Int64
    let applied: AppliedRow
  }

  /// Registered agents behind an id, in the order of ids.
  func applied(after id: String, limit: Int) throws -> [Applied] {
    try rows.query(
      """
      SELECT agent_state.agent_id, agent.worker_id, COALESCE((
          SELECT MAX(version) FROM agent_config
          WHERE tenant_id = :tenant AND agent_id = agent_state.agent_id AND is_withdrawn = 0), (
          SELECT MAX(version) FROM agent_config
          WHERE tenant_id = :tenant AND agent_id = '' AND is_withdrawn = 0), 0),
        applied_version, applied_at, problem
      FROM agent_state JOIN agent ON agent.id = agent_state.agent_id
      WHERE agent_state.tenant_id = :tenant AND environment IS NOT NULL AND is_revoked = 0
        AND agent_state.agent_id > ?
        AND \(rows.shows(worker: "agent.worker_id"))
      ORDER BY agent_state.agent_id LIMIT ?
      """, id, limit
    ) { row in
      let at = try row.read(4, as: Int64?.self).map(Instant.init(storedNanoseconds:))
      return Applied(
        agent: try row.read(0), worker: try row.read(1), wanted: try row.read(2),
        applied: AppliedRow(version: try row.read(3), at: at, problem: try row.read(5)))
    }
  }
}

extension AgentConfigRow {
  fileprivate static let columns = "version, agent_id, content, put_at, put_by"

  fileprivate init(_ row: Row) throws {
    guard let content = try? Telework.AgentConfig(decoding: row.read(2, as: Bytes.self)) else {
      throw DamagedRow(table: "agent_config")
    }
    self.init(
      version: try row.read(0), agent: try row.read(1), content: content,
      at: Instant(storedNanoseconds: try row.read(3)), by: try row.read(4))
  }
}
