import Crypto
import SQLite
import Storage

/// The tables of evidence, losses and chains. What a reader asks for takes the tenant; what is asked of
/// an agent alone is asked after the agent was found to be the tenant's.
enum EvidenceStore {
  static let migrations = MigrationList(
    area: "telework",
    [
      Migration(
        "evidence, losses and chain heads",
        """
        CREATE TABLE evidence (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          sequence BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          kind INTEGER NOT NULL,
          capture_trigger INTEGER NOT NULL,
          captured_at BIGINT NOT NULL,
          received_at BIGINT NOT NULL,
          format INTEGER NOT NULL,
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          size_bytes BIGINT NOT NULL,
          sha256 BYTEA NOT NULL,
          chain_position BIGINT NOT NULL,
          chain_hash BYTEA NOT NULL,
          log_month TEXT NOT NULL,
          log_offset BIGINT NOT NULL,
          log_length BIGINT NOT NULL,
          PRIMARY KEY (agent_id, sequence),
          UNIQUE (agent_id, chain_position));
        CREATE TABLE evidence_chain (
          agent_id TEXT PRIMARY KEY REFERENCES agent (id),
          position BIGINT NOT NULL,
          hash BYTEA NOT NULL);
        CREATE TABLE evidence_loss (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          from_sequence BIGINT NOT NULL,
          to_sequence BIGINT NOT NULL,
          reported_at BIGINT NOT NULL,
          PRIMARY KEY (agent_id, from_sequence, to_sequence));
        """)
    ])

  // MARK: Writing

  static func add(_ row: EvidenceRow, of tenant: TenantID, to connection: Connection) throws {
    try connection.run(
      """
      INSERT INTO evidence (\(EvidenceRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, row.agent, row.link.sequence, row.link.worker, row.link.kind, row.link.trigger,
      row.link.capturedAt, row.link.receivedAt, row.picture.format.code, row.picture.width,
      row.picture.height, row.link.contentBytes, row.link.content.bytes, row.link.position,
      row.chainHash.bytes, row.position.month.description, row.position.offset,
      row.position.length, tenant.text)
    try connection.run(
      """
      INSERT INTO evidence_chain (agent_id, position, hash) VALUES (?, ?, ?)
      ON CONFLICT (agent_id) DO UPDATE SET position = excluded.position, hash = excluded.hash
      """, row.agent, row.link.position, row.chainHash.bytes)
  }

  /// Keeps a report of loss; false when all of it was known. Ranges that overlap or touch become one,
  /// so that reports cannot pile up.
  static func addLoss(
    _ range: ClosedRange<Int64>, agent: String, at instant: Int64, to connection: Connection
  ) throws -> Bool {
    let around = max(1, range.lowerBound - 1)...range.upperBound + 1
    let near = try losses(agent: agent, overlapping: around, limit: .max, in: connection)
    if near.contains(where: { $0.contains(range.lowerBound) && $0.contains(range.upperBound) }) {
      return false
    }
    try connection.run(
      "DELETE FROM evidence_loss WHERE agent_id = ? AND to_sequence >= ? AND from_sequence <= ?",
      agent, around.lowerBound, around.upperBound)
    try connection.run(
      """
      INSERT INTO evidence_loss (agent_id, from_sequence, to_sequence, reported_at)
      VALUES (?, ?, ?, ?)
      """, agent, min(range.lowerBound, near.first?.lowerBound ?? range.lowerBound),
      max(range.upperBound, near.last?.upperBound ?? range.upperBound), instant)
    return true
  }

  // MARK: Reading

  /// The content's hash under a sequence, and when it came, if there is a picture.
  static func known(
    agent: String, sequence: Int64, in connection: Connection
  ) throws -> (content: SHA256.Digest, receivedAt: Int64)? {
    try connection.first(
      "SELECT sha256, received_at FROM evidence WHERE agent_id = ? AND sequence = ?", agent,
      sequence
    ) { row in
      guard let digest = SHA256.Digest(try row.read(0, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence")
      }
      return (digest, try row.read(1))
    }
  }

  /// How far an agent's chain goes.
  static func head(
    agent: String, of tenant: TenantID, in connection: Connection
  ) throws -> EvidenceChain.Head {
    try connection.first(
      """
      SELECT position, hash FROM agent JOIN evidence_chain ON evidence_chain.agent_id = agent.id
      WHERE agent.id = ? AND agent.tenant_id = ?
      """, agent, tenant.text
    ) { row in
      guard let hash = SHA256.Digest(try row.read(1, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence_chain")
      }
      return EvidenceChain.Head(position: try row.read(0), hash: hash)
    } ?? EvidenceChain.start(tenant: tenant.text, agent: agent)
  }

  /// How far an agent's chain goes as its head says, and the last place that a link holds (0 without
  /// one), both of one state of the database.
  static func headAndLast(
    agent: String, of tenant: TenantID, in connection: Connection
  ) throws -> (head: EvidenceChain.Head, last: Int64) {
    let start = EvidenceChain.start(tenant: tenant.text, agent: agent)
    return try connection.first(
      """
      SELECT position, hash, (
        SELECT MAX(chain_position) FROM evidence WHERE evidence.agent_id = agent.id)
      FROM agent LEFT JOIN evidence_chain ON evidence_chain.agent_id = agent.id
      WHERE agent.id = ? AND agent.tenant_id = ?
      """, agent, tenant.text
    ) { row in
      let last = try row.read(2, as: Int64?.self) ?? 0
      guard let position = try row.read(0, as: Int64?.self) else { return (start, last) }
      guard let hash = SHA256.Digest(try row.read(1, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence_chain")
      }
      return (EvidenceChain.Head(position: position, hash: hash), last)
    } ?? (start, 0)
  }

  /// Whom an agent watches, if it is the tenant's.
  static func worker(
    of agent: String, tenant: TenantID, in connection: Connection
  ) throws -> String? {
    try connection.first(
      "SELECT worker_id FROM agent WHERE id = ? AND tenant_id = ?", agent, tenant.text
    ) { try $0.read(0) }
  }

  static func evidence(
    agent: String, sequence: Int64, of tenant: TenantID, in connection: Connection
  ) throws -> EvidenceRow? {
    try connection.first(
      """
      SELECT \(EvidenceRow.columns) FROM evidence
      WHERE agent_id = ? AND sequence = ? AND tenant_id = ?
      """, agent, sequence, tenant.text, make: EvidenceRow.init)
  }

  /// What a list asks for, with the place to go on from.
  struct Filter: Sendable {
    var worker: String?
    var agent: String?
    var capturedFrom: Int64?
    var capturedBefore: Int64?
    /// The last one of the page before: agent and sequence.
    var after: (agent: String, sequence: Int64)?
  }

  /// A page by agent and sequence, of at most `limit` rows.
  static func list(
    _ filter: Filter, of tenant: TenantID, limit: Int, in connection: Connection
  ) throws -> [EvidenceRow] {
    var conditions = ["tenant_id = ?"]
    var values: [any Bindable] = [tenant.text]
    func add(_ condition: String, _ value: (any Bindable)?) {
      guard let value else { return }
      conditions.append(condition)
      values.append(value)
    }
    add("worker_id = ?", filter.worker)
    add("agent_id = ?", filter.agent)
    add("captured_at >= ?", filter.capturedFrom)
    add("captured_at < ?", filter.capturedBefore)
    if let after = filter.after {
      conditions.append("(agent_id, sequence) > (?, ?)")
      values += [after.agent, after.sequence]
    }
    values.append(limit)
    return try connection.query(
      """
      SELECT \(EvidenceRow.columns) FROM evidence WHERE \(conditions.joined(separator: " AND "))
      ORDER BY agent_id, sequence LIMIT ?
      """, values: values, make: EvidenceRow.init)
  }

  /// An agent's chain from a place on, at most `limit` links; nil stands for a row that cannot be read.
  static func chain(
    agent: String, of tenant: TenantID, from position: Int64, limit: Int,
    in connection: Connection
  ) throws -> [EvidenceRow?] {
    try connection.query(
      """
      SELECT \(EvidenceRow.columns) FROM evidence
      WHERE agent_id = ? AND tenant_id = ? AND chain_position >= ?
      ORDER BY chain_position LIMIT ?
      """, agent, tenant.text, position, limit
    ) { try? EvidenceRow($0) }
  }

  /// The numbers without a picture above `after`, as the runs between the stored ones, lowest first.
  /// The last run goes up to the highest number of which a loss speaks.
  static func missing(
    agent: String, after: Int64, limit: Int, in connection: Connection
  ) throws -> [ClosedRange<Int64>] {
    // A loss behind all that is stored counts as a picture just behind it, which ends the last run.
    try connection.query(
      """
      SELECT before + 1, sequence - 1 FROM (
        SELECT sequence, LAG(sequence, 1, ?) OVER (ORDER BY sequence) AS before FROM (
          SELECT sequence FROM evidence WHERE agent_id = ? AND sequence > ?
          UNION SELECT MAX(to_sequence) + 1 FROM evidence_loss WHERE agent_id = ?
            HAVING MAX(to_sequence) >
              (SELECT COALESCE(MAX(sequence), 0) FROM evidence WHERE agent_id = ?)
              AND MAX(to_sequence) > ?
        ) AS stored
      ) AS run WHERE sequence - before > 1 ORDER BY sequence LIMIT ?
      """, after, agent, after, agent, agent, after, limit
    ) { row in
      let (first, last): (Int64, Int64) = (try row.read(0), try row.read(1))
      guard first <= last else { throw DamagedRow(table: "evidence") }
      return first...last
    }
  }

  /// What was reported lost within a range. Kept ranges neither overlap nor touch.
  static func losses(
    agent: String, overlapping range: ClosedRange<Int64>, limit: Int, in connection: Connection
  ) throws -> [ClosedRange<Int64>] {
    try connection.query(
      """
      SELECT from_sequence, to_sequence FROM evidence_loss
      WHERE agent_id = ? AND to_sequence >= ? AND from_sequence <= ?
      ORDER BY from_sequence LIMIT ?
      """, agent, range.lowerBound, range.upperBound, limit
    ) { row in
      let (first, last): (Int64, Int64) = (try row.read(0), try row.read(1))
      guard first <= last else { throw DamagedRow(table: "evidence_loss") }
      return first...last
    }
  }

  /// The highest number stored or lost; 0 when there is none.
  static func highest(agent: String, in connection: Connection) throws -> Int64 {
    try connection.first(
      """
      SELECT MAX(sequence) FROM (
        SELECT MAX(sequence) AS sequence FROM evidence WHERE agent_id = ?
        UNION ALL SELECT MAX(to_sequence) FROM evidence_loss WHERE agent_id = ?) AS highest
      """, agent, agent
    ) { try $0.read(0, as: Int64?.self) ?? 0 } ?? 0
  }
}
